/* svi_io.h -- how a lane sends operations and gets them back.
 *
 * Four methods behind one table: io_uring, threads that block (psync), nothing
 * at all (null), and requests to a store (http). A method knows descriptors,
 * objects and buffers; stamps, generations and times are the lane's.
 */
#ifndef SVI_IO_H
#define SVI_IO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"

/* How much of an object a read came upon. Files are always whole. */
enum svi_found {
    SVI_FOUND_WHOLE = 0,
    SVI_FOUND_NOTHING = 1, /* no such object */
    SVI_FOUND_SHORT = 2,   /* it ends within what was asked for */
    SVI_FOUND_LONG = 3     /* it goes on behind its end */
};

struct svi_transfer {
    uint8_t *buffer;
    uint64_t offset; /* in the file */
    uint32_t bytes;
    uint32_t file;             /* index into the space's descriptors */
    uint32_t op;               /* enum sv_op */
    int32_t result;            /* out: bytes moved, or -errno */
    uint32_t data_only;        /* sync: fdatasync */
    uint64_t place;            /* what faults know it by, see svi_fault.h */
    uint32_t found;            /* out, reads: enum svi_found; the buffer is
                                * zeros where nothing was */
    uint32_t held_bytes;       /* out: of what was asked for, bytes that were
                                * there; SVI_FOUND_LONG: bytes beyond the end */
    uint64_t first_byte_ns;    /* out: when the answer began; 0 without one */
    bool is_sum_wrong;         /* out: the checksum that a store returned is
                                * not that of the bytes, but */
    char sum_wanted[16];       /* this, where it returned */
    char sum_found[16];        /* this, cut to the room */
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

struct sv_space;

struct svi_io_options {
    struct sv_space *space;
    _Atomic uint64_t *counters; /* of the lane: attempts, connections, ... */
    uint32_t endpoint;          /* of the store */
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
int32_t svi_store_io_open(const struct svi_io_options *options,
                          struct svi_io **out);

#endif
