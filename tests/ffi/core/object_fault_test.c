/* object_fault_test.c -- each fault point that objects have changes an outcome:
 * what it spoils is found, what it refuses fails, what it holds waits.
 */
#include "object_rig.h"

#define KEYS 6u

static struct sv_objects *filled(void)
{
    const struct sv_object_spec space = rig_space(KEYS, 12000, 12000);
    sv_fault_clear();
    fake_reset(1);
    struct sv_objects *objects = rig_open(&space);
    rig_must(objects, SV_PUT);
    rig_must(objects, SV_PUT);
    return objects;
}

static void arm(const char *text)
{
    EXPECT_EQ(sv_fault_arm(text), 0);
}

/* The first part of a torn object may say that all of it is old. */
static void expect_class(const struct rig_outcome *outcome, const char *point,
                         uint32_t class_)
{
    bool is_there = false;
    for (uint32_t i = 0; i < outcome->finding_count; i++)
        is_there = is_there || outcome->findings[i].class_ == class_;
    if (!is_there)
        fprintf(stderr, "%s gave %u findings of class %u\n", point,
                outcome->finding_count, outcome->findings[0].class_);
    EXPECT(is_there);
}

/* The write is acknowledged; the next read tells. */
static void expect_after_write(const char *point, uint32_t class_)
{
    struct sv_objects *objects = filled();
    arm(point);
    const struct rig_outcome *outcome = rig_must(objects, SV_PUT);
    EXPECT_EQ(RIG_COUNT(outcome, put_ops), KEYS);
    EXPECT(RIG_COUNT(outcome, faults_fired) >= 1);
    sv_fault_clear();
    outcome = rig_do(objects, SV_GET);
    expect_class(outcome, point, class_);
    rig_close(objects);
}

static void expect_at_read(const char *point, uint32_t op, uint32_t class_)
{
    struct sv_objects *objects = filled();
    arm(point);
    const struct rig_outcome *outcome = rig_do(objects, op);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, faults_fired), 1);
    expect_class(outcome, point, class_);
    sv_fault_clear();
    rig_must(objects, op);
    rig_close(objects);
}

static void spoiled_writes_are_found(void)
{
    expect_after_write("write.lost:count=1", SV_CLASS_LOST);
    expect_after_write("write.bitflip:count=1:seed=3:every=1",
                       SV_CLASS_BIT_ROT);
    expect_after_write("write.bitflip:count=1:arg=95999", SV_CLASS_BIT_ROT);
    expect_after_write("write.zero:count=1", SV_CLASS_ZEROED);
    expect_after_write("write.torn-head:count=1:arg=4096", SV_CLASS_TORN);
    expect_after_write("write.torn-tail:count=1:arg=4096", SV_CLASS_TORN);
}

/* One key has the bytes of another, and itself the old ones. */
static void a_misdirected_put_is_found_twice(void)
{
    struct sv_objects *objects = filled();
    arm("write.misdirect:count=1:after=5");
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);
    spec.depth = 1;
    EXPECT_EQ(rig_run(objects, &spec)->status, 0);
    sv_fault_clear();
    const struct rig_outcome *outcome = rig_do(objects, SV_GET);
    uint32_t cross = 0, lost = 0;
    for (uint32_t i = 0; i < outcome->finding_count; i++) {
        cross += outcome->findings[i].class_ == SV_CLASS_CROSS_OBJECT;
        lost += outcome->findings[i].class_ == SV_CLASS_LOST;
    }
    EXPECT(cross >= 2 && lost == 1);
    rig_close(objects);
}

static void a_lost_delete_is_found(void)
{
    struct sv_objects *objects = filled();
    arm("write.lost:count=1");
    rig_must(objects, SV_DELETE);
    sv_fault_clear();
    const struct rig_outcome *outcome = rig_do(objects, SV_GET);
    EXPECT_EQ(outcome->finding_count, 1);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_STALE);
    rig_close(objects);
}

static void spoiled_reads_are_found(void)
{
    expect_at_read("read.bitflip:count=1", SV_GET, SV_CLASS_BIT_ROT);
    expect_at_read("read.zeros:count=1", SV_GET, SV_CLASS_ZEROED);
    expect_at_read("read.short:count=1:arg=5000", SV_GET, SV_CLASS_TRUNCATED);
    expect_at_read("read.short:count=1:arg=100", SV_RANGE,
                   SV_CLASS_TRUNCATED);
    expect_at_read("read.stale:count=1", SV_GET, SV_CLASS_LOST);
    expect_at_read("read.stale:count=1", SV_RANGE, SV_CLASS_LOST);
    expect_at_read("read.misdirect:count=1", SV_GET, SV_CLASS_CROSS_OBJECT);
    expect_at_read("read.short:count=1:arg=5000", SV_HEAD,
                   SV_CLASS_TRUNCATED);
}

static void spoiled_listings_are_found(void)
{
    expect_at_read("list.missing:after=2:count=1", SV_LIST, SV_CLASS_LOST);
    expect_at_read("list.extra:after=2:count=1", SV_LIST, SV_CLASS_FOREIGN);
    expect_at_read("list.repeat:after=2:count=1", SV_LIST,
                   SV_CLASS_DUPLICATED);
    expect_at_read("list.size:after=2:count=1", SV_LIST, SV_CLASS_TRUNCATED);
}

static struct sv_objects *open_in_parts(void)
{
    struct sv_object_spec space = rig_space(KEYS, 20000, 20000);
    space.part_bytes = 8192;
    space.multipart_from = 1;
    sv_fault_clear();
    fake_reset(1);
    return rig_open(&space);
}

/* The fake store takes no upload that lacks one: that is tried on another. */
static void a_part_that_is_swapped_is_found(void)
{
    struct sv_objects *objects = open_in_parts();
    arm("part.swap:count=1");
    const struct rig_outcome *outcome = rig_must(objects, SV_PUT);
    EXPECT_EQ(RIG_COUNT(outcome, faults_fired), 1);
    sv_fault_clear();
    outcome = rig_do(objects, SV_GET);
    expect_class(outcome, "part.swap", SV_CLASS_MISDIRECTED);
    rig_close(objects);
}

static void refused_requests_fail(void)
{
    static const char *const POINTS[] = {"submit.eio:count=1",
                                         "submit.enospc:count=1",
                                         "submit.eagain:count=1"};
    static const int STATUSES[] = {-EIO, -ENOSPC, -EAGAIN};
    for (uint32_t i = 0; i < 3; i++) {
        struct sv_objects *objects = filled();
        struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);
        spec.errors_max = 1;
        arm(POINTS[i]);
        const struct rig_outcome *outcome = rig_run(objects, &spec);
        EXPECT_EQ(RIG_COUNT(outcome, put_errors), 1);
        EXPECT_EQ(RIG_COUNT(outcome, first_error_status),
                  (uint64_t)-STATUSES[i]);
        sv_fault_clear();
        rig_must(objects, SV_GET);
        rig_close(objects);
    }
    struct sv_objects *objects = filled();
    arm("read.eio:count=1");
    EXPECT_EQ(rig_do(objects, SV_GET)->status, -EIO);
    rig_close(objects);
}

static void held_answers_wait(void)
{
    struct sv_objects *objects = filled();
    arm("latency.delay:count=1:arg=30");
    const struct rig_outcome *outcome = rig_must(objects, SV_GET);
    EXPECT_EQ(RIG_COUNT(outcome, get_ops), KEYS);
    EXPECT(RIG_COUNT(outcome, end_ns) - RIG_COUNT(outcome, start_ns) >=
           30000000);
    /* A hang ends when the lane is told to stop. */
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    const struct sv_object_lane_spec spec = rig_spec(KEYS, SV_GET);
    uint64_t count[SV_COUNTER_COUNT];
    sv_fault_clear();
    arm("latency.hang:count=1");
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    do {
        EXPECT_EQ(sv_lane_counters(lane, count, SV_COUNTER_COUNT),
                  SV_COUNTER_COUNT);
    } while (count[SV_COUNTER_get_ops] < KEYS - 1);
    sv_lane_stop(lane);
    EXPECT_EQ(sv_lane_join(lane), 0);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(objects);
}

int main(void)
{
    spoiled_writes_are_found();
    a_misdirected_put_is_found_twice();
    a_lost_delete_is_found();
    spoiled_reads_are_found();
    spoiled_listings_are_found();
    a_part_that_is_swapped_is_found();
    refused_requests_fail();
    held_answers_wait();
    sv_fault_clear();
    fake_forget_all();
    return 0;
}
