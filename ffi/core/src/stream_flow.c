/* stream_flow.c -- the sink of a stream as one put whose body flows: for stores
 * that take no parts. The chunks go in their order, and the last one only once
 * the digests are right: a put that is cut before makes no object.
 */
#include <stdio.h>
#include <string.h>

#include "svi_fault.h"
#include "svi_stream_store.h"

/* A stop is noticed within that, while nothing is asked of us. */
#define LOOK_NS UINT64_C(100000000)

struct flow {
    struct svi_request request; /* first: the two pointers are one */
    struct sv_stream *stream;
    struct svi_chunk *chunk; /* on its way; NULL: none */
    uint64_t next;           /* chunk that comes after it */
    uint32_t at;             /* bytes of it that went */
    bool is_spent;           /* the body cannot be sent from its start again */
    char path[SVI_FLIGHT_PATH_ROOM];
    char answer[SVI_FLIGHT_ANSWER_ROOM];
};

static void fail(struct flow *flow, int32_t status,
                 const struct svi_request *request)
{
    struct sv_stream *stream = flow->stream;
    const uint64_t offset = flow->next * stream->spec.chunk_bytes;
    svi_stream_fail(stream, SV_STREAM_SINK, status,
                    offset < stream->spec.size_bytes ? offset
                                                     : stream->spec.size_bytes,
                    request);
}

/* The next chunk; false: there is none to send any more. */
static bool take(struct flow *flow)
{
    struct svi_chunk *chunk = svi_ring_take_turn(flow->stream, flow->next);
    if (chunk == NULL)
        return false;
    chunk->moved = 0;
    chunk->transfer.buffer = chunk->start;
    chunk->transfer.bytes = chunk->bytes;
    const int32_t status =
        SVI_FAULT_GATE_OPEN
            ? svi_stream_fault_before(flow->stream, SV_STREAM_SINK, chunk)
            : 0;
    if (status != 0) {
        fail(flow, status, NULL);
        return false;
    }
    flow->chunk = chunk;
    flow->at = 0;
    return true;
}

static void pass(struct flow *flow)
{
    struct sv_stream *stream = flow->stream;
    struct svi_chunk *chunk = flow->chunk;
    if (chunk->spoiled != NULL)
        (void)svi_stream_fault_after(stream, SV_STREAM_SINK, 1, chunk);
    atomic_fetch_add(&stream->counters[SV_STREAM_WRITTEN], chunk->bytes);
    flow->chunk = NULL;
    flow->next++;
    svi_ring_put_sunk(stream, chunk);
}

/* Waits for the source: this thread has nothing else to do. */
static size_t produce(struct svi_request *request, void *buffer, size_t room)
{
    struct flow *flow = (struct flow *)request;
    if (flow->is_spent || (flow->chunk == NULL && !take(flow)))
        return 0;
    const uint32_t left = flow->chunk->bytes - flow->at;
    const uint32_t count = left < room ? left : (uint32_t)room;
    memcpy(buffer, flow->chunk->transfer.buffer + flow->at, count);
    flow->at += count;
    if (flow->at == flow->chunk->bytes)
        pass(flow);
    return count;
}

static void rewind_body(struct svi_request *request)
{
    struct flow *flow = (struct flow *)request;
    flow->is_spent = flow->is_spent || flow->next > 0 || flow->at > 0;
}

static int32_t send(struct flow *flow, struct svi_http *http)
{
    const struct svi_stream_end *end = &flow->stream->ends[SV_STREAM_SINK];
    struct svi_request *request = &flow->request;
    uint32_t count = 0;
    request->method = SVI_PUT;
    request->endpoint = end->request.endpoint;
    request->path_query = flow->path;
    request->body_bytes = flow->stream->spec.size_bytes;
    request->produce = produce;
    request->rewind = rewind_body;
    request->answer = flow->answer;
    request->answer_room = SVI_FLIGHT_ANSWER_ROOM;
    request->headers[count++] = "Content-Type: application/octet-stream";
    if ((end->request.flags & SV_STREAM_NEW) != 0)
        request->headers[count++] = "If-None-Match: *";
    if (end->store->kind == SVI_STORE_AZ)
        request->headers[count++] = "x-ms-blob-type: BlockBlob";
    const int32_t status = svi_store_path(end->store, end->key, NULL,
                                          flow->path, SVI_FLIGHT_PATH_ROOM);
    return status != 0 ? status : svi_http_send(http, request);
}

/* Returns once it is answered, or ended because the stream is over. */
static int32_t await(struct flow *flow, struct svi_http *http)
{
    struct svi_request *done;
    bool is_cancelled = false;
    for (;;) {
        const int32_t count = svi_http_wait(http, 1, LOOK_NS, &done, 1);
        if (count != 0)
            return count < 0 ? count : 0;
        if (is_cancelled || !atomic_load(&flow->stream->is_over))
            continue;
        svi_http_cancel(http);
        is_cancelled = true;
    }
}

static int32_t judge(const struct flow *flow)
{
    const struct svi_request *request = &flow->request;
    const struct svi_stream_end *end = &flow->stream->ends[SV_STREAM_SINK];
    const int32_t status = svi_store_judge(end->store, request);
    if (status != 0)
        return status;
    const bool is_whole = request->sent_bytes == request->body_bytes;
    const bool is_named =
        request->etag[0] != '\0' || end->store->kind != SVI_STORE_S3;
    return is_whole && is_named ? 0 : SV_HTTP_BROKEN;
}

/* An object of no bytes has a chunk all the same, which waits for digests. */
static bool begin(struct flow *flow)
{
    if (flow->stream->spec.size_bytes > 0)
        return true;
    if (!take(flow))
        return false;
    pass(flow);
    return true;
}

void svi_stream_flow(struct sv_stream *stream)
{
    struct flow flow = {.stream = stream};
    struct svi_http *http = NULL;
    int32_t status =
        svi_http_open(stream->ends[SV_STREAM_SINK].store, 1, &http);
    if (status == 0 && begin(&flow)) {
        status = send(&flow, http);
        if (status == 0)
            status = await(&flow, http);
        if (status == 0)
            status = judge(&flow);
    }
    if (status != 0)
        fail(&flow, status, &flow.request);
    svi_http_close(http);
    explicit_bzero(flow.path, SVI_FLIGHT_PATH_ROOM);
}
