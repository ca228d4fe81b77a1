/* stor_stream.h -- the part of stor_core.h about streams: one object read from
 * one end and written to another, whole, with digests made as its bytes pass.
 * Include stor_core.h, which includes this; the rules of that header hold here
 * too.
 *
 * Order of use: sv_stream_create() -> sv_stream_file() or sv_stream_store() for
 * each end -> sv_stream_start() -> sv_stream_counters() until SV_STREAM_STATE
 * is over -> sv_stream_join() -> what came of it -> sv_stream_destroy().
 */
#ifndef STOR_STREAM_H
#define STOR_STREAM_H

/* ------------------------------------------------------------------ digests */

#define SV_DIGEST_MD5 1u
#define SV_DIGEST_SHA256 2u
#define SV_DIGEST_CRC32C 4u
#define SV_DIGEST_CRC64NVME 8u
/* Those that this host can make. MD5 and SHA-256 are libcrypto's, which is
 * opened at run time. */
SV_API uint32_t sv_digest_kinds(void);

struct sv_digests {
    uint8_t sha256[32];
    uint8_t md5[16];
    uint64_t crc64nvme;
    uint32_t crc32c;
    uint32_t kinds; /* SV_DIGEST_*: the others are zeros */
};
_Static_assert(sizeof(struct sv_digests) == 64, "sv_digests");

struct sv_digest;
/* Several digests of the same bytes. 0, SV_LAYOUT, SV_NO_CRYPTO, -ENOMEM. */
SV_API int32_t sv_digest_open(uint32_t kinds, struct sv_digest **out);
SV_API void sv_digest_update(struct sv_digest *digest, const void *bytes,
                             uint64_t length);
/* Of all bytes so far; the next update starts anew. */
SV_API void sv_digest_finish(struct sv_digest *digest, struct sv_digests *out);
SV_API void sv_digest_close(struct sv_digest *digest);

/* CRC-64/NVME of two pieces, of the second of which there are `bytes`. */
SV_API uint64_t sv_crc64nvme_join(uint64_t first, uint64_t second,
                                  uint64_t bytes);

/* ------------------------------------------------------------------ streams */

/* The sink gets nothing before all digests are made and are those expected.
 * The object must fit into the ring. */
#define SV_STREAM_HOLD 1u
/* Tells of each chunk what the sink has. */
#define SV_STREAM_PARTS 2u

struct sv_stream_spec {
    uint64_t size_bytes;   /* of the object */
    uint64_t memory_bytes; /* of the ring, at most: whole chunks of it */
    uint64_t seed;         /* of the waits between attempts */
    uint32_t chunk_bytes;  /* of a read, a write, a part; a multiple of 4096, at
                            * most 1 GiB */
    uint32_t digests;      /* SV_DIGEST_* */
    uint32_t flags;        /* SV_STREAM_* */
    uint32_t reserved;     /* 0 */
};
_Static_assert(sizeof(struct sv_stream_spec) == 40, "sv_stream_spec");

enum sv_stream_end { SV_STREAM_SOURCE = 0, SV_STREAM_SINK = 1 };

struct sv_stream;
/* 0, SV_LAYOUT, SV_BOUND (less than two chunks of memory, or SV_STREAM_HOLD and
 * a larger object), SV_NO_CRYPTO, -ENOMEM. A stream without a sink only makes
 * digests. */
SV_API int32_t sv_stream_create(const struct sv_stream_spec *spec,
                                struct sv_stream **out);

#define SV_STREAM_DIRECT 1u /* O_DIRECT */
#define SV_STREAM_OVER 2u   /* sink: the file is there and is written over from
                             * its start; else it is made, O_EXCL */
/* A file as an end. The sink is cut to size_bytes and fsynced before the stream
 * succeeds; the directory is the caller's. depth: transfers in flight, 1 to
 * 64; more than one only with O_DIRECT. Blocks. */
SV_API int32_t sv_stream_file(struct sv_stream *stream, uint32_t end,
                              const char *path, uint32_t flags,
                              uint32_t depth);

/* Sink, single put: only if the key is not there; else it fails with
 * SV_HTTP_PRECONDITION, or SV_HTTP_CONFLICT and the store's word. */
#define SV_STREAM_NEW 1u
/* Sink, single put of any size: its body is the chunks in their order, as they
 * come, and the last one follows only once all digests are made and are those
 * expected. Sent once, whatever attempts_max says; depth 1, without
 * SV_STREAM_HOLD. */
#define SV_STREAM_FLOW 2u

struct sv_stream_request {
    uint32_t depth;        /* requests in flight, 1 to 64 */
    uint32_t endpoint;     /* number of the endpoint to use */
    uint32_t attempts_max; /* of a request; 1: no retry */
    uint32_t flags;        /* SV_STREAM_NEW, SV_STREAM_FLOW */
};
_Static_assert(sizeof(struct sv_stream_request) == 16, "sv_stream_request");
/* An object of a store as an end; the store must outlive the stream.
 *   version  source: the etag that each range must have ("" for any)
 *            sink: the id of the upload in parts, chunk n being part n + 1; ""
 *            for a single put: SV_STREAM_HOLD and one chunk, or
 *            SV_STREAM_FLOW
 * 0, -ENOMEM, SV_NO_CURL, SV_BOUND, SV_LAYOUT. */
SV_API int32_t sv_stream_store(struct sv_stream *stream, uint32_t end,
                               struct sv_store *store, const char *key,
                               const char *version,
                               const struct sv_stream_request *request);

/* What the bytes must be; kinds names those that count. Before the start. */
SV_API int32_t sv_stream_expect(struct sv_stream *stream,
                                const struct sv_digests *digests);

#define SV_STREAM_ETAG_ROOM 96u
/* A chunk as the sink has it: what a later stream needs to pass it over. */
struct sv_stream_part {
    uint64_t crc64nvme;
    uint32_t bytes;
    uint32_t is_there;              /* 1: the sink has acknowledged it */
    char etag[SV_STREAM_ETAG_ROOM]; /* of a store; "" of a file */
};
_Static_assert(sizeof(struct sv_stream_part) == 112, "sv_stream_part");
/* Says that the sink already has chunk `index`: it is read and digested, and
 * sent only if its bytes have another CRC. Before the start. */
SV_API int32_t sv_stream_known(struct sv_stream *stream, uint64_t index,
                               const struct sv_stream_part *part);

enum sv_stream_state {
    SV_STREAM_IDLE = 0,
    SV_STREAM_RUNS = 1,
    SV_STREAM_DONE = 2,
    SV_STREAM_FAILED = 3
};
enum sv_stream_counter {
    SV_STREAM_STATE = 0,     /* enum sv_stream_state */
    SV_STREAM_READ = 1,      /* bytes that came from the source */
    SV_STREAM_DIGESTED = 2,  /* bytes through the slowest digest */
    SV_STREAM_WRITTEN = 3,   /* bytes that the sink acknowledged; of a put that
                              * flows, that were sent */
    SV_STREAM_PASSED = 4,    /* bytes that the sink already had */
    SV_STREAM_MEMORY = 5,    /* bytes of the ring in use now */
    SV_STREAM_PEAK = 6,      /* the most of them at any time */
    SV_STREAM_RETRIES = 7,   /* requests that were sent again */
    SV_STREAM_STARTED = 8,   /* ns, CLOCK_MONOTONIC */
    SV_STREAM_ENDED = 9,     /* ns; 0 before */
    SV_STREAM_COUNTERS = 10
};

/* Starts its threads. 0, SV_STATE (no source, or started before), -EAGAIN. */
SV_API int32_t sv_stream_start(struct sv_stream *stream);
/* Copies the first `count` counters. Any thread. */
SV_API int32_t sv_stream_counters(struct sv_stream *stream, uint64_t *out,
                                  uint32_t count);
/* Ends it soon with -ECANCELED. Any thread. */
SV_API void sv_stream_stop(struct sv_stream *stream);
/* Waits until all its threads are gone: 0, or the first failure. Blocks. */
SV_API int32_t sv_stream_join(struct sv_stream *stream);

/* Of a stream that was joined and whose bytes all came. Else SV_STATE. */
SV_API int32_t sv_stream_digests(struct sv_stream *stream,
                                 struct sv_digests *out);
/* As it is now; any thread. SV_BOUND: no such chunk; SV_STATE: nobody asked for
 * parts (SV_STREAM_PARTS, a store as the sink but for SV_STREAM_FLOW, or a
 * known chunk). */
SV_API int32_t sv_stream_part(struct sv_stream *stream, uint64_t index,
                              struct sv_stream_part *out);

/* Where it failed first. */
struct sv_stream_failure {
    uint64_t offset_bytes; /* of the chunk; 0 where it has none */
    int32_t status;
    uint32_t end;          /* enum sv_stream_end */
    uint32_t http_status;  /* 0 where nothing was answered */
    uint32_t digest;       /* SV_DIGEST: the kind that differs */
    char code[48];         /* the store's word */
    char request_id[64];
};
_Static_assert(sizeof(struct sv_stream_failure) == 136, "sv_stream_failure");
/* SV_STATE before it was joined. */
SV_API int32_t sv_stream_failure(struct sv_stream *stream,
                                 struct sv_stream_failure *out);
/* Joins it first. NULL is harmless. */
SV_API void sv_stream_destroy(struct sv_stream *stream);

#endif
