/* store_fault_test.c -- the fault points of lanes over a store: each that is
 * armed is found, and those that need a file never fire. */
#include "store_lane_rig.h"

/* Two passes of puts, then a pass of gets, with the point armed for one hit:
 * how many units are bad in the end. */
static uint64_t bad_units_with(const char *plan, uint64_t *fired)
{
    store_start();
    open_store("s3", "");
    struct sv_space *space = open_space();

    EXPECT_EQ(put_all(space)->status, 0);
    EXPECT_EQ(sv_fault_arm(plan), 0);
    struct sv_lane_spec spec = put_spec();
    spec.depth = 1; /* puts come in order */
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    *fired = RIG_COUNT(outcome, faults_fired);
    outcome = get_all(space, 2);
    EXPECT_EQ(outcome->status, 0);
    *fired += RIG_COUNT(outcome, faults_fired);
    uint64_t bad = RIG_COUNT(outcome, units_bad);
    sv_fault_clear();
    rig_close(space);
    sv_store_close(store);
    store_stop();
    return bad;
}

static void is_found(const char *plan, uint64_t wanted)
{
    uint64_t fired;
    uint64_t bad = bad_units_with(plan, &fired);

    if (bad != wanted || fired != 1) {
        fprintf(stderr, "%s: %llu bad units, not %llu; fired %llu times\n",
                plan, (unsigned long long)bad, (unsigned long long)wanted,
                (unsigned long long)fired);
        exit(1);
    }
}

static void each_point_is_found(void)
{
    is_found("write.bitflip:count=1:arg=9", 1);
    is_found("write.zero:count=1", OBJECT_UNITS);
    is_found("write.shift:count=1", OBJECT_UNITS);
    is_found("write.torn-head:count=1", 1);
    is_found("write.torn-tail:count=1", 1);
    is_found("write.lost:count=1", OBJECT_UNITS);
    /* Its own place keeps what was there; the other's put comes later. */
    is_found("write.misdirect:count=1", OBJECT_UNITS);
    is_found("read.bitflip:count=1:arg=9", 1);
    is_found("read.zeros:count=1", 2);
    is_found("read.stale:count=1", 2);
    is_found("read.misdirect:count=1", 2);
}

static void points_that_need_a_file_never_fire(void)
{
    static const char *const PLANS[] = {"write.duplicate", "write.revert",
                                        "submit.short"};
    uint64_t fired;

    for (int i = 0; i < 3; i++) {
        EXPECT_EQ(bad_units_with(PLANS[i], &fired), 0);
        EXPECT_EQ(fired, 0);
    }
}

int main(void)
{
    each_point_is_found();
    points_that_need_a_file_never_fire();
    return 0;
}
