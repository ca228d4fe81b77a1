/* svi_stream.h -- a stream inside: a ring of chunks between the thread of the
 * source, those of the digests and that of the sink.
 *
 * Design. The ring is the memory limit: it is mapped once, and a chunk is read
 * only when one is free. A chunk is free again when everybody that needs it has
 * had it: the sink, and each thread of digests. Digests take chunks in order;
 * the sink takes the first that is full, so parts may overtake each other.
 * One lock, and a condition for each kind of waiting: a thread that is woken
 * for what another one waits for costs a switch and finds nothing to do, which
 * was a tenth of all time on two cores.
 */
#ifndef SVI_STREAM_H
#define SVI_STREAM_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"
#include "svi_io.h"
#include "svi_store.h"

#define SVI_STREAM_DEPTH_MAX 64u
/* Threads of digests: MD5, SHA-256, and both CRCs unless SHA-256 has them. */
#define SVI_DIGESTERS_MAX 3u
/* Who needs a chunk: the digesters by number, and the sink. */
#define SVI_NEED_SINK (1u << SVI_DIGESTERS_MAX)

struct svi_chunk {
    struct svi_transfer transfer; /* first: the two pointers are one. Of the
                                   * end that has it: not for digests */
    uint8_t *start;               /* of its bytes, for good */
    uint8_t *spoiled;             /* sent instead, by a fault; else NULL */
    uint64_t index;
    uint32_t bytes;
    uint32_t moved;  /* of the transfer under way, in earlier pieces */
    uint32_t needed; /* by whom still */
    bool is_used;
    bool is_full;
    bool is_taken; /* by the sink */
};

struct svi_stream_end {
    bool is_set;
    int fd;               /* -1: none */
    uint32_t align_bytes; /* of a file; 1 when buffered */
    uint32_t depth;
    struct sv_store *store; /* NULL: a file */
    struct sv_stream_request request;
    char *key;
    char *version;
    struct svi_io *io; /* of its thread, while that runs */
};

struct svi_digester {
    struct sv_stream *stream;
    struct sv_digest *digest;
    uint64_t next; /* chunk */
    uint32_t need; /* its bit */
    bool has_started;
    pthread_t thread;
};

struct sv_stream {
    struct sv_stream_spec spec;
    uint64_t chunk_total; /* of the object; an empty one has one, of 0 bytes */
    uint32_t chunk_count; /* of the ring */
    uint8_t *memory;
    struct svi_chunk *chunks;
    struct svi_stream_end ends[2];
    struct sv_stream_part *parts; /* of each chunk; NULL: nobody asks */
    bool *is_known;               /* of each chunk, with parts */
    struct svi_digester digesters[SVI_DIGESTERS_MAX];
    uint32_t digester_count;

    pthread_mutex_t lock; /* of all below, and of the chunks' last fields */
    pthread_cond_t may_read;   /* a chunk is free, or it is over */
    pthread_cond_t may_sink;   /* one is full, digests are right, or over */
    pthread_cond_t may_digest; /* one is full, or it is over */
    uint64_t next_read; /* chunk that the source reads next */
    uint64_t sunk;      /* chunks that the sink is done with */
    uint32_t digesters_left;
    uint32_t threads_left;
    bool are_digests_right; /* all made, and as expected */
    bool has_failed;
    struct sv_stream_failure failure;
    struct sv_digests digests;
    struct sv_digests expected;

    atomic_bool is_over; /* failed or stopped: everybody leaves */
    bool has_started[2];
    bool is_joined;
    pthread_t threads[2];
    _Atomic uint64_t counters[SV_STREAM_COUNTERS];
};

/* stream_ring.c. All may be called by any thread of the stream. */
int32_t svi_ring_open(struct sv_stream *stream);
void svi_ring_close(struct sv_stream *stream);
/* A free chunk for the next bytes of the source; NULL: all are read, the
 * stream is over, or (unless `waits`) none is free. */
struct svi_chunk *svi_ring_take_free(struct sv_stream *stream, bool waits);
void svi_ring_put_full(struct sv_stream *stream, struct svi_chunk *chunk);
/* A full one for the sink; NULL as above. */
struct svi_chunk *svi_ring_take_full(struct sv_stream *stream, bool waits);
/* Chunk `index` for a sink that takes them in order, the last one once the
 * digests are right; waits for it. NULL: the stream is over. */
struct svi_chunk *svi_ring_take_turn(struct sv_stream *stream, uint64_t index);
/* The one whose turn it is for a digester; NULL: that was all, or over. */
struct svi_chunk *svi_ring_take_next(struct svi_digester *digester);
/* The sink is done with it. */
void svi_ring_put_sunk(struct sv_stream *stream, struct svi_chunk *chunk);
/* So is a digester; counts the bytes that went through the slowest. */
void svi_ring_put_digested(struct svi_digester *digester,
                           struct svi_chunk *chunk);
/* Everybody, to see that it is over. */
void svi_ring_wake(struct sv_stream *stream);

/* stream.c. The first failure counts; `request` may be NULL. */
void svi_stream_fail(struct sv_stream *stream, enum sv_stream_end end,
                     int32_t status, uint64_t offset,
                     const struct svi_request *request);
/* Each thread calls it last. */
void svi_stream_leave(struct sv_stream *stream);

/* stream_digest.c */
int32_t svi_digesters_open(struct sv_stream *stream);
void svi_digesters_close(struct sv_stream *stream);
void *svi_digester_run(void *digester);

/* stream_move.c: the threads of both ends. */
void *svi_source_run(void *stream);
void *svi_sink_run(void *stream);

/* stream_fault.c, while the gate is open. Before a transfer: 0, or what it
 * fails with at once. After it: its result by now. */
int32_t svi_stream_fault_before(const struct sv_stream *stream,
                                enum sv_stream_end which,
                                struct svi_chunk *chunk);
int32_t svi_stream_fault_after(const struct sv_stream *stream,
                               enum sv_stream_end which, uint32_t align_bytes,
                               struct svi_chunk *chunk);

/* stream_store.c: an end's requests as transfers. `offset` is that in the
 * object; a write is the part of that chunk. A status is retried here. */
int32_t svi_stream_store_io(struct sv_stream *stream, enum sv_stream_end end,
                            struct svi_io **out);
/* Ends what is in flight soon. */
void svi_stream_store_cancel(struct svi_io *io);

/* stream_flow.c: the sink as one put, from its head to its answer. */
void svi_stream_flow(struct sv_stream *stream);

#endif
