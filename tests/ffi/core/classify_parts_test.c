/* classify_parts_test.c -- units of which a part is blank or was moved: the
 * finding names it, and tells from where to where.
 */
#include "classify_rig.h"

static void truncated_units(struct sv_identity identity)
{
    struct fixture_unit unit;
    static const uint32_t CUTS[] = {64, 100, 512, 2000, 3584, 3600};
    for (size_t k = 0; k < sizeof CUTS / sizeof CUTS[0]; k++) {
        fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
        memset(unit.bytes + CUTS[k], 0, 4096 - CUTS[k]);
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TRUNCATED);
        EXPECT_EQ(finding.found_generation, 7);
        EXPECT(finding.first_bad_byte >= CUTS[k]);
    }
}

/* Zeros or 0xFF in a unit that is right otherwise, with their extent. */
static void blank_parts(struct sv_identity identity)
{
    static const struct {
        uint32_t from, bytes;
    } PARTS[] = {{0, 64},    {0, 72},      {0, 512},    {0, 1000},
                 {0, 3904},  {1536, 512},  {512, 1024}, {2048, 1536},
                 {72, 3000}, {3584, 512}};
    struct fixture_unit unit;
    for (uint32_t byte = 0; byte <= 0xFF; byte += 0xFF) {
        for (size_t k = 0; k < sizeof PARTS / sizeof PARTS[0]; k++) {
            if (byte == 0 && PARTS[k].from == 3584)
                continue; /* truncated */
            fixture_fill(&identity, FIXTURE_UNIT, 7, &unit);
            memset(unit.bytes + PARTS[k].from, (int)byte, PARTS[k].bytes);
            EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN),
                      byte == 0 ? SV_CLASS_ZEROED : SV_CLASS_ERASED);
            EXPECT_EQ(finding.found_generation, 7);
            EXPECT_EQ(finding.first_bad_byte, PARTS[k].from);
            if (identity.compress_permille == 0 || byte == 0xFF)
                EXPECT_EQ(finding.span_bytes, PARTS[k].bytes);
        }
    }
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit); /* two sectors apart */
    memset(unit.bytes + 512, 0, 512);
    memset(unit.bytes + 2048, 0, 512);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_ZEROED);
    EXPECT_EQ(finding.first_bad_byte, 512);
    fixture_fill(&identity, FIXTURE_UNIT, 7, &unit); /* and one of another */
    struct fixture_unit old;
    fixture_fill(&identity, FIXTURE_UNIT, 5, &old);
    memset(unit.bytes, 0, 512);
    memcpy(unit.bytes + 2048, old.bytes + 2048, 512);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_TORN);
}

static void shifted_units(struct sv_identity identity)
{
    uint8_t row[3 * 4096] __attribute__((aligned(64)));
    struct fixture_unit unit;
    for (uint32_t k = 0; k < 3; k++)
        fixture_fill(&identity, FIXTURE_UNIT - 1 + k, 7, row + k * 4096);
    static const int SHIFTS[] = {1, 3, 8, 16, 63, 64, 200, 504, 512};
    for (size_t k = 0; k < sizeof SHIFTS / sizeof SHIFTS[0]; k++) {
        memcpy(&unit, row + 4096 - SHIFTS[k], 4096);
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_SHIFTED);
        EXPECT_EQ(finding.shift_bytes, SHIFTS[k]);
        EXPECT_EQ(finding.found_generation, 7);
        memcpy(&unit, row + 4096 + SHIFTS[k], 4096);
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_SHIFTED);
        EXPECT_EQ(finding.shift_bytes, SHIFTS[k]);
    }
    /* From the middle on: eight bytes came in between. */
    memcpy(&unit, row + 4096, 4096);
    memmove(unit.bytes + 2056, unit.bytes + 2048, 2040);
    EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_SHIFTED);
    EXPECT_EQ(finding.shift_bytes, 8);
}

static void turned_words(struct sv_identity identity)
{
    struct fixture_unit unit, sound;
    fixture_fill(&identity, FIXTURE_UNIT, 7, &sound);
    for (uint32_t bytes = 2; bytes <= 8; bytes *= 2) {
        for (uint32_t i = 0; i < 4096; i++)
            unit.bytes[i / bytes * bytes + bytes - 1 - i % bytes] =
                sound.bytes[i];
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_SWAPPED);
        EXPECT_EQ(finding.shift_bytes, bytes);
        EXPECT_EQ(finding.found_generation, 7);
        memcpy(unit.bytes, sound.bytes, 2048); /* the second half alone */
        EXPECT_EQ(class_of(&identity, &unit, AT_SEVEN), SV_CLASS_SWAPPED);
    }
}

int main(void)
{
    struct sv_identity identity = fixture_identity();
    static const uint16_t PERMILLES[] = {0, 300};
    for (size_t k = 0; k < 2; k++) {
        identity.compress_permille = PERMILLES[k];
        truncated_units(identity);
        blank_parts(identity);
        shifted_units(identity);
        turned_words(identity);
    }
    return 0;
}
