/* lane_test.c -- a lane keeps its units apart, raises no false alarm at any
 * depth, and syncs what it wrote. */
#include <stdbool.h>

#include "lane_rig.h"
#include "scratch.h"
#include "svi_lane.h"

#define UNITS 64u
#define OUTSTANDING_MAX 512u

/* A method between the lane and its own, which sees what is outstanding. */
static const struct svi_io_methods *real;
static struct svi_transfer *outstanding[OUTSTANDING_MAX];
static uint32_t outstanding_count, outstanding_max, overlap_count, read_pairs;

static bool overlap(const struct svi_transfer *a, const struct svi_transfer *b)
{
    return a->file == b->file && a->offset < b->offset + b->bytes &&
           b->offset < a->offset + a->bytes;
}

static void watch_queue(struct svi_io *io, struct svi_transfer *transfer)
{
    for (uint32_t i = 0; i < outstanding_count; i++) {
        const struct svi_transfer *other = outstanding[i];
        if (transfer->op == SV_SYNC || other->op == SV_SYNC ||
            !overlap(transfer, other))
            continue;
        if (transfer->op == SV_READ && other->op == SV_READ)
            read_pairs++;
        else
            overlap_count++;
    }
    EXPECT(outstanding_count < OUTSTANDING_MAX);
    outstanding[outstanding_count++] = transfer;
    if (outstanding_count > outstanding_max)
        outstanding_max = outstanding_count;
    real->queue(io, transfer);
}

static int32_t watch_wait(struct svi_io *io, uint32_t least,
                          uint64_t timeout_ns, struct svi_transfer **done,
                          uint32_t room)
{
    int32_t count = real->wait(io, least, timeout_ns, done, room);

    for (int32_t i = 0; i < count; i++) {
        uint32_t at = 0;
        while (at < outstanding_count && outstanding[at] != done[i])
            at++;
        EXPECT(at < outstanding_count);
        outstanding[at] = outstanding[--outstanding_count];
    }
    return count;
}

static void watch_close(struct svi_io *io)
{
    EXPECT_EQ(outstanding_count, 0);
    real->close(io);
}

static const struct svi_io_methods WATCH = {watch_queue, watch_wait,
                                            watch_close};

static struct sv_lane_spec mixed_spec(uint64_t units, uint32_t io)
{
    struct sv_lane_spec spec = rig_spec(units);

    spec.io = io;
    spec.depth = 64;
    spec.pattern = SV_RANDOM;
    spec.read_permille = 500;
    spec.limit_ops = 20000;
    spec.mix_count = 3;
    spec.mix[1] = (struct sv_mix){2 * RIG_UNIT_BYTES, 2};
    spec.mix[2] = (struct sv_mix){7 * RIG_UNIT_BYTES, 1};
    return spec;
}

static void a_write_is_alone_on_its_units(uint32_t io)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct sv_lane_spec spec = mixed_spec(UNITS, io);
    static struct rig_outcome outcome;
    struct sv_gate *gate;
    struct sv_lane *lane;

    rig_fill(space, UNITS);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    real = lane->io->methods;
    lane->io->methods = &WATCH;
    outstanding_max = overlap_count = read_pairs = 0;
    EXPECT_EQ(sv_gate_open(gate), 0);
    rig_collect(lane, &outcome);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(overlap_count, 0);
    EXPECT(read_pairs > 0);
    EXPECT(outstanding_max > 1 && outstanding_max <= 64);
    EXPECT(RIG_COUNT(&outcome, conflicts) > 0);
    EXPECT_EQ(RIG_COUNT(&outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(&outcome, read_ops) + RIG_COUNT(&outcome, write_ops),
              20000);
    rig_expect_clean(space, UNITS);
    rig_close(space);
}

/* Operations that take long, on few units, so that nearly all are parked. */
static void parked_operations_all_come_to_their_turn(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){.file_units = 8});
    struct sv_lane_spec spec = mixed_spec(8, SV_IO_PSYNC);

    rig_fill(space, 8);
    spec.limit_ops = 1000;
    spec.errors_max = 1000;
    EXPECT_EQ(sv_fault_arm("latency.delay:every=20:seed=1:arg=1"), 0);
    EXPECT_EQ(sv_fault_arm("submit.eio:every=50:seed=2"), 0);
    const struct rig_outcome *outcome = rig_run(space, &spec);
    sv_fault_clear();
    EXPECT_EQ(outcome->status, 0);
    EXPECT(RIG_COUNT(outcome, conflicts) > 300);
    EXPECT(RIG_COUNT(outcome, write_errors) > 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, read_ops) + RIG_COUNT(outcome, write_ops) +
                  RIG_COUNT(outcome, read_errors) +
                  RIG_COUNT(outcome, write_errors),
              1000);
    rig_close(space);
}

/* Depth 256 on 1 MiB: nearly every operation meets another. */
static void deep_overwrites_raise_no_alarm(uint32_t io, uint32_t flags,
                                           uint64_t ops)
{
    const char *path = scratch_path("deep");
    struct sv_space *space =
        rig_open(&(struct rig_options){.flags = flags,
                                       .paths = path,
                                       .file_units = 256});
    struct sv_lane_spec spec = mixed_spec(256, io);

    rig_fill(space, 256);
    spec.depth = 256;
    spec.limit_ops = ops;
    spec.mix_count = 1;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_read),
              RIG_COUNT(outcome, units_compared));
    EXPECT_EQ(RIG_COUNT(outcome, read_ops) + RIG_COUNT(outcome, write_ops),
              ops);
    EXPECT(RIG_COUNT(outcome, conflicts) > 0);
    rig_expect_clean(space, 256);
    rig_close(space);
    (void)unlink(path);
}

/* The last one too, though the lane has nothing else to do by then. */
static void each_sync_that_is_due_is_made(void)
{
    for (uint32_t depth = 1; depth <= 8; depth += 7) {
        for (uint32_t every = 1; every <= 64; every *= 4) {
            struct sv_space *space = rig_open(&(struct rig_options){0});
            struct sv_lane_spec spec = rig_spec(UNITS);
            spec.depth = depth;
            spec.sync_policy = SV_SYNC_EVERY;
            spec.sync_every = every;
            const struct rig_outcome *outcome = rig_run(space, &spec);
            EXPECT_EQ(RIG_COUNT(outcome, sync_ops), UNITS / every);
            rig_close(space);
        }
    }
}

/* A sync covers each file that was written since its last one, not only the
 * first of the region: files 0 and 1 after 30 units, 1 and 2 after 60. */
static void each_file_written_is_synced(void)
{
    static const uint32_t files[] = {0, 1, 1, 2};

    for (uint32_t i = 0; i < 5; i++) {
        struct sv_space *space = rig_open(
            &(struct rig_options){.file_count = 3, .file_units = 20});
        struct sv_lane_spec spec = rig_spec(60);
        char plan[40];
        spec.sync_policy = SV_SYNC_EVERY;
        spec.sync_every = 30;
        snprintf(plan, sizeof plan, "sync.eio:after=%u:count=1", i);
        EXPECT_EQ(sv_fault_arm(plan), 0);
        const struct rig_outcome *outcome = rig_run(space, &spec);
        sv_fault_clear();
        EXPECT_EQ(RIG_COUNT(outcome, sync_ops), i);
        EXPECT_EQ(outcome->status, i < 4 ? -EIO : 0);
        if (i < 4)
            EXPECT_EQ(RIG_COUNT(outcome, first_error_offset),
                      files[i] * 20 * RIG_UNIT_BYTES);
        rig_close(space);
    }
}

/* Shorter than it was, in the middle of a unit: what is gone is said to be
 * gone, whether an operation covers one unit or several. */
static void a_truncated_file_is_found(uint32_t block_units,
                                      uint32_t left_bytes)
{
    const char *path = scratch_path("short");
    struct sv_space *space = rig_open(
        &(struct rig_options){.flags = SV_SPACE_CREATE, .paths = path});
    struct sv_lane_spec spec = rig_spec(UNITS);

    rig_fill(space, UNITS);
    EXPECT_EQ(truncate(path, 40 * RIG_UNIT_BYTES + left_bytes), 0);
    spec.read_permille = 1000;
    spec.mix[0].bytes = block_units * RIG_UNIT_BYTES;
    spec.limit_ops = UNITS / block_units;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 24);
    EXPECT_EQ(outcome->finding_count, 24);
    for (uint32_t i = 0; i < 24; i++) {
        EXPECT_EQ(outcome->findings[i].unit, 40 + i);
        EXPECT_EQ(outcome->findings[i].class_, SV_CLASS_TRUNCATED);
    }
    rig_close(space);
    EXPECT_EQ(unlink(path), 0);
}

/* Nothing is compared with verify off, and that is said. */
static void what_is_not_checked_is_counted(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(UNITS);

    spec.read_permille = 1000;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, units_unwritten), UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared), 0);
    spec.verify = SV_VERIFY_OFF;
    outcome = rig_run(space, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, units_unchecked), UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_read), UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_unwritten), 0);
    rig_close(space);
}

/* A method that keeps its first transfer until it is asked for something and
 * has nothing else, and is done with all the others at once. */
static struct svi_transfer *slow, *quick[8];
static uint32_t quick_count, quick_total, quick_before_slow;

static void slow_queue(struct svi_io *io, struct svi_transfer *transfer)
{
    (void)io;
    transfer->result = (int32_t)transfer->bytes;
    if (quick_total == 0 && slow == NULL) {
        slow = transfer;
        return;
    }
    quick_total++;
    quick[quick_count++] = transfer;
}

static int32_t slow_wait(struct svi_io *io, uint32_t least, uint64_t timeout_ns,
                         struct svi_transfer **done, uint32_t room)
{
    int32_t count = 0;

    (void)io;
    (void)timeout_ns;
    while (quick_count > 0 && (uint32_t)count < room)
        done[count++] = quick[--quick_count];
    if (count == 0 && least > 0 && slow != NULL) {
        quick_before_slow = quick_total;
        done[count++] = slow;
        slow = NULL;
    }
    return count;
}

static void slow_close(struct svi_io *io)
{
    real->close(io);
}

/* Its slot is the only one that is lost to a lane at that time. */
static void one_slow_operation_does_not_stop_the_others(void)
{
    static const struct svi_io_methods methods = {slow_queue, slow_wait,
                                                  slow_close};
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(UNITS);
    static struct rig_outcome outcome;
    struct sv_gate *gate;
    struct sv_lane *lane;

    spec.depth = 2;
    spec.read_permille = 1000;
    spec.verify = SV_VERIFY_OFF;
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    real = lane->io->methods;
    lane->io->methods = &methods;
    EXPECT_EQ(sv_gate_open(gate), 0);
    rig_collect(lane, &outcome);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    EXPECT_EQ(RIG_COUNT(&outcome, read_ops), UNITS);
    EXPECT_EQ(quick_before_slow, UNITS - 1);
    rig_close(space);
}

/* A method that gives back one of four transfers, and after 50 nothing. */
static uint32_t given;

static int32_t broken_wait(struct svi_io *io, uint32_t least,
                           uint64_t timeout_ns, struct svi_transfer **done,
                           uint32_t room)
{
    (void)io;
    (void)least;
    (void)timeout_ns;
    if (given == 50)
        return -EBADF;
    if (quick_count < 4 || room == 0)
        return 0;
    given++;
    done[0] = quick[0];
    memmove(quick, quick + 1, --quick_count * sizeof *quick);
    return 1;
}

/* All that was in flight is an error, whatever slot it had. */
static void a_broken_method_ends_the_lane(void)
{
    static const struct svi_io_methods methods = {slow_queue, broken_wait,
                                                  slow_close};
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(UNITS);
    static struct rig_outcome outcome;
    struct sv_gate *gate;
    struct sv_lane *lane;

    alarm(60);
    spec.depth = 4;
    spec.read_permille = 1000;
    spec.limit_ops = 0;
    spec.errors_max = UINT32_MAX;
    quick_count = 0;
    quick_total = 1; /* none is slow */
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    real = lane->io->methods;
    lane->io->methods = &methods;
    EXPECT_EQ(sv_gate_open(gate), 0);
    rig_collect(lane, &outcome);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    EXPECT_EQ(outcome.status, -EBADF);
    EXPECT_EQ(RIG_COUNT(&outcome, read_ops), 50);
    EXPECT_EQ(RIG_COUNT(&outcome, read_errors), quick_count);
    EXPECT_EQ(RIG_COUNT(&outcome, in_flight), 0);
    rig_close(space);
}

int main(void)
{
    bool has_uring = sv_probe_uring() == 0;

    make_scratch();
    a_write_is_alone_on_its_units(SV_IO_PSYNC);
    if (has_uring)
        a_write_is_alone_on_its_units(SV_IO_URING);
    parked_operations_all_come_to_their_turn();
    one_slow_operation_does_not_stop_the_others();
    run_in_child(a_broken_method_ends_the_lane);
    each_sync_that_is_due_is_made();
    each_file_written_is_synced();
    a_truncated_file_is_found(1, 2000);
    a_truncated_file_is_found(16, 2000);
    a_truncated_file_is_found(16, 20);
    what_is_not_checked_is_counted();
    deep_overwrites_raise_no_alarm(SV_IO_PSYNC, SV_SPACE_MEMORY, 300000);
    deep_overwrites_raise_no_alarm(
        SV_IO_PSYNC, SV_SPACE_CREATE | SV_SPACE_DIRECT, 20000);
    if (has_uring) {
        deep_overwrites_raise_no_alarm(SV_IO_URING, SV_SPACE_MEMORY, 700000);
        deep_overwrites_raise_no_alarm(
            SV_IO_URING, SV_SPACE_CREATE | SV_SPACE_DIRECT, 20000);
    }
    return 0;
}
