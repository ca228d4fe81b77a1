/* lane_fault_test.c -- each fault point that a lane reaches does what its text
 * says, and the lane that reads afterwards gives it its name. */
#include <sched.h>
#include <stdbool.h>

#include "lane_rig.h"
#include "scratch.h"

#define UNITS 64u

static uint32_t method;

struct spoilt {
    const char *plan; /* at the 41st operation */
    uint32_t is_read; /* armed while reading, else while overwriting */
    uint32_t bad;
    uint64_t unit; /* of the first finding */
    uint32_t class_;
};

static const struct spoilt SPOILT[] = {
    {"write.lost", 0, 1, 40, SV_CLASS_LOST},
    {"write.torn-head", 0, 1, 40, SV_CLASS_TORN},
    {"write.torn-tail", 0, 1, 40, SV_CLASS_TORN},
    {"write.torn-head:arg=4096", 0, 0, 0, 0},
    {"write.misdirect:arg=30", 0, 2, 10, SV_CLASS_MISDIRECTED},
    {"write.duplicate:arg=30", 0, 1, 10, SV_CLASS_MISDIRECTED},
    {"write.bitflip", 0, 1, 40, SV_CLASS_BIT_ROT},
    {"write.bitflip:arg=32767", 0, 1, 40, SV_CLASS_BIT_ROT},
    {"write.zero", 0, 1, 40, SV_CLASS_ZEROED},
    {"write.shift", 0, 1, 40, SV_CLASS_SHIFTED},
    {"write.revert", 0, 1, 40, SV_CLASS_LOST},
    {"read.bitflip", 1, 1, 40, SV_CLASS_BIT_ROT},
    {"read.stale", 1, 1, 40, SV_CLASS_LOST},
    {"read.misdirect:arg=30", 1, 1, 40, SV_CLASS_MISDIRECTED},
    {"read.zeros", 1, 1, 40, SV_CLASS_ZEROED},
    {"read.short:arg=0", 1, 1, 40, SV_CLASS_TRUNCATED},
};

static void arm_at(const char *plan, uint32_t after)
{
    char text[120];

    snprintf(text, sizeof text, "%s:after=%u:count=1", plan, after);
    EXPECT_EQ(sv_fault_arm(text), 0);
}

static void expect_fired_once(const struct rig_outcome *outcome)
{
    EXPECT_EQ(RIG_COUNT(outcome, faults_fired), 1);
}

static struct sv_lane_spec spec_of_method(void)
{
    struct sv_lane_spec spec = rig_spec(UNITS);

    spec.io = method;
    return spec;
}

/* Written twice, spoilt once, read once. */
static void each_lie_has_its_name(void)
{
    for (size_t i = 0; i < sizeof SPOILT / sizeof SPOILT[0]; i++) {
        const struct spoilt *spoilt = &SPOILT[i];
        struct sv_space *space = rig_open(&(struct rig_options){0});
        struct sv_lane_spec spec = spec_of_method();

        rig_fill(space, UNITS);
        if (spoilt->is_read)
            rig_fill(space, UNITS);
        spec.read_permille = spoilt->is_read ? 1000 : 0;
        arm_at(spoilt->plan, 40);
        const struct rig_outcome *outcome = rig_run(space, &spec);
        sv_fault_clear();
        EXPECT_EQ(outcome->status, 0);
        expect_fired_once(outcome);
        if (!spoilt->is_read)
            outcome = rig_read(space, UNITS);
        printf("%s\n", spoilt->plan);
        EXPECT_EQ(RIG_COUNT(outcome, units_bad), spoilt->bad);
        EXPECT_EQ(outcome->finding_count, spoilt->bad);
        if (spoilt->bad > 0) {
            EXPECT_EQ(outcome->findings[0].unit, spoilt->unit);
            EXPECT_EQ(outcome->findings[0].class_, spoilt->class_);
        }
        rig_close(space);
    }
}

/* Somebody wrote behind the end of a file that is ours. */
static void a_file_that_has_grown_is_found(void)
{
    const char *path = scratch_path("grown");
    struct sv_space *space = rig_open(
        &(struct rig_options){.flags = SV_SPACE_CREATE, .paths = path});

    rig_fill(space, UNITS);
    rig_expect_clean(space, UNITS);
    EXPECT_EQ(truncate(path, UNITS * RIG_UNIT_BYTES + 100), 0);
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 1);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_FOREIGN);
    EXPECT_EQ(outcome->findings[0].unit, UNITS);
    EXPECT_EQ(outcome->findings[0].offset_bytes, UNITS * RIG_UNIT_BYTES);
    EXPECT_EQ(outcome->findings[0].bad_bytes, 100);
    EXPECT_EQ(RIG_COUNT(rig_read(space, UNITS / 2), units_bad), 0);
    rig_close(space);
    EXPECT_EQ(unlink(path), 0);
}

/* The first write ever, lost: nothing but zeros is there. */
static void a_first_write_that_is_lost_is_found(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct sv_lane_spec spec = spec_of_method();

    arm_at("write.lost", 40);
    expect_fired_once(rig_run(space, &spec));
    sv_fault_clear();
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 1);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_ZEROED);
    rig_close(space);
}

/* A transfer that is cut is continued, and nothing is wrong in the end. */
static void short_transfers_are_continued(void)
{
    static const char *const plans[] = {"submit.short", "read.short",
                                        "read.short:arg=1"};

    for (size_t i = 0; i < 3; i++) {
        for (uint32_t read_permille = i == 0 ? 0 : 1000; read_permille <= 1000;
             read_permille += 1000) {
            struct sv_space *space = rig_open(&(struct rig_options){0});
            struct sv_lane_spec spec = spec_of_method();
            rig_fill(space, UNITS);
            spec.read_permille = read_permille;
            arm_at(plans[i], 40);
            const struct rig_outcome *outcome = rig_run(space, &spec);
            sv_fault_clear();
            expect_fired_once(outcome);
            EXPECT_EQ(outcome->status, 0);
            EXPECT_EQ(RIG_COUNT(outcome, short_transfers), 1);
            EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
            rig_expect_clean(space, UNITS);
            rig_close(space);
        }
    }
}

struct refused {
    const char *plan;
    uint32_t read_permille;
    int32_t status;
};

/* errors_max 0 ends the lane with the error; a larger one counts it. */
static void errors_end_the_lane_or_are_counted(void)
{
    static const struct refused refused[] = {
        {"submit.eio", 0, -EIO},       {"submit.eio", 1000, -EIO},
        {"submit.enospc", 0, -ENOSPC}, {"submit.eagain", 0, -EAGAIN},
        {"submit.eagain", 1000, -EAGAIN}, {"read.eio", 1000, -EIO},
    };

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        for (uint32_t errors_max = 0; errors_max < 2; errors_max++) {
            struct sv_space *space = rig_open(&(struct rig_options){0});
            struct sv_lane_spec spec = spec_of_method();
            bool is_read = refused[i].read_permille != 0;
            rig_fill(space, UNITS);
            spec.errors_max = errors_max;
            spec.read_permille = refused[i].read_permille;
            arm_at(refused[i].plan, 40);
            const struct rig_outcome *outcome = rig_run(space, &spec);
            sv_fault_clear();
            expect_fired_once(outcome);
            EXPECT_EQ(outcome->status, errors_max == 0 ? refused[i].status : 0);
            EXPECT_EQ(-(int64_t)RIG_COUNT(outcome, first_error_status),
                      refused[i].status);
            EXPECT_EQ(RIG_COUNT(outcome, first_error_offset), 40 * 4096);
            EXPECT_EQ(RIG_COUNT(outcome, read_errors), is_read);
            EXPECT_EQ(RIG_COUNT(outcome, write_errors), !is_read);
            EXPECT_EQ(RIG_COUNT(outcome, writes_ambiguous), !is_read);
            EXPECT_EQ(RIG_COUNT(outcome, read_ops) +
                          RIG_COUNT(outcome, write_ops),
                      errors_max == 0 ? 40 : UNITS - 1);
            rig_expect_clean(space, UNITS);
            rig_close(space);
        }
    }
}

/* Old and new are legal in an ambiguous unit and nothing else is; a good
 * overwrite makes it exact again. */
static void an_ambiguous_unit_takes_old_or_new(void)
{
    for (uint32_t round = 0; round < 2; round++) {
        struct sv_space *space = rig_open(&(struct rig_options){0});
        struct sv_lane_spec spec = spec_of_method();
        struct sv_space_facts facts;

        rig_fill(space, UNITS);
        spec.errors_max = 1;
        arm_at("submit.eio", 40);
        (void)rig_run(space, &spec);
        sv_fault_clear();
        EXPECT_EQ(sv_space_facts(space, &facts), 0);
        EXPECT_EQ(facts.units_unsettled, 1);
        if (round == 1)
            arm_at("read.zeros", 40);
        const struct rig_outcome *outcome = rig_read(space, UNITS);
        sv_fault_clear();
        EXPECT_EQ(RIG_COUNT(outcome, units_bad), round);
        EXPECT_EQ(RIG_COUNT(outcome, units_ambiguous), 1 - round);
        rig_fill(space, UNITS);
        EXPECT_EQ(sv_space_facts(space, &facts), 0);
        EXPECT_EQ(facts.units_unsettled, 0);
        arm_at("read.stale", 40);
        EXPECT_EQ(RIG_COUNT(rig_read(space, UNITS), units_bad), 1);
        sv_fault_clear();
        rig_close(space);
    }
}

static struct rig_options named_options(uint32_t flags)
{
    static char path[PATH_MAX + 64], oracle[PATH_MAX + 64];

    snprintf(path, sizeof path, "%s", scratch_path("part"));
    snprintf(oracle, sizeof oracle, "%s", scratch_path("oracle"));
    return (struct rig_options){
        .flags = flags, .paths = path, .oracle = oracle};
}

/* A sync that lies is seen only after the power is gone; a true one is not. */
static void a_sync_that_lies_loses_what_it_covered(uint32_t policy, bool lies)
{
    struct rig_options options = named_options(SV_SPACE_CREATE);
    struct sv_space *space = rig_open(&options);
    struct sv_lane_spec spec = spec_of_method();

    rig_fill(space, UNITS);
    EXPECT_EQ(sv_space_sync(space), 0);
    spec.sync_policy = policy;
    spec.sync_every = 8;
    spec.depth = 4;
    EXPECT_EQ(sv_fault_arm(lies ? "sync.lie" : "sync.lie:after=1000"), 0);
    EXPECT_EQ(rig_run(space, &spec)->status, 0);
    rig_expect_clean(space, UNITS);
    rig_close(space);
    sv_fault_clear();
    options.flags = SV_SPACE_RECOVER;
    space = rig_open(&options);
    const struct rig_outcome *outcome = rig_read(space, UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), lies ? UNITS : 0);
    if (lies)
        EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_LOST);
    rig_close(space);
    EXPECT_EQ(unlink(options.paths), 0);
    EXPECT_EQ(unlink(options.oracle), 0);
}

static void a_failed_sync_ends_the_lane_and_poisons(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = spec_of_method();

    spec.sync_policy = SV_SYNC_EVERY;
    spec.sync_every = 8;
    arm_at("sync.eio", 2);
    const struct rig_outcome *outcome = rig_run(space, &spec);
    sv_fault_clear();
    EXPECT_EQ(outcome->status, -EIO);
    EXPECT_EQ(RIG_COUNT(outcome, sync_ops), 2);
    EXPECT_EQ(RIG_COUNT(outcome, sync_errors), 1);
    EXPECT_EQ(RIG_COUNT(outcome, first_error_op), SV_SYNC);
    EXPECT_EQ(sv_space_sync(space), -EIO);
    rig_close(space);
}

static void a_delay_is_in_the_histogram(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    const struct sv_lane_spec spec = spec_of_method();
    struct sv_histogram_facts facts;
    struct rig_outcome outcome;
    struct sv_gate *gate;
    struct sv_lane *lane;

    arm_at("latency.delay:arg=20", 40);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    rig_collect(lane, &outcome);
    sv_fault_clear();
    EXPECT_EQ(sv_lane_histogram(lane, SV_WRITE, SV_SERVICE, NULL, 0, &facts),
              0);
    EXPECT_EQ(facts.count, UNITS);
    EXPECT(facts.max_ns >= 20000000);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(space);
}

/* The end of the hang (half a minute) is not reached: the stop comes first. */
static void a_hang_ends_with_the_stop(bool stops_gate)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = spec_of_method();
    struct sv_fault_state state = {0};
    struct rig_outcome outcome;
    struct sv_gate *gate;
    struct sv_lane *lane;

    spec.depth = 8;
    spec.limit_ops = 0;
    EXPECT_EQ(sv_fault_arm("latency.hang:after=100"), 0);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    while (state.fired < 8) {
        EXPECT_EQ(sv_fault_state(SV_FAULT_LATENCY_HANG, &state), 0);
        (void)sched_yield();
    }
    if (stops_gate)
        sv_gate_stop(gate);
    else
        sv_lane_stop(lane);
    rig_collect(lane, &outcome);
    sv_fault_clear();
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(RIG_COUNT(&outcome, write_ops), 108);
    EXPECT(RIG_COUNT(&outcome, end_ns) - RIG_COUNT(&outcome, start_ns) <
           UINT64_C(25000000000));
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_expect_clean(space, UNITS);
    rig_close(space);
}

static void run_all(void)
{
    each_lie_has_its_name();
    a_first_write_that_is_lost_is_found();
    a_file_that_has_grown_is_found();
    short_transfers_are_continued();
    errors_end_the_lane_or_are_counted();
    an_ambiguous_unit_takes_old_or_new();
    a_sync_that_lies_loses_what_it_covered(SV_SYNC_END, true);
    a_sync_that_lies_loses_what_it_covered(SV_SYNC_END, false);
    a_sync_that_lies_loses_what_it_covered(SV_SYNC_EVERY, true);
    a_sync_that_lies_loses_what_it_covered(SV_SYNC_EVERY, false);
    a_failed_sync_ends_the_lane_and_poisons();
    a_delay_is_in_the_histogram();
    a_hang_ends_with_the_stop(true);
    a_hang_ends_with_the_stop(false);
}

int main(void)
{
    make_scratch();
    method = SV_IO_PSYNC;
    run_all();
    method = SV_IO_URING;
    if (sv_probe_uring() == 0)
        run_all();
    return 0;
}
