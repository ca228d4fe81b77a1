/* lane_sync_test.c -- what a failed sync takes with it, what a true one makes
 * safe, and that both are remembered by the next process. */
#include <stdbool.h>

#include "lane_rig.h"
#include "scratch.h"

#define UNITS 64u

static struct sv_lane_spec overwrite(void)
{
    struct sv_lane_spec spec = rig_spec(UNITS);

    spec.sync_policy = SV_SYNC_EVERY;
    spec.sync_every = 8;
    spec.errors_max = 100;
    return spec;
}

static struct rig_options named_options(uint32_t files)
{
    static char paths[2 * (PATH_MAX + 64)], oracle[PATH_MAX + 64];
    size_t at = 0;

    memset(paths, 0, sizeof paths);
    for (uint32_t i = 0; i < files; i++) {
        const char *path = scratch_path(i == 0 ? "first" : "second");
        at += (size_t)snprintf(paths + at, sizeof paths - at, "%s", path) + 1;
    }
    snprintf(oracle, sizeof oracle, "%s", scratch_path("oracle"));
    return (struct rig_options){.flags = SV_SPACE_CREATE,
                                .file_count = files,
                                .file_units = UNITS / files,
                                .paths = paths,
                                .oracle = oracle};
}

static void remove_named(uint32_t files)
{
    (void)unlink(scratch_path("oracle"));
    (void)unlink(scratch_path("first"));
    if (files > 1)
        (void)unlink(scratch_path("second"));
}

/* The kernel would call the second one good: it told its error once. */
static void no_sync_counts_after_one_that_failed(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = overwrite();

    EXPECT_EQ(sv_fault_arm("sync.eio:after=2:count=1"), 0);
    const struct rig_outcome *outcome = rig_run(space, &spec);
    sv_fault_clear();
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, sync_ops), 2);
    EXPECT_EQ(RIG_COUNT(outcome, sync_errors), 6);
    EXPECT_EQ(RIG_COUNT(outcome, writes_ambiguous), UNITS - 2 * 8);
    EXPECT_EQ(sv_space_sync(space), -EIO);
    spec.sync_policy = SV_SYNC_END;
    outcome = rig_run(space, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, sync_errors), 1);
    EXPECT_EQ(RIG_COUNT(outcome, writes_ambiguous), UNITS);
    rig_close(space);
}

/* Old bytes after a failed sync are no lie of the storage, also for a second
 * process; without the failure they are. */
static void what_a_failed_sync_covered_is_no_finding(bool fails)
{
    struct rig_options options = named_options(1);
    struct sv_space *space = rig_open(&options);
    struct sv_lane_spec spec = overwrite();

    rig_fill(space, UNITS);
    EXPECT_EQ(sv_fault_arm("write.lost:after=40:count=2"), 0);
    if (fails)
        EXPECT_EQ(sv_fault_arm("sync.eio:after=5:count=1"), 0);
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    sv_fault_clear();
    for (uint32_t process = 0; process < 2; process++) {
        const struct rig_outcome *outcome = rig_read(space, UNITS);
        EXPECT_EQ(RIG_COUNT(outcome, units_bad), fails ? 0 : 2);
        EXPECT_EQ(RIG_COUNT(outcome, units_ambiguous), fails ? 2 : 0);
        EXPECT_EQ(RIG_COUNT(outcome, units_compared), UNITS);
        rig_close(space);
        options.flags = SV_SPACE_RECOVER;
        space = rig_open(&options);
    }
    rig_close(space);
    remove_named(1);
}

/* The other file of the space keeps its exact judgement. */
static void only_the_file_of_a_failed_sync_is_in_doubt(void)
{
    struct rig_options options = named_options(2);
    struct sv_space *space = rig_open(&options);
    struct sv_lane_spec spec = rig_spec(UNITS);

    rig_fill(space, UNITS);
    spec.sync_policy = SV_SYNC_END;
    spec.errors_max = 100;
    EXPECT_EQ(sv_fault_arm("write.lost:after=31:count=2"), 0);
    EXPECT_EQ(sv_fault_arm("sync.eio:after=1:count=1"), 0);
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    sv_fault_clear();
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 1);
    EXPECT_EQ(outcome->findings[0].file, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_ambiguous), 1);
    rig_close(space);
    remove_named(2);
}

/* A true sync of one file does not make safe what a lie covered in another. */
static void a_true_sync_of_another_file_makes_nothing_safe(void)
{
    struct rig_options options = named_options(2);
    struct sv_space *space = rig_open(&options);
    struct sv_lane_spec spec = rig_spec(UNITS);

    rig_fill(space, UNITS);
    EXPECT_EQ(sv_space_sync(space), 0);
    spec.sync_policy = SV_SYNC_END;
    EXPECT_EQ(sv_fault_arm("sync.lie:count=1"), 0);
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    rig_close(space);
    sv_fault_clear();
    options.flags = SV_SPACE_RECOVER;
    space = rig_open(&options);
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), UNITS / 2);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_LOST);
    for (uint32_t i = 0; i < outcome->finding_count; i++)
        EXPECT_EQ(outcome->findings[i].file, 0);
    rig_close(space);
    remove_named(2);
}

int main(void)
{
    make_scratch();
    no_sync_counts_after_one_that_failed();
    what_a_failed_sync_covered_is_no_finding(true);
    what_a_failed_sync_covered_is_no_finding(false);
    only_the_file_of_a_failed_sync_is_in_doubt();
    a_true_sync_of_another_file_makes_nothing_safe();
    return 0;
}
