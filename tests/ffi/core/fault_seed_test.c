/* fault_seed_test.c -- a plan with a seed hits the same operations in each run,
 * with many lanes and many operations in flight, whoever overtakes whom. */
#include <stdbool.h>

#include "lane_rig.h"

#define LANES 4u
#define LANE_UNITS 128u
#define UNITS (LANES * LANE_UNITS)

static uint32_t method;

/* All lanes at once, each over its own part, with the order that the seed of
 * the load gives; what they found goes into `bad`. */
static uint32_t run_lanes(struct sv_space *space, uint32_t read_permille,
                          bool *bad)
{
    static struct rig_outcome outcome;
    struct sv_gate *gate = NULL;
    struct sv_lane *lanes[LANES];
    uint32_t count = 0;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    for (uint32_t i = 0; i < LANES; i++) {
        struct sv_lane_spec spec = rig_spec(LANE_UNITS);
        spec.io = method;
        spec.lane = i;
        spec.depth = 8;
        spec.region_unit = i * LANE_UNITS;
        spec.read_permille = read_permille;
        EXPECT_EQ(sv_lane_create(space, gate, &spec, &lanes[i]), 0);
    }
    EXPECT_EQ(sv_gate_open(gate), 0);
    for (uint32_t i = 0; i < LANES; i++) {
        rig_collect(lanes[i], &outcome);
        EXPECT_EQ(outcome.status, 0);
        count += (uint32_t)RIG_COUNT(&outcome, faults_fired);
        for (uint32_t j = 0; j < outcome.finding_count; j++)
            bad[outcome.findings[j].unit] = true;
        sv_lane_destroy(lanes[i]);
    }
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return count;
}

/* Units that are bad after a run with the plan; how often it fired. */
static uint32_t bad_with(const char *plan, bool at_read, bool *bad)
{
    const struct rig_options options = {.file_units = UNITS};
    struct sv_space *space = rig_open(&options);

    memset(bad, 0, UNITS * sizeof *bad);
    rig_fill(space, UNITS);
    if (at_read)
        rig_fill(space, UNITS);
    EXPECT_EQ(sv_fault_arm(plan), 0);
    uint32_t fired = run_lanes(space, at_read ? 1000 : 0, bad);
    sv_fault_clear();
    if (!at_read)
        (void)run_lanes(space, 1000, bad);
    rig_close(space);
    return fired;
}

static uint32_t count_of(const bool *bad)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < UNITS; i++)
        count += bad[i] ? 1u : 0u;
    return count;
}

static void expect_repeats(const char *point, bool at_read)
{
    bool first[UNITS], again[UNITS];
    char plan[80];

    snprintf(plan, sizeof plan, "%s:every=20:seed=7", point);
    uint32_t fired = bad_with(plan, at_read, first);
    EXPECT(fired > 8 && fired < 70);
    EXPECT_EQ(count_of(first), fired);
    for (int round = 0; round < 5; round++) {
        EXPECT_EQ(bad_with(plan, at_read, again), fired);
        EXPECT(memcmp(first, again, sizeof first) == 0);
    }
    snprintf(plan, sizeof plan, "%s:every=20:seed=8", point);
    (void)bad_with(plan, at_read, again);
    EXPECT(memcmp(first, again, sizeof first) != 0);
    /* A limit takes away some, and never adds one. */
    snprintf(plan, sizeof plan, "%s:every=20:seed=7:count=5", point);
    EXPECT_EQ(bad_with(plan, at_read, again), 5);
    for (uint32_t i = 0; i < UNITS; i++)
        EXPECT(first[i] || !again[i]);
}

static void run_all(void)
{
    expect_repeats("write.bitflip", false);
    expect_repeats("write.lost", false);
    expect_repeats("read.bitflip", true);
    expect_repeats("read.zeros", true);
}

int main(void)
{
    method = SV_IO_PSYNC;
    run_all();
    method = SV_IO_URING;
    if (sv_probe_uring() == 0)
        run_all();
    return 0;
}
