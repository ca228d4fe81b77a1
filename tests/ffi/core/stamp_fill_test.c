/* stamp_fill_test.c -- sv_stamp_fill(), sv_stamp_base() and sv_stamp_decode():
 * the layout of SV1 byte by byte, the inverse of the mix, the weaker modes, and
 * what is refused.
 */
#include "../../../ffi/core/src/svi_stamp.h"
#include "stamp_fixture.h"

static uint64_t read_number(const uint8_t *at, int bytes)
{
    uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; i--)
        value = value << 8 | at[i];
    return value;
}

static void header_has_the_documented_layout(void)
{
    const struct sv_identity identity = fixture_identity();
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT, 9, &unit);
    EXPECT(memcmp(unit.bytes, "SVB1", 4) == 0);
    EXPECT_EQ(unit.bytes[4], 1);
    EXPECT_EQ(unit.bytes[5], 0);
    EXPECT_EQ(read_number(unit.bytes + 6, 2), 8);
    EXPECT_EQ(read_number(unit.bytes + 8, 8), identity.run_id);
    EXPECT_EQ(read_number(unit.bytes + 16, 8), identity.object_id);
    EXPECT_EQ(read_number(unit.bytes + 24, 8), FIXTURE_UNIT);
    EXPECT_EQ(read_number(unit.bytes + 32, 8), 9);
    EXPECT_EQ(read_number(unit.bytes + 40, 8), 1009);
    EXPECT_EQ(read_number(unit.bytes + 48, 4), 2);
    EXPECT_EQ(read_number(unit.bytes + 52, 2), 1);
    EXPECT_EQ(read_number(unit.bytes + 54, 2), 3);
    EXPECT_EQ(read_number(unit.bytes + 56, 4), 77);
    EXPECT_EQ(read_number(unit.bytes + 60, 4), sv_crc32c(0, unit.bytes, 60));
}

static void payload_follows_the_formula(void)
{
    const struct sv_identity identity = fixture_identity();
    struct fixture_unit unit;
    fixture_fill(&identity, FIXTURE_UNIT, 9, &unit);
    const uint64_t base =
        sv_stamp_base(&identity, identity.object_tag, FIXTURE_UNIT, 9);
    for (uint64_t i = 8; i < 512; i++) {
        uint64_t wanted = base + i * 0x9E3779B97F4A7C15u;
        wanted ^= wanted >> 31;
        EXPECT_EQ(read_number(unit.bytes + i * 8, 8), wanted);
    }
}

static void any_word_tells_whose_it_is(void)
{
    uint64_t seed = 0xDEC0DE;
    struct sv_identity identity = fixture_identity();
    for (int i = 0; i < 20000; i++) {
        identity.run_key = fixture_random(&seed);
        identity.object_bits = (uint8_t)(fixture_random(&seed) % 17);
        identity.unit_bits = (uint8_t)(fixture_random(&seed) % 33);
        const uint32_t bits = 64u - identity.object_bits - identity.unit_bits;
        const uint32_t tag = (uint32_t)(fixture_random(&seed) &
                                        ((1u << identity.object_bits) - 1));
        const uint64_t unit = fixture_random(&seed) &
                              (((uint64_t)1 << identity.unit_bits) - 1);
        const uint64_t generation = fixture_random(&seed) &
                                    (UINT64_MAX >> (64u - bits));
        const uint32_t word = (uint32_t)(fixture_random(&seed) % 512);
        uint64_t x = sv_stamp_base(&identity, tag, unit, generation) +
                     word * 0x9E3779B97F4A7C15u;
        x ^= x >> 31;
        uint32_t said_tag;
        uint64_t said_unit, said_generation;
        sv_stamp_decode(&identity, word * 8, x, &said_tag, &said_unit,
                        &said_generation);
        EXPECT_EQ(said_tag, tag);
        EXPECT_EQ(said_unit, unit);
        EXPECT_EQ(said_generation, generation);
    }
}

static void wide_fields_are_masked_in_the_payload_only(void)
{
    struct sv_identity identity = fixture_identity();
    identity.object_bits = 8;
    identity.unit_bits = 40; /* leaves 16 for the generation */
    struct fixture_unit low, high;
    fixture_fill(&identity, FIXTURE_UNIT, 9, &low);
    fixture_fill(&identity, FIXTURE_UNIT, 9 + 65536, &high);
    EXPECT(memcmp(low.bytes + 64, high.bytes + 64, 4032) == 0);
    EXPECT_EQ(read_number(high.bytes + 32, 8), 9 + 65536);
}

static void compressible_share_is_zeros(void)
{
    struct sv_identity identity = fixture_identity();
    static const uint16_t PERMILLES[] = {0, 10, 16, 250, 500, 890, 900};
    for (size_t k = 0; k < sizeof PERMILLES / sizeof PERMILLES[0]; k++) {
        identity.compress_permille = PERMILLES[k];
        const uint32_t zeros = PERMILLES[k] * 64u / 1000u * 8u;
        struct fixture_unit unit;
        fixture_fill(&identity, FIXTURE_UNIT, 9, &unit);
        EXPECT_EQ(unit.bytes[5], zeros > 0 ? 1 : 0);
        for (uint32_t byte = 64; byte < 4096; byte += 8) {
            const bool in_zeros = byte % 512 >= 512 - zeros;
            EXPECT((read_number(unit.bytes + byte, 8) == 0) == in_zeros);
        }
    }
}

static void shared_units_are_as_many_as_asked(void)
{
    struct sv_identity identity = fixture_identity();
    identity.dedupe_permille = 300;
    uint32_t weak = 0;
    for (uint64_t unit = 0; unit < 100000; unit++)
        weak += svi_stamp_is_weak(&identity, unit);
    EXPECT(weak > 29000 && weak < 31000);
    identity.dedupe_permille = 1000;
    struct fixture_unit a, b;
    fixture_fill(&identity, 10, 3, &a);
    fixture_fill(&identity, 11, 4, &b);
    EXPECT_EQ(a.bytes[5], 2);
    EXPECT(memcmp(a.bytes + 64, b.bytes + 64, 4032) == 0);
    EXPECT(memcmp(a.bytes, b.bytes, 64) != 0);
    identity.dedupe_permille = 0;
    EXPECT(!svi_stamp_is_weak(&identity, 10));
}

static int32_t fill_status(const struct sv_identity *identity, uint32_t count,
                           uint32_t skew_bytes)
{
    static _Alignas(8) uint8_t room[8192];
    const uint64_t generation = 1;
    const struct sv_stamp_write write = {.unit_count = count};
    return sv_stamp_fill(identity, &write, &generation, room + skew_bytes);
}

static void bad_requests_are_refused(void)
{
    const struct sv_identity sound = fixture_identity();
    struct sv_identity identity = sound;
    EXPECT_EQ(fill_status(&identity, 1, 0), 0);
    EXPECT_EQ(fill_status(&identity, 1, 8), 0);
    EXPECT_EQ(fill_status(&identity, 1, 4), SV_LAYOUT);
    EXPECT_EQ(fill_status(&identity, 65536, 0), SV_LAYOUT);
    identity.unit_bytes = 1024;
    EXPECT_EQ(fill_status(&identity, 1, 0), SV_LAYOUT);
    identity = sound;
    identity.object_tag = 16;
    EXPECT_EQ(fill_status(&identity, 1, 0), SV_LAYOUT);
    identity = sound;
    identity.unit_bits = 45; /* leaves 15 for the generation */
    EXPECT_EQ(fill_status(&identity, 1, 0), SV_LAYOUT);
    identity = sound;
    identity.compress_permille = 901;
    EXPECT_EQ(fill_status(&identity, 1, 0), SV_LAYOUT);
    identity = sound;
    identity.dedupe_permille = 1001;
    EXPECT_EQ(fill_status(&identity, 1, 0), SV_LAYOUT);
    identity = sound;
    identity.reserved = 1;
    EXPECT_EQ(fill_status(&identity, 1, 0), SV_LAYOUT);
}

int main(void)
{
    header_has_the_documented_layout();
    payload_follows_the_formula();
    any_word_tells_whose_it_is();
    wide_fields_are_masked_in_the_payload_only();
    compressible_share_is_zeros();
    shared_units_are_as_many_as_asked();
    bad_requests_are_refused();
    return 0;
}
