/* stamp_check_test.c -- sv_stamp_check(): what is legal, what is not compared,
 * no false alarm over a million units, no single bit flip missed.
 */
#include "../../../ffi/core/src/svi_stamp.h"
#include "stamp_fixture.h"

static struct svi_check_counts counts;

/* Number of bad units (0 or 1) and, in `counts`, how it was judged. */
static int64_t check_one(const struct sv_identity *identity, const void *bytes,
                         struct sv_window window)
{
    struct sv_finding finding;
    return svi_stamp_check_tally(identity, FIXTURE_UNIT, 1, &window, bytes,
                                 &finding, 1, &counts);
}

static void windows_admit_what_they_say(void)
{
    const struct sv_identity identity = fixture_identity();
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT, 5, &unit);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){5, 5, 0, 0}), 0);
    EXPECT_EQ(counts.clean, 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){4, 6, 0, 0}), 0);
    EXPECT_EQ(counts.mixed, 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){4, 5, 0, 0}), 0);
    EXPECT_EQ(counts.clean, 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){0, 5, 0, 0}), 0);
    EXPECT_EQ(counts.clean, 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){6, 9, 0, 0}), 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){6, 9, 1, 0}), 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){1, 4, 1, 0}), 1);
}

static void never_written_units_are_not_compared(void)
{
    const struct sv_identity identity = fixture_identity();
    struct fixture_unit unit;
    memset(&unit, 0, sizeof unit);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){0, 0, 0, 0}), 0);
    EXPECT_EQ(counts.unwritten, 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){1, 1, 0, 0}), 1);
    fixture_fill(&identity, FIXTURE_UNIT, 1, &unit);
    unit.bytes[2000] ^= 1;
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){0, 1, 0, 0}), 1);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){0, 1, 1, 0}), 0);
    EXPECT_EQ(counts.unwritten, 1);
}

static void mixtures_are_legal_at_512_bytes(uint16_t compress_permille,
                                            uint16_t dedupe_permille)
{
    struct sv_identity identity = fixture_identity();
    identity.compress_permille = compress_permille;
    identity.dedupe_permille = dedupe_permille;
    struct fixture_unit generations[8], mixture;
    for (uint64_t g = 0; g < 8; g++)
        fixture_fill(&identity, FIXTURE_UNIT, g + 10, &generations[g]);
    for (uint32_t s = 0; s < 8; s++)
        memcpy(mixture.bytes + s * 512, generations[7 - s].bytes + s * 512,
               512);
    const struct sv_window open = {10, 17, 1, 0};
    EXPECT_EQ(check_one(&identity, &mixture, open), 0);
    EXPECT_EQ(counts.mixed + counts.clean, 1);
    if (dedupe_permille == 0) {
        EXPECT_EQ(counts.mixed, 1);
        EXPECT_EQ(check_one(&identity, &mixture,
                            (struct sv_window){10, 17, 0, 0}), 1);
        EXPECT_EQ(check_one(&identity, &mixture,
                            (struct sv_window){11, 17, 1, 0}), 1);
        EXPECT_EQ(check_one(&identity, &mixture,
                            (struct sv_window){10, 16, 1, 0}), 1);
    }
    for (uint32_t byte = 0; byte < 4096; byte += 8) {
        mixture.bytes[byte] ^= 0x10;
        EXPECT_EQ(check_one(&identity, &mixture, open), 1);
        mixture.bytes[byte] ^= 0x10;
    }
    /* The grain is 512 bytes, not less. */
    memcpy(mixture.bytes + 512 + 16, generations[1].bytes + 512 + 16, 24);
    EXPECT_EQ(check_one(&identity, &mixture, open),
              dedupe_permille == 0 ? 1 : 0);
}

static void mixtures_know_wrapped_generations(void)
{
    struct sv_identity identity = fixture_identity();
    identity.object_bits = 8;
    identity.unit_bits = 40; /* 16 bits of generation */
    struct fixture_unit old, new;
    fixture_fill(&identity, FIXTURE_UNIT, 65535, &old);
    fixture_fill(&identity, FIXTURE_UNIT, 65537, &new);
    memcpy(old.bytes, new.bytes, 1024);
    EXPECT_EQ(check_one(&identity, &old,
                        (struct sv_window){65535, 65537, 1, 0}), 0);
    EXPECT_EQ(counts.mixed, 1);
    EXPECT_EQ(check_one(&identity, &old,
                        (struct sv_window){65536, 65537, 1, 0}), 1);
}

static void header_must_be_possible(void)
{
    const struct sv_identity identity = fixture_identity();
    struct fixture_unit unit;
    uint64_t words[8];
    struct svi_header header;
    fixture_fill(&identity, FIXTURE_UNIT, 5, &unit);
    memcpy(words, unit.bytes, 64);
    EXPECT(svi_header_decode(words, &header));
    header.position = header.length;
    svi_header_encode(&header, words);
    memcpy(unit.bytes, words, 64);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){5, 5, 0, 0}), 1);
    header.position = (uint16_t)(header.length - 1);
    svi_header_encode(&header, words);
    memcpy(unit.bytes, words, 64);
    EXPECT_EQ(check_one(&identity, &unit, (struct sv_window){5, 5, 0, 0}), 0);
}

static void every_single_flip_is_bit_rot(uint16_t compress_permille,
                                         uint16_t dedupe_permille)
{
    struct sv_identity identity = fixture_identity();
    identity.compress_permille = compress_permille;
    identity.dedupe_permille = dedupe_permille;
    const struct sv_window window = {5, 5, 0, 0};
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT, 5, &unit);
    for (uint32_t bit = 0; bit < 32768; bit++) {
        struct sv_finding finding;
        unit.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        EXPECT_EQ(sv_stamp_check(&identity, FIXTURE_UNIT, 1, &window, &unit,
                                 &finding, 1), 1);
        EXPECT_EQ(finding.class_, SV_CLASS_BIT_ROT);
        EXPECT_EQ(finding.first_bad_byte, bit / 8);
        EXPECT_EQ(finding.bad_bytes, 1);
        EXPECT_EQ(finding.bad_bits, 1);
        EXPECT_EQ(finding.found_generation, 5);
        unit.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

#define BATCH 64u

/* A million units over both sizes and all modes: not one finding. */
static void clean_units_raise_no_alarm(void)
{
    static _Alignas(64) uint8_t buffer[BATCH * FIXTURE_UNIT_BYTES];
    const uint64_t first_seed = 20260101;
    uint64_t seed = first_seed, units = 0;
    printf("seed=%llu\n", (unsigned long long)first_seed);
    for (uint32_t round = 0; units < 1000000; round++) {
        struct sv_identity identity = fixture_identity();
        uint64_t generations[BATCH];
        struct sv_window windows[BATCH];
        uint32_t mixed = 9;
        identity.run_key = fixture_random(&seed);
        identity.unit_bytes = round % 4 == 3 ? 4096 : 512;
        identity.compress_permille =
            (uint16_t)(round % 3 == 0 ? fixture_random(&seed) % 901 : 0);
        identity.dedupe_permille =
            (uint16_t)(round % 5 == 0 ? fixture_random(&seed) % 1001 : 0);
        const struct sv_stamp_write write = {
            .unit = fixture_random(&seed) >> 20,
            .sequence = round,
            .unit_count = BATCH,
        };
        for (uint32_t i = 0; i < BATCH; i++) {
            generations[i] = fixture_random(&seed) >> (round % 60) | 1;
            windows[i] = (struct sv_window){
                generations[i], generations[i], round & 1, 0};
        }
        EXPECT_EQ(sv_stamp_fill(&identity, &write, generations, buffer), 0);
        EXPECT_EQ(svi_stamp_check_counted(&identity, write.unit, BATCH, windows,
                                          buffer, NULL, 0, &mixed), 0);
        EXPECT_EQ(mixed, 0);
        units += BATCH;
    }
}

static void findings_beyond_capacity_are_counted(void)
{
    const struct sv_identity identity = fixture_identity();
    static _Alignas(64) uint8_t zeros[4 * FIXTURE_UNIT_BYTES];
    struct sv_window windows[4];
    struct sv_finding findings[2];
    for (uint32_t i = 0; i < 4; i++)
        windows[i] = (struct sv_window){1, 1, 0, 0};
    windows[1].low = 0;
    EXPECT_EQ(sv_stamp_check(&identity, 40, 4, windows, zeros, findings, 2), 3);
    EXPECT_EQ(findings[0].unit, 40);
    EXPECT_EQ(findings[1].unit, 42);
    EXPECT_EQ(findings[1].offset_bytes, 42 * 4096);
    EXPECT_EQ(sv_stamp_check(&identity, 40, 4, windows, zeros, NULL, 0), 3);
    EXPECT_EQ(sv_stamp_check(&identity, 40, 4, windows, zeros + 4, NULL, 0),
              SV_LAYOUT);
}

int main(void)
{
    windows_admit_what_they_say();
    never_written_units_are_not_compared();
    mixtures_are_legal_at_512_bytes(0, 0);
    mixtures_are_legal_at_512_bytes(500, 0);
    mixtures_are_legal_at_512_bytes(900, 0);
    mixtures_are_legal_at_512_bytes(0, 1000);
    mixtures_know_wrapped_generations();
    header_must_be_possible();
    every_single_flip_is_bit_rot(0, 0);
    every_single_flip_is_bit_rot(500, 0);
    every_single_flip_is_bit_rot(900, 0);
    every_single_flip_is_bit_rot(0, 1000);
    clean_units_raise_no_alarm();
    findings_beyond_capacity_are_counted();
    return 0;
}
