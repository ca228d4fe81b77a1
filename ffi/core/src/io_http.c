/* io_http.c -- block operations as requests to a store: a write puts an object,
 * a read gets one or a range of it, a sync is done at once.
 *
 * An object that is not there, or is of another size, is no error of the
 * method: the bytes that are missing read as zeros and the transfer says what
 * was found, so that the lane judges it like any other content.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svi_crc64nvme.h"
#include "svi_histogram.h"
#include "svi_io.h"
#include "svi_space.h"
#include "svi_store.h"

#define ANSWER_ROOM 512u
#define CHECKSUM_ROOM 64u

/* One operation under way. */
struct flight {
    struct svi_request request; /* first: the two pointers are one */
    struct svi_transfer *transfer;
    struct flight *next; /* of the free ones */
    char *path;
    uint64_t at; /* bytes of the body that went or came */
    char range[64];
    char checksum[CHECKSUM_ROOM];
    char answer[ANSWER_ROOM];
};

struct store_io {
    struct svi_io io;
    struct svi_http *http;
    const struct sv_space *space;
    _Atomic uint64_t *counters;
    uint32_t endpoint;
    uint32_t depth;
    struct flight *flights;
    struct flight *free;
    struct svi_transfer *first; /* done without a request */
    struct svi_transfer *last;
    struct svi_request **done;
    char *paths;
    uint64_t path_room;
};

static size_t produce(struct svi_request *request, void *buffer, size_t room)
{
    struct flight *flight = (struct flight *)request;
    memcpy(buffer, flight->transfer->buffer + flight->at, room);
    flight->at += room;
    return room;
}

static void rewind_body(struct svi_request *request)
{
    ((struct flight *)request)->at = 0;
}

/* What comes behind the end is counted, not kept. */
static bool consume(struct svi_request *request, const uint8_t *bytes,
                    size_t count)
{
    struct flight *flight = (struct flight *)request;
    uint64_t room = flight->transfer->bytes > flight->at
                        ? flight->transfer->bytes - flight->at
                        : 0;
    if (request->http_status == 200 && flight->range[0] != '\0')
        return true; /* the store knows no ranges; judged at the end */
    memcpy(flight->transfer->buffer + flight->at, bytes,
           count < room ? count : room);
    flight->at += count;
    return true;
}

static void set_path(const struct store_io *http, struct flight *flight)
{
    const struct sv_space *space = http->space;
    const struct svi_transfer *transfer = flight->transfer;
    const char *path = space->object_paths[transfer->file];
    uint64_t object = transfer->offset / space->object_bytes;
    char digits[9];
    memcpy(flight->path, path, strlen(path) + 1);
    (void)snprintf(digits, sizeof digits, "%08u", (uint32_t)object);
    memcpy(flight->path + space->digits_at[transfer->file], digits, 8);
}

/* Only where checksums are wanted: it costs a pass over the bytes. */
static void ask_for_sum(const struct sv_store *store,
                        struct svi_request *request)
{
    if (store->kind != SVI_STORE_S3 || store->checksum == SV_CHECKSUM_NONE)
        return;
    request->headers[0] = "x-amz-checksum-mode: ENABLED";
    request->headers[1] = NULL;
}

static void ask_for_read(const struct store_io *http, struct flight *flight)
{
    const struct svi_transfer *transfer = flight->transfer;
    struct svi_request *request = &flight->request;
    uint64_t from = transfer->offset % http->space->object_bytes;
    request->method = SVI_GET;
    request->body_bytes = 0;
    request->expect_bytes = transfer->bytes;
    request->headers[0] = NULL;
    flight->range[0] = '\0';
    if (transfer->bytes == http->space->object_bytes) {
        ask_for_sum(http->space->store, request);
        return;
    }
    (void)snprintf(flight->range, sizeof flight->range,
                   "Range: bytes=%llu-%llu", (unsigned long long)from,
                   (unsigned long long)(from + transfer->bytes - 1));
    request->headers[0] = flight->range;
}

static void ask_for_write(const struct store_io *http, struct flight *flight)
{
    const struct sv_store *store = http->space->store;
    const struct svi_transfer *transfer = flight->transfer;
    struct svi_request *request = &flight->request;
    uint32_t count = 0;
    request->method = SVI_PUT;
    request->body_bytes = transfer->bytes;
    request->expect_bytes = 0;
    flight->range[0] = '\0';
    if (store->kind == SVI_STORE_AZ)
        request->headers[count++] = "x-ms-blob-type: BlockBlob";
    if (svi_store_checksum(store, transfer->buffer, transfer->bytes,
                           flight->checksum, CHECKSUM_ROOM))
        request->headers[count++] = flight->checksum;
    request->headers[count] = NULL;
}

static void put_done(struct store_io *http, struct svi_transfer *transfer)
{
    transfer->next = NULL;
    if (http->last == NULL)
        http->first = transfer;
    else
        http->last->next = transfer;
    http->last = transfer;
}

static void queue(struct svi_io *io, struct svi_transfer *transfer)
{
    struct store_io *http = (struct store_io *)io;
    transfer->found = SVI_FOUND_WHOLE;
    transfer->held_bytes = 0;
    transfer->first_byte_ns = 0;
    transfer->is_sum_wrong = false;
    struct flight *flight = http->free;
    transfer->result = transfer->op == SV_SYNC ? 0 : -EAGAIN;
    if (transfer->op == SV_SYNC || flight == NULL) {
        put_done(http, transfer);
        return;
    }
    http->free = flight->next;
    flight->transfer = transfer;
    flight->request.place = transfer->place;
    flight->at = 0;
    set_path(http, flight);
    if (transfer->op == SV_WRITE)
        ask_for_write(http, flight);
    else
        ask_for_read(http, flight);
    int32_t status = svi_http_send(http->http, &flight->request);
    if (status == 0)
        return;
    transfer->result = status;
    flight->next = http->free;
    http->free = flight;
    put_done(http, transfer);
}

/* Zeros from byte `from` of the read on, and why. */
static void miss(struct svi_transfer *transfer, uint64_t from,
                 enum svi_found found)
{
    memset(transfer->buffer + from, 0, transfer->bytes - from);
    transfer->found = found;
    transfer->held_bytes = (uint32_t)from;
    transfer->result = (int32_t)transfer->bytes;
}

static void take_read(const struct store_io *http, struct flight *flight)
{
    struct svi_transfer *transfer = flight->transfer;
    const struct svi_request *request = &flight->request;
    uint64_t whole = flight->range[0] == '\0' ? flight->at
                                              : request->total_bytes;
    if (request->http_status == 200 && flight->range[0] != '\0') {
        transfer->result = SV_HTTP_BROKEN;
        return;
    }
    if (flight->at < transfer->bytes) {
        miss(transfer, flight->at, SVI_FOUND_SHORT);
        return;
    }
    transfer->result = (int32_t)transfer->bytes;
    if (whole == UINT64_MAX || whole <= http->space->object_bytes)
        return;
    uint64_t beyond = whole - http->space->object_bytes;
    transfer->found = SVI_FOUND_LONG;
    transfer->held_bytes =
        beyond < UINT32_MAX ? (uint32_t)beyond : UINT32_MAX;
}

/* Of a whole object, put or got. That of a range is of other bytes. */
static void judge_sum(struct store_io *http, const struct flight *flight)
{
    const struct svi_request *request = &flight->request;
    struct svi_transfer *transfer = flight->transfer;
    const uint32_t kind = request->checksum_kind;
    char wanted[SVI_SUM_ROOM];
    if (kind == SVI_SUM_NONE || transfer->found != SVI_FOUND_WHOLE)
        return;
    if (kind < SVI_SUM_CRC32C || flight->range[0] != '\0' ||
        strchr(request->checksum, '-') != NULL) {
        SVI_BUMP(http->counters[SV_COUNTER_sums_unknown], 1);
        return;
    }
    svi_sum_text(kind,
                 kind == SVI_SUM_CRC32C
                     ? sv_crc32c(0, transfer->buffer, transfer->bytes)
                     : svi_crc64nvme(0, transfer->buffer, transfer->bytes),
                 wanted);
    SVI_BUMP(http->counters[SV_COUNTER_sums_compared], 1);
    transfer->is_sum_wrong = strcmp(wanted, request->checksum) != 0;
    (void)snprintf(transfer->sum_wanted, sizeof transfer->sum_wanted, "%.15s",
                   wanted);
    (void)snprintf(transfer->sum_found, sizeof transfer->sum_found, "%.15s",
                   request->checksum);
}

static void finish(struct store_io *http, struct flight *flight)
{
    struct svi_transfer *transfer = flight->transfer;
    int32_t judged = svi_store_judge(http->space->store, &flight->request);
    transfer->first_byte_ns = flight->request.first_byte_ns;
    bool is_answered = judged == SV_HTTP_NOT_FOUND || judged == SV_HTTP_RANGE;
    if (transfer->op == SV_READ && is_answered) {
        /* What it means is for the oracle to say. */
        miss(transfer, 0,
             judged == SV_HTTP_RANGE ? SVI_FOUND_SHORT : SVI_FOUND_NOTHING);
        judged = 0;
    } else if (judged != 0) {
        transfer->result = judged;
    } else if (transfer->op == SV_READ) {
        take_read(http, flight);
        judged = transfer->result < 0 ? transfer->result : 0;
    } else {
        transfer->result = (int32_t)transfer->bytes;
    }
    if (judged == 0)
        judge_sum(http, flight);
    svi_http_tally(http->counters, &flight->request, judged);
    flight->next = http->free;
    http->free = flight;
}

static int32_t wait(struct svi_io *io, uint32_t least, uint64_t timeout_ns,
                    struct svi_transfer **done, uint32_t room)
{
    struct store_io *http = (struct store_io *)io;
    uint32_t count = 0;
    while (count < room && http->first != NULL) {
        done[count++] = http->first;
        http->first = http->first->next;
    }
    if (http->first == NULL)
        http->last = NULL;
    uint32_t more = least > count ? least - count : 0;
    uint32_t left = room - count < http->depth ? room - count : http->depth;
    int32_t got = svi_http_wait(http->http, more, more > 0 ? timeout_ns : 0,
                                http->done, left);
    if (got < 0)
        return got;
    for (int32_t i = 0; i < got; i++) {
        struct flight *flight = (struct flight *)http->done[i];
        done[count++] = flight->transfer;
        finish(http, flight);
    }
    return (int32_t)count;
}

static void close_store(struct svi_io *io)
{
    struct store_io *http = (struct store_io *)io;
    svi_http_close(http->http);
    if (http->paths != NULL)
        explicit_bzero(http->paths, http->depth * http->path_room);
    free(http->paths);
    free(http->flights);
    free(http->done);
    free(http);
}

static const struct svi_io_methods METHODS = {queue, wait, close_store};

static int32_t make_flights(struct store_io *http)
{
    const struct sv_space *space = http->space;
    for (uint32_t i = 0; i < space->spec.file_count; i++) {
        uint64_t length = strlen(space->object_paths[i]) + 1;
        http->path_room =
            length > http->path_room ? length : http->path_room;
    }
    http->flights = calloc(http->depth, sizeof *http->flights);
    http->done = calloc(http->depth, sizeof(struct svi_request *));
    http->paths = calloc(http->depth, http->path_room);
    if (http->flights == NULL || http->done == NULL || http->paths == NULL)
        return -ENOMEM;
    for (uint32_t i = 0; i < http->depth; i++) {
        struct flight *flight = &http->flights[i];
        flight->path = http->paths + i * http->path_room;
        flight->request = (struct svi_request){
            .endpoint = http->endpoint,
            .path_query = flight->path,
            .produce = produce,
            .rewind = rewind_body,
            .consume = consume,
            .answer = flight->answer,
            .answer_room = ANSWER_ROOM,
        };
        flight->next = http->free;
        http->free = flight;
    }
    return 0;
}

int32_t svi_store_io_open(const struct svi_io_options *options,
                          struct svi_io **out)
{
    struct store_io *http = calloc(1, sizeof *http);
    if (http == NULL)
        return -ENOMEM;
    http->io.methods = &METHODS;
    http->space = options->space;
    http->counters = options->counters;
    http->endpoint = options->endpoint;
    http->depth = options->depth;
    int32_t status = make_flights(http);
    if (status == 0)
        status = svi_http_open(http->space->store, http->depth, &http->http);
    if (status != 0) {
        close_store(&http->io);
        return status;
    }
    *out = &http->io;
    return 0;
}
