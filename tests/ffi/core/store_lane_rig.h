/* store_lane_rig.h -- a space over the store of store_server.h: two files of
 * eight objects of four units, and lanes that put and get all of it. */
#ifndef STORE_LANE_RIG_H
#define STORE_LANE_RIG_H

#include "lane_rig.h"
#include "store_server.h"
#include "svi_store.h"

#define OBJECT_UNITS 4u
#define OBJECT_BYTES (OBJECT_UNITS * RIG_UNIT_BYTES)
#define FILE_UNITS 32u
#define FILES 2u
#define UNITS (FILE_UNITS * FILES)
#define OBJECTS (UNITS / OBJECT_UNITS)

static struct sv_store *store; /* the open one */

static inline void open_store(const char *kind, const char *more)
{
    char text[512];
    int32_t failed;

    snprintf(text, sizeof text,
             "kind=%s%cendpoint=http://127.0.0.1:%u%cbucket=b%cprefix=p/%c"
             "path_style=1%c%s%c",
             kind, 0, (unsigned)server.port, 0, 0, 0, 0, more, 0);
    EXPECT_EQ(sv_store_open(text, &failed, &store), 0);
}

static inline int32_t try_space(const struct sv_space_spec *spec,
                                uint32_t object, const char *oracle,
                                struct sv_space **out)
{
    static const uint64_t ids[] = {0xF11E0, 0xF11E1, 0xF11E2};

    return sv_space_open_store(spec, store, object, "one\0t w/o\0three", ids,
                               oracle, out);
}

static inline struct sv_space_spec space_spec(uint32_t flags)
{
    return (struct sv_space_spec){
        .run_id = 0x5256313131313131,
        .run_key = 0x0123456789ABCDEF,
        .file_bytes = FILE_UNITS * RIG_UNIT_BYTES,
        .file_count = FILES,
        .unit_bytes = RIG_UNIT_BYTES,
        .flags = flags,
    };
}

static inline struct sv_space *open_space(void)
{
    const struct sv_space_spec spec = space_spec(0);
    struct sv_space *space = NULL;

    EXPECT_EQ(try_space(&spec, OBJECT_BYTES, NULL, &space), 0);
    return space;
}

static inline struct sv_space *start(void)
{
    store_start();
    open_store("s3", "");
    struct sv_space *space = open_space();
    return space;
}

static inline void stop(struct sv_space *space)
{
    rig_close(space);
    sv_store_close(store);
    store_stop();
}

/* One pass of whole objects. */
static inline struct sv_lane_spec put_spec(void)
{
    struct sv_lane_spec spec = rig_spec(UNITS);

    spec.io = SV_IO_HTTP;
    spec.depth = 4;
    spec.limit_ops = OBJECTS;
    spec.mix[0].bytes = OBJECT_BYTES;
    return spec;
}

/* One pass of reads of `units` units. */
static inline struct sv_lane_spec get_spec(uint32_t units)
{
    struct sv_lane_spec spec = put_spec();

    spec.read_permille = 1000;
    spec.lane = 1;
    spec.mix[0].bytes = units * RIG_UNIT_BYTES;
    spec.limit_ops = UNITS / units;
    return spec;
}

static inline const struct rig_outcome *put_all(struct sv_space *space)
{
    const struct sv_lane_spec spec = put_spec();

    return rig_run(space, &spec);
}

static inline const struct rig_outcome *get_all(struct sv_space *space,
                                                uint32_t units)
{
    const struct sv_lane_spec spec = get_spec(units);

    return rig_run(space, &spec);
}

static inline void expect_clean(struct sv_space *space)
{
    for (uint32_t units = 1; units <= OBJECT_UNITS; units *= 2) {
        const struct rig_outcome *outcome = get_all(space, units);
        EXPECT_EQ(outcome->status, 0);
        EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
        EXPECT_EQ(RIG_COUNT(outcome, units_compared), UNITS);
        EXPECT_EQ(RIG_COUNT(outcome, attempts), UNITS / units);
    }
}

#endif
