/* object_kept_test.c -- operations that lanes over keys keep one by one: each
 * kind of them, their requests, and what a body was found to hold. */
#include "object_rig.h"

#define KEYS 20u
#define ROOM 1024u

static struct {
    uint64_t intended_ns[ROOM], start_ns[ROOM], first_byte_ns[ROOM];
    uint64_t end_ns[ROOM], place[ROOM], offset[ROOM], bytes[ROOM];
    uint64_t generation[ROOM];
    int32_t status[ROOM];
    uint16_t attempts[ROOM];
    uint8_t op[ROOM], flags[ROOM];
} kept;

static uint64_t count[SV_COUNTER_COUNT];

static uint32_t run(struct sv_objects *objects,
                    const struct sv_object_lane_spec *spec)
{
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    uint64_t lost;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, spec, &lane), 0);
    EXPECT_EQ(sv_lane_keep(lane, ROOM), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    (void)sv_lane_join(lane);
    EXPECT_EQ(sv_lane_counters(lane, count, SV_COUNTER_COUNT),
              SV_COUNTER_COUNT);
    const int32_t rows = sv_lane_kept(lane, &kept, ROOM, 0, &lost);
    EXPECT(rows >= 0);
    EXPECT_EQ(lost, 0);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    for (int32_t i = 0; i < rows; i++) {
        EXPECT(kept.place[i] < KEYS);
        EXPECT(kept.start_ns[i] > 0 && kept.end_ns[i] >= kept.start_ns[i]);
    }
    return (uint32_t)rows;
}

static void each_operation_is_a_row(void)
{
    struct sv_object_spec space = rig_space(KEYS, 9000, 60000);
    space.part_bytes = 8192;
    struct sv_objects *objects = rig_open(&space);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);

    EXPECT_EQ(run(objects, &spec), KEYS);
    for (uint32_t i = 0; i < KEYS; i++) {
        EXPECT_EQ(kept.op[i], SV_PUT);
        EXPECT_EQ(kept.generation[i], 1);
        EXPECT_EQ(kept.attempts[i], 1);
        EXPECT_EQ(kept.bytes[i],
                  svi_object_size(objects, kept.place[i], 1));
    }
    spec = rig_spec(KEYS, SV_UPLOAD);
    EXPECT_EQ(run(objects, &spec), KEYS);
    for (uint32_t i = 0; i < KEYS; i++) {
        const uint64_t parts = (kept.bytes[i] + 8191) / 8192;
        EXPECT_EQ(kept.op[i], SV_UPLOAD);
        EXPECT_EQ(kept.generation[i], 2);
        EXPECT_EQ(kept.attempts[i], parts + 2);
    }
    spec = rig_spec(KEYS, SV_GET);
    EXPECT_EQ(run(objects, &spec), KEYS);
    for (uint32_t i = 0; i < KEYS; i++) {
        EXPECT_EQ(kept.generation[i], 2);
        EXPECT(kept.first_byte_ns[i] >= kept.start_ns[i]);
        EXPECT(kept.first_byte_ns[i] <= kept.end_ns[i]);
    }
    spec = rig_spec(KEYS, SV_RANGE);
    EXPECT_EQ(run(objects, &spec), KEYS);
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < KEYS; i++)
        bytes += kept.bytes[i];
    EXPECT_EQ(bytes, count[SV_COUNTER_range_bytes]);
    for (uint32_t op = SV_HEAD; op <= SV_DELETE; op++) {
        spec = rig_spec(KEYS, op);
        EXPECT_EQ(run(objects, &spec), KEYS);
        EXPECT_EQ(kept.op[0], op);
        EXPECT_EQ(kept.generation[0], 0);
    }
    rig_close(objects);
}

static void retries_are_attempts_and_failures_have_their_status(void)
{
    const struct sv_object_spec space = rig_space(KEYS, 5000, 5000);
    struct sv_objects *objects = rig_open(&space);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);
    uint64_t attempts = 0, failed = 0;

    spec.errors_max = KEYS;
    spec.attempts_max = 2;
    fake.fail_next = 3;
    fake.fail_status = SV_HTTP_RESET;
    EXPECT_EQ(run(objects, &spec), KEYS);
    for (uint32_t i = 0; i < KEYS; i++) {
        attempts += kept.attempts[i];
        failed += kept.status[i] != 0 ? 1 : 0;
        EXPECT(kept.status[i] == 0 || kept.status[i] == SV_HTTP_RESET);
    }
    EXPECT_EQ(attempts, count[SV_COUNTER_attempts]);
    EXPECT_EQ(failed, count[SV_COUNTER_put_errors]);
    EXPECT(attempts > KEYS);
    rig_close(objects);
}

int main(void)
{
    each_operation_is_a_row();
    retries_are_attempts_and_failures_have_their_status();
    return 0;
}
