/* object_log_test.c -- what lanes over keys tell the log: each put, upload and
 * delete begins before it ends, reads are not in it, and one whose outcome
 * nobody knows says so. */
#include "object_rig.h"

#define KEYS 20u
#define ROOM 4096

static struct sv_log_record records[ROOM];

static struct sv_log *start_log(struct sv_objects *objects)
{
    struct sv_log *log = NULL;

    EXPECT_EQ(sv_objects_log(objects, NULL, ROOM, &log), 0);
    EXPECT_EQ(sv_objects_log(objects, NULL, ROOM, &log), SV_STATE);
    EXPECT(log == NULL);
    return objects->log;
}

/* All that came since the last call, once it is held to the rules of a log. */
static int32_t read_all(struct sv_log *log, uint64_t first)
{
    const int32_t count = sv_log_read(log, records, ROOM);

    for (int32_t i = 0; i < count; i++) {
        const struct sv_log_record *record = &records[i];
        EXPECT_EQ(record->sequence, first + (uint64_t)i);
        if (record->stage == SV_LOG_BEGUN) {
            EXPECT_EQ(record->begun, record->sequence);
            continue;
        }
        const struct sv_log_record *begun = &records[record->begun - first];
        EXPECT_EQ(begun->stage, SV_LOG_BEGUN);
        EXPECT_EQ(record->op, begun->op);
        EXPECT_EQ(record->offset, begun->offset);
        EXPECT_EQ(record->generation, begun->generation);
        EXPECT_EQ(record->flags != 0, record->has_failed == 0);
    }
    return count;
}

static void each_change_of_a_key_is_told(void)
{
    struct sv_object_spec space = rig_space(KEYS, 0, 60000);

    space.part_bytes = 8192;
    space.multipart_from = 30000;
    struct sv_objects *objects = rig_open(&space);
    struct sv_log *log = start_log(objects);
    rig_must(objects, SV_PUT);
    EXPECT_EQ(read_all(log, 1), 2 * KEYS);
    rig_must(objects, SV_GET);
    rig_must(objects, SV_HEAD);
    rig_must(objects, SV_LIST);
    EXPECT_EQ(sv_log_read(log, records, ROOM), 0);
    rig_must(objects, SV_UPLOAD);
    EXPECT_EQ(read_all(log, 2 * KEYS + 1), 2 * KEYS);
    for (uint32_t i = 0; i < 2 * KEYS; i++) {
        EXPECT_EQ(records[i].op, SV_UPLOAD);
        EXPECT_EQ(records[i].generation, 2);
    }
    rig_must(objects, SV_DELETE);
    EXPECT_EQ(read_all(log, 4 * KEYS + 1), 2 * KEYS);
    EXPECT_EQ(records[0].op, SV_DELETE);
    rig_close(objects);
}

/* A put without an answer is no acknowledgement, however it went. */
static void a_put_of_unknown_outcome_says_so(void)
{
    const struct sv_object_spec space = rig_space(KEYS, 5000, 5000);
    struct sv_objects *objects = rig_open(&space);
    struct sv_log *log = start_log(objects);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);
    uint32_t failed = 0;

    spec.errors_max = KEYS;
    fake.fail_next = 3;
    fake.fail_status = SV_HTTP_TIMEOUT;
    fake.fail_is_after = true;
    EXPECT_EQ(rig_run(objects, &spec)->status, 0);
    EXPECT_EQ(read_all(log, 1), 2 * KEYS);
    for (uint32_t i = 0; i < 2 * KEYS; i++)
        failed += records[i].has_failed;
    EXPECT_EQ(failed, 3);
    rig_close(objects);
}

int main(void)
{
    fake_reset(1);
    each_change_of_a_key_is_told();
    fake_reset(1);
    a_put_of_unknown_outcome_says_so();
    fake_forget_all();
    return 0;
}
