/* log_test.c -- what the log of a space says: the order of begins and ends,
 * bytes that can be made again, no gap beside running lanes, nothing dropped in
 * silence, and all of it after the death of the process. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>

#include "lane_rig.h"
#include "scratch.h"

#define UNITS 64u
#define ROOM 4096u

static struct sv_log_record records[ROOM];

static struct sv_log *start_log(struct sv_space *space, const char *path,
                                uint32_t capacity)
{
    struct sv_log *log = NULL;

    EXPECT_EQ(sv_space_log(space, path, capacity, &log), 0);
    return log;
}

static struct rig_options in_file(char *paths, size_t room)
{
    memset(paths, 0, room);
    snprintf(paths, room - 1, "%s", scratch_path("part"));
    return (struct rig_options){.flags = SV_SPACE_CREATE, .paths = paths};
}

static bool is_end(const struct sv_log_record *record, uint32_t op)
{
    return record->stage == SV_LOG_ENDED && record->op == op;
}

/* A sync covers what ended before it began; the log must show which. */
static void each_operation_begins_before_it_ends(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_log *log = start_log(space, NULL, ROOM);
    struct sv_lane_spec spec = rig_spec(UNITS);
    uint32_t writes = 0, syncs = 0, open = 0;

    spec.depth = 4;
    spec.sync_policy = SV_SYNC_EVERY;
    spec.sync_every = 8;
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    int32_t count = sv_log_read(log, records, ROOM);
    EXPECT_EQ(count, 2 * UNITS + 2 * (UNITS / 8));
    for (int32_t i = 0; i < count; i++) {
        const struct sv_log_record *record = &records[i];
        EXPECT_EQ(record->sequence, i + 1);
        EXPECT_EQ(record->has_failed, 0);
        EXPECT_EQ(record->flags, 0);
        open += record->stage == SV_LOG_BEGUN ? 1 : 0;
        if (record->stage == SV_LOG_BEGUN) {
            EXPECT_EQ(record->begun, record->sequence);
            continue;
        }
        open--;
        const struct sv_log_record *begun = &records[record->begun - 1];
        EXPECT(record->begun < record->sequence);
        EXPECT(record->time_ns >= begun->time_ns);
        EXPECT_EQ(record->offset, begun->offset);
        EXPECT_EQ(record->generation, begun->generation);
        EXPECT_EQ(record->bytes, begun->bytes);
        writes += is_end(record, SV_WRITE) ? 1 : 0;
        syncs += is_end(record, SV_SYNC) ? 1 : 0;
    }
    EXPECT_EQ(open, 0);
    EXPECT_EQ(writes, UNITS);
    EXPECT_EQ(syncs, UNITS / 8);
    EXPECT_EQ(sv_log_read(log, records, ROOM), 0);
    rig_close(space);
}

/* Fills what the record says and compares it with what is in the file. */
static void expect_bytes(int fd, const struct sv_log_record *first,
                         uint32_t runs)
{
    const struct sv_identity identity = {
        .run_id = 0x5256313131313131,
        .run_key = 0x0123456789ABCDEF,
        .object_id = 0xF11E0000,
        .unit_bytes = RIG_UNIT_BYTES,
        .object_bits = 12,
        .unit_bits = 36,
    };
    struct sv_stamp_write write = {.unit = first->offset / RIG_UNIT_BYTES,
                                   .sequence = first->stamp,
                                   .writer = first->lane,
                                   .seconds = first->seconds};
    uint64_t generations[UNITS];
    static uint64_t made[UNITS * RIG_UNIT_BYTES / 8];
    static uint64_t found[UNITS * RIG_UNIT_BYTES / 8];

    for (uint32_t run = 0; run < runs; run++)
        for (uint32_t i = 0; i < first[run].bytes / RIG_UNIT_BYTES; i++)
            generations[write.unit_count++] = first[run].generation;
    const size_t bytes = (size_t)write.unit_count * RIG_UNIT_BYTES;
    EXPECT_EQ(sv_stamp_fill(&identity, &write, generations, made), 0);
    EXPECT_EQ(pread(fd, found, bytes, (off_t)first->offset), bytes);
    EXPECT_EQ(memcmp(made, found, bytes), 0);
}

static void the_bytes_of_a_write_follow_from_its_records(void)
{
    char paths[PATH_MAX + 64];
    const struct rig_options options = in_file(paths, sizeof paths);
    struct sv_space *space = rig_open(&options);
    struct sv_log *log = start_log(space, NULL, ROOM);
    struct sv_lane_spec spec = rig_spec(UNITS);

    /* Units 8 to 15 are once ahead of the others. */
    spec.region_unit = 8;
    spec.region_units = 8;
    spec.limit_ops = 8;
    spec.errors_max = 1; /* not a sweep */
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    spec = rig_spec(UNITS);
    spec.errors_max = 1;
    spec.limit_ops = 1;
    spec.mix[0].bytes = 24 * RIG_UNIT_BYTES;
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    while (sv_log_read(log, records, 1) == 1 &&
           (records[0].op != SV_WRITE || records[0].offset != 0))
        continue;
    EXPECT_EQ(sv_log_read(log, records + 1, ROOM), 3);
    EXPECT_EQ(records[0].flags, SV_LOG_MORE);
    EXPECT_EQ(records[1].flags, SV_LOG_MORE);
    EXPECT_EQ(records[2].flags, 0);
    EXPECT_EQ(records[0].generation, 1);
    EXPECT_EQ(records[1].generation, 2);
    EXPECT_EQ(records[1].offset, 8 * RIG_UNIT_BYTES);
    EXPECT_EQ(records[2].begun, records[0].sequence);
    EXPECT_EQ(records[3].bytes, 24 * RIG_UNIT_BYTES);
    int fd = open(paths, O_RDONLY);
    expect_bytes(fd, records, 3);
    (void)close(fd);
    rig_close(space);
    EXPECT_EQ(unlink(paths), 0);
}

static void a_failed_write_and_a_failed_sync_are_told(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_log *log = start_log(space, NULL, ROOM);
    struct sv_lane_spec spec = rig_spec(UNITS);
    uint32_t failed_writes = 0, failed_syncs = 0;

    spec.errors_max = 100;
    spec.sync_policy = SV_SYNC_END;
    EXPECT_EQ(sv_fault_arm("submit.eio:after=3:count=2"), 0);
    EXPECT_EQ(sv_fault_arm("sync.eio:count=1"), 0);
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    sv_fault_clear();
    int32_t count = sv_log_read(log, records, ROOM);
    EXPECT_EQ(count, 2 * UNITS + 2);
    for (int32_t i = 0; i < count; i++) {
        bool has_failed = records[i].has_failed != 0;
        EXPECT(!has_failed || records[i].stage == SV_LOG_ENDED);
        failed_writes += has_failed && records[i].op == SV_WRITE ? 1 : 0;
        failed_syncs += has_failed && records[i].op == SV_SYNC ? 1 : 0;
    }
    EXPECT_EQ(failed_writes, 2);
    EXPECT_EQ(failed_syncs, 1);
    rig_close(space);
}

static void a_sync_of_the_space_and_dsync_are_told(void)
{
    char paths[PATH_MAX + 64];
    struct rig_options options = in_file(paths, sizeof paths);

    options.flags |= SV_SPACE_DSYNC;
    struct sv_space *space = rig_open(&options);
    struct sv_log *log = start_log(space, NULL, ROOM);
    rig_fill(space, 1);
    EXPECT_EQ(sv_space_sync(space), 0);
    EXPECT_EQ(sv_log_read(log, records, ROOM), 4);
    EXPECT_EQ(records[1].flags, SV_LOG_DURABLE);
    EXPECT(is_end(&records[3], SV_SYNC));
    EXPECT_EQ(records[3].lane, SV_LOG_NO_LANE);
    rig_close(space);
    EXPECT_EQ(unlink(paths), 0);
}

/* Sixteen records fit; what came then is counted, and read records make room.
 */
static void what_does_not_fit_is_counted(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_log *log = start_log(space, NULL, 16);
    struct sv_log_facts facts;

    rig_fill(space, UNITS);
    EXPECT_EQ(sv_log_facts(log, &facts), 0);
    EXPECT_EQ(facts.capacity, 16);
    EXPECT_EQ(facts.written, 16);
    /* The end of what was dropped is not missed. */
    EXPECT_EQ(facts.dropped, UNITS - 8);
    EXPECT_EQ(sv_log_read(log, records, ROOM), 16);
    rig_fill(space, 4);
    EXPECT_EQ(sv_log_read(log, records, 3), 3);
    EXPECT_EQ(records[0].sequence, 17);
    EXPECT_EQ(sv_log_facts(log, &facts), 0);
    EXPECT_EQ(facts.read, 19);
    rig_close(space);
}

static void a_log_is_refused_where_it_cannot_be_whole(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_log *log;
    struct sv_gate *gate;
    struct sv_lane *lane;
    const struct sv_lane_spec spec = rig_spec(UNITS);

    EXPECT_EQ(sv_space_log(space, NULL, 0, &log), SV_LAYOUT);
    EXPECT_EQ(sv_space_log(space, "/nowhere/log", 16, &log), -ENOENT);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_space_log(space, NULL, 16, &log), SV_STATE);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    log = start_log(space, scratch_path("log"), 16);
    EXPECT_EQ(sv_space_log(space, NULL, 16, &log), SV_STATE);
    rig_close(space);
    space = rig_open(&(struct rig_options){0});
    EXPECT_EQ(sv_space_log(space, scratch_path("log"), 16, &log), SV_NOT_EMPTY);
    rig_close(space);
    EXPECT_EQ(unlink(scratch_path("log")), 0);
}

/* Two lanes at full depth, read meanwhile: every place is filled, once. */
static void lanes_beside_each_other_leave_no_gap(void)
{
    struct sv_space *space =
        rig_open(&(struct rig_options){.file_units = 2 * UNITS});
    struct sv_log *log = start_log(space, NULL, 256);
    struct sv_gate *gate;
    struct sv_lane *lanes[2];
    uint64_t next = 1, open[2] = {0}, state;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    for (uint32_t i = 0; i < 2; i++) {
        struct sv_lane_spec spec = rig_spec(UNITS);
        spec.lane = i;
        spec.region_unit = i * UNITS;
        spec.depth = 8;
        spec.pattern = SV_RANDOM;
        spec.limit_ops = 5000;
        EXPECT_EQ(sv_lane_create(space, gate, &spec, &lanes[i]), 0);
    }
    EXPECT_EQ(sv_gate_open(gate), 0);
    do {
        state = 4;
        for (uint32_t i = 0; i < 2; i++) {
            uint64_t now;
            EXPECT_EQ(sv_lane_counters(lanes[i], &now, 1), 1);
            state = now < state ? now : state;
        }
        int32_t count = sv_log_read(log, records, ROOM);
        for (int32_t i = 0; i < count; i++) {
            EXPECT_EQ(records[i].sequence, next++);
            EXPECT(records[i].lane < 2);
            open[records[i].lane] +=
                records[i].stage == SV_LOG_BEGUN ? 1 : UINT64_MAX;
        }
    } while (state != 4);
    struct sv_log_facts facts;
    EXPECT_EQ(sv_log_facts(log, &facts), 0);
    if (facts.dropped == 0) {
        EXPECT_EQ(facts.written, 2 * 2 * 5000);
        EXPECT_EQ(open[0] + open[1] + facts.written - facts.read, 0);
    }
    for (uint32_t i = 0; i < 2; i++)
        sv_lane_destroy(lanes[i]);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(space);
}

static void die_with_a_log(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});

    (void)start_log(space, scratch_path("log"), 2 * UNITS);
    rig_fill(space, UNITS);
    (void)kill(getpid(), SIGKILL);
}

static void a_log_outlives_its_process(void)
{
    struct sv_log *log = NULL;
    int result = 0;

    pid_t child = fork();
    EXPECT(child >= 0);
    if (child == 0) {
        die_with_a_log();
        _exit(1);
    }
    EXPECT_EQ(waitpid(child, &result, 0), child);
    EXPECT(WIFSIGNALED(result));
    for (uint32_t twice = 0; twice < 2; twice++) {
        EXPECT_EQ(sv_log_open(scratch_path("log"), &log), 0);
        EXPECT_EQ(sv_log_read(log, records, ROOM), 2 * UNITS);
        EXPECT(is_end(&records[2 * UNITS - 1], SV_WRITE));
        sv_log_close(log);
    }
}

/* A place that was taken and never filled, as by a thread that died there. */
static void a_hole_in_a_dead_log_is_counted_and_damage_refused(void)
{
    struct sv_log *log = NULL;
    struct sv_log_facts facts;
    const uint64_t zero = 0;
    int fd = open(scratch_path("log"), O_RDWR);

    EXPECT(fd >= 0);
    EXPECT_EQ(pwrite(fd, &zero, sizeof zero, 4096 + 5 * 64), sizeof zero);
    EXPECT_EQ(sv_log_open(scratch_path("log"), &log), 0);
    EXPECT_EQ(sv_log_read(log, records, ROOM), 2 * UNITS - 1);
    EXPECT_EQ(sv_log_facts(log, &facts), 0);
    EXPECT_EQ(facts.dropped, 1);
    sv_log_close(log);
    EXPECT_EQ(ftruncate(fd, 4096 + 64), 0);
    EXPECT_EQ(sv_log_open(scratch_path("log"), &log), SV_ORACLE);
    EXPECT_EQ(ftruncate(fd, 100), 0);
    EXPECT_EQ(sv_log_open(scratch_path("log"), &log), SV_ORACLE);
    (void)close(fd);
    EXPECT_EQ(unlink(scratch_path("log")), 0);
    EXPECT_EQ(sv_log_open(scratch_path("log"), &log), -ENOENT);
    sv_log_close(NULL);
}

int main(void)
{
    make_scratch();
    each_operation_begins_before_it_ends();
    the_bytes_of_a_write_follow_from_its_records();
    a_failed_write_and_a_failed_sync_are_told();
    a_sync_of_the_space_and_dsync_are_told();
    what_does_not_fit_is_counted();
    a_log_is_refused_where_it_cannot_be_whole();
    lanes_beside_each_other_leave_no_gap();
    a_log_outlives_its_process();
    a_hole_in_a_dead_log_is_counted_and_damage_refused();
    return 0;
}
