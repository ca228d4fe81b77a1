/* svi_stream_store.h -- the requests of a stream to a store, as its two files
 * share them. */
#ifndef SVI_STREAM_STORE_H
#define SVI_STREAM_STORE_H

#include "svi_random.h"
#include "svi_stream.h"

#define SVI_FLIGHT_ANSWER_ROOM 2048u
/* Of a key of 1024 bytes that all need encoding, bucket, prefix and query. */
#define SVI_FLIGHT_PATH_ROOM 12288u
#define SVI_FLIGHT_HEADER_ROOM 160u

/* One transfer under way. */
struct svi_flight {
    struct svi_request request; /* first: the two pointers are one */
    struct svi_transfer *transfer;
    struct svi_flight *next; /* of the free, or of those that wait */
    uint64_t at;             /* bytes of the body that went or came */
    uint64_t due_ns;         /* of the next attempt */
    uint32_t attempts;
    bool is_long; /* more came than was asked for */
    char path[SVI_FLIGHT_PATH_ROOM];
    char header[SVI_FLIGHT_HEADER_ROOM];
    char condition[SVI_FLIGHT_HEADER_ROOM];
    char answer[SVI_FLIGHT_ANSWER_ROOM];
};

struct svi_stream_store {
    struct svi_io io;
    struct svi_http *http;
    struct sv_stream *stream;
    const struct svi_stream_end *end;
    enum sv_stream_end which;
    bool is_cancelled;
    struct svi_flight *flights;
    struct svi_flight *free;
    struct svi_flight *waiting;
    struct svi_transfer *failed; /* could not even be sent */
    uint32_t in_client;
    struct svi_random jitter;
    struct svi_request *done[SVI_STREAM_DEPTH_MAX];
};

/* stream_request.c: the range or the part that the transfer stands for. 0 or
 * SV_BOUND. */
int32_t svi_stream_ask(const struct svi_stream_store *io,
                       struct svi_flight *flight);

#endif
