/* stamp_fixture.h -- one constructor for each thing that the tests of the stamp
 * need. Defaults for everything, so that what a test sets is what it is about.
 */
#ifndef STAMP_FIXTURE_H
#define STAMP_FIXTURE_H

#include <string.h>

#include "expect.h"
#include "stor_core.h"

#define FIXTURE_UNIT_BYTES 4096u
#define FIXTURE_UNIT 300u

struct fixture_unit {
    _Alignas(64) uint8_t bytes[FIXTURE_UNIT_BYTES];
};

static inline struct sv_identity fixture_identity(void)
{
    return (struct sv_identity){
        .run_id = 0x1122334455667788,
        .run_key = 0x99AABBCCDDEEFF01,
        .object_id = 0xFEDCBA9876543210,
        .object_tag = 5,
        .unit_bytes = FIXTURE_UNIT_BYTES,
        .object_bits = 4,
        .unit_bits = 20,
    };
}

/* One unit as the second of a write of three. */
static inline void fixture_fill(const struct sv_identity *identity,
                                uint64_t unit, uint64_t generation, void *out)
{
    uint8_t whole[3 * FIXTURE_UNIT_BYTES] __attribute__((aligned(64)));
    const uint64_t generations[3] = {1, generation, 1};
    const struct sv_stamp_write write = {
        .unit = unit - 1,
        .sequence = 1000 + generation,
        .unit_count = 3,
        .writer = 2,
        .seconds = 77,
    };
    EXPECT_EQ(sv_stamp_fill(identity, &write, generations, whole), 0);
    memcpy(out, whole + identity->unit_bytes, identity->unit_bytes);
}

/* SplitMix64: the tests' only source of chance. */
static inline uint64_t fixture_random(uint64_t *state)
{
    uint64_t x = *state += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

#endif
