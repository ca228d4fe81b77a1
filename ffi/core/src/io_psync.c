/* io_psync.c -- transfers by threads that block in pread and pwrite.
 *
 * The fallback where io_uring is refused. One thread per outstanding
 * operation, so a depth of 32 really is 32 outstanding; with a depth of one
 * the lane's own thread makes the call and no hand-over is paid.
 */
#include "svi_io.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct list {
    struct svi_transfer *first;
    struct svi_transfer *last;
};

struct psync {
    struct svi_io io;
    const int *fds;
    uint32_t thread_count; /* 0: inline */
    pthread_t *threads;
    pthread_mutex_t lock;
    pthread_cond_t work;
    pthread_cond_t finished;
    struct list queued;
    struct list done;
    uint32_t done_count;
    bool is_closing;
};

static void append(struct list *list, struct svi_transfer *transfer)
{
    transfer->next = NULL;
    if (list->last == NULL)
        list->first = transfer;
    else
        list->last->next = transfer;
    list->last = transfer;
}

static struct svi_transfer *take(struct list *list)
{
    struct svi_transfer *transfer = list->first;
    if (transfer == NULL)
        return NULL;
    list->first = transfer->next;
    if (list->first == NULL)
        list->last = NULL;
    return transfer;
}

static void carry_out(const struct psync *psync, struct svi_transfer *transfer)
{
    int fd = psync->fds[transfer->file];
    ssize_t result;
    do {
        if (transfer->op == SV_READ)
            result = pread(fd, transfer->buffer, transfer->bytes,
                           (off_t)transfer->offset);
        else if (transfer->op == SV_WRITE)
            result = pwrite(fd, transfer->buffer, transfer->bytes,
                            (off_t)transfer->offset);
        else
            result = transfer->data_only ? fdatasync(fd) : fsync(fd);
    } while (result < 0 && errno == EINTR);
    transfer->result = result < 0 ? -errno : (int32_t)result;
}

static uint64_t thread_cpu_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void *serve(void *argument)
{
    struct psync *psync = argument;
    uint64_t told_ns = 0;
    (void)pthread_mutex_lock(&psync->lock);
    for (;;) {
        struct svi_transfer *transfer = take(&psync->queued);
        if (transfer == NULL) {
            if (psync->is_closing)
                break;
            (void)pthread_cond_wait(&psync->work, &psync->lock);
            continue;
        }
        (void)pthread_mutex_unlock(&psync->lock);
        carry_out(psync, transfer);
        uint64_t cpu_ns = thread_cpu_ns();
        atomic_fetch_add(&psync->io.other_cpu_ns, cpu_ns - told_ns);
        told_ns = cpu_ns;
        (void)pthread_mutex_lock(&psync->lock);
        append(&psync->done, transfer);
        psync->done_count++;
        (void)pthread_cond_signal(&psync->finished);
    }
    (void)pthread_mutex_unlock(&psync->lock);
    return NULL;
}

static void queue(struct svi_io *io, struct svi_transfer *transfer)
{
    struct psync *psync = (struct psync *)io;
    if (psync->thread_count == 0) {
        append(&psync->queued, transfer);
        return;
    }
    (void)pthread_mutex_lock(&psync->lock);
    append(&psync->queued, transfer);
    (void)pthread_cond_signal(&psync->work);
    (void)pthread_mutex_unlock(&psync->lock);
}

static struct timespec deadline_after(uint64_t timeout_ns)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    uint64_t ns = (uint64_t)at.tv_nsec + timeout_ns % 1000000000u;
    at.tv_sec += (time_t)(timeout_ns / 1000000000u + ns / 1000000000u);
    at.tv_nsec = (long)(ns % 1000000000u);
    return at;
}

static int32_t wait_inline(struct psync *psync, uint32_t least,
                           uint64_t timeout_ns, struct svi_transfer **done,
                           uint32_t room)
{
    uint32_t count = 0;
    while (count < room) {
        struct svi_transfer *transfer = take(&psync->queued);
        if (transfer == NULL)
            break;
        carry_out(psync, transfer);
        done[count++] = transfer;
    }
    if (count == 0 && least > 0 && timeout_ns != UINT64_MAX) {
        struct timespec until = deadline_after(timeout_ns);
        (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    }
    return (int32_t)count;
}

static int32_t wait(struct svi_io *io, uint32_t least, uint64_t timeout_ns,
                    struct svi_transfer **done, uint32_t room)
{
    struct psync *psync = (struct psync *)io;
    if (psync->thread_count == 0)
        return wait_inline(psync, least, timeout_ns, done, room);
    struct timespec until = {0, 0};
    if (timeout_ns != UINT64_MAX)
        until = deadline_after(timeout_ns);
    (void)pthread_mutex_lock(&psync->lock);
    int late = 0;
    while (psync->done_count < least && late == 0) {
        if (timeout_ns == UINT64_MAX)
            (void)pthread_cond_wait(&psync->finished, &psync->lock);
        else
            late =
                pthread_cond_timedwait(&psync->finished, &psync->lock, &until);
    }
    uint32_t count = 0;
    while (count < room && psync->done_count > 0) {
        done[count++] = take(&psync->done);
        psync->done_count--;
    }
    (void)pthread_mutex_unlock(&psync->lock);
    return (int32_t)count;
}

static void close_threads(struct svi_io *io)
{
    struct psync *psync = (struct psync *)io;
    (void)pthread_mutex_lock(&psync->lock);
    psync->is_closing = true;
    (void)pthread_cond_broadcast(&psync->work);
    (void)pthread_mutex_unlock(&psync->lock);
    for (uint32_t i = 0; i < psync->thread_count; i++)
        (void)pthread_join(psync->threads[i], NULL);
    (void)pthread_cond_destroy(&psync->work);
    (void)pthread_cond_destroy(&psync->finished);
    (void)pthread_mutex_destroy(&psync->lock);
    free(psync->threads);
    free(psync);
}

static const struct svi_io_methods METHODS = {queue, wait, close_threads};

static int32_t start_threads(struct psync *psync, uint32_t count)
{
    pthread_attr_t attributes;
    (void)pthread_attr_init(&attributes);
    (void)pthread_attr_setstacksize(&attributes, 128 * 1024);
    int error = 0;
    while (psync->thread_count < count && error == 0) {
        error = pthread_create(&psync->threads[psync->thread_count],
                               &attributes, serve, psync);
        if (error == 0)
            psync->thread_count++;
    }
    (void)pthread_attr_destroy(&attributes);
    return -error;
}

int32_t svi_psync_open(const struct svi_io_options *options,
                       struct svi_io **out)
{
    struct psync *psync = calloc(1, sizeof *psync);
    if (psync == NULL)
        return -ENOMEM;
    psync->io.methods = &METHODS;
    psync->fds = options->fds;
    pthread_condattr_t monotonic;
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&psync->lock, NULL);
    (void)pthread_cond_init(&psync->work, NULL);
    (void)pthread_cond_init(&psync->finished, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    int32_t status = 0;
    if (options->depth > 1) {
        psync->threads = calloc(options->depth, sizeof *psync->threads);
        status = psync->threads == NULL ? -ENOMEM
                                        : start_threads(psync, options->depth);
    }
    if (status != 0) {
        close_threads(&psync->io);
        return status;
    }
    *out = &psync->io;
    return 0;
}
