/* lane_kept.c -- what lanes over units and over keys keep of an operation that
 * has ended. */
#include "svi_kept.h"
#include "svi_object_lane.h"

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* Field by field: the row is in the ring, and this is on every path of a lane
 * that does nothing but count. */
void svi_lane_keep(struct sv_lane *lane, const struct svi_slot *slot,
                   int32_t status)
{
    struct sv_kept *row = svi_kept_next(lane->kept);
    if (row == NULL)
        return;
    const struct sv_space *space = lane->space;
    const uint32_t op = slot->transfer.op;
    const uint64_t start_ns =
        slot->submit_ns != 0 ? slot->submit_ns : lane->now_ns;
    /* Faults move a transfer elsewhere: the slot has what was meant. */
    uint64_t file = 0, unit = slot->unit;
    if (space->spec.file_count > 1) {
        file = unit / space->file_units;
        unit -= file * space->file_units;
    }
    row->intended_ns = op == SV_SYNC || lane->spec.arrival == SV_CLOSED
                           ? 0
                           : slot->intended_ns;
    row->start_ns = start_ns;
    row->first_byte_ns = slot->transfer.first_byte_ns;
    row->end_ns = later(lane->now_ns, start_ns);
    row->place = file;
    row->offset = unit * space->spec.unit_bytes;
    row->bytes = slot->bytes;
    row->generation = op == SV_WRITE ? slot->generations[0] : 0;
    row->status = status;
    row->attempts = 1;
    row->op = (uint8_t)op;
    row->flags =
        (uint8_t)(svi_slot_is_measured(lane, slot) ? 0 : SV_KEPT_WARMUP);
    svi_kept_tell(lane->kept);
}

void svi_object_lane_keep(struct svi_object_lane *lane,
                          const struct svi_operation *operation,
                          const struct svi_kept_end *end)
{
    struct sv_lane *base = &lane->base;
    struct sv_kept *row = svi_kept_next(base->kept);
    if (row == NULL)
        return;
    const uint64_t start_ns =
        operation->submit_ns != 0 ? operation->submit_ns : base->now_ns;
    const uint64_t begun_ns =
        operation->intended_ns != 0 ? operation->intended_ns : start_ns;
    *row = (struct sv_kept){
        .intended_ns = operation->intended_ns,
        .start_ns = start_ns,
        .first_byte_ns = end->first_byte_ns,
        .end_ns = later(end->end_ns, start_ns),
        .place = operation->key,
        .offset = operation->op == SV_RANGE ? operation->start : 0,
        .bytes = end->bytes,
        .generation = operation->generation,
        .status = end->status,
        .attempts = (uint16_t)(operation->attempts < UINT16_MAX
                                   ? operation->attempts
                                   : UINT16_MAX),
        .op = (uint8_t)operation->op,
        .flags = begun_ns < base->measure_ns ? SV_KEPT_WARMUP : 0,
    };
    svi_kept_tell(base->kept);
}
