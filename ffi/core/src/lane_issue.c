/* lane_issue.c -- what comes next, when it is due, and whether it may start. */
#include <math.h>
#include <string.h>

#include "svi_lane.h"

/* Large operations are sent as soon as they are stamped, so that the device
 * works while the next one is being filled. Small ones go in twos while the
 * device is slower than the lane, which sleeps then: sending all that a turn
 * has makes the completions come in lumps too, and the device idles between
 * them (measured at depth 32 on a virtual disk: 49,000 IOPS in lumps; in twos
 * as many as one by one, for a tenth less CPU). A lane that never sleeps is
 * itself the limit, and sends several in one call. */
static uint32_t send_count(const struct sv_lane *lane)
{
    if (lane->spec.io == SV_IO_PSYNC)
        return 1; /* its threads start at once: so must the clock */
    uint32_t count = lane->spec.depth / 8;
    uint32_t most = lane->has_slept ? 2 : 8;
    return count < 1 ? 1 : count > most ? most : count;
}

bool svi_lane_is_done_issuing(const struct sv_lane *lane)
{
    const struct sv_lane_spec *spec = &lane->spec;
    if (lane->is_ending ||
        atomic_load_explicit(&lane->is_stopped, memory_order_relaxed) ||
        atomic_load_explicit(&lane->gate->is_stopped, memory_order_relaxed))
        return true;
    return (spec->limit_ops != 0 && lane->issued_ops >= spec->limit_ops) ||
           (spec->limit_bytes != 0 &&
            lane->issued_bytes >= spec->limit_bytes) ||
           lane->now_ns >= lane->deadline_ns;
}

void svi_lane_advance_due(struct sv_lane *lane)
{
    if (lane->spec.arrival == SV_CONSTANT) {
        lane->due_ps += lane->spec.interval_ps;
    } else {
        double gap = -log(1.0 - svi_random_unit(&lane->arrivals));
        lane->due_ps += (uint64_t)(gap * (double)lane->spec.interval_ps);
    }
    lane->due_ns =
        lane->gate->start_ns + lane->spec.phase_ns + lane->due_ps / 1000;
}

static bool overlaps(const struct svi_slot *a, const struct svi_slot *b)
{
    return a->unit < b->unit + b->units && b->unit < a->unit + a->units;
}

/* Only a lane that writes can conflict, and only with its own operations. */
static bool has_conflict(const struct sv_lane *lane,
                         const struct svi_slot *slot)
{
    if (lane->spec.read_permille == 1000)
        return false;
    for (uint32_t i = 0; i < lane->slot_count; i++) {
        const struct svi_slot *other = &lane->slots[i];
        if (other == slot ||
            (other->state != SVI_SLOT_FLYING && other->state != SVI_SLOT_HELD))
            continue;
        if (other->transfer.op == SV_SYNC ||
            (other->transfer.op == SV_READ && slot->transfer.op == SV_READ))
            continue;
        if (overlaps(slot, other))
            return true;
    }
    return false;
}

/* The lane ends before this operation was sent. */
static void drop(struct sv_lane *lane, struct svi_slot *slot)
{
    slot->state = SVI_SLOT_FREE;
    lane->flying_count--;
    lane->free_slots[lane->free_count++] = (uint32_t)(slot - lane->slots);
    if (slot->transfer.op == SV_WRITE && slot->index < lane->sweep_floor)
        lane->sweep_floor = slot->index;
}

static void start(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    slot->state = SVI_SLOT_FLYING;
    slot->moved = 0;
    slot->submit_ns = 0;
    slot->has_waited = false;
    slot->is_revert = false;
    slot->is_lie = false;
    transfer->found = SVI_FOUND_WHOLE;
    transfer->first_byte_ns = 0;
    transfer->buffer = slot->buffer;
    transfer->bytes = slot->bytes;
    transfer->file = (uint32_t)(slot->unit / lane->space->file_units);
    transfer->offset = svi_slot_offset(lane, slot);
    lane->flying_count++;
    if (lane->is_ending) {
        drop(lane, slot);
        return;
    }
    if (transfer->op == SV_WRITE)
        svi_lane_stamp(lane, slot);
    else if (transfer->op == SV_READ)
        svi_lane_open_windows(lane, slot);
    if (lane->is_ending) {
        /* Stamping failed for want of room in the oracle. */
        drop(lane, slot);
        return;
    }
    svi_lane_send(lane, slot);
    if (slot->bytes >= SVI_LARGE_BYTES ||
        lane->fresh_count >= send_count(lane))
        (void)svi_lane_flush(lane, 0, UINT64_MAX);
}

/* One of the files written since their last sync; they all get one. */
static void issue_sync(struct sv_lane *lane)
{
    uint32_t files = lane->space->spec.file_count;
    uint8_t *dirty = memchr(lane->dirty, 1, files);
    uint64_t file = dirty == NULL ? 0 : (uint64_t)(dirty - lane->dirty);
    lane->dirty[file] = 0;
    struct svi_slot *slot = &lane->slots[lane->free_slots[--lane->free_count]];
    slot->transfer.op = SV_SYNC;
    slot->transfer.data_only = 1;
    slot->number = lane->issued_ops + file;
    slot->units = 0;
    slot->bytes = 0;
    slot->unit = file * lane->space->file_units;
    slot->intended_ns = lane->now_ns;
    lane->is_sync_due = memchr(lane->dirty, 1, files) != NULL;
    start(lane, slot);
}

/* A sweep that runs a whole pass ahead of its oldest block would put more than
 * two generations into play. A shuffled one waits for the end of each pass: a
 * block that came late in one may come early in the next. */
static bool must_wait(const struct sv_lane *lane)
{
    if (lane->sweep == NULL)
        return false;
    uint64_t issued = SVI_LOAD(lane->sweep->issued);
    uint64_t ahead = issued - SVI_LOAD(lane->sweep->acked);
    if (lane->sweep->key != 0)
        return ahead != 0 && issued % lane->pattern.sweep_blocks == 0;
    return ahead >= lane->pattern.sweep_blocks;
}

bool svi_lane_can_issue(const struct sv_lane *lane)
{
    if (lane->free_count == 0 ||
        lane->flying_count + lane->parked_count >= lane->spec.depth)
        return false;
    if (lane->is_sync_due)
        return true;
    if (svi_lane_is_done_issuing(lane) || must_wait(lane))
        return false;
    return lane->spec.arrival == SV_CLOSED ||
           (lane->due_ns <= lane->now_ns && lane->due_ns < lane->deadline_ns);
}

static void issue_one(struct sv_lane *lane)
{
    struct svi_slot *slot = &lane->slots[lane->free_slots[--lane->free_count]];
    struct svi_choice choice;
    svi_pattern_next(&lane->pattern, &lane->choices, &choice);
    slot->transfer.op = choice.op;
    slot->unit = choice.unit;
    slot->units = choice.units;
    slot->bytes = choice.units * lane->space->spec.unit_bytes;
    slot->index = choice.index;
    slot->intended_ns = 0;
    slot->number = ++lane->issued_ops;
    lane->issued_bytes += slot->bytes;
    if (lane->sweep != NULL)
        atomic_store_explicit(&lane->sweep->issued, choice.index + 1,
                              memory_order_release);
    if (lane->spec.arrival != SV_CLOSED) {
        slot->intended_ns = lane->due_ns;
        svi_lane_advance_due(lane);
    }
    if (choice.op == SV_WRITE && lane->dirty != NULL) {
        lane->dirty[slot->unit / lane->space->file_units] = 1;
        if (++lane->writes_since_sync >= lane->spec.sync_every) {
            lane->writes_since_sync = 0;
            lane->is_sync_due = true;
        }
    }
    if (has_conflict(lane, slot)) {
        slot->state = SVI_SLOT_PARKED;
        lane->parked[lane->parked_count++] = slot;
        SVI_COUNT(lane, conflicts, 1);
        return;
    }
    start(lane, slot);
}

/* What is due and not started. After the deadline it is what never will be, so
 * that the load which was asked for and not made can be told. */
void svi_lane_tell_backlog(struct sv_lane *lane)
{
    if (lane->spec.arrival == SV_CLOSED)
        return;
    const struct sv_lane_spec *spec = &lane->spec;
    uint64_t until_ns = lane->now_ns < lane->deadline_ns
                            ? lane->now_ns
                            : lane->deadline_ns - 1;
    uint64_t backlog = 0;
    if (lane->due_ns <= until_ns)
        backlog = (until_ns - lane->due_ns) * 1000 / spec->interval_ps + 1;
    if (spec->limit_ops != 0 && backlog > spec->limit_ops - lane->issued_ops)
        backlog = spec->limit_ops - lane->issued_ops;
    SVI_SET(lane, backlog, backlog);
    if (backlog > SVI_GET(lane, backlog_max))
        SVI_SET(lane, backlog_max, backlog);
}

void svi_lane_issue(struct sv_lane *lane)
{
    /* A method that is done at once must not keep the books from being kept. */
    for (uint32_t i = 0; i < lane->spec.depth && svi_lane_can_issue(lane);
         i++) {
        if (lane->is_sync_due)
            issue_sync(lane);
        else
            issue_one(lane);
    }
    svi_lane_tell_backlog(lane);
}

void svi_lane_retry_parked(struct sv_lane *lane)
{
    uint32_t kept = 0, count = lane->parked_count;
    for (uint32_t i = 0; i < count; i++) {
        struct svi_slot *slot = lane->parked[i];
        if (!has_conflict(lane, slot))
            start(lane, slot);
        else
            lane->parked[kept++] = slot;
    }
    lane->parked_count = kept;
}
