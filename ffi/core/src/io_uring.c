/* io_uring.c -- transfers through a ring of the lane's own.
 *
 * Design. One thread submits and reaps, so the ring is made SINGLE_ISSUER with
 * DEFER_TASKRUN where the kernel has them: completions are then processed only
 * when the lane asks, on its own CPU time, instead of by interrupting it.
 * Files and the one slab of buffers are registered; if the lock limit forbids
 * the buffers, plain addresses are used and the lane says so.
 */
#include "svi_io.h"

#ifdef SV_HAVE_URING

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>

#ifndef IORING_SETUP_SINGLE_ISSUER
#define IORING_SETUP_SINGLE_ISSUER (1U << 12)
#endif
#ifndef IORING_SETUP_DEFER_TASKRUN
#define IORING_SETUP_DEFER_TASKRUN (1U << 13)
#endif

/* The kernel's bound for one registered buffer. */
#define FIXED_MAX_BYTES (UINT64_C(1) << 30)

struct uring {
    struct svi_io io;
    struct io_uring ring;
    const int *fds;
    uint32_t queued;
    uint32_t sends;
    uint32_t copy_from_bytes;
};

static void queue(struct svi_io *io, struct svi_transfer *transfer)
{
    struct uring *uring = (struct uring *)io;
    struct io_uring_sqe *sqe = io_uring_get_sqe(&uring->ring);
    int fd = uring->fds[transfer->file];
    if (io->fixed_files != 0)
        fd = (int)transfer->file;
    if (transfer->op == SV_SYNC) {
        io_uring_prep_fsync(sqe, fd,
                            transfer->data_only ? IORING_FSYNC_DATASYNC : 0);
    } else if (transfer->op == SV_READ) {
        if (io->fixed_buffers != 0)
            io_uring_prep_read_fixed(sqe, fd, transfer->buffer, transfer->bytes,
                                     transfer->offset, 0);
        else
            io_uring_prep_read(sqe, fd, transfer->buffer, transfer->bytes,
                               transfer->offset);
    } else {
        if (io->fixed_buffers != 0)
            io_uring_prep_write_fixed(sqe, fd, transfer->buffer,
                                      transfer->bytes, transfer->offset, 0);
        else
            io_uring_prep_write(sqe, fd, transfer->buffer, transfer->bytes,
                                transfer->offset);
    }
    if (io->fixed_files != 0)
        sqe->flags |= IOSQE_FIXED_FILE;
    /* A read out of the page cache is a copy, made by whoever submits it, one
     * after the other. Handed to the ring's workers it is made on every core:
     * 128 KiB at depth 16 on two cores, 6 GB/s alone and 9 GB/s shared. */
    if (transfer->op == SV_READ && uring->copy_from_bytes != 0 &&
        transfer->bytes >= uring->copy_from_bytes)
        sqe->flags |= IOSQE_ASYNC;
    io_uring_sqe_set_data(sqe, transfer);
    uring->queued++;
}

static int submit(struct uring *uring, uint32_t least, uint64_t timeout_ns)
{
    struct io_uring_cqe *cqe = NULL;
    /* Looking for completions at each send keeps the queue fullest, and costs
     * a quarter more CPU than never looking; three in four keep both. */
    if (least == 0 && (++uring->sends & 3u) == 0)
        return io_uring_submit(&uring->ring);
    if (least == 0)
        return io_uring_submit_and_get_events(&uring->ring);
    if (timeout_ns == UINT64_MAX)
        return io_uring_submit_and_wait(&uring->ring, least);
    struct __kernel_timespec limit = {
        .tv_sec = (int64_t)(timeout_ns / 1000000000u),
        .tv_nsec = (long long)(timeout_ns % 1000000000u),
    };
    return io_uring_submit_and_wait_timeout(&uring->ring, &cqe, least, &limit,
                                            NULL);
}

static int32_t wait(struct svi_io *io, uint32_t least, uint64_t timeout_ns,
                    struct svi_transfer **done, uint32_t room)
{
    struct uring *uring = (struct uring *)io;
    if (uring->queued > 0 || least > io_uring_cq_ready(&uring->ring)) {
        int result = submit(uring, least, timeout_ns);
        if (result < 0 && result != -ETIME && result != -EINTR &&
            result != -EAGAIN && result != -EBUSY)
            return result;
        uring->queued = io_uring_sq_ready(&uring->ring);
    }
    struct io_uring_cqe *cqe;
    unsigned head, seen = 0;
    int32_t count = 0;
    io_uring_for_each_cqe(&uring->ring, head, cqe)
    {
        if ((uint32_t)count == room)
            break;
        seen++;
        if (cqe->user_data == LIBURING_UDATA_TIMEOUT)
            continue;
        struct svi_transfer *transfer = io_uring_cqe_get_data(cqe);
        transfer->result = cqe->res;
        done[count++] = transfer;
    }
    io_uring_cq_advance(&uring->ring, seen);
    return count;
}

static void close_ring(struct svi_io *io)
{
    struct uring *uring = (struct uring *)io;
    /* The kernel takes a ring apart some time after it was closed, and a device
     * that it still knows stays in use until then. */
    if (io->fixed_files != 0)
        (void)io_uring_unregister_files(&uring->ring);
    io_uring_queue_exit(&uring->ring);
    free(uring);
}

static const struct svi_io_methods METHODS = {queue, wait, close_ring};

static int setup(struct uring *uring, uint32_t depth)
{
    static const uint32_t tries[] = {
        IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
        IORING_SETUP_COOP_TASKRUN,
        0,
    };
    int result = -EINVAL;
    for (size_t i = 0; i < sizeof tries / sizeof tries[0] && result == -EINVAL;
         i++) {
        result =
            io_uring_queue_init(depth < 4 ? 4 : depth, &uring->ring, tries[i]);
        uring->io.ring_flags = tries[i];
    }
    return result;
}

int32_t svi_uring_open(const struct svi_io_options *options,
                       struct svi_io **out)
{
    struct uring *uring = calloc(1, sizeof *uring);
    if (uring == NULL)
        return -ENOMEM;
    uring->io.methods = &METHODS;
    uring->fds = options->fds;
    uring->copy_from_bytes = options->copy_from_bytes;
    int result = setup(uring, options->depth);
    if (result < 0) {
        free(uring);
        return result == -EPERM || result == -ENOSYS ? SV_NO_URING : result;
    }
    if ((options->flags & SV_LANE_NO_REGISTER) == 0) {
        struct iovec slab = {options->memory, options->memory_bytes};
        uring->io.fixed_files =
            io_uring_register_files(&uring->ring, options->fds,
                                    options->fd_count) == 0;
        uring->io.fixed_buffers =
            options->memory_bytes <= FIXED_MAX_BYTES &&
            io_uring_register_buffers(&uring->ring, &slab, 1) == 0;
    }
    *out = &uring->io;
    return 0;
}

#else

int32_t svi_uring_open(const struct svi_io_options *options,
                       struct svi_io **out)
{
    (void)options;
    *out = NULL;
    return SV_NO_URING;
}

#endif
