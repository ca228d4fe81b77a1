/* floor_test.c -- an oracle made from lower bounds: what is at or above them is
 * right, what is below is named, and nothing can be written by it.
 */
#include "lane_rig.h"
#include "scratch.h"

#define UNITS 64u

static const struct sv_space_spec SPEC = {
    .run_id = 0x5256313131313131,
    .run_key = 0x0123456789ABCDEF,
    .file_bytes = UNITS * RIG_UNIT_BYTES,
    .file_count = 1,
    .unit_bytes = RIG_UNIT_BYTES,
};

static const char *data_path(void)
{
    return scratch_path("data");
}

/* The file as `writes` passes leave it. */
static void fill_data(uint32_t writes)
{
    (void)unlink(data_path());
    struct sv_space *space = rig_open(&(struct rig_options){
        .flags = SV_SPACE_CREATE, .paths = data_path()});
    for (uint32_t i = 0; i < writes; i++)
        rig_fill(space, UNITS);
    rig_close(space);
}

static void make_floor(const uint64_t *ranges, uint32_t count)
{
    struct sv_floor *floor = NULL;

    (void)unlink(scratch_path("floor"));
    EXPECT_EQ(sv_floor_create(&SPEC, scratch_path("floor"), &floor), 0);
    EXPECT_EQ(sv_floor_raise(floor, ranges, count), 0);
    sv_floor_close(floor);
}

static struct sv_space *open_floor(void)
{
    return rig_open(&(struct rig_options){
        .flags = SV_SPACE_RECOVER | SV_SPACE_READ_ONLY,
        .paths = data_path(),
        .oracle = scratch_path("floor"),
    });
}

static const struct rig_outcome *judge(void)
{
    struct sv_space *space = open_floor();
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(outcome->status, 0);
    rig_close(space);
    return outcome;
}

static void what_is_later_is_right(void)
{
    const uint64_t ranges[] = {0, UNITS, 1, 10, 5, 2, 12, 1, 1};

    fill_data(3);
    make_floor(ranges, 3);
    const struct rig_outcome *outcome = judge();
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared), UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_ambiguous), 0);
}

static void what_is_earlier_is_named(void)
{
    const uint64_t ranges[] = {0, UNITS, 3, 7, 1, 4, 9, 1, 20};

    fill_data(3);
    make_floor(ranges, 3);
    const struct rig_outcome *outcome = judge();
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 2);
    EXPECT_EQ(outcome->findings[0].unit, 7);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_LOST);
    EXPECT_EQ(outcome->findings[0].expected_low, 4);
    EXPECT_EQ(outcome->findings[0].expected_high, 4);
    EXPECT_EQ(outcome->findings[0].found_generation, 3);
    EXPECT_EQ(outcome->findings[1].unit, 9);
    EXPECT_EQ(outcome->findings[1].class_, SV_CLASS_STALE);
    EXPECT_EQ(outcome->findings[1].found_generation, 3);
}

/* Nobody said that these units were safe: nothing in them is wrong. */
static void nothing_is_asked_where_nothing_is_known(void)
{
    const uint64_t ranges[] = {0, 8, 1};

    fill_data(1);
    EXPECT_EQ(truncate(data_path(), 8 * RIG_UNIT_BYTES), 0);
    EXPECT_EQ(truncate(data_path(), (off_t)SPEC.file_bytes), 0);
    make_floor(ranges, 1);
    const struct rig_outcome *outcome = judge();
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared), 8);
    EXPECT_EQ(RIG_COUNT(outcome, units_unwritten), UNITS - 8);
}

static void damage(uint64_t offset, const void *bytes, size_t length)
{
    FILE *file = fopen(data_path(), "r+");
    EXPECT(file != NULL);
    EXPECT_EQ(fseek(file, (long)offset, SEEK_SET), 0);
    EXPECT_EQ(fwrite(bytes, 1, length, file), length);
    EXPECT_EQ(fclose(file), 0);
}

static void read_data(uint64_t offset, void *out, size_t length)
{
    FILE *file = fopen(data_path(), "r");
    EXPECT(file != NULL);
    EXPECT_EQ(fseek(file, (long)offset, SEEK_SET), 0);
    EXPECT_EQ(fread(out, 1, length, file), length);
    EXPECT_EQ(fclose(file), 0);
}

/* A write in flight when the power went may be there in parts, but only of
 * generations that may be there. */
static void parts_of_later_writes_are_legal(void)
{
    uint8_t first[512], zeros[4096] = {0};
    const uint64_t low[] = {0, UNITS, 1}, high[] = {0, UNITS, 2};

    fill_data(1);
    read_data(5 * RIG_UNIT_BYTES + 1024, first, sizeof first);
    fill_data(3);
    damage(5 * RIG_UNIT_BYTES + 1024, first, sizeof first);
    make_floor(low, 1);
    const struct rig_outcome *outcome = judge();
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_ambiguous), 1);
    make_floor(high, 1);
    outcome = judge();
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 1);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_TORN);
    EXPECT_EQ(outcome->findings[0].unit, 5);
    damage(6 * RIG_UNIT_BYTES, zeros, sizeof zeros);
    outcome = judge();
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 2);
    EXPECT_EQ(outcome->findings[1].class_, SV_CLASS_ZEROED);
}

static void bits_rot_in_any_generation(void)
{
    uint8_t byte;
    const uint64_t ranges[] = {0, UNITS, 1};

    fill_data(3);
    read_data(4 * RIG_UNIT_BYTES + 2000, &byte, 1);
    byte ^= 4;
    damage(4 * RIG_UNIT_BYTES + 2000, &byte, 1);
    make_floor(ranges, 1);
    const struct rig_outcome *outcome = judge();
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 1);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_BIT_ROT);
    EXPECT_EQ(outcome->findings[0].bad_bits, 1);
    EXPECT_EQ(outcome->findings[0].found_generation, 3);
}

/* 15 bits are told directly, the rest by the carry. */
static void high_generations_keep_their_carry(void)
{
    const uint64_t ranges[] = {0, 1, 32767, 1, 1, 32768, 2, 1, 100000,
                               2, 1, 5,     3, 1, (UINT64_C(1) << 31) - 1};

    fill_data(1);
    make_floor(ranges, 5);
    const struct rig_outcome *outcome = judge();
    const uint64_t expected[] = {32767, 32768, 100000,
                                 (UINT64_C(1) << 31) - 1};
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 4);
    for (uint32_t i = 0; i < 4; i++) {
        EXPECT_EQ(outcome->findings[i].expected_low, expected[i]);
        EXPECT_EQ(outcome->findings[i].class_, SV_CLASS_STALE);
        EXPECT_EQ(outcome->findings[i].found_generation, 1);
    }
}

static void ranges_must_be_in_the_space(void)
{
    struct sv_floor *floor = NULL;
    const uint64_t beyond[] = {0, 1, 1, UNITS - 1, 2, 1};
    const uint64_t wrapping[] = {2, UINT64_MAX, 1};
    const uint64_t unborn[] = {2, 1, UINT64_C(1) << 31};
    const uint64_t empty[] = {UNITS, 0, 1};

    (void)unlink(scratch_path("floor"));
    EXPECT_EQ(sv_floor_create(&SPEC, NULL, &floor), SV_LAYOUT);
    EXPECT_EQ(sv_floor_create(&SPEC, scratch_path("floor"), &floor), 0);
    EXPECT_EQ(sv_floor_raise(floor, beyond, 2), SV_BOUND);
    EXPECT_EQ(sv_floor_raise(floor, wrapping, 1), SV_BOUND);
    EXPECT_EQ(sv_floor_raise(floor, unborn, 1), SV_BOUND);
    EXPECT_EQ(sv_floor_raise(floor, empty, 1), 0);
    sv_floor_close(floor);
    EXPECT_EQ(sv_floor_create(&SPEC, scratch_path("floor"), &floor),
              SV_NOT_EMPTY);
    sv_floor_close(NULL);
}

static void nothing_is_written_by_a_floor(void)
{
    const uint64_t ranges[] = {0, UNITS, 1};
    struct sv_space *space = NULL;

    fill_data(1);
    make_floor(ranges, 1);
    EXPECT_EQ(rig_try_open(
                  &(struct rig_options){
                      .flags = SV_SPACE_RECOVER,
                      .paths = data_path(),
                      .oracle = scratch_path("floor"),
                  },
                  &space),
              SV_STATE);
    EXPECT_EQ(access(data_path(), F_OK), 0);
}

int main(void)
{
    make_scratch();
    what_is_later_is_right();
    what_is_earlier_is_named();
    nothing_is_asked_where_nothing_is_known();
    parts_of_later_writes_are_legal();
    bits_rot_in_any_generation();
    high_generations_keep_their_carry();
    ranges_must_be_in_the_space();
    nothing_is_written_by_a_floor();
    return 0;
}
