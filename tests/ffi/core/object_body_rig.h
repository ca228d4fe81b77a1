/* object_body_rig.h -- bodies of one key for C tests: whole() makes one,
 * check() judges one that comes in pieces of any size, and keeps what is found.
 */
#ifndef OBJECT_BODY_RIG_H
#define OBJECT_BODY_RIG_H

#include "svi_object_body.h"

#include <string.h>

#include "expect.h"
#include "svi_random.h"

#define ROOM 80000u
#define KEY 5u

static struct sv_objects objects;
static struct svi_random random_state;
static uint8_t body[ROOM + 16];
static uint8_t stage[SVI_STAGE_BYTES] __attribute__((aligned(8)));
static struct sv_finding findings[64];
static uint32_t finding_count;

static inline void keep(void *owner, struct sv_finding *finding)
{
    (void)owner;
    if (finding_count < 64)
        findings[finding_count] = *finding;
    finding_count++;
}

/* From now on all is about one key of such a space. */
static inline void shape_space(uint64_t size_min, uint64_t size_max,
                               uint64_t part, uint32_t unit)
{
    objects.spec = (struct sv_object_spec){
        .run_id = 77,
        .run_key = 0x1234567,
        .seed = 9,
        .key_count = 16,
        .size_min = size_min,
        .size_max = size_max,
        .size_kind = size_min == size_max ? SV_SIZE_FIXED : SV_SIZE_UNIFORM,
        .part_bytes = part,
        .unit_bytes = unit,
    };
    EXPECT_EQ(svi_object_spec_check(&objects.spec), 0);
    svi_object_spec_derive(&objects);
}

static inline struct svi_maker *make(uint64_t generation, uint64_t upload_hash)
{
    static struct svi_maker maker;
    memset(&maker, 0, sizeof maker);
    svi_object_identity(&objects, KEY, &maker.shape.identity);
    maker.shape.generation = generation;
    maker.shape.size = svi_object_size(&objects, KEY, generation);
    maker.shape.part_bytes = objects.spec.part_bytes;
    maker.upload_hash = upload_hash;
    svi_maker_start(&maker, 0, maker.shape.size);
    return &maker;
}

/* The whole body of `generation` at `out`, in one piece. */
static inline uint64_t whole(uint64_t generation, uint8_t *out)
{
    struct svi_maker *maker = make(generation, 0);
    uint64_t at = 0;
    for (;;) {
        size_t count = svi_maker_fill(maker, out + at, ROOM - at);
        at += count;
        if (count == 0)
            break;
    }
    EXPECT_EQ(at, maker->shape.size);
    return at;
}

static inline struct svi_checker *check_with(struct svi_key_window window,
                                      const uint8_t *bytes, uint64_t count,
                                      uint64_t start, uint64_t length)
{
    static struct svi_checker checker;
    memset(&checker, 0xA5, sizeof checker);
    checker.objects = &objects;
    checker.key = KEY;
    checker.window = window;
    checker.start = start;
    checker.length = length;
    checker.found = keep;
    checker.owner = NULL;
    checker.stage = stage;
    finding_count = 0;
    svi_checker_start(&checker);
    while (count > 0) {
        uint64_t piece = 1 + svi_random_below(&random_state, 9000);
        if (svi_random_below(&random_state, 3) == 0)
            piece = 1 + svi_random_below(&random_state, 80);
        piece = piece < count ? piece : count;
        svi_checker_take(&checker, bytes, piece);
        bytes += piece;
        count -= piece;
    }
    svi_checker_finish(&checker);
    return &checker;
}

static inline struct svi_checker *check(uint64_t low, uint64_t high,
                                        uint64_t count)
{
    const struct svi_key_window window = {.low = low, .high = high};
    return check_with(window, body, count, 0, UINT64_MAX);
}

static inline void expect_one(uint32_t class_)
{
    EXPECT_EQ(finding_count, 1);
    EXPECT_EQ(findings[0].class_, class_);
}

/* The seed is the first argument, if there is one. */
static inline void start_rig(int count, char **arguments)
{
    static struct sv_store store;
    static char empty[1];
    const uint64_t seed =
        count > 1 ? strtoull(arguments[1], NULL, 0) : 20261121;
    store.prefix = empty;
    printf("seed %llu\n", (unsigned long long)seed);
    svi_random_seed(&random_state, seed);
    objects.store = &store;
    objects.prefix = empty;
}

#endif
