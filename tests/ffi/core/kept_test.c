/* kept_test.c -- operations that lanes over units keep one by one: as many as
 * are counted, whole, in their order, beside a reader; and what finds no room
 * is counted. */
#include "lane_rig.h"

#define UNITS 64u
#define ROOM 1024u

static struct {
    uint64_t intended_ns[ROOM], start_ns[ROOM], first_byte_ns[ROOM];
    uint64_t end_ns[ROOM], place[ROOM], offset[ROOM], bytes[ROOM];
    uint64_t generation[ROOM];
    int32_t status[ROOM];
    uint16_t attempts[ROOM];
    uint8_t op[ROOM], flags[ROOM];
} kept;
_Static_assert(sizeof kept == sizeof(struct sv_kept) * ROOM, "columns");

static struct rig_outcome outcome;

/* Runs a lane that keeps its operations; gives what is left at its end. */
static uint32_t run(struct sv_space *space, const struct sv_lane_spec *spec,
                    uint32_t capacity, uint64_t *lost)
{
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, spec, &lane), 0);
    EXPECT_EQ(sv_lane_kept(lane, &kept, ROOM, 0, lost), SV_STATE);
    EXPECT_EQ(sv_lane_keep(lane, capacity), 0);
    EXPECT_EQ(sv_lane_keep(lane, capacity), SV_STATE);
    EXPECT_EQ(sv_gate_open(gate), 0);
    rig_collect(lane, &outcome);
    const int32_t count = sv_lane_kept(lane, &kept, ROOM, 0, lost);
    EXPECT(count >= 0);
    EXPECT_EQ(sv_lane_kept(lane, &kept, ROOM, (uint32_t)count, lost), 0);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return (uint32_t)count;
}

static void each_write_and_sync_is_a_row(void)
{
    struct sv_space *space =
        rig_open(&(struct rig_options){.file_count = 2, .file_units = 32});
    struct sv_lane_spec spec = rig_spec(UNITS);
    uint64_t lost, syncs = 0;

    spec.sync_policy = SV_SYNC_EVERY;
    spec.sync_every = 16;
    const uint32_t count = run(space, &spec, ROOM, &lost);
    EXPECT_EQ(lost, 0);
    EXPECT_EQ(count, RIG_COUNT(&outcome, write_ops) +
                         RIG_COUNT(&outcome, sync_ops));
    for (uint32_t i = 0, unit = 0; i < count; i++) {
        EXPECT_EQ(kept.status[i], 0);
        EXPECT_EQ(kept.attempts[i], 1);
        EXPECT_EQ(kept.intended_ns[i], 0);
        EXPECT_EQ(kept.first_byte_ns[i], 0);
        EXPECT(kept.start_ns[i] > 0 && kept.end_ns[i] >= kept.start_ns[i]);
        if (kept.op[i] == SV_SYNC) {
            EXPECT_EQ(kept.generation[i], 0);
            EXPECT_EQ(kept.bytes[i], 0);
            syncs++;
            continue;
        }
        EXPECT_EQ(kept.op[i], SV_WRITE);
        EXPECT_EQ(kept.place[i], unit / 32);
        EXPECT_EQ(kept.offset[i], (uint64_t)(unit % 32) * RIG_UNIT_BYTES);
        EXPECT_EQ(kept.bytes[i], RIG_UNIT_BYTES);
        EXPECT_EQ(kept.generation[i], 1);
        unit++;
    }
    EXPECT_EQ(syncs, RIG_COUNT(&outcome, sync_ops));
    EXPECT_EQ(sv_space_close(space), 0);
}

/* Reads that are judged later than they are counted are rows all the same. */
static void reads_of_the_warm_up_are_marked(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(UNITS);
    uint64_t lost, warm = 0;

    rig_fill(space, UNITS);
    spec.read_permille = 1000;
    spec.depth = 8;
    spec.warmup_ns = UINT64_C(1) << 62;
    spec.arrival = SV_CONSTANT;
    spec.interval_ps = 1000;
    const uint32_t count = run(space, &spec, ROOM, &lost);
    EXPECT_EQ(count, UNITS);
    for (uint32_t i = 0; i < count; i++) {
        EXPECT_EQ(kept.op[i], SV_READ);
        EXPECT(kept.intended_ns[i] > 0);
        EXPECT(kept.intended_ns[i] <= kept.start_ns[i]);
        warm += kept.flags[i] == SV_KEPT_WARMUP ? 1 : 0;
    }
    EXPECT_EQ(warm, RIG_COUNT(&outcome, warmup_ops));
    EXPECT_EQ(sv_space_close(space), 0);
}

static void errors_are_rows_with_their_status(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(UNITS);
    uint64_t lost, failed = 0;

    spec.errors_max = UNITS;
    EXPECT_EQ(sv_fault_arm("submit.enospc:every=4"), 0);
    const uint32_t count = run(space, &spec, ROOM, &lost);
    sv_fault_clear();
    EXPECT_EQ(count, UNITS);
    for (uint32_t i = 0; i < count; i++)
        failed += kept.status[i] < 0 ? 1 : 0;
    EXPECT(failed > 0);
    EXPECT_EQ(failed, RIG_COUNT(&outcome, write_errors));
    EXPECT_EQ(count - failed, RIG_COUNT(&outcome, write_ops));
    EXPECT_EQ(sv_space_close(space), 0);
}

/* The oldest stay: what comes while the ring is full is counted. */
static void what_finds_no_room_is_counted(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct sv_lane_spec spec = rig_spec(UNITS);
    uint64_t lost;

    EXPECT_EQ(run(space, &spec, 16, &lost), 16);
    EXPECT_EQ(lost, UNITS - 16);
    EXPECT_EQ(kept.offset[15], 15 * RIG_UNIT_BYTES);
    EXPECT_EQ(sv_space_close(space), 0);
}

static void a_reader_beside_the_lane_misses_none(void)
{
    struct sv_space *space =
        rig_open(&(struct rig_options){.flags = SV_SPACE_NULL});
    struct sv_lane_spec spec = rig_spec(UNITS);
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    uint64_t state = 0, lost = 0, count = 0, last_ns = 0;

    spec.io = SV_IO_NULL;
    spec.limit_ops = 300000;
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_lane_keep(lane, 256), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    for (uint32_t more = 1; state != 4 || more != 0;) {
        EXPECT_EQ(sv_lane_counters(lane, &state, 1), 1);
        /* Rows 1000 and following: the first ones stay as they are. */
        kept.bytes[999] = 7;
        more = (uint32_t)sv_lane_kept(lane, &kept, ROOM, 1000, &lost);
        EXPECT(more <= ROOM - 1000);
        EXPECT_EQ(kept.bytes[999], 7);
        for (uint32_t i = 1000; i < 1000 + more; i++) {
            EXPECT_EQ(kept.bytes[i], RIG_UNIT_BYTES);
            EXPECT(kept.end_ns[i] >= last_ns);
            last_ns = kept.end_ns[i];
        }
        count += more;
    }
    EXPECT_EQ(count + lost, spec.limit_ops);
    EXPECT_EQ(sv_lane_join(lane), 0);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    EXPECT_EQ(sv_space_close(space), 0);
}

static void nonsense_is_refused(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct sv_lane_spec spec = rig_spec(UNITS);
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    uint64_t lost;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_lane_keep(lane, 0), SV_LAYOUT);
    EXPECT_EQ(sv_lane_keep(lane, 24), SV_LAYOUT);
    EXPECT_EQ(sv_lane_keep(lane, UINT32_C(1) << 25), SV_LAYOUT);
    EXPECT_EQ(sv_gate_open(gate), 0);
    EXPECT_EQ(sv_lane_keep(lane, 16), SV_STATE);
    EXPECT_EQ(sv_lane_join(lane), 0);
    EXPECT_EQ(sv_lane_kept(lane, &kept, ROOM, 0, &lost), SV_STATE);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_lane_keep(lane, 16), SV_STATE);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    EXPECT_EQ(sv_space_close(space), 0);
}

int main(void)
{
    each_write_and_sync_is_a_row();
    reads_of_the_warm_up_are_marked();
    errors_are_rows_with_their_status();
    what_finds_no_room_is_counted();
    a_reader_beside_the_lane_misses_none();
    nonsense_is_refused();
    return 0;
}
