/* object_rig.h -- an object space over the fake store, and lanes on it, for the
 * C tests: defaults for all, so that what a test sets is what it is about.
 */
#ifndef OBJECT_RIG_H
#define OBJECT_RIG_H

#include "fake_store.h"

#define RIG_FINDINGS 1024u
#define RIG_COUNT(outcome, name) ((outcome)->count[SV_COUNTER_##name])

struct rig_outcome {
    int32_t status;
    uint64_t count[SV_COUNTER_COUNT];
    uint32_t finding_count;
    struct sv_finding findings[RIG_FINDINGS];
};

static struct sv_store rig_store;
static char rig_bucket[] = "bucket";
static char rig_prefix[] = "pre fix/";

static inline struct sv_object_spec rig_space(uint64_t keys, uint64_t size_min,
                                              uint64_t size_max)
{
    return (struct sv_object_spec){
        .run_id = 0x52494731,
        .run_key = 0x0123456789ABCDEF,
        .seed = 3,
        .key_count = keys,
        .size_min = size_min,
        .size_max = size_max,
        .size_kind = size_min == size_max ? SV_SIZE_FIXED : SV_SIZE_UNIFORM,
        .unit_bytes = 4096,
    };
}

static inline struct sv_objects *rig_open_at(const struct sv_object_spec *spec,
                                             const char *oracle)
{
    struct sv_objects *objects = NULL;
    rig_store.kind = fake.is_azure ? SVI_STORE_AZ : SVI_STORE_S3;
    rig_store.bucket = rig_bucket;
    rig_store.prefix = rig_prefix;
    rig_store.path_style = true;
    EXPECT_EQ(sv_objects_open(spec, &rig_store, "keys/", oracle, &objects), 0);
    objects->client = &FAKE_METHODS;
    return objects;
}

static inline struct sv_objects *rig_open(const struct sv_object_spec *spec)
{
    return rig_open_at(spec, NULL);
}

/* Each key once, by the one operation `op`, in order. */
static inline struct sv_object_lane_spec rig_spec(uint64_t keys, uint32_t op)
{
    struct sv_object_lane_spec spec = {
        .seed = 0x5EED,
        .key_count = keys,
        .limit_ops = keys,
        .depth = 4,
        .verify = SV_VERIFY_ON,
        .attempts_max = 1,
        .list_limit = 1000,
        .range_bytes = 5000,
        .part_depth = 3,
    };
    spec.weight[op] = 1;
    return spec;
}

/* The last outcome; valid until the next run. */
static inline const struct rig_outcome *
rig_run(struct sv_objects *objects, const struct sv_object_lane_spec *spec)
{
    static struct rig_outcome outcome;
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    outcome.status = sv_lane_join(lane);
    EXPECT_EQ(sv_lane_counters(lane, outcome.count, SV_COUNTER_COUNT),
              SV_COUNTER_COUNT);
    outcome.finding_count =
        (uint32_t)sv_lane_findings(lane, outcome.findings, RIG_FINDINGS);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return &outcome;
}

static inline const struct rig_outcome *rig_do(struct sv_objects *objects,
                                               uint32_t op)
{
    const struct sv_object_lane_spec spec =
        rig_spec(objects->spec.key_count, op);
    return rig_run(objects, &spec);
}

/* The same, and it must go well. */
static inline const struct rig_outcome *rig_must(struct sv_objects *objects,
                                                 uint32_t op)
{
    const struct rig_outcome *outcome = rig_do(objects, op);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    return outcome;
}

static inline void rig_expect(const struct rig_outcome *outcome,
                              uint32_t class_, uint32_t op)
{
    EXPECT(outcome->finding_count > 0);
    for (uint32_t i = 0; i < outcome->finding_count; i++) {
        const struct sv_finding *finding = &outcome->findings[i];
        if (finding->class_ != class_)
            fprintf(stderr, "finding %u of %u: key %u, byte %llu\n", i,
                    outcome->finding_count, finding->file,
                    (unsigned long long)finding->offset_bytes);
        EXPECT_EQ(outcome->findings[i].class_, class_);
        EXPECT_EQ(outcome->findings[i].op, op);
    }
}

static inline void rig_close(struct sv_objects *objects)
{
    EXPECT_EQ(sv_objects_close(objects), 0);
}

#endif
