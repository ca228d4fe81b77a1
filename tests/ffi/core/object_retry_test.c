/* object_retry_test.c -- attempts: none is made that was not asked for, each is
 * counted by its cause, and what nobody knows stays open until it is known.
 */
#include "object_rig.h"

#define KEYS 10u

static struct sv_objects *filled(uint64_t part)
{
    struct sv_object_spec space = rig_space(KEYS, 20000, 20000);
    fake_reset(5);
    space.part_bytes = part;
    struct sv_objects *objects = rig_open(&space);
    rig_must(objects, SV_PUT);
    return objects;
}

static struct sv_object_lane_spec one(uint32_t op, uint32_t attempts)
{
    struct sv_object_lane_spec spec = rig_spec(KEYS, op);
    spec.limit_ops = 1;
    spec.attempts_max = attempts;
    spec.errors_max = 100;
    return spec;
}

static void fail_with(int32_t status, uint32_t times, bool is_after)
{
    fake.fail_status = status;
    fake.fail_next = times;
    fake.fail_is_after = is_after;
}

static uint64_t unsettled(struct sv_objects *objects)
{
    struct sv_objects_facts facts;
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    return facts.keys_unsettled;
}

static void nothing_is_tried_again_unasked(void)
{
    struct sv_objects *objects = filled(0);
    struct sv_object_lane_spec spec = one(SV_GET, 1);
    fail_with(SV_HTTP_RESET, 1, false);
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(outcome->status, 0); /* errors_max allows it */
    EXPECT_EQ(RIG_COUNT(outcome, get_errors), 1);
    EXPECT_EQ(RIG_COUNT(outcome, get_ops), 0);
    EXPECT_EQ(RIG_COUNT(outcome, attempts), 1);
    EXPECT_EQ(RIG_COUNT(outcome, retries), 0);
    EXPECT_EQ(RIG_COUNT(outcome, errors_reset), 1);
    EXPECT_EQ(RIG_COUNT(outcome, first_error_status),
              (uint64_t)-SV_HTTP_RESET);
    EXPECT_EQ(RIG_COUNT(outcome, first_error_op), SV_GET);
    spec.errors_max = 0;
    fail_with(SV_HTTP_DENIED, 1, false);
    EXPECT_EQ(rig_run(objects, &spec)->status, SV_HTTP_DENIED);
    rig_close(objects);
}

static void each_cause_has_its_count(void)
{
    static const struct {
        int32_t status;
        uint32_t counter;
    } CAUSES[] = {
        {SV_HTTP_RESET, SV_COUNTER_retries_reset},
        {SV_HTTP_TRUNCATED, SV_COUNTER_retries_reset},
        {SV_HTTP_TIMEOUT, SV_COUNTER_retries_timeout},
        {SV_HTTP_REFUSED, SV_COUNTER_retries_other},
        {SV_HTTP_SERVER, SV_COUNTER_retries_server},
    };
    struct sv_objects *objects = filled(0);
    const struct sv_object_lane_spec spec = one(SV_GET, 3);
    for (uint32_t i = 0; i < sizeof CAUSES / sizeof CAUSES[0]; i++) {
        fail_with(CAUSES[i].status, 1, false);
        const struct rig_outcome *outcome = rig_run(objects, &spec);
        EXPECT_EQ(RIG_COUNT(outcome, get_ops), 1);
        EXPECT_EQ(RIG_COUNT(outcome, get_errors), 0);
        EXPECT_EQ(RIG_COUNT(outcome, attempts), 2);
        EXPECT_EQ(RIG_COUNT(outcome, retries), 1);
        EXPECT_EQ(outcome->count[CAUSES[i].counter], 1);
        EXPECT(RIG_COUNT(outcome, retry_wait_ns) <= 50000000);
    }
    /* What will not change is not tried again. */
    fail_with(SV_HTTP_DENIED, 1, false);
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, attempts), 1);
    EXPECT_EQ(RIG_COUNT(outcome, get_errors), 1);
    /* Three attempts, and no more. */
    fail_with(SV_HTTP_RESET, 5, false);
    outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, attempts), 3);
    EXPECT_EQ(RIG_COUNT(outcome, retries), 2);
    EXPECT_EQ(RIG_COUNT(outcome, get_errors), 1);
    rig_close(objects);
}

static void a_store_that_says_how_long_is_heard(void)
{
    struct sv_objects *objects = filled(0);
    const struct sv_object_lane_spec spec = one(SV_GET, 2);
    fail_with(SV_HTTP_SERVER, 1, false);
    fake.retry_after_s = 1;
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, get_ops), 1);
    EXPECT(RIG_COUNT(outcome, retry_wait_ns) >= 1000000000);
    EXPECT(RIG_COUNT(outcome, retry_wait_ns) < 1100000000);
    rig_close(objects);
}

/* The latency of the operation has its attempts and the time between them. */
static void latency_includes_the_attempts(void)
{
    struct sv_objects *objects = filled(0);
    struct sv_object_lane_spec spec = one(SV_GET, 4);
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    struct sv_histogram_facts facts;
    uint64_t count[SV_COUNTER_COUNT];
    fail_with(SV_HTTP_RESET, 3, false);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    EXPECT_EQ(sv_lane_join(lane), 0);
    EXPECT_EQ(sv_lane_counters(lane, count, SV_COUNTER_COUNT),
              SV_COUNTER_COUNT);
    EXPECT_EQ(sv_lane_histogram(lane, SV_GET, SV_SERVICE, NULL, 0, &facts), 0);
    EXPECT_EQ(facts.count, 1);
    EXPECT(facts.max_ns >= count[SV_COUNTER_retry_wait_ns]);
    EXPECT_EQ(sv_lane_histogram(lane, SV_GET, SV_FIRST_BYTE, NULL, 0, &facts),
              0);
    EXPECT(facts.max_ns < count[SV_COUNTER_retry_wait_ns] + 1000000000);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(objects);
}

/* A put whose answer was lost may be there or not: both are legal, and the next
 * put that is acknowledged ends it. */
static void an_unknown_put_may_be_there_or_not(void)
{
    for (uint32_t is_after = 0; is_after < 2; is_after++) {
        struct sv_objects *objects = filled(0);
        struct sv_object_lane_spec spec = one(SV_PUT, 1);
        fail_with(SV_HTTP_TIMEOUT, 1, is_after == 1);
        const struct rig_outcome *outcome = rig_run(objects, &spec);
        EXPECT_EQ(RIG_COUNT(outcome, put_errors), 1);
        EXPECT_EQ(RIG_COUNT(outcome, writes_ambiguous), 5);
        EXPECT_EQ(unsettled(objects), 1);
        outcome = rig_must(objects, SV_GET);
        EXPECT_EQ(RIG_COUNT(outcome, units_ambiguous), is_after == 1 ? 0 : 1);
        rig_must(objects, SV_HEAD);
        rig_must(objects, SV_LIST);
        rig_must(objects, SV_PUT);
        EXPECT_EQ(unsettled(objects), 0);
        rig_must(objects, SV_GET);
        rig_close(objects);
    }
}

static void an_unknown_delete_may_have_happened_or_not(void)
{
    for (uint32_t is_after = 0; is_after < 2; is_after++) {
        struct sv_objects *objects = filled(0);
        struct sv_object_lane_spec spec = one(SV_DELETE, 1);
        fail_with(SV_HTTP_TIMEOUT, 1, is_after == 1);
        EXPECT_EQ(RIG_COUNT(rig_run(objects, &spec), delete_errors), 1);
        EXPECT_EQ(unsettled(objects), 1);
        rig_must(objects, SV_GET);
        rig_must(objects, SV_HEAD);
        rig_must(objects, SV_LIST);
        rig_must(objects, SV_DELETE);
        EXPECT_EQ(unsettled(objects), 0);
        rig_must(objects, SV_GET);
        rig_close(objects);
    }
}

/* Azure says 404 to the second attempt: the first one did it. */
static void a_delete_tried_again_is_no_missing_object(void)
{
    const struct sv_object_spec space = rig_space(KEYS, 10, 10);
    fake_reset(1);
    fake.is_azure = true;
    struct sv_objects *objects = rig_open(&space);
    rig_must(objects, SV_PUT);
    const struct sv_object_lane_spec spec = one(SV_DELETE, 2);
    fail_with(SV_HTTP_TIMEOUT, 1, true);
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, delete_ops), 1);
    EXPECT_EQ(unsettled(objects), 0);
    rig_close(objects);
}

static uint32_t open_uploads(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < FAKE_UPLOADS; i++)
        count += fake.uploads[i].is_open;
    return count;
}

static void a_failed_upload_is_aborted(void)
{
    struct sv_objects *objects = filled(4096);
    struct sv_object_lane_spec spec = one(SV_UPLOAD, 1);
    strcpy(fake.fail_query, "partNumber=4");
    fail_with(SV_HTTP_SERVER, 1, false);
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, upload_errors), 1);
    EXPECT_EQ(RIG_COUNT(outcome, uploads_aborted), 1);
    EXPECT_EQ(open_uploads(), 0);
    struct sv_objects_facts facts;
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.uploads_open, 0);
    EXPECT_EQ(facts.keys_unsettled, 1);
    rig_must(objects, SV_GET);
    /* With attempts, one part alone is sent again. */
    spec.attempts_max = 2;
    fail_with(SV_HTTP_SERVER, 1, false);
    outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, upload_ops), 1);
    EXPECT_EQ(RIG_COUNT(outcome, retries_server), 1);
    EXPECT_EQ(RIG_COUNT(outcome, attempts), 1 + 5 + 1 + 1);
    rig_must(objects, SV_GET);
    /* An abort that fails leaves it to be cleaned up later. */
    spec.attempts_max = 1;
    strcpy(fake.fail_query, "uploadId=");
    fail_with(SV_HTTP_SERVER, 100, false);
    outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, uploads_aborted), 0);
    EXPECT_EQ(open_uploads(), 1);
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.uploads_open, 1);
    rig_close(objects);
}

/* The answer to the complete is lost; the second one says that there is no such
 * upload, as it was completed. Nobody knows, and no alarm is raised. */
static void a_complete_tried_again_is_no_alarm(void)
{
    struct sv_objects *objects = filled(4096);
    struct sv_object_lane_spec spec = one(SV_UPLOAD, 2);
    strcpy(fake.fail_query, "?uploadId=");
    fail_with(SV_HTTP_TIMEOUT, 1, true);
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, upload_ops), 1);
    EXPECT_EQ(RIG_COUNT(outcome, upload_errors), 0);
    EXPECT_EQ(RIG_COUNT(outcome, writes_ambiguous), 5);
    EXPECT_EQ(unsettled(objects), 1);
    rig_must(objects, SV_GET);
    rig_must(objects, SV_PUT);
    EXPECT_EQ(unsettled(objects), 0);
    rig_close(objects);
}

/* A stop must not wait for parts that were not begun; none of them is an
 * error, and nothing is left in the store. */
static void a_stopped_upload_is_dropped(void)
{
    struct sv_object_spec space = rig_space(1, 60 * 4096, 60 * 4096);
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    uint64_t count[SV_COUNTER_COUNT];
    fake_reset(1);
    space.part_bytes = 4096;
    struct sv_objects *objects = rig_open(&space);
    struct sv_object_lane_spec spec = rig_spec(1, SV_UPLOAD);
    spec.part_depth = 2;
    EXPECT_EQ(sv_fault_arm("latency.delay:arg=5"), 0);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    do {
        EXPECT_EQ(sv_lane_counters(lane, count, SV_COUNTER_COUNT),
                  SV_COUNTER_COUNT);
    } while (count[SV_COUNTER_attempts] < 5);
    sv_lane_stop(lane);
    EXPECT_EQ(sv_lane_join(lane), 0);
    EXPECT_EQ(sv_lane_counters(lane, count, SV_COUNTER_COUNT),
              SV_COUNTER_COUNT);
    EXPECT(count[SV_COUNTER_attempts] < 60);
    EXPECT_EQ(count[SV_COUNTER_upload_ops], 0);
    EXPECT_EQ(count[SV_COUNTER_upload_errors], 0);
    EXPECT_EQ(count[SV_COUNTER_uploads_aborted], 1);
    EXPECT_EQ(count[SV_COUNTER_writes_ambiguous], 60);
    EXPECT_EQ(open_uploads(), 0);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    sv_fault_clear();
    rig_close(objects);
}

int main(void)
{
    nothing_is_tried_again_unasked();
    each_cause_has_its_count();
    a_store_that_says_how_long_is_heard();
    latency_includes_the_attempts();
    an_unknown_put_may_be_there_or_not();
    an_unknown_delete_may_have_happened_or_not();
    a_delete_tried_again_is_no_missing_object();
    a_failed_upload_is_aborted();
    a_complete_tried_again_is_no_alarm();
    a_stopped_upload_is_dropped();
    fake_forget_all();
    return 0;
}
