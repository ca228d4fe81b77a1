/* lane_open_loop_test.c -- when operations start, which of them are counted,
 * and when a lane ends: arrivals, warm-up, limits, gate and stop. */
#include <math.h>
#include <sched.h>
#include <stdbool.h>

#include "lane_rig.h"

#define MS UINT64_C(1000000)

static uint64_t counts[SV_HISTOGRAM_LENGTH];

/* Over a null space: what is measured is the lane itself. */
static struct sv_space *open_null(void)
{
    return rig_open(&(struct rig_options){.flags = SV_SPACE_NULL});
}

static struct sv_lane_spec null_spec(void)
{
    struct sv_lane_spec spec = rig_spec(64);

    spec.io = SV_IO_NULL;
    spec.depth = 16;
    spec.limit_ops = 0;
    return spec;
}

struct latencies {
    struct rig_outcome outcome;
    struct sv_histogram_facts service, response;
};

static struct sv_histogram_facts histogram_of(struct sv_lane *lane,
                                              uint32_t kind)
{
    struct sv_histogram_facts facts;
    uint64_t sum = 0;

    EXPECT_EQ(sv_lane_histogram(lane, SV_WRITE, kind, counts,
                                SV_HISTOGRAM_LENGTH, &facts),
              0);
    for (uint32_t i = 0; i < SV_HISTOGRAM_LENGTH; i++)
        sum += counts[i];
    EXPECT_EQ(sum, facts.count);
    return facts;
}

static const struct latencies *run(struct sv_space *space,
                                   const struct sv_lane_spec *spec)
{
    static struct latencies latencies;
    struct sv_gate *gate;
    struct sv_lane *lane;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    rig_collect(lane, &latencies.outcome);
    latencies.service = histogram_of(lane, SV_SERVICE);
    latencies.response = histogram_of(lane, SV_RESPONSE);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    EXPECT_EQ(latencies.outcome.status, 0);
    EXPECT_EQ(latencies.service.count + latencies.service.over,
              RIG_COUNT(&latencies.outcome, write_ops));
    return &latencies;
}

/* 100 ms at 20,000 a second. Those whose time came in the last moments of a
 * busy host are not started, and counted as such. */
static void constant_arrivals_are_as_many_as_asked(void)
{
    struct sv_space *space = open_null();
    struct sv_lane_spec spec = null_spec();

    spec.arrival = SV_CONSTANT;
    spec.interval_ps = 50 * UINT64_C(1000000);
    spec.limit_ns = 100 * MS;
    const struct latencies *latencies = run(space, &spec);
    const struct rig_outcome *outcome = &latencies->outcome;
    EXPECT(RIG_COUNT(outcome, write_ops) > 0);
    EXPECT_EQ(RIG_COUNT(outcome, write_ops) + RIG_COUNT(outcome, backlog),
              2000);
    EXPECT_EQ(latencies->response.count, latencies->service.count);
    EXPECT(latencies->response.sum_ns >= latencies->service.sum_ns);
    rig_close(space);
}

/* As many as the law allows in 100,000 gaps of 1 us: the limit of operations
 * ends the lane, the arrivals of the last one tell how long they took. */
static void poisson_gaps_have_their_mean(void)
{
    struct sv_space *space = open_null();
    struct sv_lane_spec spec = null_spec();

    spec.arrival = SV_POISSON;
    spec.interval_ps = UINT64_C(1000000);
    spec.limit_ops = 100000;
    const struct latencies *latencies = run(space, &spec);
    const struct rig_outcome *outcome = &latencies->outcome;
    double wanted_ns = 1e5 * 1e3, spread_ns = sqrt(1e5) * 1e3;
    double took_ns = (double)(RIG_COUNT(outcome, end_ns) -
                              RIG_COUNT(outcome, start_ns));
    EXPECT_EQ(RIG_COUNT(outcome, write_ops), 100000);
    EXPECT(took_ns > wanted_ns - 5 * spread_ns);
    rig_close(space);
}

/* Each operation takes 5 ms, one at a time, and one a millisecond is due: the
 * wait in the queue is in the response and not in the service. */
static void a_slow_device_shows_in_backlog_and_response(void)
{
    struct sv_space *space = open_null();
    struct sv_lane_spec spec = null_spec();

    spec.depth = 1;
    spec.arrival = SV_CONSTANT;
    spec.interval_ps = UINT64_C(1000000000);
    spec.limit_ops = 20;
    EXPECT_EQ(sv_fault_arm("latency.delay:arg=5"), 0);
    const struct latencies *latencies = run(space, &spec);
    sv_fault_clear();
    const struct rig_outcome *outcome = &latencies->outcome;
    EXPECT_EQ(RIG_COUNT(outcome, write_ops), 20);
    EXPECT(latencies->service.min_ns >= 5 * MS);
    /* The last is due after 19 ms and starts after 19 times 5 ms. */
    EXPECT(RIG_COUNT(outcome, late_ns_max) >= 76 * MS);
    EXPECT(latencies->response.max_ns >= 81 * MS);
    EXPECT(RIG_COUNT(outcome, backlog_max) >= 14);
    EXPECT_EQ(RIG_COUNT(outcome, backlog), 0);
    EXPECT(RIG_COUNT(outcome, late_starts) >= 19);
    EXPECT(latencies->response.sum_ns >
           latencies->service.sum_ns + 19 * 20 / 2 * 4 * MS - 1);
    rig_close(space);
}

/* Behind its rate and with nothing outstanding, a lane goes on at once: one
 * that slept would need 50 ms for each turn, half a minute here. */
static void a_lane_that_is_late_does_not_sleep(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = null_spec();

    spec.io = SV_IO_PSYNC;
    spec.depth = 1;
    spec.arrival = SV_CONSTANT;
    spec.interval_ps = 1;
    spec.limit_ops = 600;
    const struct rig_outcome *outcome = &run(space, &spec)->outcome;
    EXPECT_EQ(RIG_COUNT(outcome, write_ops), 600);
    EXPECT_EQ(RIG_COUNT(outcome, backlog), 0);
    EXPECT(RIG_COUNT(outcome, end_ns) - RIG_COUNT(outcome, start_ns) <
           15000 * MS);
    rig_close(space);
}

/* A busy host may let no lane run within so short a time: then it is longer. */
#define LONGER 8u
#define LONGER_MAX (8u * 8u * 8u)

static void limits_end_the_lane(void)
{
    struct sv_space *space = open_null();
    struct sv_lane_spec spec = null_spec();

    spec.limit_ops = 1001;
    EXPECT_EQ(RIG_COUNT(&run(space, &spec)->outcome, write_ops), 1001);
    spec.limit_ops = 0;
    spec.limit_bytes = 10 * RIG_UNIT_BYTES - 1;
    EXPECT_EQ(RIG_COUNT(&run(space, &spec)->outcome, write_bytes),
              10 * RIG_UNIT_BYTES);
    spec.limit_bytes = 0;
    uint64_t ops = 0;
    for (uint64_t by = 1; ops == 0 && by <= LONGER_MAX; by *= LONGER) {
        spec.limit_ns = by * 3 * MS;
        const struct rig_outcome *outcome = &run(space, &spec)->outcome;
        EXPECT(RIG_COUNT(outcome, end_ns) - RIG_COUNT(outcome, start_ns) >=
               spec.limit_ns);
        ops = RIG_COUNT(outcome, write_ops);
    }
    EXPECT(ops > 0);
    rig_close(space);
}

/* What began in the warm-up is counted there and nowhere else. */
static void the_warm_up_is_counted_apart(uint32_t arrival)
{
    struct sv_space *space = open_null();
    struct sv_lane_spec spec = null_spec();

    spec.arrival = arrival;
    spec.interval_ps = 20 * UINT64_C(1000000);
    bool has_both = false;
    for (uint64_t by = 1; !has_both && by <= LONGER_MAX; by *= LONGER) {
        spec.warmup_ns = spec.limit_ns = by * 10 * MS;
        const struct rig_outcome *outcome = &run(space, &spec)->outcome;
        const uint64_t before = RIG_COUNT(outcome, warmup_ops);
        const uint64_t measured = RIG_COUNT(outcome, write_ops);
        has_both = before > 0 && measured > 0;
        EXPECT_EQ(RIG_COUNT(outcome, units_written), before + measured);
        if (arrival == SV_CONSTANT)
            EXPECT_EQ(before + measured + RIG_COUNT(outcome, backlog),
                      by * 1000);
    }
    EXPECT(has_both);
    rig_close(space);
}

/* A lane that ends before its warm-up does has measured nothing. */
static void a_lane_within_its_warm_up_measures_nothing(void)
{
    struct sv_space *space = open_null();
    struct sv_lane_spec spec = null_spec();

    spec.warmup_ns = UINT64_C(3600000) * MS;
    spec.limit_ops = 100;
    const struct rig_outcome *outcome = &run(space, &spec)->outcome;
    EXPECT_EQ(RIG_COUNT(outcome, warmup_ops), 100);
    EXPECT_EQ(RIG_COUNT(outcome, write_ops), 0);
    EXPECT_EQ(RIG_COUNT(outcome, start_ns), RIG_COUNT(outcome, end_ns));
    rig_close(space);
}

static uint64_t count_now(struct sv_lane *lane, uint32_t counter)
{
    uint64_t now[SV_COUNTER_COUNT];

    EXPECT_EQ(sv_lane_counters(lane, now, SV_COUNTER_COUNT), SV_COUNTER_COUNT);
    return now[counter];
}

/* One instant for all, and none of them before it; what each had done when the
 * first one ended is no more than what it did in all. */
static void the_gate_starts_lanes_together(void)
{
    struct sv_space *space = open_null();
    struct sv_gate *gate;
    struct sv_lane *lanes[4];
    static struct rig_outcome outcomes[4];

    EXPECT_EQ(sv_gate_create(&gate), 0);
    for (uint32_t i = 0; i < 4; i++) {
        struct sv_lane_spec spec = null_spec();
        spec.region_units = 16;
        spec.region_unit = i * 16;
        spec.lane = i;
        spec.limit_ops = 1000 * (i + 1);
        EXPECT_EQ(sv_lane_create(space, gate, &spec, &lanes[i]), 0);
        EXPECT_EQ(count_now(lanes[i], SV_COUNTER_state), 0);
    }
    EXPECT_EQ(sv_gate_destroy(gate), SV_STATE);
    uint64_t before_ns = sv_now_ns();
    EXPECT_EQ(sv_gate_open(gate), 0);
    for (uint32_t i = 0; i < 4; i++) {
        rig_collect(lanes[i], &outcomes[i]);
        sv_lane_destroy(lanes[i]);
    }
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    for (uint32_t i = 0; i < 4; i++) {
        const struct rig_outcome *outcome = &outcomes[i];
        EXPECT_EQ(outcome->status, 0);
        EXPECT_EQ(RIG_COUNT(outcome, state), 4);
        EXPECT_EQ(RIG_COUNT(outcome, start_ns), RIG_COUNT(outcomes, start_ns));
        EXPECT(RIG_COUNT(outcome, start_ns) >= before_ns);
        EXPECT_EQ(RIG_COUNT(outcome, write_ops), 1000 * (i + 1));
        EXPECT_EQ(RIG_COUNT(outcome, steady_ns),
                  RIG_COUNT(outcomes, steady_ns));
        EXPECT(RIG_COUNT(outcome, steady_ns) <= RIG_COUNT(outcome, end_ns));
        EXPECT(RIG_COUNT(outcome, steady_write_ops) <=
               RIG_COUNT(outcome, write_ops));
        EXPECT(RIG_COUNT(outcome, steady_write_bytes) <=
               RIG_COUNT(outcome, write_bytes));
    }
    rig_close(space);
}

/* At the gate, at work, or between two operations an hour apart. */
static void a_stop_ends_a_lane_wherever_it_is(uint32_t place, bool stops_gate)
{
    struct sv_space *space = open_null();
    struct sv_lane_spec spec = null_spec();
    struct rig_outcome outcome;
    struct sv_gate *gate;
    struct sv_lane *lane;

    if (place == 2) {
        spec.arrival = SV_CONSTANT;
        spec.interval_ps = UINT64_C(3600) * 1000000000000;
    }
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    if (place > 0) {
        EXPECT_EQ(sv_gate_open(gate), 0);
        while (count_now(lane, SV_COUNTER_write_ops) == 0)
            (void)sched_yield();
    }
    if (stops_gate)
        sv_gate_stop(gate);
    else
        sv_lane_stop(lane);
    rig_collect(lane, &outcome);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(RIG_COUNT(&outcome, state), 4);
    EXPECT_EQ(RIG_COUNT(&outcome, in_flight), 0);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(space);
}

int main(void)
{
    constant_arrivals_are_as_many_as_asked();
    poisson_gaps_have_their_mean();
    a_slow_device_shows_in_backlog_and_response();
    a_lane_that_is_late_does_not_sleep();
    limits_end_the_lane();
    the_warm_up_is_counted_apart(SV_CLOSED);
    the_warm_up_is_counted_apart(SV_CONSTANT);
    a_lane_within_its_warm_up_measures_nothing();
    the_gate_starts_lanes_together();
    for (uint32_t place = 0; place < 3; place++) {
        a_stop_ends_a_lane_wherever_it_is(place, true);
        a_stop_ends_a_lane_wherever_it_is(place, false);
    }
    return 0;
}
