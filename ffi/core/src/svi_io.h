/* svi_io.h -- how a lane sends operations and gets them back.
 *
 * Three methods behind one table: io_uring, threads that block (psync), and
 * nothing at all (null). A method knows descriptors and buffers; stamps,
 * generations and times are the lane's.
 */
#ifndef SVI_IO_H
#define SVI_IO_H

#include <stdatomic.h>
#include <stdint.h>

#include "stor_core.h"

struct svi_transfer {
    uint8_t *buffer;
    uint64_t offset; /* in the file */
    uint32_t bytes;
    uint32_t file;             /* index into the space's descriptors */
    uint32_t op;               /* enum sv_op */
    int32_t result;            /* out: bytes moved, or -errno */
    uint32_t data_only;        /* sync: fdatasync */
    struct svi_transfer *next; /* of a method's own lists */
};

struct svi_io;

struct svi_io_methods {
    /* Takes one transfer; it is sent at the latest by the next wait. */
    void (*queue)(struct svi_io *io, struct svi_transfer *transfer);
    /* Sends what is queued and waits until `least` are done or `timeout_ns`
     * passed (UINT64_MAX: no limit). Returns how many of at most `room` it
     * put into `done`, or -errno. */
    int32_t (*wait)(struct svi_io *io, uint32_t least, uint64_t timeout_ns,
                    struct svi_transfer **done, uint32_t room);
    void (*close)(struct svi_io *io);
};

struct svi_io {
    const struct svi_io_methods *methods;
    uint32_t fixed_buffers;
    uint32_t fixed_files;
    uint32_t ring_flags;
    _Atomic uint64_t other_cpu_ns; /* of threads beside the lane's own */
};

struct svi_io_options {
    const int *fds;
    uint32_t fd_count;
    uint32_t depth;
    uint8_t *memory; /* all buffers lie in it */
    uint64_t memory_bytes;
    uint32_t flags;           /* SV_LANE_* */
    uint32_t copy_from_bytes; /* buffered reads from here on; 0: no files of
                               * that kind */
};

/* Each makes one method; to be called from the thread that will use it. */
int32_t svi_uring_open(const struct svi_io_options *options,
                       struct svi_io **out);
int32_t svi_psync_open(const struct svi_io_options *options,
                       struct svi_io **out);
int32_t svi_null_open(const struct svi_io_options *options,
                      struct svi_io **out);

#endif
