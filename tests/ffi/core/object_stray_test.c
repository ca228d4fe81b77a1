/* object_stray_test.c -- bodies in which bytes of the object lie where others
 * belong: an answer from another place, a part that is short, and one unit that
 * is older than the rest. Each is named, and nothing beside it is accused. */
#include "object_body_rig.h"

#define SIZE 24000u

/* Bytes of the range from `from` on, where one from `wanted` was asked for. */
static void a_range_from_elsewhere_is_misdirected(void)
{
    static const uint64_t WANTED[] = {8192, 9000, 12287, 15001};
    shape_space(SIZE, SIZE, 0, 4096);
    (void)whole(3, body);
    for (size_t i = 0; i < sizeof WANTED / sizeof WANTED[0]; i++) {
        const struct svi_key_window window = {.low = 3, .high = 3};
        (void)check_with(window, body, 8000, WANTED[i], 8000);
        EXPECT(finding_count >= 2);
        for (uint32_t k = 0; k < finding_count && k < 64; k++) {
            EXPECT_EQ(findings[k].class_, SV_CLASS_MISDIRECTED);
            EXPECT(findings[k].found_unit < 2 ||
                   findings[k].found_object == UINT64_MAX);
        }
    }
}

/* A few bytes are rot where nothing beside them is wrong. */
static void a_piece_of_a_unit_is_told_by_itself(void)
{
    const struct svi_key_window window = {.low = 3, .high = 3};
    shape_space(SIZE, SIZE, 0, 4096);
    (void)whole(3, body);
    for (uint32_t i = 4090; i < 4096; i++)
        body[i] = (uint8_t)~body[i];
    (void)check_with(window, body + 4090, 8000, 4090, 8000);
    expect_one(SV_CLASS_BIT_ROT);
    EXPECT_EQ(findings[0].unit, 0);
    EXPECT_EQ(findings[0].bad_bits, 48);
}

/* What follows comes too early: bytes of the next unit, then of the own one. */
static void a_short_part_is_told_without_foreign_bytes(void)
{
    shape_space(SIZE, SIZE, 8192, 4096);
    const uint64_t size = whole(3, body);
    memmove(body + 8192 - 512, body + 8192, size - 8192);
    (void)check(3, 3, size - 512);
    EXPECT(finding_count >= 4);
    uint32_t truncated = 0;
    for (uint32_t i = 0; i < finding_count; i++) {
        EXPECT(findings[i].class_ == SV_CLASS_MISDIRECTED ||
               findings[i].class_ == SV_CLASS_SHIFTED ||
               findings[i].class_ == SV_CLASS_TRUNCATED);
        EXPECT(findings[i].offset_bytes >= 4096);
        truncated += findings[i].class_ == SV_CLASS_TRUNCATED;
    }
    EXPECT_EQ(truncated, 1);
}

static void one_old_unit_is_one_finding_wherever_it_is(void)
{
    static uint8_t older[ROOM];
    shape_space(SIZE, SIZE, 8192, 4096);
    const uint64_t size = whole(5, older);
    for (uint32_t unit = 0; unit < 5; unit++) {
        (void)whole(6, body);
        /* The trailer at the end of a part is not of the unit. */
        memcpy(body + unit * 4096, older + unit * 4096,
               unit % 2 == 0 ? 4096 : 4032);
        (void)check(6, 6, size);
        expect_one(SV_CLASS_TORN);
        EXPECT_EQ(findings[0].unit, unit);
        EXPECT_EQ(findings[0].found_generation, 5);
    }
}

/* Two old units at the start: what comes first is what the rest is told by. */
static void an_old_head_is_told_with_every_unit_that_is_not(void)
{
    static uint8_t older[ROOM];
    shape_space(SIZE, SIZE, 0, 4096);
    const uint64_t size = whole(5, older);
    (void)whole(6, body);
    memcpy(body, older, 9000);
    (void)check(6, 6, size);
    EXPECT(finding_count >= 4);
    EXPECT_EQ(findings[0].class_, SV_CLASS_LOST);
    for (uint32_t i = 1; i < finding_count; i++) {
        EXPECT_EQ(findings[i].class_, SV_CLASS_TORN);
        EXPECT(findings[i].unit >= 2);
    }
    /* Torn within its first unit: that unit says all of it. */
    (void)whole(6, body);
    memcpy(body, older, 1024);
    (void)check(6, 6, size);
    EXPECT_EQ(findings[0].class_, SV_CLASS_TORN);
    EXPECT_EQ(findings[0].unit, 0);
}

/* An old object of one unit has no second one to tell by. */
static void a_small_old_object_is_lost(void)
{
    shape_space(300, 4096, 0, 4096);
    const uint64_t size = whole(5, body);
    (void)check(6, 6, size);
    expect_one(SV_CLASS_LOST);
    (void)check(7, 7, size);
    expect_one(SV_CLASS_STALE);
}

int main(int count, char **arguments)
{
    start_rig(count, arguments);
    a_range_from_elsewhere_is_misdirected();
    a_piece_of_a_unit_is_told_by_itself();
    a_short_part_is_told_without_foreign_bytes();
    one_old_unit_is_one_finding_wherever_it_is();
    an_old_head_is_told_with_every_unit_that_is_not();
    a_small_old_object_is_lost();
    return 0;
}
