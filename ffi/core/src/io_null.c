/* io_null.c -- operations that are done as soon as they are sent. Measures
 * what the core itself costs, and nothing else. */
#include "svi_io.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

struct null_io {
    struct svi_io io;
    struct svi_transfer *first;
    struct svi_transfer *last;
};

static void queue(struct svi_io *io, struct svi_transfer *transfer)
{
    struct null_io *null = (struct null_io *)io;
    transfer->next = NULL;
    transfer->result = transfer->op == SV_SYNC ? 0 : (int32_t)transfer->bytes;
    if (null->last == NULL)
        null->first = transfer;
    else
        null->last->next = transfer;
    null->last = transfer;
}

static int32_t wait(struct svi_io *io, uint32_t least, uint64_t timeout_ns,
                    struct svi_transfer **done, uint32_t room)
{
    struct null_io *null = (struct null_io *)io;
    uint32_t count = 0;
    while (count < room && null->first != NULL) {
        done[count++] = null->first;
        null->first = null->first->next;
    }
    if (null->first == NULL)
        null->last = NULL;
    if (count == 0 && least > 0 && timeout_ns != UINT64_MAX) {
        struct timespec length = {(time_t)(timeout_ns / 1000000000u),
                                  (long)(timeout_ns % 1000000000u)};
        (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &length, NULL);
    }
    return (int32_t)count;
}

static void close_null(struct svi_io *io)
{
    free(io);
}

static const struct svi_io_methods METHODS = {queue, wait, close_null};

int32_t svi_null_open(const struct svi_io_options *options, struct svi_io **out)
{
    (void)options;
    struct null_io *null = calloc(1, sizeof *null);
    if (null == NULL)
        return -ENOMEM;
    null->io.methods = &METHODS;
    *out = &null->io;
    return 0;
}
