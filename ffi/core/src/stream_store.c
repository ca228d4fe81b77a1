/* stream_store.c -- an object of a store as an end of a stream: ranges to get,
 * parts to put, each tried again while that makes sense. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svi_stream_store.h"

#define BASE_NS UINT64_C(50000000)
#define THROTTLED_BASE_NS UINT64_C(1000000000)
#define CAP_NS UINT64_C(20000000000)

static size_t produce(struct svi_request *request, void *buffer, size_t room)
{
    struct svi_flight *flight = (struct svi_flight *)request;
    const uint64_t left = flight->transfer->bytes - flight->at;
    const size_t count = left < room ? (size_t)left : room;
    memcpy(buffer, flight->transfer->buffer + flight->at, count);
    flight->at += count;
    return count;
}

static void rewind_body(struct svi_request *request)
{
    ((struct svi_flight *)request)->at = 0;
}

static bool consume(struct svi_request *request, const uint8_t *bytes,
                    size_t count)
{
    struct svi_flight *flight = (struct svi_flight *)request;
    if (count > flight->transfer->bytes - flight->at) {
        flight->is_long = true;
        return false;
    }
    memcpy(flight->transfer->buffer + flight->at, bytes, count);
    flight->at += count;
    return true;
}

static void give_back(struct svi_stream_store *io, struct svi_flight *flight)
{
    flight->next = io->free;
    io->free = flight;
}

static void give_up(struct svi_stream_store *io, struct svi_flight *flight,
                    int32_t status)
{
    struct svi_transfer *transfer = flight->transfer;
    svi_stream_fail(io->stream, io->which, status, transfer->offset,
                    &flight->request);
    transfer->result = status;
    transfer->next = io->failed;
    io->failed = transfer;
    give_back(io, flight);
}

static void attempt(struct svi_stream_store *io, struct svi_flight *flight)
{
    flight->at = 0;
    flight->is_long = false;
    flight->attempts++;
    const int32_t status = svi_http_send(io->http, &flight->request);
    if (status == 0)
        io->in_client++;
    else
        give_up(io, flight, status);
}

static void queue(struct svi_io *base, struct svi_transfer *transfer)
{
    struct svi_stream_store *io = (struct svi_stream_store *)base;
    struct svi_flight *flight = io->free;
    io->free = flight->next; /* as many as the depth: there is one */
    flight->transfer = transfer;
    flight->attempts = 0;
    const int32_t status = svi_stream_ask(io, flight);
    if (status != 0)
        give_up(io, flight, status);
    else
        attempt(io, flight);
}

static bool is_passing(int32_t status)
{
    return status == SV_HTTP_REFUSED || status == SV_HTTP_RESET ||
           status == SV_HTTP_TIMEOUT || status == SV_HTTP_TRUNCATED ||
           status == SV_HTTP_THROTTLED || status == SV_HTTP_SERVER;
}

/* Full jitter over a base that doubles. */
static uint64_t pause_ns(struct svi_stream_store *io,
                         const struct svi_flight *flight, int32_t status)
{
    uint64_t most = status == SV_HTTP_THROTTLED ? THROTTLED_BASE_NS : BASE_NS;
    for (uint32_t i = 1; i < flight->attempts && most < CAP_NS; i++)
        most *= 2;
    if (most > CAP_NS)
        most = CAP_NS;
    const uint64_t asked =
        (uint64_t)flight->request.retry_after_s * UINT64_C(1000000000);
    const uint64_t drawn = svi_random_below(&io->jitter, most);
    if (asked > drawn)
        return asked < CAP_NS ? asked : CAP_NS;
    return drawn;
}

/* What the answer means for this transfer. */
static int32_t judge(const struct svi_stream_store *io,
                     const struct svi_flight *flight)
{
    const struct svi_request *request = &flight->request;
    const struct svi_transfer *transfer = flight->transfer;
    const int32_t status = flight->is_long
                               ? SV_HTTP_BROKEN
                               : svi_store_judge(io->end->store, request);
    if (status == SV_HTTP_RANGE && io->which == SV_STREAM_SOURCE)
        return SV_SHORT;
    if (status != 0)
        return status;
    if (io->which == SV_STREAM_SINK)
        return request->etag[0] == '\0' && io->end->store->kind == SVI_STORE_S3
                   ? SV_HTTP_BROKEN
                   : 0;
    const uint64_t size = io->stream->spec.size_bytes;
    const bool is_whole =
        request->http_status == 200 && transfer->bytes == size;
    if (request->http_status != 206 && !is_whole)
        return SV_HTTP_BROKEN; /* it knows no ranges */
    if (request->total_bytes != UINT64_MAX && request->total_bytes != size)
        return SV_SHORT; /* another object by now */
    return flight->at == transfer->bytes ? 0 : SV_SHORT;
}

static void keep_etag(const struct svi_stream_store *io,
                      const struct svi_flight *flight)
{
    const struct svi_chunk *chunk = (const struct svi_chunk *)flight->transfer;
    struct sv_stream_part *part = &io->stream->parts[chunk->index];
    (void)pthread_mutex_lock(&io->stream->lock);
    memcpy(part->etag, flight->request.etag, sizeof part->etag);
    (void)pthread_mutex_unlock(&io->stream->lock);
}

/* The transfer if it is done, NULL if it will be tried again. */
static struct svi_transfer *finish(struct svi_stream_store *io,
                                   struct svi_flight *flight)
{
    struct svi_transfer *transfer = flight->transfer;
    const int32_t status = judge(io, flight);
    if (status == 0) {
        if (io->which == SV_STREAM_SINK)
            keep_etag(io, flight);
        transfer->result = (int32_t)transfer->bytes;
        give_back(io, flight);
        return transfer;
    }
    if (!io->is_cancelled && is_passing(status) &&
        flight->attempts < io->end->request.attempts_max) {
        atomic_fetch_add(&io->stream->counters[SV_STREAM_RETRIES], 1);
        flight->due_ns = sv_now_ns() + pause_ns(io, flight, status);
        flight->next = io->waiting;
        io->waiting = flight;
        return NULL;
    }
    give_up(io, flight, status);
    return NULL;
}

/* Sends what is due. Returns when the next one is, or UINT64_MAX. */
static uint64_t send_due(struct svi_stream_store *io)
{
    const uint64_t now_ns = sv_now_ns();
    uint64_t next_ns = UINT64_MAX;
    struct svi_flight *left = NULL;
    while (io->waiting != NULL) {
        struct svi_flight *flight = io->waiting;
        io->waiting = flight->next;
        if (io->is_cancelled) {
            give_up(io, flight, -ECANCELED);
        } else if (flight->due_ns <= now_ns) {
            attempt(io, flight);
        } else {
            next_ns = flight->due_ns < next_ns ? flight->due_ns : next_ns;
            flight->next = left;
            left = flight;
        }
    }
    io->waiting = left;
    return next_ns;
}

static int32_t wait(struct svi_io *base, uint32_t least, uint64_t timeout_ns,
                    struct svi_transfer **done, uint32_t room)
{
    struct svi_stream_store *io = (struct svi_stream_store *)base;
    const uint64_t next_ns = send_due(io);
    const uint64_t now_ns = sv_now_ns();
    uint32_t count = 0;
    if (next_ns != UINT64_MAX) {
        const uint64_t rest = next_ns > now_ns ? next_ns - now_ns : 0;
        timeout_ns = rest < timeout_ns ? rest : timeout_ns;
    }
    const int32_t got = svi_http_wait(
        io->http, io->failed == NULL ? least : 0,
        io->failed == NULL ? timeout_ns : 0, io->done,
        room < SVI_STREAM_DEPTH_MAX ? room : SVI_STREAM_DEPTH_MAX);
    if (got < 0)
        return got;
    for (int32_t i = 0; i < got; i++) {
        io->in_client--;
        struct svi_transfer *transfer =
            finish(io, (struct svi_flight *)io->done[i]);
        if (transfer != NULL)
            done[count++] = transfer;
    }
    while (io->failed != NULL && count < room) {
        done[count++] = io->failed;
        io->failed = io->failed->next;
    }
    return (int32_t)count;
}

void svi_stream_store_cancel(struct svi_io *base)
{
    struct svi_stream_store *io = (struct svi_stream_store *)base;
    io->is_cancelled = true;
    svi_http_cancel(io->http);
}

static void close_store(struct svi_io *base)
{
    struct svi_stream_store *io = (struct svi_stream_store *)base;
    svi_http_close(io->http);
    for (uint32_t i = 0; io->flights != NULL && i < io->end->depth; i++)
        explicit_bzero(io->flights[i].path, SVI_FLIGHT_PATH_ROOM);
    free(io->flights);
    free(io);
}

static const struct svi_io_methods METHODS = {queue, wait, close_store};

static int32_t make_flights(struct svi_stream_store *io)
{
    io->flights = calloc(io->end->depth, sizeof *io->flights);
    if (io->flights == NULL)
        return -ENOMEM;
    for (uint32_t i = 0; i < io->end->depth; i++) {
        struct svi_flight *flight = &io->flights[i];
        flight->request = (struct svi_request){
            .endpoint = io->end->request.endpoint,
            .path_query = flight->path,
            .produce = produce,
            .rewind = rewind_body,
            .consume = consume,
            .answer = flight->answer,
            .answer_room = SVI_FLIGHT_ANSWER_ROOM,
        };
        give_back(io, flight);
    }
    return 0;
}

int32_t svi_stream_store_io(struct sv_stream *stream, enum sv_stream_end end,
                            struct svi_io **out)
{
    struct svi_stream_store *io = calloc(1, sizeof *io);
    if (io == NULL)
        return -ENOMEM;
    io->io.methods = &METHODS;
    io->stream = stream;
    io->end = &stream->ends[end];
    io->which = end;
    svi_random_seed(&io->jitter, stream->spec.seed + (uint64_t)end);
    int32_t status = make_flights(io);
    if (status == 0)
        status = svi_http_open(io->end->store, io->end->depth, &io->http);
    if (status != 0) {
        close_store(&io->io);
        return status;
    }
    *out = &io->io;
    return 0;
}
