/* object_run.c -- an object lane's life from the gate to its last answer. */
#include <time.h>

#include "svi_object_lane.h"

/* A stop must be seen while the store is silent. */
#define NAP_NS UINT64_C(50000000)
#define SKIP_NAP_NS UINT64_C(1000000)
#define CPU_TELL_NS UINT64_C(50000000)

static void sleep_ns(uint64_t ns)
{
    const struct timespec time = {.tv_sec = (time_t)(ns / 1000000000u),
                                  .tv_nsec = (long)(ns % 1000000000u)};
    (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* How long the lane may sleep if nothing comes back. */
static uint64_t patience_ns(const struct svi_object_lane *lane)
{
    const struct sv_lane *base = &lane->base;
    if (lane->ready_count > 0 || svi_object_can_issue(lane))
        return 0;
    uint64_t until = base->now_ns + NAP_NS;
    if (base->spec.arrival != SV_CLOSED && lane->free_count > 0 &&
        !svi_lane_is_done_issuing(base))
        until = earlier(until, earlier(base->due_ns, base->deadline_ns));
    if (base->now_ns < base->deadline_ns && lane->in_client == 0)
        until = earlier(until, base->deadline_ns);
    for (uint32_t i = 0; i < lane->waiting_count; i++)
        until = earlier(until, lane->waiting[i]->due_ns);
    return until > base->now_ns ? until - base->now_ns : 0;
}

static void take_done(struct svi_object_lane *lane)
{
    const uint64_t patience = patience_ns(lane);
    if (lane->in_client == 0) {
        const bool is_over =
            svi_lane_is_done_issuing(&lane->base) && lane->waiting_count == 0;
        if (patience > 0 && !is_over)
            sleep_ns(patience);
        lane->base.now_ns = svi_clock_ns();
        return;
    }
    const int32_t count = lane->objects->client->wait(
        lane->client, patience == 0 ? 0 : 1, patience, lane->done,
        lane->exchange_count);
    lane->base.now_ns = svi_clock_ns();
    if (count < 0) {
        svi_exchange_abandon(lane, count);
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        struct svi_exchange *exchange = (struct svi_exchange *)lane->done[i];
        exchange->is_sent = false;
        lane->in_client--;
        svi_exchange_back(lane, exchange);
    }
}

static void take_ready(struct svi_object_lane *lane)
{
    while (lane->ready_count > 0)
        svi_exchange_back(lane, lane->ready[--lane->ready_count]);
}

static void tell_cpu(struct svi_object_lane *lane)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    SVI_SET(&lane->base, cpu_ns,
            (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
    lane->base.cpu_told_ns = lane->base.now_ns;
}

/* What came and what went: the steady part of a load has no more names. */
static void take_steady(struct svi_object_lane *lane, uint64_t first_end_ns)
{
    struct sv_lane *base = &lane->base;
    base->has_steady = true;
    SVI_SET(base, steady_read_ops,
            SVI_GET(base, get_ops) + SVI_GET(base, range_ops));
    SVI_SET(base, steady_read_bytes,
            SVI_GET(base, get_bytes) + SVI_GET(base, range_bytes));
    SVI_SET(base, steady_write_ops,
            SVI_GET(base, put_ops) + SVI_GET(base, upload_ops));
    SVI_SET(base, steady_write_bytes,
            SVI_GET(base, put_bytes) + SVI_GET(base, upload_bytes));
    SVI_SET(base, steady_ns, first_end_ns);
}

static void keep_books(struct svi_object_lane *lane)
{
    struct sv_lane *base = &lane->base;
    SVI_SET(base, in_flight, lane->flying_count);
    if (SVI_GET(base, state) == 1 && base->now_ns >= base->measure_ns)
        SVI_SET(base, state, 2);
    if (SVI_GET(base, state) != 3 && svi_lane_is_done_issuing(base))
        SVI_SET(base, state, 3);
    const uint64_t first_end_ns =
        atomic_load_explicit(&base->gate->first_end_ns, memory_order_relaxed);
    if (first_end_ns != 0 && !base->has_steady)
        take_steady(lane, first_end_ns);
    if (base->now_ns - base->cpu_told_ns > CPU_TELL_NS)
        tell_cpu(lane);
}

static void turn(struct svi_object_lane *lane)
{
    if (lane->parked_count > 0)
        svi_object_retry_parked(lane);
    if (lane->stalled_parts > 0)
        svi_upload_resume(lane);
    svi_object_issue(lane);
    take_ready(lane);
    /* Nothing to delete anywhere: look again in a while, do not spin. */
    if (lane->skipped_in_a_row > lane->spec.key_count && lane->in_client == 0)
        sleep_ns(SKIP_NAP_NS);
    take_done(lane);
    if (lane->waiting_count > 0)
        svi_exchange_pump(lane);
    keep_books(lane);
}

void svi_object_lane_run(struct svi_object_lane *lane)
{
    struct sv_lane *base = &lane->base;
    if (!svi_lane_begin(base))
        return;
    while (!svi_lane_is_done_issuing(base) || lane->flying_count > 0 ||
           lane->parked_count > 0)
        turn(lane);
    svi_lane_tell_backlog(base);
    base->now_ns = svi_clock_ns();
    uint64_t none = 0;
    (void)atomic_compare_exchange_strong(&base->gate->first_end_ns, &none,
                                         base->now_ns);
    if (!base->has_steady)
        take_steady(lane, atomic_load(&base->gate->first_end_ns));
    tell_cpu(lane);
    SVI_SET(base, in_flight, 0);
    /* It ended within the warm-up: what is measured is empty, not negative. */
    if (base->now_ns < base->measure_ns)
        SVI_SET(base, start_ns, base->now_ns);
    SVI_SET(base, end_ns, base->now_ns);
}
