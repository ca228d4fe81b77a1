/* stream_fault.c -- faults on purpose at both ends of a stream. Called only
 * while the gate is open: a stream without faults pays one load for each. */
#include <stdlib.h>
#include <string.h>

#include "svi_fault.h"
#include "svi_stream.h"

#define SPOILED_ALIGN 4096u /* O_DIRECT writes from there, too */

/* A seed knows a transfer by its stream, its chunk, and how much of the chunk
 * is done. */
#define FIRES(stream, which, chunk, id, default_arg, arg_out)         \
    (SVI_FAULT_AT(id, place_of(stream, which, chunk), (default_arg), \
                  (arg_out)))

static uint64_t place_of(const struct sv_stream *stream,
                         enum sv_stream_end which,
                         const struct svi_chunk *chunk)
{
    const uint64_t number =
        chunk->index ^ stream->spec.seed * UINT64_C(0x9E3779B97F4A7C15);
    return svi_fault_place((uint32_t)which, number, chunk->moved);
}

static void flip(uint8_t *bytes, uint32_t count, uint64_t bit)
{
    bit %= (uint64_t)count * 8;
    bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
}

/* On a copy: digests may still be made of the chunk itself. */
static int32_t spoil(struct svi_chunk *chunk, uint32_t count, uint64_t bit)
{
    struct svi_transfer *transfer = &chunk->transfer;
    const size_t room =
        ((size_t)transfer->bytes + SPOILED_ALIGN - 1) & ~(SPOILED_ALIGN - 1ul);
    chunk->spoiled = aligned_alloc(SPOILED_ALIGN, room);
    if (chunk->spoiled == NULL)
        return -ENOMEM;
    memcpy(chunk->spoiled, transfer->buffer, transfer->bytes);
    flip(chunk->spoiled, count, bit);
    transfer->buffer = chunk->spoiled;
    return 0;
}

int32_t svi_stream_fault_before(const struct sv_stream *stream,
                                enum sv_stream_end which,
                                struct svi_chunk *chunk)
{
    const uint32_t left = chunk->bytes - chunk->moved;
    uint64_t arg;
    if (which == SV_STREAM_SOURCE)
        return FIRES(stream, which, chunk, STREAM_READ_FAIL, EIO, &arg)
                   ? svi_fault_errno(arg)
                   : 0;
    if (FIRES(stream, which, chunk, STREAM_WRITE_FAIL, EIO, &arg))
        return svi_fault_errno(arg);
    if (left > 0 && FIRES(stream, which, chunk, STREAM_WRITE_BITFLIP,
                          SVI_FAULT_RANDOM, &arg))
        return spoil(chunk, left, arg);
    return 0;
}

int32_t svi_stream_fault_after(const struct sv_stream *stream,
                               enum sv_stream_end which, uint32_t align_bytes,
                               struct svi_chunk *chunk)
{
    int32_t result = chunk->transfer.result;
    uint64_t arg;
    free(chunk->spoiled);
    chunk->spoiled = NULL;
    if (which != SV_STREAM_SOURCE || result <= 0)
        return result;
    if (FIRES(stream, which, chunk, STREAM_READ_SHORT, 512, &arg)) {
        const uint64_t short_bytes =
            (arg + align_bytes - 1) / align_bytes * align_bytes;
        if (short_bytes < (uint64_t)result)
            result = (int32_t)short_bytes;
    }
    if (result > 0 && FIRES(stream, which, chunk, STREAM_READ_BITFLIP,
                            SVI_FAULT_RANDOM, &arg)) {
        const uint32_t left = chunk->bytes - chunk->moved;
        flip(chunk->start + chunk->moved,
             (uint32_t)result < left ? (uint32_t)result : left, arg);
    }
    return result;
}
