/* lane_log.c -- what a lane over units tells the log of its space. */
#include "svi_lane.h"
#include "svi_log.h"

static uint32_t runs_of(const struct svi_slot *slot)
{
    uint32_t runs = 1;
    for (uint32_t i = 1; i < slot->units; i++)
        runs += slot->generations[i] != slot->generations[i - 1] ? 1 : 0;
    return runs;
}

static struct sv_log_record record_of(const struct sv_lane *lane,
                                      const struct svi_slot *slot)
{
    bool is_write = slot->transfer.op == SV_WRITE;
    return (struct sv_log_record){
        .begun = slot->log_begun,
        .offset = is_write ? svi_slot_offset(lane, slot) : 0,
        .generation = is_write ? slot->generations[0] : 0,
        .stamp = is_write ? slot->stamp : 0,
        .bytes = slot->bytes,
        .seconds = is_write ? slot->seconds : 0,
        .file = (uint16_t)(slot->unit / lane->space->file_units),
        .lane = (uint16_t)lane->spec.lane,
        .op = (uint8_t)slot->transfer.op,
    };
}

/* A record for each row of units with one generation, all in one place: a
 * write that is half in the log would be another write. */
static void begin_write(struct sv_lane *lane, struct svi_slot *slot)
{
    struct sv_log *log = lane->space->log;
    struct sv_log_record record = record_of(lane, slot);
    uint32_t unit_bytes = lane->space->spec.unit_bytes, runs = runs_of(slot);
    uint64_t sequence = svi_log_take(log, runs);
    slot->log_begun = sequence;
    if (sequence == 0)
        return;
    record.begun = sequence;
    record.stage = SV_LOG_BEGUN;
    record.time_ns = svi_clock_ns();
    for (uint32_t first = 0, next; first < slot->units; first = next) {
        next = first + 1;
        while (next < slot->units &&
               slot->generations[next] == slot->generations[first])
            next++;
        record.sequence = sequence++;
        record.generation = slot->generations[first];
        record.bytes = (next - first) * unit_bytes;
        record.flags = next < slot->units ? SV_LOG_MORE : 0;
        svi_log_put(log, &record);
        record.offset += record.bytes;
    }
}

void svi_lane_log_begin(struct sv_lane *lane, struct svi_slot *slot)
{
    slot->log_begun = 0;
    if (slot->transfer.op == SV_WRITE)
        begin_write(lane, slot);
    else if (slot->transfer.op == SV_SYNC)
        slot->log_begun =
            svi_log_begin(lane->space->log, record_of(lane, slot));
}

void svi_lane_log_end(struct sv_lane *lane, const struct svi_slot *slot,
                      bool has_failed)
{
    if (slot->transfer.op == SV_READ)
        return;
    struct sv_log_record record = record_of(lane, slot);
    bool is_durable = lane->space->store != NULL ||
                      (lane->space->spec.flags & SV_SPACE_DSYNC) != 0;
    record.has_failed = has_failed ? 1 : 0;
    record.flags = is_durable && !has_failed ? SV_LOG_DURABLE : 0;
    svi_log_end(lane->space->log, record);
}
