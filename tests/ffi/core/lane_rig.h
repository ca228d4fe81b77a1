/* lane_rig.h -- a space and lanes for the C tests of the lane engine.
 *
 * rig_open() gives a space with defaults, rig_spec() a lane over all of it that
 * writes once; what a test sets is what it is about. rig_run() takes a lane
 * from its making to its end and gives back everything it counted and found.
 */
#ifndef LANE_RIG_H
#define LANE_RIG_H

#include <string.h>

#include "expect.h"
#include "stor_core.h"

#define RIG_UNIT_BYTES 4096u
#define RIG_FINDINGS 1024u

/* All zero: one memfd file of 64 units and an oracle in memory. */
struct rig_options {
    uint32_t flags;       /* SV_SPACE_*; 0: SV_SPACE_MEMORY */
    uint32_t file_count;  /* 0: 1 */
    uint64_t file_units;  /* 0: 64 */
    uint32_t unit_bytes;  /* 0: RIG_UNIT_BYTES */
    const char *paths;    /* NULL: only names */
    const char *oracle;   /* NULL: in memory */
};

struct rig_outcome {
    int32_t status;
    uint64_t count[SV_COUNTER_COUNT];
    uint32_t finding_count;
    struct sv_finding findings[RIG_FINDINGS];
};

#define RIG_COUNT(outcome, name) ((outcome)->count[SV_COUNTER_##name])

static inline int32_t rig_try_open(const struct rig_options *options,
                                   struct sv_space **out)
{
    uint32_t files = options->file_count != 0 ? options->file_count : 1;
    uint32_t unit =
        options->unit_bytes != 0 ? options->unit_bytes : RIG_UNIT_BYTES;
    const struct sv_space_spec spec = {
        .run_id = 0x5256313131313131,
        .run_key = 0x0123456789ABCDEF,
        .file_bytes =
            (options->file_units != 0 ? options->file_units : 64) * unit,
        .file_count = files,
        .unit_bytes = unit,
        .flags = options->flags != 0 ? options->flags : SV_SPACE_MEMORY,
    };
    char *names = calloc(files, 2);
    uint64_t *ids = calloc(files, sizeof *ids);
    int32_t failed_file;

    EXPECT(names != NULL && ids != NULL);
    for (uint32_t i = 0; i < files; i++) {
        names[i * 2] = 'm';
        ids[i] = 0xF11E0000 + i;
    }
    int32_t status =
        sv_space_open(&spec, options->paths != NULL ? options->paths : names,
                      ids, options->oracle, &failed_file, out);
    free(names);
    free(ids);
    return status;
}

static inline struct sv_space *rig_open(const struct rig_options *options)
{
    struct sv_space *space = NULL;

    EXPECT_EQ(rig_try_open(options, &space), 0);
    return space;
}

/* One pass of sequential writes of one unit over `units`, verify on. */
static inline struct sv_lane_spec rig_spec(uint64_t units)
{
    return (struct sv_lane_spec){
        .seed = 0x5EED,
        .region_units = units,
        .limit_ops = units,
        .io = SV_IO_PSYNC,
        .depth = 1,
        .pattern = SV_SEQUENTIAL,
        .verify = SV_VERIFY_ON,
        .mix_count = 1,
        .mix = {{RIG_UNIT_BYTES, 1}},
    };
}

static inline void rig_collect(struct sv_lane *lane, struct rig_outcome *out)
{
    out->status = sv_lane_join(lane);
    EXPECT_EQ(sv_lane_counters(lane, out->count, SV_COUNTER_COUNT),
              SV_COUNTER_COUNT);
    out->finding_count =
        (uint32_t)sv_lane_findings(lane, out->findings, RIG_FINDINGS);
}

/* The last outcome; valid until the next run. */
static inline const struct rig_outcome *rig_run(struct sv_space *space,
                                                const struct sv_lane_spec *spec)
{
    static struct rig_outcome outcome;
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    rig_collect(lane, &outcome);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return &outcome;
}

/* One pass of writes that must go well. */
static inline void rig_fill(struct sv_space *space, uint64_t units)
{
    const struct sv_lane_spec spec = rig_spec(units);
    const struct rig_outcome *outcome = rig_run(space, &spec);

    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_written), units);
}

/* Reads every unit once and judges it. */
static inline const struct rig_outcome *rig_read(struct sv_space *space,
                                                 uint64_t units)
{
    struct sv_lane_spec spec = rig_spec(units);

    spec.read_permille = 1000;
    spec.lane = 1;
    return rig_run(space, &spec);
}

/* Reads every unit once: each is right, and none was skipped. */
static inline void rig_expect_clean(struct sv_space *space, uint64_t units)
{
    const struct rig_outcome *outcome = rig_read(space, units);

    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_unwritten), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared), units);
}

static inline void rig_close(struct sv_space *space)
{
    EXPECT_EQ(sv_space_close(space), 0);
}

#endif
