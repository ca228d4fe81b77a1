/* psync_test.c -- transfers by threads that block, and lanes on hosts that
 * refuse something: threads, locked memory, io_uring or a part of it. */
#include "lane_rig.h"
#include "refuse_syscall.h"
#include "scratch.h"
#include "svi_io.h"

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/resource.h>

#define NOBODY 65534

static struct svi_io *open_psync(const int *fd, uint32_t depth)
{
    const struct svi_io_options options = {
        .fds = fd, .fd_count = 1, .depth = depth};
    struct svi_io *io;

    EXPECT_EQ(svi_psync_open(&options, &io), 0);
    return io;
}

static int open_file(void)
{
    int file = open(scratch_path("file"), O_CREAT | O_RDWR, 0600);

    EXPECT(file >= 0);
    return file;
}

/* Whatever the depth, each transfer comes back once, with its own result. */
static void each_transfer_comes_back_once(uint32_t depth)
{
    static uint8_t buffer[64];
    struct svi_transfer transfers[64], *done[64];
    int file = open_file();
    struct svi_io *io = open_psync(&file, depth);
    uint32_t back = 0, seen[64] = {0};

    for (uint32_t i = 0; i < 64; i++) {
        transfers[i] = (struct svi_transfer){.buffer = buffer + i,
                                             .offset = i,
                                             .bytes = 1,
                                             .op = SV_WRITE};
        buffer[i] = (uint8_t)i;
        io->methods->queue(io, &transfers[i]);
    }
    while (back < 64) {
        int32_t count = io->methods->wait(io, 1, UINT64_MAX, done, 7);
        EXPECT(count >= 1 && count <= 7);
        for (int32_t i = 0; i < count; i++) {
            EXPECT_EQ(done[i]->result, 1);
            EXPECT_EQ(seen[done[i] - transfers]++, 0);
        }
        back += (uint32_t)count;
    }
    EXPECT_EQ(io->methods->wait(io, 1, 1000, done, 7), 0);
    io->methods->close(io);
    for (uint32_t i = 0; i < 64; i++) {
        uint8_t byte = 255;
        EXPECT_EQ(pread(file, &byte, 1, i), 1);
        EXPECT_EQ(byte, i);
    }
    close(file);
}

static void results_are_those_of_the_kernel(uint32_t depth)
{
    static uint8_t buffer[64];
    int closed = 1000, file = open_file();
    struct svi_transfer read = {.buffer = buffer, .bytes = 64, .offset = 60},
                        bad = {.buffer = buffer, .bytes = 64, .op = SV_WRITE},
                        sync = {.op = SV_SYNC, .result = 77},
                        *done[1];
    struct svi_io *io = open_psync(&file, depth);

    EXPECT_EQ(ftruncate(file, 64), 0);
    io->methods->queue(io, &read);
    EXPECT_EQ(io->methods->wait(io, 1, UINT64_MAX, done, 1), 1);
    EXPECT_EQ(read.result, 4);
    io->methods->queue(io, &sync);
    EXPECT_EQ(io->methods->wait(io, 1, UINT64_MAX, done, 1), 1);
    EXPECT_EQ(sync.result, 0);
    io->methods->close(io);
    io = open_psync(&closed, depth);
    io->methods->queue(io, &bad);
    EXPECT_EQ(io->methods->wait(io, 1, UINT64_MAX, done, 1), 1);
    EXPECT_EQ(bad.result, -EBADF);
    io->methods->close(io);
    close(file);
}

/* What is queued and not waited for is still done, and its threads end. */
static void closing_leaves_nothing_behind(void)
{
    static uint8_t buffer[64];
    struct svi_transfer transfers[64];
    int file = open_file();
    struct svi_io *io = open_psync(&file, 8);

    for (uint32_t i = 0; i < 64; i++) {
        transfers[i] = (struct svi_transfer){
            .buffer = buffer, .bytes = 64, .op = SV_WRITE, .result = 77};
        io->methods->queue(io, &transfers[i]);
    }
    io->methods->close(io);
    for (uint32_t i = 0; i < 64; i++)
        EXPECT_EQ(transfers[i].result, 64);
    close(file);
}

static int32_t try_depth(struct sv_space *space, uint32_t io, uint32_t depth)
{
    struct sv_lane_spec spec = rig_spec(64);
    struct sv_gate *gate;
    struct sv_lane *lane;

    spec.io = io;
    spec.depth = depth;
    EXPECT_EQ(sv_gate_create(&gate), 0);
    int32_t status = sv_lane_create(space, gate, &spec, &lane);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return status;
}

/* The lane's own thread, or one of its eight: refused, and nothing is left of
 * it that would keep the space open or its region claimed. */
static void threads_that_cannot_be_made_refuse_the_lane(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct rlimit none = {1, 1}, few = {4, 4};

    EXPECT_EQ(setrlimit(RLIMIT_NPROC, &few), 0);
    if (setuid(NOBODY) != 0) {
        printf("without root, the limit of threads is not tried\n");
        return;
    }
    EXPECT_EQ(try_depth(space, SV_IO_PSYNC, 8), -EAGAIN);
    EXPECT_EQ(try_depth(space, SV_IO_PSYNC, 1), 0);
    EXPECT_EQ(setrlimit(RLIMIT_NPROC, &none), 0);
    EXPECT_EQ(try_depth(space, SV_IO_PSYNC, 1), -EAGAIN);
    rig_close(space);
}

static void without_locked_memory_the_lane_says_so(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct rlimit small = {65536, 65536};
    struct sv_lane_spec spec = rig_spec(64);

    spec.io = SV_IO_URING;
    spec.depth = 64;
    if (sv_probe_uring() != 0 || setrlimit(RLIMIT_MEMLOCK, &small) != 0 ||
        setuid(NOBODY) != 0) {
        printf("without root and a ring, locked memory is not tried\n");
        return;
    }
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, fixed_buffers), 0);
    EXPECT_EQ(RIG_COUNT(outcome, fixed_files), 1);
    rig_expect_clean(space, 64);
    rig_close(space);
}

static void refuse(long number)
{
    const struct refusal refusal = {.number = number, .error = EPERM};

    refuse_syscall(&refusal);
}

static void a_refused_ring_is_told_as_such(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});

    refuse(SYS_io_uring_setup);
    EXPECT_EQ(try_depth(space, SV_IO_URING, 8), SV_NO_URING);
    EXPECT_EQ(try_depth(space, SV_IO_PSYNC, 8), 0);
    rig_close(space);
}

static void a_ring_that_takes_no_buffers_still_works(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(64);

    refuse(SYS_io_uring_register);
    spec.io = SV_IO_URING;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, fixed_buffers), 0);
    EXPECT_EQ(RIG_COUNT(outcome, fixed_files), 0);
    rig_expect_clean(space, 64);
    rig_close(space);
}

/* A ring that cannot be entered ends the lane: it must not turn for ever, and
 * what it had in flight is not called good. */
static void a_ring_that_cannot_be_entered_ends_the_lane(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(64);
    struct sv_space_facts facts;

    alarm(60);
    refuse(SYS_io_uring_enter);
    spec.io = SV_IO_URING;
    spec.depth = 8;
    spec.sync_policy = SV_SYNC_END;
    for (uint32_t pattern = SV_SEQUENTIAL; pattern <= SV_RANDOM; pattern++) {
        spec.pattern = pattern;
        spec.errors_max = pattern == SV_RANDOM ? UINT32_MAX : 0;
        const struct rig_outcome *outcome = rig_run(space, &spec);
        EXPECT_EQ(outcome->status, -EPERM);
        EXPECT_EQ(RIG_COUNT(outcome, write_ops), 0);
        EXPECT(RIG_COUNT(outcome, write_errors) >= 1);
    }
    EXPECT_EQ(sv_space_facts(space, &facts), 0);
    EXPECT(facts.units_unsettled >= 1);
    EXPECT_EQ(RIG_COUNT(rig_read(space, 64), units_bad), 0);
    rig_close(space);
}

static uint32_t count_tasks_on_first_cpu(void)
{
    DIR *tasks = opendir("/proc/self/task");
    uint32_t count = 0;

    EXPECT(tasks != NULL);
    for (struct dirent *at = readdir(tasks); at; at = readdir(tasks)) {
        cpu_set_t set;
        if (at->d_name[0] == '.' ||
            sched_getaffinity(atoi(at->d_name), sizeof set, &set) != 0)
            continue;
        count += CPU_COUNT(&set) == 1 && CPU_ISSET(0, &set);
    }
    closedir(tasks);
    return count;
}

static void all_threads_of_a_pinned_lane_are_pinned(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(64);
    struct sv_gate *gate;
    struct sv_lane *lane;

    spec.depth = 4;
    spec.cpu_plus_one = 1;
    if (count_tasks_on_first_cpu() != 0) {
        printf("on one CPU, pinning is not tried\n");
        return;
    }
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(count_tasks_on_first_cpu(), 5);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(space);
}

int main(void)
{
    make_scratch();
    for (uint32_t depth = 1; depth <= 16; depth += 5) {
        each_transfer_comes_back_once(depth);
        results_are_those_of_the_kernel(depth);
    }
    closing_leaves_nothing_behind();
    all_threads_of_a_pinned_lane_are_pinned();
    run_in_child(threads_that_cannot_be_made_refuse_the_lane);
    run_in_child(without_locked_memory_the_lane_says_so);
    run_in_child(a_refused_ring_is_told_as_such);
    if (sv_probe_uring() != 0)
        return 0;
    run_in_child(a_ring_that_takes_no_buffers_still_works);
    run_in_child(a_ring_that_cannot_be_entered_ends_the_lane);
    return 0;
}
