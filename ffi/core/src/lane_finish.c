/* lane_finish.c -- an operation came back: continued, failed, or recorded. */
#include <errno.h>

#include "svi_lane.h"

void svi_lane_fail(struct sv_lane *lane, int32_t status, uint64_t offset,
                   uint32_t op)
{
    if (lane->error_count++ == 0) {
        SVI_SET(lane, first_error_status, (uint64_t)(-(int64_t)status));
        SVI_SET(lane, first_error_offset, offset);
        SVI_SET(lane, first_error_op, op);
    }
    if (lane->error_count > lane->spec.errors_max)
        svi_lane_end(lane, status);
}

void svi_lane_end(struct sv_lane *lane, int32_t status)
{
    SVI_SET(lane, status, (uint64_t)(-(int64_t)status));
    lane->is_ending = true;
}

static void record_latency(struct sv_lane *lane, const struct svi_slot *slot)
{
    struct svi_histogram *histogram =
        &lane->histograms[slot->transfer.op * SVI_LATENCY_KINDS];
    uint64_t service_ns = lane->now_ns - slot->submit_ns;
    svi_histogram_add(histogram,
                      lane->now_ns > slot->submit_ns ? service_ns : 0);
    uint64_t first_byte_ns = slot->transfer.first_byte_ns;
    if (first_byte_ns > slot->submit_ns)
        svi_histogram_add(histogram + SV_FIRST_BYTE,
                          first_byte_ns - slot->submit_ns);
    if (lane->spec.arrival == SV_CLOSED || slot->transfer.op == SV_SYNC)
        return;
    uint64_t response_ns =
        lane->now_ns > slot->intended_ns ? lane->now_ns - slot->intended_ns : 0;
    svi_histogram_add(histogram + SV_RESPONSE, response_ns);
}

static void record(struct sv_lane *lane, struct svi_slot *slot)
{
    uint32_t op = slot->transfer.op;
    if (SVI_KEEPS(lane))
        svi_lane_keep(lane, slot, 0);
    if (!svi_slot_is_measured(lane, slot)) {
        if (op != SV_SYNC)
            SVI_COUNT(lane, warmup_ops, 1);
        return;
    }
    if (op == SV_READ) {
        SVI_COUNT(lane, read_ops, 1);
        SVI_COUNT(lane, read_bytes, slot->bytes);
    } else if (op == SV_WRITE) {
        SVI_COUNT(lane, write_ops, 1);
        SVI_COUNT(lane, write_bytes, slot->bytes);
    } else {
        SVI_COUNT(lane, sync_ops, 1);
    }
    record_latency(lane, slot);
}

static void settle(struct sv_lane *lane, const struct svi_slot *slot)
{
    if (slot->transfer.is_sum_wrong)
        svi_lane_tell_sum(lane, slot);
    SVI_COUNT(lane, units_written, slot->units);
    lane->units_since_sync += slot->units;
    if (lane->sweep != NULL)
        return;
    for (uint32_t i = 0; i < slot->units; i++)
        svi_oracle_settle(&lane->space->oracle, slot->unit + i);
}

/* A write whose outcome nobody knows: in the delta map its units stay
 * unsettled; a sweep never counts it, or what came after it, as acknowledged.
 */
static void leave_unsettled(struct sv_lane *lane, const struct svi_slot *slot)
{
    SVI_COUNT(lane, writes_ambiguous, slot->units);
    if (lane->sweep != NULL && slot->index < lane->sweep_floor)
        lane->sweep_floor = slot->index;
}

static void fail(struct sv_lane *lane, const struct svi_slot *slot,
                 int32_t status)
{
    uint32_t op = slot->transfer.op;
    if (SVI_HAS_LOG(lane))
        svi_lane_log_end(lane, slot, true);
    if (SVI_KEEPS(lane))
        svi_lane_keep(lane, slot, status);
    if (op == SV_READ) {
        SVI_COUNT(lane, read_errors, 1);
    } else if (op == SV_WRITE) {
        SVI_COUNT(lane, write_errors, 1);
        leave_unsettled(lane, slot);
    } else {
        SVI_COUNT(lane, sync_errors, 1);
        SVI_COUNT(lane, writes_ambiguous, lane->units_since_sync);
        lane->units_since_sync = 0;
        svi_space_poison(lane->space, slot->transfer.file, status);
    }
    svi_lane_fail(lane, status, slot->unit * lane->space->spec.unit_bytes, op);
}

static void release(struct sv_lane *lane, struct svi_slot *slot)
{
    slot->state = SVI_SLOT_FREE;
    lane->free_slots[lane->free_count++] = (uint32_t)(slot - lane->slots);
    lane->flying_count--;
}

/* True if the rest of a short transfer was sent again. A read that gives
 * nothing more is at the end of its file: what is missing is judged as such. */
static bool continue_short(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    uint32_t result = (uint32_t)transfer->result;
    if (transfer->op == SV_SYNC || result == transfer->bytes)
        return false;
    SVI_COUNT(lane, short_transfers, 1);
    if (result == 0 || result % lane->space->align_bytes != 0)
        return false;
    slot->moved += result;
    transfer->buffer += result;
    transfer->offset += result;
    transfer->bytes -= result;
    lane->io->methods->queue(lane->io, transfer);
    lane->fresh[lane->fresh_count++] = slot;
    return true;
}

void svi_lane_judge_landed(struct sv_lane *lane)
{
    for (uint32_t i = 0; i < lane->landed_count; i++) {
        struct svi_slot *slot = lane->landed[i];
        svi_lane_verify(lane, slot);
        slot->state = SVI_SLOT_FREE;
        lane->free_slots[lane->free_count++] = (uint32_t)(slot - lane->slots);
    }
    lane->landed_count = 0;
}

/* One failed sync takes the meaning of all that come after it. */
static void refuse_if_poisoned(const struct sv_lane *lane,
                               struct svi_transfer *transfer)
{
    uint32_t poisoned = atomic_load(&lane->space->poisoned);
    if (transfer->result >= 0 && poisoned != 0)
        transfer->result = -(int32_t)poisoned;
}

static void settle_sync(struct sv_lane *lane, const struct svi_slot *slot)
{
    /* With more files to sync, what was written is not all safe yet. */
    if (lane->spec.sync_policy == SV_SYNC_EVERY && !lane->is_sync_due)
        lane->units_since_sync = 0;
    if (!slot->is_lie)
        svi_undo_forget(lane->space, slot->transfer.file, slot->undo_sequence);
}

void svi_lane_finish(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    if (SVI_FAULT_GATE_OPEN && svi_lane_fault_after(lane, slot)) {
        slot->state = SVI_SLOT_HELD;
        lane->held[lane->held_count++] = slot;
        return;
    }
    if (transfer->op == SV_SYNC)
        refuse_if_poisoned(lane, transfer);
    if (transfer->result < 0) {
        fail(lane, slot, transfer->result);
        release(lane, slot);
        return;
    }
    if (continue_short(lane, slot))
        return;
    if (transfer->op != SV_SYNC)
        slot->moved += (uint32_t)transfer->result;
    if (transfer->op == SV_WRITE && slot->moved < slot->bytes) {
        fail(lane, slot, SV_SHORT);
        release(lane, slot);
        return;
    }
    if (SVI_HAS_LOG(lane))
        svi_lane_log_end(lane, slot, false);
    record(lane, slot);
    if (transfer->op == SV_READ && lane->slot_count > lane->spec.depth) {
        slot->state = SVI_SLOT_LANDED;
        lane->landed[lane->landed_count++] = slot;
        lane->flying_count--;
        return;
    }
    if (transfer->op == SV_READ)
        svi_lane_verify(lane, slot);
    else if (transfer->op == SV_WRITE)
        settle(lane, slot);
    else
        settle_sync(lane, slot);
    release(lane, slot);
}

void svi_lane_abandon(struct sv_lane *lane, int32_t status)
{
    for (uint32_t i = 0; i < lane->slot_count; i++) {
        struct svi_slot *slot = &lane->slots[i];
        if (slot->state != SVI_SLOT_FLYING)
            continue;
        fail(lane, slot, status);
        release(lane, slot);
    }
    lane->ready_count = 0;
    lane->fresh_count = 0;
    svi_lane_end(lane, status);
}
