/* space_test.c -- what a space refuses, that a refusal leaves no trace, and
 * which states the parts of a run must be in. */
#include "lane_rig.h"
#include "scratch.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

static int count_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");

    EXPECT(folder != NULL);
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

static int32_t try_spec(const struct sv_space_spec *spec)
{
    const uint64_t ids[2] = {1, 2};
    struct sv_space *space = NULL;
    int32_t failed_file = 0;
    int32_t status =
        sv_space_open(spec, "a\0b", ids, NULL, &failed_file, &space);

    EXPECT((status == 0) == (space != NULL));
    EXPECT_EQ(sv_space_close(space), 0);
    return status;
}

static void fields_out_of_range_are_refused(void)
{
    const struct sv_space_spec good = {.file_bytes = 40960,
                                       .file_count = 2,
                                       .unit_bytes = 4096,
                                       .object_tag = 4094,
                                       .flags = SV_SPACE_MEMORY};
    struct sv_space_spec spec = good;

    EXPECT_EQ(try_spec(&spec), 0);
    spec.object_tag = 4095;
    EXPECT_EQ(try_spec(&spec), SV_LAYOUT);
    spec.object_tag = UINT32_MAX;
    EXPECT_EQ(try_spec(&spec), SV_LAYOUT);
    spec = good;
    spec.unit_bytes = 1024;
    EXPECT_EQ(try_spec(&spec), SV_LAYOUT);
    spec = good;
    spec.file_bytes = 40961;
    EXPECT_EQ(try_spec(&spec), SV_LAYOUT);
    spec = good;
    spec.file_count = 0;
    EXPECT_EQ(try_spec(&spec), SV_LAYOUT);
    spec = good;
    spec.compress_permille = 901;
    EXPECT_EQ(try_spec(&spec), SV_LAYOUT);
    spec = good;
    spec.file_bytes = UINT64_C(1) << 50;
    EXPECT_EQ(try_spec(&spec), SV_BOUND);
}

static int32_t failed_file_wanted;

static int32_t try_two_files(uint32_t flags, const char *oracle)
{
    const struct sv_space_spec spec = {.file_bytes = 40960,
                                       .file_count = 2,
                                       .unit_bytes = 4096,
                                       .flags = flags};
    const uint64_t ids[2] = {1, 2};
    char paths[2 * (PATH_MAX + 64)];
    struct sv_space *space;
    int32_t failed_file;
    const char *first = scratch_path("first");
    const char *second = scratch_path("second");

    memcpy(paths, first, strlen(first) + 1);
    memcpy(paths + strlen(first) + 1, second, strlen(second) + 1);
    int32_t status =
        sv_space_open(&spec, paths, ids, oracle, &failed_file, &space);
    if (status == 0)
        rig_close(space);
    else if (status == SV_NOT_EMPTY)
        EXPECT_EQ(failed_file, failed_file_wanted);
    return status;
}

static void touch(const char *name)
{
    int file = open(scratch_path(name), O_CREAT | O_WRONLY, 0600);

    EXPECT(file >= 0);
    close(file);
}

static void a_refused_space_leaves_no_trace(void)
{
    int before = count_descriptors();

    touch("second");
    failed_file_wanted = 1;
    EXPECT_EQ(try_two_files(SV_SPACE_CREATE, NULL), SV_NOT_EMPTY);
    EXPECT_EQ(count_scratch_files(), 1);
    EXPECT_EQ(unlink(scratch_path("second")), 0);
    touch("oracle");
    failed_file_wanted = -1;
    EXPECT_EQ(try_two_files(SV_SPACE_CREATE, scratch_path("oracle")),
              SV_NOT_EMPTY);
    EXPECT_EQ(count_scratch_files(), 1);
    EXPECT_EQ(unlink(scratch_path("oracle")), 0);
    EXPECT_EQ(try_two_files(SV_SPACE_CREATE | SV_SPACE_RECOVER,
                            scratch_path("oracle")),
              -ENOENT);
    EXPECT_EQ(count_scratch_files(), 0);
    EXPECT_EQ(try_two_files(SV_SPACE_ALLOCATE, NULL), -ENOENT);
    EXPECT_EQ(symlink("elsewhere", scratch_path("first")), 0);
    failed_file_wanted = 0;
    EXPECT_EQ(try_two_files(SV_SPACE_CREATE, NULL), SV_NOT_EMPTY);
    EXPECT_EQ(unlink(scratch_path("first")), 0);
    EXPECT_EQ(count_descriptors(), before);
}

static int32_t try_lane(struct sv_space *space, const struct sv_lane_spec *spec)
{
    struct sv_gate *gate;
    struct sv_lane *lane;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    int32_t status = sv_lane_create(space, gate, spec, &lane);
    EXPECT((status == 0) == (lane != NULL));
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return status;
}

static void a_lane_out_of_range_is_refused(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct sv_lane_spec good = rig_spec(64);
    struct sv_lane_spec spec = good;

    EXPECT_EQ(try_lane(space, &spec), 0);
    spec.region_unit = 1;
    EXPECT_EQ(try_lane(space, &spec), SV_BOUND);
    spec.region_unit = UINT64_MAX;
    EXPECT_EQ(try_lane(space, &spec), SV_BOUND);
    spec = good;
    spec.region_units = 0;
    EXPECT_EQ(try_lane(space, &spec), SV_BOUND);
    spec = good;
    spec.mix[0].bytes = 65 * RIG_UNIT_BYTES;
    EXPECT_EQ(try_lane(space, &spec), SV_BOUND);
    spec.mix[0].bytes = 4097;
    EXPECT_EQ(try_lane(space, &spec), SV_LAYOUT);
    spec = good;
    spec.depth = 4097;
    EXPECT_EQ(try_lane(space, &spec), SV_LAYOUT);
    spec = good;
    spec.arrival = SV_POISSON;
    EXPECT_EQ(try_lane(space, &spec), SV_LAYOUT);
    spec = good;
    spec.io = SV_IO_NULL;
    EXPECT_EQ(try_lane(space, &spec), SV_STATE);
    rig_close(space);
    space = rig_open(
        &(struct rig_options){.flags = SV_SPACE_MEMORY | SV_SPACE_READ_ONLY});
    EXPECT_EQ(try_lane(space, &good), SV_STATE);
    rig_close(space);
}

/* What a lane that ended wrote is counted when it is destroyed: until then
 * nobody can be told what its units must hold. */
static void a_lane_over_one_that_ended_is_refused(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(32);
    struct sv_gate *gate;
    struct sv_lane *first;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &first), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    EXPECT_EQ(sv_lane_join(first), 0);
    EXPECT_EQ(try_lane(space, &spec), SV_STATE);
    spec.region_unit = 32;
    EXPECT_EQ(try_lane(space, &spec), 0);
    EXPECT_EQ(sv_space_close(space), SV_STATE);
    sv_lane_destroy(first);
    EXPECT_EQ(sv_gate_open(gate), SV_STATE);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    spec.region_unit = 0;
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    rig_close(space);
}

static void two_hundred_lanes_leave_nothing(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    int before = count_descriptors();

    for (uint32_t i = 0; i < 200; i++) {
        struct sv_lane_spec spec = rig_spec(64);
        spec.io = i % 2 == 0 || sv_probe_uring() != 0 ? SV_IO_PSYNC
                                                      : SV_IO_URING;
        spec.depth = 1 + i % 7;
        if (i % 5 == 0)
            EXPECT_EQ(try_lane(space, &spec), 0);
        else
            EXPECT_EQ(rig_run(space, &spec)->status, 0);
    }
    EXPECT_EQ(count_descriptors(), before);
    rig_expect_clean(space, 64);
    rig_close(space);
    EXPECT_EQ(sv_space_close(NULL), 0);
    EXPECT_EQ(sv_gate_destroy(NULL), 0);
    sv_lane_destroy(NULL);
}

/* The limit is an error of the write, not the end of the process. */
static void a_file_size_limit_fails_the_write(void)
{
    const struct rlimit limit = {20 * RIG_UNIT_BYTES, 20 * RIG_UNIT_BYTES};
    const char *path = scratch_path("limited");
    int file = open(path, O_CREAT | O_WRONLY, 0600);
    struct sv_lane_spec spec = rig_spec(64);

    EXPECT(file >= 0);
    close(file);
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    struct sv_space *space = rig_open(
        &(struct rig_options){.flags = SV_SPACE_ALLOCATE, .paths = path});
    for (uint32_t errors_max = 0; errors_max <= 100; errors_max += 100) {
        spec.errors_max = errors_max;
        const struct rig_outcome *outcome = rig_run(space, &spec);
        EXPECT_EQ(outcome->status, errors_max == 0 ? -EFBIG : 0);
        EXPECT_EQ(RIG_COUNT(outcome, first_error_offset), 20 * RIG_UNIT_BYTES);
        EXPECT_EQ(RIG_COUNT(outcome, write_errors), errors_max == 0 ? 1 : 44);
    }
    const struct rig_outcome *outcome = rig_read(space, 64);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared), 20);
    rig_close(space);
}

/* In a mount namespace of its own, which ends with this child. */
static void a_full_device_is_not_corrupt(void)
{
    const char *place = scratch_path("small");
    char path[PATH_MAX + 64];

    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", place, "tmpfs", 0, "size=128k") != 0) {
        printf("without a mount of its own, a full device is not tried\n");
        return;
    }
    snprintf(path, sizeof path, "%.4000s/file", place);
    struct sv_space *space = rig_open(
        &(struct rig_options){.flags = SV_SPACE_CREATE, .paths = path});
    struct sv_lane_spec spec = rig_spec(64);
    spec.errors_max = 100;
    spec.depth = 8;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, first_error_status), ENOSPC);
    EXPECT(RIG_COUNT(outcome, write_errors) >= 32);
    EXPECT_EQ(RIG_COUNT(outcome, write_errors) + RIG_COUNT(outcome, write_ops),
              64);
    outcome = rig_read(space, 64);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT(RIG_COUNT(outcome, units_compared) >= 16);
    rig_close(space);
}

/* What is open can still be read, and would pass for kept. */
static void a_file_without_its_name_is_told(void)
{
    struct sv_space_facts facts;
    const char *path = scratch_path("named");
    struct sv_space *space = rig_open(
        &(struct rig_options){.flags = SV_SPACE_CREATE, .paths = path});

    rig_fill(space, 64);
    EXPECT_EQ(sv_space_facts(space, &facts), 0);
    EXPECT_EQ(unlink(path), 0);
    rig_expect_clean(space, 64);
    EXPECT_EQ(sv_space_facts(space, &facts), -ENOENT);
    rig_close(space);
}

int main(void)
{
    make_scratch();
    a_file_without_its_name_is_told();
    fields_out_of_range_are_refused();
    a_refused_space_leaves_no_trace();
    a_lane_out_of_range_is_refused();
    a_lane_over_one_that_ended_is_refused();
    two_hundred_lanes_leave_nothing();
    EXPECT_EQ(mkdir(scratch_path("small"), 0700), 0);
    run_in_child(a_full_device_is_not_corrupt);
    EXPECT_EQ(rmdir(scratch_path("small")), 0);
    run_in_child(a_file_size_limit_fails_the_write);
    return 0;
}
