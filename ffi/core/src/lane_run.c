/* lane_run.c -- a lane's life from the gate to its last completion. */
#include <errno.h>
#include <sched.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "svi_fault.h"
#include "svi_lane.h"

/* A stop must be seen while nothing is due for long. */
#define NAP_NS_MAX UINT64_C(50000000)
#define CPU_TELL_NS UINT64_C(50000000)

static uint64_t thread_cpu_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static bool wait_at_gate(struct sv_lane *lane)
{
    struct sv_gate *gate = lane->gate;
    bool is_stopped = false;
    (void)pthread_mutex_lock(&gate->lock);
    for (;;) {
        is_stopped =
            atomic_load(&gate->is_stopped) || atomic_load(&lane->is_stopped);
        if (gate->is_open || is_stopped)
            break;
        (void)pthread_cond_wait(&gate->changed, &gate->lock);
    }
    bool is_open = gate->is_open;
    (void)pthread_mutex_unlock(&gate->lock);
    return is_open;
}

static void set_times(struct sv_lane *lane)
{
    lane->now_ns = svi_clock_ns();
    lane->measure_ns = lane->gate->start_ns + lane->spec.warmup_ns;
    lane->deadline_ns = UINT64_MAX;
    if (lane->spec.limit_ns != 0)
        lane->deadline_ns = lane->measure_ns + lane->spec.limit_ns;
    lane->due_ns = lane->gate->start_ns + lane->spec.phase_ns;
    SVI_SET(lane, start_ns, lane->measure_ns);
    SVI_SET(lane, state, lane->spec.warmup_ns != 0 ? 1 : 2);
}

bool svi_lane_begin(struct sv_lane *lane)
{
    if (!wait_at_gate(lane))
        return false;
    set_times(lane);
    return true;
}

int32_t svi_lane_pin(const struct sv_lane *lane)
{
    /* Open-loop waits end on time: 50 us of slack is the default. */
    (void)prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL);
    if (lane->spec.cpu_plus_one == 0)
        return 0;
    if (lane->spec.cpu_plus_one > CPU_SETSIZE)
        return -EINVAL;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(lane->spec.cpu_plus_one - 1, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0 ? 0 : -errno;
}

void svi_lane_send(struct sv_lane *lane, struct svi_slot *slot)
{
    if (slot->transfer.op == SV_SYNC)
        slot->undo_sequence = atomic_load(&lane->space->undo_sequence);
    if (SVI_HAS_LOG(lane))
        svi_lane_log_begin(lane, slot);
    if (SVI_FAULT_GATE_OPEN && svi_lane_fault_before(lane, slot)) {
        slot->submit_ns = svi_clock_ns();
        lane->ready[lane->ready_count++] = slot;
        return;
    }
    lane->io->methods->queue(lane->io, &slot->transfer);
    lane->fresh[lane->fresh_count++] = slot;
}

static void stamp_submit(struct sv_lane *lane, uint64_t now_ns)
{
    for (uint32_t i = 0; i < lane->fresh_count; i++) {
        struct svi_slot *slot = lane->fresh[i];
        if (slot->submit_ns != 0)
            continue;
        slot->submit_ns = now_ns;
        if (slot->intended_ns == 0 || slot->intended_ns < lane->measure_ns ||
            slot->transfer.op == SV_SYNC)
            continue;
        uint64_t late_ns =
            now_ns > slot->intended_ns ? now_ns - slot->intended_ns : 0;
        if (late_ns > SVI_LATE_NS)
            SVI_COUNT(lane, late_starts, 1);
        if (late_ns > SVI_GET(lane, late_ns_max))
            SVI_SET(lane, late_ns_max, late_ns);
    }
    lane->fresh_count = 0;
}

static void finish_ready(struct sv_lane *lane)
{
    while (lane->ready_count > 0)
        svi_lane_finish(lane, lane->ready[--lane->ready_count]);
}

static void release_held(struct sv_lane *lane)
{
    bool is_stopped = svi_lane_is_done_issuing(lane) &&
                      (atomic_load(&lane->is_stopped) ||
                       atomic_load(&lane->gate->is_stopped));
    for (uint32_t i = 0; i < lane->held_count;) {
        struct svi_slot *slot = lane->held[i];
        if (slot->release_ns > lane->now_ns && !is_stopped) {
            i++;
            continue;
        }
        lane->held[i] = lane->held[--lane->held_count];
        slot->state = SVI_SLOT_FLYING;
        svi_lane_finish(lane, slot);
    }
}

int32_t svi_lane_flush(struct sv_lane *lane, uint32_t least,
                       uint64_t timeout_ns)
{
    uint64_t sent_ns = svi_clock_ns();
    if (lane->fresh_count > 0)
        stamp_submit(lane, sent_ns);
    int32_t count = lane->io->methods->wait(lane->io, least, timeout_ns,
                                            lane->done, lane->spec.depth);
    if (count < 0) {
        svi_lane_abandon(lane, count);
        return count;
    }
    lane->now_ns = svi_clock_ns();
    if (least > 0)
        lane->has_slept = lane->now_ns - sent_ns > SVI_SLEEP_NS;
    for (int32_t i = 0; i < count; i++)
        svi_lane_finish(lane, (struct svi_slot *)lane->done[i]);
    return count;
}

/* How long the lane may sleep if nothing comes back. */
static uint64_t patience_ns(const struct sv_lane *lane)
{
    uint64_t until = UINT64_MAX;
    if (lane->spec.arrival != SV_CLOSED &&
        lane->flying_count + lane->parked_count < lane->spec.depth &&
        !svi_lane_is_done_issuing(lane))
        until =
            lane->due_ns < lane->deadline_ns ? lane->due_ns : lane->deadline_ns;
    /* Due, and still not issued: a sweep waits for its oldest block, or only
     * for the books to say that it is done. */
    if (until <= lane->now_ns)
        until = lane->now_ns + (lane->flying_count > 0 ? NAP_NS_MAX : 0);
    for (uint32_t i = 0; i < lane->held_count; i++)
        until = lane->held[i]->release_ns < until ? lane->held[i]->release_ns
                                                  : until;
    if (until == UINT64_MAX)
        return UINT64_MAX;
    uint64_t wait_ns = until > lane->now_ns ? until - lane->now_ns : 0;
    return wait_ns < NAP_NS_MAX ? wait_ns : NAP_NS_MAX;
}

static void tell_sweep(struct sv_lane *lane)
{
    uint64_t acked = SVI_LOAD(lane->sweep->issued);
    for (uint32_t i = 0; i < lane->slot_count; i++) {
        const struct svi_slot *slot = &lane->slots[i];
        if (slot->state != SVI_SLOT_FREE && slot->transfer.op == SV_WRITE &&
            slot->index < acked)
            acked = slot->index;
    }
    if (acked > lane->sweep_floor)
        acked = lane->sweep_floor;
    atomic_store_explicit(&lane->sweep->acked, acked, memory_order_release);
}

static void take_steady(struct sv_lane *lane, uint64_t first_end_ns)
{
    lane->has_steady = true;
    SVI_SET(lane, steady_read_ops, SVI_GET(lane, read_ops));
    SVI_SET(lane, steady_read_bytes, SVI_GET(lane, read_bytes));
    SVI_SET(lane, steady_write_ops, SVI_GET(lane, write_ops));
    SVI_SET(lane, steady_write_bytes, SVI_GET(lane, write_bytes));
    SVI_SET(lane, steady_ns, first_end_ns);
}

static void tell_cpu(struct sv_lane *lane)
{
    SVI_SET(lane, cpu_ns,
            thread_cpu_ns() + atomic_load(&lane->io->other_cpu_ns));
    lane->cpu_told_ns = lane->now_ns;
}

static void keep_books(struct sv_lane *lane)
{
    if (lane->sweep != NULL)
        tell_sweep(lane);
    SVI_SET(lane, passes, lane->pattern.passes);
    SVI_SET(lane, in_flight, lane->flying_count);
    if (SVI_GET(lane, state) == 1 && lane->now_ns >= lane->measure_ns)
        SVI_SET(lane, state, 2);
    uint64_t first_end_ns =
        atomic_load_explicit(&lane->gate->first_end_ns, memory_order_relaxed);
    if (first_end_ns != 0 && !lane->has_steady)
        take_steady(lane, first_end_ns);
    if (lane->now_ns - lane->cpu_told_ns > CPU_TELL_NS)
        tell_cpu(lane);
}

static void turn(struct sv_lane *lane)
{
    if (lane->parked_count > 0)
        svi_lane_retry_parked(lane);
    svi_lane_issue(lane);
    finish_ready(lane);
    if (lane->landed_count > 0) {
        if (lane->fresh_count > 0)
            (void)svi_lane_flush(lane, 0, 0);
        svi_lane_judge_landed(lane);
    }
    bool is_idle = lane->flying_count == lane->held_count;
    /* Operations that were done at once leave slots free: no waiting then. */
    uint64_t patience = svi_lane_can_issue(lane) ? 0 : patience_ns(lane);
    if (is_idle && lane->parked_count == 0 && patience == UINT64_MAX) {
        keep_books(lane);
        return;
    }
    uint32_t least = patience == 0 ? 0 : 1;
    if (is_idle && patience == UINT64_MAX)
        least = 0;
    (void)svi_lane_flush(lane, least, patience);
    if (lane->held_count > 0)
        release_held(lane);
    keep_books(lane);
}

/* fsync of every file of the region, each timed as one operation. */
static void sync_at_end(struct sv_lane *lane)
{
    uint64_t first = lane->spec.region_unit / lane->space->file_units;
    uint64_t last = (lane->spec.region_unit + lane->spec.region_units - 1) /
                    lane->space->file_units;
    for (uint64_t file = first;
         file <= last && !lane->is_ending; file++) {
        struct svi_slot *slot =
            &lane->slots[lane->free_slots[--lane->free_count]];
        slot->transfer =
            (struct svi_transfer){.op = SV_SYNC, .file = (uint32_t)file};
        slot->unit = file * lane->space->file_units;
        slot->number = lane->issued_ops + 1 + file;
        slot->units = 0;
        slot->bytes = 0;
        slot->moved = 0;
        slot->submit_ns = 0;
        slot->intended_ns = 0;
        slot->has_waited = false;
        slot->is_revert = false;
        slot->is_lie = false;
        slot->state = SVI_SLOT_FLYING;
        lane->flying_count++;
        svi_lane_send(lane, slot);
        finish_ready(lane);
        while (lane->flying_count > 0) {
            (void)svi_lane_flush(
                lane, 1, lane->held_count > 0 ? NAP_NS_MAX : UINT64_MAX);
            release_held(lane);
        }
    }
}

void svi_lane_run(struct sv_lane *lane)
{
    if (!svi_lane_begin(lane))
        return;
    struct sv_fault_state lie;
    lane->keeps_undo = SVI_FAULT_GATE_OPEN &&
                       sv_fault_state(SV_FAULT_SYNC_LIE, &lie) == 0 &&
                       lie.armed != 0;
    while (!svi_lane_is_done_issuing(lane) || lane->flying_count > 0 ||
           ((lane->parked_count > 0 || lane->is_sync_due) &&
            !lane->is_ending)) {
        if (SVI_GET(lane, state) != 3 && svi_lane_is_done_issuing(lane))
            SVI_SET(lane, state, 3);
        turn(lane);
    }
    svi_lane_judge_landed(lane);
    svi_lane_tell_backlog(lane);
    if (lane->spec.sync_policy == SV_SYNC_END &&
        lane->spec.read_permille != 1000)
        sync_at_end(lane);
    if (lane->sweep != NULL)
        tell_sweep(lane);
    lane->now_ns = svi_clock_ns();
    uint64_t none = 0;
    (void)atomic_compare_exchange_strong(&lane->gate->first_end_ns, &none,
                                         lane->now_ns);
    if (!lane->has_steady)
        take_steady(lane, atomic_load(&lane->gate->first_end_ns));
    tell_cpu(lane);
    SVI_SET(lane, passes, lane->pattern.passes);
    SVI_SET(lane, in_flight, 0);
    /* It ended within the warm-up: what is measured is empty, not negative. */
    if (lane->now_ns < lane->measure_ns)
        SVI_SET(lane, start_ns, lane->now_ns);
    SVI_SET(lane, end_ns, lane->now_ns);
}
