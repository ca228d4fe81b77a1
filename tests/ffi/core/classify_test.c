/* classify_test.c -- each class that one unit can prove: damage it in that way,
 * and the finding names it, with what was found and where. And, for random
 * damage, that nothing is missed or misread.
 */
#include "classify_rig.h"

static void zeros_and_fills(struct sv_identity identity)
{
    struct fixture_unit unit;
    memset(&unit, 0, sizeof unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_ZEROED);
    EXPECT_EQ(finding.found_object, UINT64_MAX);
    EXPECT_EQ(finding.found_generation, UINT64_MAX);
    EXPECT_EQ(finding.first_bad_byte, 0);
    EXPECT_EQ(finding.span_bytes, 4096);
    memset(&unit, 0xFF, sizeof unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_ERASED);
    EXPECT_EQ(finding.found_unit, UINT64_MAX);
    EXPECT_EQ(finding.span_bytes, 4096);
    memset(&unit, 0x55, sizeof unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_FOREIGN);
    uint64_t seed = 1;
    for (uint32_t i = 0; i < 4096; i++)
        unit.bytes[i] = (uint8_t)fixture_random(&seed);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_FOREIGN);
    EXPECT_EQ(finding.found_run, UINT64_MAX);
}

static void whole_units_of_the_past(struct sv_identity identity)
{
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT, 6, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_LOST);
    EXPECT_EQ(finding.found_generation, 6);
    EXPECT_EQ(finding.found_sequence, 1006);
    fixture_fill(&identity, FIXTURE_UNIT, 4, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_STALE);
    EXPECT_EQ(finding.found_generation, 4);
    EXPECT_EQ(finding.found_unit, FIXTURE_UNIT);
    EXPECT_EQ(finding.found_object, identity.object_id);
    EXPECT_EQ(finding.found_run, identity.run_id);
    EXPECT_EQ(class_of(&identity, &unit, (struct sv_window){5, 7, 1, 0}),
              SV_CLASS_LOST);
    fixture_fill(&identity, FIXTURE_UNIT, 8, &unit); /* nobody issued it */
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_FOREIGN);
    EXPECT_EQ(finding.found_generation, 8);
}

static void other_units_objects_and_runs(struct sv_identity identity)
{
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT + 33, 3, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_MISDIRECTED);
    EXPECT_EQ(finding.found_unit, FIXTURE_UNIT + 33);
    EXPECT_EQ(finding.found_generation, 3);
    EXPECT_EQ(finding.found_object, identity.object_id);

    struct sv_identity other = identity;
    other.object_tag = 6;
    other.object_id = 0xABC;
    fixture_fill(&other, FIXTURE_UNIT, 7, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_CROSS_OBJECT);
    EXPECT_EQ(finding.found_object, 0xABC);
    EXPECT_EQ(finding.found_generation, 7);

    other = identity;
    other.run_id = 0xDEF;
    other.run_key = 0x777;
    fixture_fill(&other, FIXTURE_UNIT, 7, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_PREVIOUS_RUN);
    EXPECT_EQ(finding.found_run, 0xDEF);
}

static void payload_speaks_without_a_header(void)
{
    const struct sv_identity identity = fixture_identity();
    struct sv_identity other = identity;
    struct fixture_unit unit;
    other.object_tag = 6;
    other.object_id = 0xABC;
    fixture_fill(&identity, 77, 3, &unit);
    memset(unit.bytes, 0x55, 64);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_MISDIRECTED);
    EXPECT_EQ(finding.found_unit, 77);
    EXPECT_EQ(finding.found_sequence, UINT64_MAX);
    fixture_fill(&other, 77, 3, &unit);
    memset(unit.bytes, 0x55, 64);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_CROSS_OBJECT);
    EXPECT_EQ(finding.found_object, 6);
    fixture_fill(&identity, FIXTURE_UNIT, 4, &unit);
    memset(unit.bytes, 0x55, 64);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_STALE);
    EXPECT_EQ(finding.found_generation, 4);
    /* A stray sector among right ones is named too. */
    struct fixture_unit stray;
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
    fixture_fill(&identity, 78, 2, &stray);
    memcpy(unit.bytes + 1024, stray.bytes + 1024, 512);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_MISDIRECTED);
    EXPECT_EQ(finding.found_unit, 78);
    EXPECT_EQ(finding.first_bad_byte, 1024);
}

static void torn_units(struct sv_identity identity)
{
    struct fixture_unit old, new, unit;
    fixture_fill(&identity, FIXTURE_UNIT, 5, &old);
    fixture_fill(&identity, FIXTURE_UNIT, 7, &new);
    static const uint32_t CUTS[] = {64, 72, 512, 1000, 2048, 3584, 3904};
    for (size_t k = 0; k < sizeof CUTS / sizeof CUTS[0]; k++) {
        unit = new; /* new head, old tail */
        memcpy(unit.bytes + CUTS[k], old.bytes + CUTS[k], 4096 - CUTS[k]);
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TORN);
        EXPECT_EQ(finding.found_generation, 5);
        if (identity.compress_permille == 0)
            EXPECT_EQ(finding.first_bad_byte & ~7u, CUTS[k]);
        unit = new; /* old head, new tail */
        memcpy(unit.bytes, old.bytes, CUTS[k]);
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TORN);
        EXPECT_EQ(finding.found_generation, 5);
    }
    struct sv_identity before = identity;
    before.run_id = 0xDEF;
    before.run_key = 0x777;
    fixture_fill(&before, FIXTURE_UNIT, 9, &old);
    unit = new; /* the first sector is still of the run before */
    memcpy(unit.bytes, old.bytes, 512);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TORN);
    EXPECT_EQ(finding.found_run, 0xDEF);
    memcpy(unit.bytes + 64, new.bytes + 64, 448);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TORN);
}

static void torn_below_the_grain_of_a_mixture(void)
{
    const struct sv_identity identity = fixture_identity();
    struct fixture_unit old, unit;
    fixture_fill(&identity, FIXTURE_UNIT, 6, &old);
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
    memcpy(unit.bytes + 1000, old.bytes + 1000, 3096);
    EXPECT_EQ(class_of(&identity, &unit, (struct sv_window){6, 7, 1, 0}),
              SV_CLASS_TORN);
    EXPECT_EQ(finding.found_generation, 6);
    EXPECT_EQ(finding.first_bad_byte & ~7u, 1000);
}

/* Reads from elsewhere, at any byte: `row` holds three units of `identity`. */
static void bytes_from_elsewhere(void)
{
    const struct sv_identity identity = fixture_identity();
    struct sv_identity other = identity;
    uint8_t row[3 * 4096] __attribute__((aligned(64)));
    struct fixture_unit unit;
    for (uint32_t k = 0; k < 3; k++)
        fixture_fill(&identity, FIXTURE_UNIT + 40 + k, 7, row + k * 4096);
    static const uint32_t FROM[] = {1, 7, 513, 1000, 4000, 4095};
    for (size_t k = 0; k < sizeof FROM / sizeof FROM[0]; k++) {
        memcpy(&unit, row + FROM[k], 4096);
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_MISDIRECTED);
        EXPECT(finding.found_unit - (FIXTURE_UNIT + 40) < 2);
        EXPECT_EQ(finding.found_generation, 7);
    }
    /* Only its last bytes, and no header among them. */
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
    memcpy(unit.bytes + 3000, row + 1501, 1096);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_MISDIRECTED);
    EXPECT_EQ(finding.found_unit, FIXTURE_UNIT + 40);
    EXPECT_EQ(finding.first_bad_byte, 3000);
    /* Its own bytes, further off than a shift is looked for. */
    fixture_fill(&identity, FIXTURE_UNIT, 7, row);
    memset(&unit, 0x55, sizeof unit);
    memcpy(unit.bytes + 1001, row, 4096 - 1001);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_SHIFTED);
    EXPECT_EQ(finding.shift_bytes, 1001);
    /* Of others, by a header amid the unit. */
    other.object_id = 0xABC;
    other.object_tag = 6;
    fixture_fill(&other, FIXTURE_UNIT, 7, row);
    memcpy(unit.bytes + 1001, row, 4096 - 1001);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_CROSS_OBJECT);
    EXPECT_EQ(finding.found_object, 0xABC);
    other.run_id = 0xDEF;
    other.run_key = 0x777;
    fixture_fill(&other, FIXTURE_UNIT, 7, row);
    memcpy(unit.bytes + 1001, row, 4096 - 1001);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_PREVIOUS_RUN);
}

/* Noise is nobody's, also amid bytes that are right. */
static void noise_is_foreign(void)
{
    const struct sv_identity identity = fixture_identity();
    struct fixture_unit unit;
    uint64_t seed = 20261121;
    printf("seed=%llu\n", (unsigned long long)seed);
    for (uint32_t round = 0; round < 2000; round++) {
        fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
        const uint32_t from = (uint32_t)(fixture_random(&seed) % 3000);
        const uint32_t count = 200 + (uint32_t)(fixture_random(&seed) % 800);
        for (uint32_t i = 0; i < count; i++)
            unit.bytes[from + i] = (uint8_t)fixture_random(&seed);
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_FOREIGN);
    }
}

static void shared_payload_leaves_only_the_header(void)
{
    struct sv_identity identity = fixture_identity();
    identity.dedupe_permille = 1000;
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT, 6, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_LOST);
    fixture_fill(&identity, FIXTURE_UNIT, 2, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_STALE);
    fixture_fill(&identity, FIXTURE_UNIT + 1, 7, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_MISDIRECTED);
    EXPECT_EQ(finding.found_unit, FIXTURE_UNIT + 1);
    struct sv_identity other = identity;
    other.object_id = 0xABC;
    fixture_fill(&other, FIXTURE_UNIT, 7, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_CROSS_OBJECT);
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
    memset(unit.bytes + 2048, 0, 2048);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TRUNCATED);
}

static void small_units_are_named_too(void)
{
    struct sv_identity identity = fixture_identity();
    identity.unit_bytes = 512;
    identity.compress_permille = 900; /* a header and zeros */
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT, 6, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_LOST);
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
    unit.bytes[20] ^= 4;
    unit.bytes[44] ^= 4;
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_BIT_ROT);
    identity.compress_permille = 0;
    fixture_fill(&identity, FIXTURE_UNIT + 1, 7, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_MISDIRECTED);
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
    memset(unit.bytes + 256, 0, 256);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TRUNCATED);
}

/* A sound header that this identity never writes: other flags. */
static void impossible_headers_are_foreign(void)
{
    struct sv_identity identity = fixture_identity(), other = identity;
    struct fixture_unit unit;
    other.compress_permille = 500;
    fixture_fill(&other, FIXTURE_UNIT, 7, &unit);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_FOREIGN);
    EXPECT_EQ(finding.found_generation, 7);
}

/* A few random flips, anywhere: always found, always bit rot, all counted when
 * they are in the payload. */
static void random_flips(void)
{
    const struct sv_identity identity = fixture_identity();
    const uint64_t first_seed = 20260102;
    uint64_t seed = first_seed;
    printf("seed=%llu\n", (unsigned long long)first_seed);
    struct fixture_unit sound, unit;
    fixture_fill(&identity, FIXTURE_UNIT, 7, &sound);
    for (uint32_t round = 0; round < 20000; round++) {
        const uint32_t flips = 1 + (uint32_t)(fixture_random(&seed) % 8);
        uint32_t wanted = 0, first = 4096;
        unit = sound;
        for (uint32_t i = 0; i < flips; i++) {
            const uint32_t bit = (uint32_t)(fixture_random(&seed) % 32768);
            unit.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        for (uint32_t i = 0; i < 4096; i++) {
            const unsigned differs = unit.bytes[i] ^ sound.bytes[i];
            wanted += (uint32_t)__builtin_popcount(differs);
            if (differs != 0 && first == 4096)
                first = i;
        }
        if (wanted == 0)
            continue; /* the flips undid each other */
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_BIT_ROT);
        EXPECT_EQ(finding.found_generation, 7);
        if (first >= 64) {
            EXPECT_EQ(finding.bad_bits, wanted);
            EXPECT_EQ(finding.first_bad_byte, first);
        }
    }
}

int main(void)
{
    struct sv_identity identity = fixture_identity();
    static const uint16_t PERMILLES[] = {0, 300};
    for (size_t k = 0; k < 2; k++) {
        identity.compress_permille = PERMILLES[k];
        zeros_and_fills(identity);
        whole_units_of_the_past(identity);
        other_units_objects_and_runs(identity);
        torn_units(identity);
    }
    payload_speaks_without_a_header();
    torn_below_the_grain_of_a_mixture();
    bytes_from_elsewhere();
    noise_is_foreign();
    shared_payload_leaves_only_the_header();
    small_units_are_named_too();
    impossible_headers_are_foreign();
    random_flips();
    return 0;
}
