/* object_request.c -- operations in the dialect of the store: method, path,
 * query and headers. Queries are canonical: sorted, and encoded as they are
 * signed. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "svi_object_lane.h"

#define QUERY_ROOM 2048u

static void add_header(struct svi_exchange *exchange, uint32_t *count,
                       const char *text)
{
    exchange->request.headers[(*count)++] = text;
    exchange->request.headers[*count] = NULL;
}

static int32_t put_path(struct svi_object_lane *lane,
                        struct svi_exchange *exchange, const char *query)
{
    char key[SVI_KEY_ROOM];
    const int32_t status = svi_object_name(
        lane->objects, exchange->operation->key, key, sizeof key);
    if (status != 0)
        return status;
    return svi_store_path(lane->objects->store, key, query, exchange->path,
                          SVI_PATH_ROOM);
}

static void begin(struct svi_object_lane *lane, struct svi_exchange *exchange,
                  uint32_t method)
{
    struct svi_request *request = &exchange->request;
    request->method = method;
    request->endpoint = lane->spec.endpoint;
    request->path_query = exchange->path;
    request->headers[0] = NULL;
    request->body_bytes = 0;
    request->expect_bytes = 0;
}

/* The bytes from start to end of the object, as the body of this request. */
static void put_body(struct svi_object_lane *lane,
                     struct svi_exchange *exchange, uint64_t start,
                     uint64_t end)
{
    const struct svi_operation *operation = exchange->operation;
    struct svi_maker *maker = &exchange->body.maker;
    svi_object_identity(lane->objects, operation->key, &maker->shape.identity);
    maker->shape.generation = operation->generation;
    maker->shape.size = operation->size;
    maker->shape.part_bytes = lane->objects->spec.part_bytes;
    maker->upload_hash =
        operation->upload != NULL && operation->op == SV_UPLOAD
            ? operation->upload->hash
            : 0;
    svi_maker_start(maker, start, end);
    exchange->request.body_bytes = end - start;
}

static void ask_range(struct svi_exchange *exchange, uint32_t *headers)
{
    const struct svi_operation *operation = exchange->operation;
    char *text = exchange->header_texts[0];
    (void)snprintf(text, SVI_HEADER_ROOM, "Range: bytes=%llu-%llu",
                   (unsigned long long)operation->start,
                   (unsigned long long)(operation->start +
                                        operation->length - 1));
    add_header(exchange, headers, text);
}

static void ask_sum(const struct svi_object_lane *lane,
                    struct svi_exchange *exchange, uint32_t *headers)
{
    if (svi_asks_sum(lane, exchange->operation))
        add_header(exchange, headers,
                   lane->objects->store->kind == SVI_STORE_AZ
                       ? "x-ms-range-get-content-crc64: true"
                       : "x-amz-checksum-mode: ENABLED");
}

int32_t svi_request_alone(struct svi_object_lane *lane,
                          struct svi_exchange *exchange)
{
    struct svi_operation *operation = exchange->operation;
    const bool is_azure = lane->objects->store->kind == SVI_STORE_AZ;
    uint32_t headers = 0;
    switch (operation->op) {
    case SV_GET:
    case SV_RANGE:
        begin(lane, exchange, SVI_GET);
        if (operation->op == SV_RANGE)
            ask_range(exchange, &headers);
        ask_sum(lane, exchange, &headers);
        exchange->request.expect_bytes =
            operation->op == SV_RANGE
                ? operation->length
                : svi_object_size(lane->objects, operation->key,
                                  operation->window.high);
        break;
    case SV_HEAD:
        begin(lane, exchange, SVI_HEAD);
        ask_sum(lane, exchange, &headers);
        break;
    case SV_DELETE:
        begin(lane, exchange, SVI_DELETE);
        break;
    default:
        begin(lane, exchange, SVI_PUT);
        put_body(lane, exchange, 0, operation->size);
        add_header(exchange, &headers,
                   "Content-Type: application/octet-stream");
        if (is_azure)
            add_header(exchange, &headers, "x-ms-blob-type: BlockBlob");
        svi_request_sum(lane, exchange, &headers);
        break;
    }
    return put_path(lane, exchange, NULL);
}

/* An id is at most some hundred bytes, of which any may need its encoding. */
static void encode(const char *text, char *out, size_t room)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    size_t at = 0;
    for (; *text != '\0' && at + 4 < room; text++) {
        const char byte = *text;
        if ((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
            (byte >= '0' && byte <= '9') || strchr("-._~", byte) != NULL) {
            out[at++] = byte;
            continue;
        }
        out[at++] = '%';
        out[at++] = DIGITS[(uint8_t)byte >> 4];
        out[at++] = DIGITS[(uint8_t)byte & 15];
    }
    out[at] = '\0';
}

static int32_t request_part(struct svi_object_lane *lane,
                            struct svi_exchange *exchange)
{
    const struct svi_operation *operation = exchange->operation;
    const struct svi_upload *upload = operation->upload;
    const uint64_t bytes = lane->objects->spec.part_bytes;
    const uint64_t start = bytes * exchange->part;
    uint64_t end = operation->size;
    if (bytes != 0 && end - start > bytes)
        end = start + bytes;
    char query[QUERY_ROOM], id[QUERY_ROOM - 64];
    uint32_t headers = 0;
    begin(lane, exchange, SVI_PUT);
    put_body(lane, exchange, start, end);
    svi_request_sum(lane, exchange, &headers);
    if (lane->objects->store->kind == SVI_STORE_AZ) {
        svi_block_id(upload, exchange->part, id);
        (void)snprintf(query, sizeof query, "blockid=%s&comp=block", id);
    } else {
        encode(upload->id, id, sizeof id);
        (void)snprintf(query, sizeof query, "partNumber=%u&uploadId=%s",
                       exchange->part + 1, id);
    }
    return put_path(lane, exchange, query);
}

static int32_t request_complete(struct svi_object_lane *lane,
                                struct svi_exchange *exchange)
{
    const struct svi_upload *upload = exchange->operation->upload;
    const bool is_azure = lane->objects->store->kind == SVI_STORE_AZ;
    char query[QUERY_ROOM], id[QUERY_ROOM - 64];
    uint32_t headers = 0;
    begin(lane, exchange, is_azure ? SVI_PUT : SVI_POST);
    exchange->text = svi_upload_text(lane, upload);
    if (exchange->text == NULL)
        return SV_BOUND;
    exchange->request.body_bytes = strlen(exchange->text);
    add_header(exchange, &headers, "Content-Type: application/xml");
    if (is_azure) {
        add_header(exchange, &headers,
                   "x-ms-blob-content-type: application/octet-stream");
        return put_path(lane, exchange, "comp=blocklist");
    }
    encode(upload->id, id, sizeof id);
    (void)snprintf(query, sizeof query, "uploadId=%s", id);
    return put_path(lane, exchange, query);
}

static int32_t request_create(struct svi_object_lane *lane,
                              struct svi_exchange *exchange)
{
    uint32_t headers = 0;
    begin(lane, exchange, SVI_POST);
    add_header(exchange, &headers, "Content-Type: application/octet-stream");
    if (lane->objects->store->checksum == SV_CHECKSUM_CRC32C)
        add_header(exchange, &headers, "x-amz-checksum-algorithm: CRC32C");
    if (lane->objects->store->checksum == SV_CHECKSUM_CRC64NVME) {
        add_header(exchange, &headers, "x-amz-checksum-algorithm: CRC64NVME");
        add_header(exchange, &headers, "x-amz-checksum-type: FULL_OBJECT");
    }
    return put_path(lane, exchange, "uploads=");
}

int32_t svi_request_upload(struct svi_object_lane *lane,
                           struct svi_exchange *exchange)
{
    char query[QUERY_ROOM], id[QUERY_ROOM - 64];
    switch (exchange->purpose) {
    case SVI_PURPOSE_CREATE:
        return request_create(lane, exchange);
    case SVI_PURPOSE_PART:
        return request_part(lane, exchange);
    case SVI_PURPOSE_COMPLETE:
        return request_complete(lane, exchange);
    default:
        begin(lane, exchange, SVI_DELETE);
        encode(exchange->operation->upload->id, id, sizeof id);
        (void)snprintf(query, sizeof query, "uploadId=%s", id);
        return put_path(lane, exchange, query);
    }
}
