/* lane_kill_test.c -- after a kill -9 at any moment the oracle's file says what
 * may be on the storage: each unit is what it says, and none is a false alarm.
 *
 * A child runs lanes without a limit and kills itself from another thread when
 * their counters reach a number drawn from a printed seed; the parent recovers
 * and reads everything back. The files live through several deaths each.
 */
#include <sched.h>
#include <signal.h>

#include "lane_rig.h"
#include "scratch.h"
#include "svi_random.h"

#define UNITS 240u
#define DEATHS 4u

struct scenario {
    uint32_t pattern;
    uint32_t block_units;
    uint32_t depth;
    uint32_t io;
    uint32_t flags; /* SV_SPACE_*, besides how it is opened */
    uint32_t sync_every;
    uint32_t lanes;
    uint32_t files;
    uint32_t read_permille;
};

static const struct scenario SCENARIOS[] = {
    {SV_SEQUENTIAL, 4, 16, SV_IO_PSYNC, 0, 0, 1, 1, 0},
    {SV_SEQUENTIAL, 7, 32, SV_IO_URING, 0, 8, 2, 1, 0},
    {SV_SHUFFLE, 2, 32, SV_IO_URING, 0, 0, 1, 1, 0},
    {SV_SHUFFLE, 7, 64, SV_IO_PSYNC, 0, 0, 2, 1, 0},
    {SV_SHUFFLE, 8, 16, SV_IO_URING, SV_SPACE_DIRECT, 4, 1, 3, 0},
    {SV_RANDOM, 1, 64, SV_IO_URING, 0, 0, 1, 1, 0},
    {SV_RANDOM, 8, 32, SV_IO_PSYNC, 0, 16, 2, 3, 300},
    {SV_RANDOM, 4, 32, SV_IO_URING, SV_SPACE_DIRECT, 0, 2, 1, 0},
    {SV_ZIPF, 1, 64, SV_IO_URING, 0, 1, 1, 1, 500},
    {SV_ZIPF, 2, 16, SV_IO_PSYNC, SV_SPACE_DIRECT, 0, 1, 1, 0},
    {SV_HOT_BAND, 3, 32, SV_IO_URING, SV_SPACE_DSYNC, 0, 1, 3, 100},
    {SV_SHUFFLE, 30, 32, SV_IO_URING, SV_SPACE_DIRECT, 0, 1, 1, 0},
};
#define SCENARIO_COUNT (sizeof SCENARIOS / sizeof SCENARIOS[0])

static uint32_t uring_or_psync = SV_IO_URING;

static struct sv_space *open_space(const struct scenario *scenario,
                                   uint32_t how)
{
    char paths[4 * (PATH_MAX + 64)];
    size_t length = 0;

    for (uint32_t i = 0; i < scenario->files; i++) {
        char name[16];
        snprintf(name, sizeof name, "part-%u", i);
        const char *path = scratch_path(name);
        memcpy(paths + length, path, strlen(path) + 1);
        length += strlen(path) + 1;
    }
    const struct rig_options options = {
        .flags = scenario->flags | how,
        .file_count = scenario->files,
        .file_units = UNITS / scenario->files,
        .paths = paths,
        .oracle = scratch_path("oracle"),
    };
    /* No flag at all would mean memory. */
    struct rig_options named = options;
    if (named.flags == 0)
        named.flags = SV_SPACE_ALLOCATE;
    return rig_open(&named);
}

static struct sv_lane_spec lane_spec(const struct scenario *scenario,
                                     uint32_t lane, uint64_t seed)
{
    struct sv_lane_spec spec = rig_spec(UNITS / scenario->lanes);

    spec.seed = seed + lane;
    spec.region_unit = UNITS / scenario->lanes * lane;
    spec.limit_ops = 0;
    spec.io = scenario->io == SV_IO_URING ? uring_or_psync : scenario->io;
    spec.depth = scenario->depth;
    spec.pattern = scenario->pattern;
    spec.read_permille = scenario->read_permille;
    spec.zipf_theta_milli = 1200;
    spec.hot_space_permille = 100;
    spec.hot_access_permille = 900;
    spec.lane = lane;
    spec.mix[0].bytes = scenario->block_units * RIG_UNIT_BYTES;
    if (scenario->sync_every != 0) {
        spec.sync_policy = SV_SYNC_EVERY;
        spec.sync_every = scenario->sync_every;
    }
    return spec;
}

/* Never comes back. */
static void run_until_death(const struct scenario *scenario, uint32_t how,
                            uint64_t seed, uint64_t units)
{
    struct sv_space *space = open_space(scenario, how);
    struct sv_gate *gate;
    struct sv_lane *lanes[2];
    uint64_t count[SV_COUNTER_COUNT], written;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    for (uint32_t i = 0; i < scenario->lanes; i++) {
        const struct sv_lane_spec spec = lane_spec(scenario, i, seed);
        EXPECT_EQ(sv_lane_create(space, gate, &spec, &lanes[i]), 0);
    }
    EXPECT_EQ(sv_gate_open(gate), 0);
    do {
        written = 0;
        for (uint32_t i = 0; i < scenario->lanes; i++) {
            EXPECT_EQ(sv_lane_counters(lanes[i], count, SV_COUNTER_COUNT),
                      SV_COUNTER_COUNT);
            EXPECT_EQ(count[SV_COUNTER_status], 0);
            EXPECT_EQ(count[SV_COUNTER_units_bad], 0);
            written += count[SV_COUNTER_units_written];
        }
        (void)sched_yield();
    } while (written < units);
    (void)kill(getpid(), SIGKILL);
}

static void die_once(const struct scenario *scenario, uint32_t how,
                     uint64_t seed, uint64_t units)
{
    int result = 0;
    pid_t child = fork();

    EXPECT(child >= 0);
    if (child == 0) {
        run_until_death(scenario, how, seed, units);
        _exit(1);
    }
    EXPECT_EQ(waitpid(child, &result, 0), child);
    EXPECT(WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL);
}

/* Everything is legal, and what is not settled was outstanding at the death. */
static void judge(const struct scenario *scenario)
{
    struct sv_space *space = open_space(scenario, SV_SPACE_RECOVER);
    struct sv_space_facts facts;

    EXPECT_EQ(sv_space_facts(space, &facts), 0);
    EXPECT_EQ(facts.units, UNITS);
    EXPECT(facts.units_unsettled <= (uint64_t)scenario->depth *
                                        scenario->block_units *
                                        scenario->lanes * DEATHS);
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared) +
                  RIG_COUNT(outcome, units_unwritten),
              UNITS);
    EXPECT(RIG_COUNT(outcome, units_ambiguous) <= facts.units_unsettled);
    EXPECT(RIG_COUNT(outcome, units_compared) + facts.units_unsettled >=
           facts.units_written);
    rig_close(space);
}

static void remove_files(const struct scenario *scenario)
{
    for (uint32_t i = 0; i < scenario->files; i++) {
        char name[16];
        snprintf(name, sizeof name, "part-%u", i);
        EXPECT_EQ(unlink(scratch_path(name)), 0);
    }
    EXPECT_EQ(unlink(scratch_path("oracle")), 0);
}

/* Where each unit must be exact, a unit that was written behind the oracle's
 * back is found: the judge above is not blind. */
static void a_unit_changed_after_the_death_is_found(void)
{
    const struct scenario *scenario = &SCENARIOS[0];
    uint8_t zeros[RIG_UNIT_BYTES] = {0};

    die_once(scenario, SV_SPACE_CREATE, 99, 3 * UNITS);
    FILE *file = fopen(scratch_path("part-0"), "r+");
    EXPECT(file != NULL);
    EXPECT_EQ(fseek(file, 5 * RIG_UNIT_BYTES, SEEK_SET), 0);
    EXPECT_EQ(fwrite(zeros, sizeof zeros, 1, file), 1);
    fclose(file);
    struct sv_space *space = open_space(scenario, SV_SPACE_RECOVER);
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 1);
    EXPECT_EQ(outcome->findings[0].unit, 5);
    rig_close(space);
    remove_files(scenario);
}

int main(int count, char **arguments)
{
    const uint64_t seed =
        count > 1 ? strtoull(arguments[1], NULL, 0) : 20261121;
    const uint32_t rounds = count > 2 ? (uint32_t)atoi(arguments[2]) : 5;
    struct svi_random random;

    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    if (sv_probe_uring() != 0)
        uring_or_psync = SV_IO_PSYNC;
    make_scratch();
    svi_random_seed(&random, seed);
    for (uint32_t i = 0; i < rounds * SCENARIO_COUNT; i++) {
        const struct scenario *scenario = &SCENARIOS[i % SCENARIO_COUNT];
        for (uint32_t death = 0; death < DEATHS; death++) {
            uint64_t units = svi_random_below(&random, 2) != 0
                                 ? svi_random_below(&random, 2 * UNITS)
                                 : svi_random_below(&random, 20 * UNITS);
            printf("scenario %u death %u after %llu units\n",
                   (unsigned)(i % SCENARIO_COUNT), death,
                   (unsigned long long)units);
            fflush(stdout);
            die_once(scenario, death == 0 ? SV_SPACE_CREATE : SV_SPACE_RECOVER,
                     svi_random_next(&random), units);
            judge(scenario);
        }
        remove_files(scenario);
    }
    a_unit_changed_after_the_death_is_found();
    return 0;
}
