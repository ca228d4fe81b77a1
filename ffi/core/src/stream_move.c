/* stream_move.c -- the two threads that move a stream's bytes: one fills free
 * chunks from the source, one empties full ones into the sink. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "svi_crc64nvme.h"
#include "svi_fault.h"
#include "svi_stream.h"

/* While an end could take more, it looks that often whether there is more. */
#define LOOK_NS UINT64_C(1000000)
/* A stop is noticed within that. */
#define STOP_NS UINT64_C(100000000)

struct mover {
    struct sv_stream *stream;
    struct svi_stream_end *end;
    struct svi_io *io;
    enum sv_stream_end which;
    uint32_t in_flight;
};

static int32_t open_io(struct mover *mover)
{
    struct svi_stream_end *end = mover->end;
    if (end->store != NULL)
        return svi_stream_store_io(mover->stream, mover->which, &mover->io);
    const struct svi_io_options options = {
        .fds = &end->fd,
        .fd_count = 1,
        .depth = end->depth,
        .memory = mover->stream->memory,
        .memory_bytes = (uint64_t)mover->stream->chunk_count *
                        mover->stream->spec.chunk_bytes,
        .flags = SV_LANE_NO_REGISTER, /* would pin what is not yet used */
    };
    /* Buffered transfers are copies in this thread whatever the method. */
    if (end->depth > 1 && svi_uring_open(&options, &mover->io) == 0)
        return 0;
    return svi_psync_open(&options, &mover->io);
}

static uint64_t offset_of(const struct mover *mover,
                          const struct svi_chunk *chunk)
{
    return chunk->index * mover->stream->spec.chunk_bytes;
}

static void fail(struct mover *mover, const struct svi_chunk *chunk,
                 int32_t status)
{
    svi_stream_fail(mover->stream, mover->which, status,
                    offset_of(mover, chunk), NULL);
}

/* Sends what is left of a chunk. With O_DIRECT whole blocks: the last read
 * asks for more than there is, the last write is padded. */
static void send(struct mover *mover, struct svi_chunk *chunk)
{
    struct svi_transfer *transfer = &chunk->transfer;
    const uint32_t align = mover->end->align_bytes;
    const uint32_t left = chunk->bytes - chunk->moved;
    transfer->op = mover->which == SV_STREAM_SOURCE ? SV_READ : SV_WRITE;
    transfer->file = 0;
    transfer->buffer = chunk->start + chunk->moved;
    transfer->offset = offset_of(mover, chunk) + chunk->moved;
    transfer->bytes = (left + align - 1) / align * align;
    if (mover->which == SV_STREAM_SINK && transfer->bytes > left)
        memset(transfer->buffer + left, 0, transfer->bytes - left);
    const int32_t status =
        SVI_FAULT_GATE_OPEN
            ? svi_stream_fault_before(mover->stream, mover->which, chunk)
            : 0;
    if (status != 0) {
        fail(mover, chunk, status);
        return;
    }
    mover->in_flight++;
    mover->io->methods->queue(mover->io, transfer);
}

/* True: the chunk is whole. */
static bool take_result(struct mover *mover, struct svi_chunk *chunk)
{
    const int32_t result =
        SVI_FAULT_GATE_OPEN || chunk->spoiled != NULL
            ? svi_stream_fault_after(mover->stream, mover->which,
                                     mover->end->align_bytes, chunk)
            : chunk->transfer.result;
    const uint32_t left = chunk->bytes - chunk->moved;
    mover->in_flight--;
    if (result == -EINTR || result == -EAGAIN) {
        send(mover, chunk);
        return false;
    }
    if (result <= 0 && left > 0) {
        fail(mover, chunk, result < 0 ? result : SV_SHORT);
        return false;
    }
    const uint32_t moved = (uint32_t)result < left ? (uint32_t)result : left;
    chunk->moved += moved;
    if (chunk->moved == chunk->bytes)
        return true;
    if (chunk->moved % mover->end->align_bytes != 0) {
        fail(mover, chunk, SV_SHORT); /* it ends within a block */
        return false;
    }
    send(mover, chunk);
    return false;
}

static void filled(struct mover *mover, struct svi_chunk *chunk)
{
    atomic_fetch_add(&mover->stream->counters[SV_STREAM_READ], chunk->bytes);
    svi_ring_put_full(mover->stream, chunk);
}

static void emptied(struct mover *mover, struct svi_chunk *chunk,
                    enum sv_stream_counter counter)
{
    struct sv_stream *stream = mover->stream;
    atomic_fetch_add(&stream->counters[counter], chunk->bytes);
    if (stream->parts != NULL) {
        (void)pthread_mutex_lock(&stream->lock);
        stream->parts[chunk->index].bytes = chunk->bytes;
        stream->parts[chunk->index].is_there = 1;
        (void)pthread_mutex_unlock(&stream->lock);
    }
    svi_ring_put_sunk(stream, chunk);
}

/* True: the sink has these very bytes already. */
static bool is_known(struct sv_stream *stream, const struct svi_chunk *chunk)
{
    if (stream->parts == NULL)
        return false;
    struct sv_stream_part *part = &stream->parts[chunk->index];
    const uint64_t crc = svi_crc64nvme(0, chunk->start, chunk->bytes);
    (void)pthread_mutex_lock(&stream->lock);
    const bool is_same = stream->is_known[chunk->index] &&
                         part->bytes == chunk->bytes && part->crc64nvme == crc;
    part->crc64nvme = crc;
    part->is_there = 0;
    (void)pthread_mutex_unlock(&stream->lock);
    return is_same;
}

/* Starts the next chunk; false: there is none to start now. */
static bool start_next(struct mover *mover)
{
    struct sv_stream *stream = mover->stream;
    const bool waits = mover->in_flight == 0;
    const bool is_source = mover->which == SV_STREAM_SOURCE;
    struct svi_chunk *chunk = is_source ? svi_ring_take_free(stream, waits)
                                        : svi_ring_take_full(stream, waits);
    if (chunk == NULL)
        return false;
    chunk->moved = 0;
    if (is_source && chunk->bytes == 0)
        filled(mover, chunk);
    else if (!is_source && is_known(stream, chunk))
        emptied(mover, chunk, SV_STREAM_PASSED);
    else if (!is_source && chunk->bytes == 0 && mover->end->store == NULL)
        emptied(mover, chunk, SV_STREAM_WRITTEN);
    else
        send(mover, chunk);
    return true;
}

static void take_done(struct mover *mover, struct svi_transfer **done,
                      int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        struct svi_chunk *chunk = (struct svi_chunk *)done[i];
        if (!take_result(mover, chunk))
            continue;
        if (mover->which == SV_STREAM_SOURCE)
            filled(mover, chunk);
        else
            emptied(mover, chunk, SV_STREAM_WRITTEN);
    }
}

static void move(struct mover *mover)
{
    struct svi_transfer *done[SVI_STREAM_DEPTH_MAX];
    bool is_cancelled = false;
    for (;;) {
        const bool is_over = atomic_load(&mover->stream->is_over);
        if (is_over && !is_cancelled && mover->end->store != NULL)
            svi_stream_store_cancel(mover->io);
        is_cancelled = is_over;
        while (!is_over && mover->in_flight < mover->end->depth &&
               start_next(mover)) {
        }
        if (mover->in_flight == 0)
            return; /* start_next() waited: that was all, or it is over */
        const bool has_room = mover->in_flight < mover->end->depth;
        const int32_t count =
            mover->io->methods->wait(mover->io, 1, has_room ? LOOK_NS : STOP_NS,
                                     done, SVI_STREAM_DEPTH_MAX);
        if (count < 0) {
            svi_stream_fail(mover->stream, mover->which, count, 0, NULL);
            return;
        }
        take_done(mover, done, count);
    }
}

static void run(struct sv_stream *stream, enum sv_stream_end which)
{
    struct mover mover = {
        .stream = stream, .end = &stream->ends[which], .which = which};
    const int32_t status = open_io(&mover);
    if (status != 0) {
        svi_stream_fail(stream, which, status, 0, NULL);
        return;
    }
    move(&mover);
    mover.io->methods->close(mover.io);
}

void *svi_source_run(void *argument)
{
    run(argument, SV_STREAM_SOURCE);
    svi_stream_leave(argument);
    return NULL;
}

/* What a crash must not take back once we say that it is done. */
static int32_t settle(const struct sv_stream *stream)
{
    const int fd = stream->ends[SV_STREAM_SINK].fd;
    uint64_t error;
    if (SVI_FAULT(FS_SYNC_FAIL, EIO, &error))
        return svi_fault_errno(error);
    if (ftruncate(fd, (off_t)stream->spec.size_bytes) != 0)
        return -errno;
    return fsync(fd) != 0 ? -errno : 0;
}

void *svi_sink_run(void *argument)
{
    struct sv_stream *stream = argument;
    if ((stream->ends[SV_STREAM_SINK].request.flags & SV_STREAM_FLOW) != 0)
        svi_stream_flow(stream);
    else
        run(stream, SV_STREAM_SINK);
    if (!atomic_load(&stream->is_over) &&
        stream->ends[SV_STREAM_SINK].store == NULL) {
        const int32_t status = settle(stream);
        if (status != 0)
            svi_stream_fail(stream, SV_STREAM_SINK, status,
                            stream->spec.size_bytes, NULL);
    }
    svi_stream_leave(stream);
    return NULL;
}
