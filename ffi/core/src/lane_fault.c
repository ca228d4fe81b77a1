/* lane_fault.c -- what the fault points do to an operation.
 *
 * Faults act where a lying device would: on the bytes and places of a transfer
 * after the lane has stamped it, or on what comes back before the lane looks.
 * The oracle always believes the acknowledgement. Nothing here runs while the
 * fault gate is closed, so plain blocking calls are good enough.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "svi_fault.h"
#include "svi_lane.h"
#include "svi_stamp.h"

#define SECTOR_BYTES 512u

/* Asks a point and counts what it did to this lane. */
#define FIRES(lane, slot, id, default_arg, arg_out)                       \
    (SVI_FAULT_AT(id, place_of(lane, slot), (default_arg), (arg_out)) &&  \
     told(lane))

static uint64_t place_of(const struct sv_lane *lane,
                         const struct svi_slot *slot)
{
    return svi_fault_place(lane->spec.lane, slot->number, slot->moved);
}

static bool told(struct sv_lane *lane)
{
    SVI_COUNT(lane, faults_fired, 1);
    return true;
}

static int descriptor(const struct sv_lane *lane, const struct svi_slot *slot)
{
    return lane->space->fds[slot->transfer.file];
}

/* False over a store, and over nothing: faults that need a transfer of their
 * own are not asked for. */
static bool has_file(const struct sv_lane *lane, const struct svi_slot *slot)
{
    return descriptor(lane, slot) >= 0;
}

/* Offset `units` further on, turned back at the end of the file. */
static uint64_t elsewhere(const struct sv_lane *lane,
                          const struct svi_slot *slot, uint64_t units)
{
    uint64_t file_bytes = lane->space->spec.file_bytes;
    /* Over a store as many objects: no request lies in two. */
    uint32_t step = lane->space->store != NULL ? lane->space->object_bytes
                                               : lane->space->spec.unit_bytes;
    uint64_t move = units * step % file_bytes;
    uint64_t offset = slot->transfer.offset;
    if (offset + move + slot->transfer.bytes <= file_bytes)
        return offset + move;
    return offset >= move ? offset - move : 0;
}

static void restamp_older(struct sv_lane *lane, const struct svi_slot *slot,
                          uint8_t *buffer);

/* What is in the place now, into the scratch buffer; over a store, what must
 * have been put there before. */
static bool fetch_old(struct sv_lane *lane, const struct svi_slot *slot)
{
    if (lane->space->store != NULL) {
        restamp_older(lane, slot, lane->scratch);
        return true;
    }
    if (!has_file(lane, slot))
        return false;
    return pread(descriptor(lane, slot), lane->scratch, slot->transfer.bytes,
                 (off_t)slot->transfer.offset) == (ssize_t)slot->transfer.bytes;
}

static uint32_t at_most(uint64_t value, uint32_t bound)
{
    return value < bound ? (uint32_t)value : bound;
}

static void flip(uint8_t *buffer, uint32_t bytes, uint64_t bit)
{
    bit %= (uint64_t)bytes * 8;
    buffer[bit / 8] = (uint8_t)(buffer[bit / 8] ^ (1u << (bit % 8)));
}

static void shift(uint8_t *buffer, uint32_t bytes, uint64_t by)
{
    uint32_t move = at_most(by, bytes - 1);
    memmove(buffer + move, buffer, bytes - move);
    memset(buffer, 0, move);
}

static void tear(struct sv_lane *lane, struct svi_slot *slot)
{
    uint8_t *buffer = slot->transfer.buffer;
    uint32_t unit = lane->space->spec.unit_bytes, bytes = slot->transfer.bytes;
    uint64_t arg;
    if (lane->space->store == NULL && !has_file(lane, slot))
        return; /* nothing is kept, so nothing old either */
    if (FIRES(lane, slot, WRITE_TORN_HEAD, SECTOR_BYTES, &arg) &&
        fetch_old(lane, slot)) {
        uint32_t from = bytes - unit + at_most(arg, unit);
        memcpy(buffer + from, lane->scratch + from, bytes - from);
    }
    if (FIRES(lane, slot, WRITE_TORN_TAIL, SECTOR_BYTES, &arg) &&
        fetch_old(lane, slot))
        memcpy(buffer, lane->scratch, at_most(arg, unit));
}

/* Faults that change the bytes or the place of a write. */
static void spoil_write(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    uint64_t arg;
    tear(lane, slot);
    if (FIRES(lane, slot, WRITE_BITFLIP, SVI_FAULT_RANDOM, &arg))
        flip(transfer->buffer, transfer->bytes, arg);
    if (FIRES(lane, slot, WRITE_ZERO, 0, &arg))
        memset(transfer->buffer, 0, transfer->bytes);
    if (FIRES(lane, slot, WRITE_SHIFT, 8, &arg))
        shift(transfer->buffer, transfer->bytes, arg);
    if (has_file(lane, slot) && FIRES(lane, slot, WRITE_DUPLICATE, 1, &arg)) {
        ssize_t ignored =
            pwrite(descriptor(lane, slot), transfer->buffer, transfer->bytes,
                   (off_t)elsewhere(lane, slot, arg));
        (void)ignored;
    }
    if (FIRES(lane, slot, WRITE_MISDIRECT, 1, &arg))
        transfer->offset = elsewhere(lane, slot, arg);
    slot->is_revert =
        has_file(lane, slot) && FIRES(lane, slot, WRITE_REVERT, 0, &arg);
}

static bool refuse(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    bool is_write = transfer->op == SV_WRITE;
    uint64_t arg;
    if (FIRES(lane, slot, SUBMIT_EIO, 0, &arg))
        transfer->result = -EIO;
    else if (is_write && FIRES(lane, slot, SUBMIT_ENOSPC, 0, &arg))
        transfer->result = -ENOSPC;
    else if (FIRES(lane, slot, SUBMIT_EAGAIN, 0, &arg))
        transfer->result = -EAGAIN;
    else
        return false;
    return true;
}

static bool fault_sync(struct sv_lane *lane, struct svi_slot *slot)
{
    slot->transfer.result = 0;
    if (FIRES(lane, slot, SYNC_EIO, 0, NULL))
        slot->transfer.result = -EIO;
    else if (has_file(lane, slot) && FIRES(lane, slot, SYNC_LIE, 0, NULL))
        slot->is_lie = true;
    else
        return false;
    if (slot->is_lie)
        atomic_store(&lane->space->has_lied, true);
    return true;
}

bool svi_lane_fault_before(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    uint64_t arg;
    transfer->place = place_of(lane, slot);
    if (transfer->op == SV_SYNC)
        return fault_sync(lane, slot);
    /* From outside sync.lie may begin at any time: what is written from then
     * on can be lost. */
    if (transfer->op == SV_WRITE &&
        (lane->keeps_undo || atomic_load(&lane->space->has_lied)))
        (void)svi_undo_keep(lane->space, transfer->file, transfer->offset,
                            transfer->bytes);
    if (refuse(lane, slot))
        return true;
    if (transfer->op == SV_WRITE)
        spoil_write(lane, slot);
    else if (FIRES(lane, slot, READ_MISDIRECT, 1, &arg))
        transfer->offset = elsewhere(lane, slot, arg);
    if (has_file(lane, slot) && transfer->bytes > lane->space->align_bytes &&
        FIRES(lane, slot, SUBMIT_SHORT, SECTOR_BYTES, &arg)) {
        /* The lane asked for all of it and is told of a part. */
        uint32_t part = at_most(arg, transfer->bytes);
        part -= part % lane->space->align_bytes;
        if (part == 0) /* less than the device can be asked for */
            part = lane->space->align_bytes;
        if (part > 0 && part < transfer->bytes) {
            ssize_t moved =
                transfer->op == SV_WRITE
                    ? pwrite(descriptor(lane, slot), transfer->buffer, part,
                             (off_t)transfer->offset)
                    : pread(descriptor(lane, slot), transfer->buffer, part,
                            (off_t)transfer->offset);
            transfer->result = moved < 0 ? -errno : (int32_t)moved;
            return true;
        }
    }
    if (transfer->op == SV_WRITE && FIRES(lane, slot, WRITE_LOST, 0, NULL)) {
        transfer->result = (int32_t)transfer->bytes;
        return true;
    }
    return false;
}

/* The generation before, stamped as it was then. */
static void restamp_older(struct sv_lane *lane, const struct svi_slot *slot,
                          uint8_t *buffer)
{
    uint32_t unit_bytes = lane->space->spec.unit_bytes;
    uint64_t first = slot->unit % lane->space->file_units;
    const struct sv_identity *identity =
        &lane->space->identities[slot->unit / lane->space->file_units];
    for (uint32_t i = 0; i < slot->units; i++) {
        uint8_t *at = buffer + (uint64_t)i * unit_bytes;
        uint64_t generation = slot->transfer.op == SV_WRITE
                                  ? slot->generations[i]
                                  : slot->windows[i].high;
        struct sv_stamp_write write = {
            .unit = first + i, .unit_count = 1, .writer = lane->spec.lane};
        if (generation < 2) {
            memset(at, 0, unit_bytes);
            continue;
        }
        generation--;
        (void)sv_stamp_fill(identity, &write, &generation, at);
    }
}

static void spoil_read(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    uint32_t bytes = (uint32_t)transfer->result;
    uint64_t arg;
    if (FIRES(lane, slot, READ_BITFLIP, SVI_FAULT_RANDOM, &arg))
        flip(transfer->buffer, bytes, arg);
    /* Without windows nobody knows what was there before. */
    if (lane->spec.verify == SV_VERIFY_ON &&
        FIRES(lane, slot, READ_STALE, 0, &arg))
        restamp_older(lane, slot, slot->buffer);
    if (FIRES(lane, slot, READ_ZEROS, 0, &arg))
        memset(transfer->buffer, 0, bytes);
    if (FIRES(lane, slot, READ_SHORT, SECTOR_BYTES, &arg))
        transfer->result = (int32_t)at_most(arg, bytes);
}

static bool hold(struct sv_lane *lane, struct svi_slot *slot)
{
    uint64_t arg;
    if (slot->has_waited)
        return false;
    if (!FIRES(lane, slot, LATENCY_DELAY, 100, &arg) &&
        !FIRES(lane, slot, LATENCY_HANG, 30000, &arg))
        return false;
    slot->has_waited = true;
    slot->release_ns = lane->now_ns + arg * 1000000u;
    return true;
}

bool svi_lane_fault_after(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_transfer *transfer = &slot->transfer;
    if (slot->has_waited)
        return false;
    if (transfer->op == SV_READ && transfer->result > 0) {
        if (FIRES(lane, slot, READ_EIO, 0, NULL))
            transfer->result = -EIO;
        else
            spoil_read(lane, slot);
    }
    if (slot->is_revert && transfer->result == (int32_t)transfer->bytes) {
        restamp_older(lane, slot, lane->scratch);
        ssize_t ignored =
            pwrite(descriptor(lane, slot), lane->scratch, slot->bytes,
                   (off_t)svi_slot_offset(lane, slot));
        (void)ignored;
    }
    return hold(lane, slot);
}
