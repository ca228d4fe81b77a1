/* stream_request.c -- a stream's ranges and parts in the dialect of the store.
 * Queries are canonical: sorted, and encoded as they are signed. */
#include <stdio.h>
#include <string.h>

#include "svi_stream_store.h"

#define QUERY_ROOM 2048u

static int32_t ask_range(const struct svi_stream_store *io,
                         struct svi_flight *flight)
{
    const struct svi_transfer *transfer = flight->transfer;
    struct svi_request *request = &flight->request;
    request->method = SVI_GET;
    request->expect_bytes = transfer->bytes;
    (void)snprintf(
        flight->header, SVI_FLIGHT_HEADER_ROOM, "Range: bytes=%llu-%llu",
        (unsigned long long)transfer->offset,
        (unsigned long long)(transfer->offset + transfer->bytes - 1));
    request->headers[0] = flight->header;
    request->headers[1] = NULL;
    if (io->end->version[0] != '\0') {
        (void)snprintf(flight->condition, SVI_FLIGHT_HEADER_ROOM,
                       "If-Match: %s", io->end->version);
        request->headers[1] = flight->condition;
        request->headers[2] = NULL;
    }
    return svi_store_path(io->end->store, io->end->key, NULL, flight->path,
                          SVI_FLIGHT_PATH_ROOM);
}

static bool is_plain(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           (byte >= '0' && byte <= '9') || strchr("-._~", byte) != NULL;
}

/* An upload's id as a query has it; false: too long. */
static bool encode(const char *text, char *out, size_t room)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    size_t at = 0;
    for (; *text != '\0'; text++) {
        const uint8_t byte = (uint8_t)*text;
        if (at + 4 > room)
            return false;
        if (is_plain(*text)) {
            out[at++] = *text;
            continue;
        }
        out[at++] = '%';
        out[at++] = DIGITS[byte >> 4];
        out[at++] = DIGITS[byte & 15];
    }
    out[at] = '\0';
    return true;
}

/* Base64 of at most 63 bytes. */
static void base64(const char *text, char *out)
{
    static const char DIGITS[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const size_t count = strlen(text);
    size_t at = 0;
    for (size_t i = 0; i < count; i += 3) {
        uint32_t three = (uint32_t)(uint8_t)text[i] << 16;
        three |= i + 1 < count ? (uint32_t)(uint8_t)text[i + 1] << 8 : 0;
        three |= i + 2 < count ? (uint32_t)(uint8_t)text[i + 2] : 0;
        out[at++] = DIGITS[three >> 18];
        out[at++] = DIGITS[three >> 12 & 63];
        out[at++] = i + 1 < count ? DIGITS[three >> 6 & 63] : '=';
        out[at++] = i + 2 < count ? DIGITS[three & 63] : '=';
    }
    out[at] = '\0';
}

/* Azure: blocks are named "<upload>-<part, 5 digits>" in base64, as the
 * control plane names them when it commits the list. */
static int32_t put_query(const struct svi_stream_store *io, uint64_t part,
                         char *out)
{
    char id[QUERY_ROOM / 2], block[64], name[128];
    const char *version = io->end->version;
    if (version[0] == '\0') {
        out[0] = '\0';
        return 0;
    }
    if (io->end->store->kind != SVI_STORE_AZ) {
        if (!encode(version, id, sizeof id))
            return SV_BOUND;
        (void)snprintf(out, QUERY_ROOM, "partNumber=%llu&uploadId=%s",
                       (unsigned long long)part, id);
        return 0;
    }
    if (snprintf(block, sizeof block, "%s-%05llu", version,
                 (unsigned long long)part) >= (int)sizeof block)
        return SV_BOUND;
    base64(block, name);
    if (!encode(name, id, sizeof id))
        return SV_BOUND;
    (void)snprintf(out, QUERY_ROOM, "blockid=%s&comp=block", id);
    return 0;
}

static int32_t ask_part(const struct svi_stream_store *io,
                        struct svi_flight *flight)
{
    const struct sv_store *store = io->end->store;
    const struct svi_transfer *transfer = flight->transfer;
    struct svi_request *request = &flight->request;
    const struct svi_chunk *chunk = (const struct svi_chunk *)transfer;
    const bool is_alone = io->end->version[0] == '\0';
    uint32_t count = 0;
    char query[QUERY_ROOM];
    request->method = SVI_PUT;
    request->body_bytes = transfer->bytes;
    if (is_alone)
        request->headers[count++] = "Content-Type: application/octet-stream";
    if (is_alone && (io->end->request.flags & SV_STREAM_NEW) != 0)
        request->headers[count++] = "If-None-Match: *";
    if (is_alone && store->kind == SVI_STORE_AZ)
        request->headers[count++] = "x-ms-blob-type: BlockBlob";
    bool is_summed;
    if (store->checksum == SV_CHECKSUM_CRC64NVME && io->stream->parts != NULL)
        is_summed = svi_store_checksum_header(
            store, io->stream->parts[chunk->index].crc64nvme, flight->header,
            SVI_FLIGHT_HEADER_ROOM);
    else
        is_summed = svi_store_checksum(store, transfer->buffer, transfer->bytes,
                                       flight->header, SVI_FLIGHT_HEADER_ROOM);
    if (is_summed)
        request->headers[count++] = flight->header;
    request->headers[count] = NULL;
    const int32_t status = put_query(io, chunk->index + 1, query);
    if (status != 0)
        return status;
    return svi_store_path(store, io->end->key, query[0] == '\0' ? NULL : query,
                          flight->path, SVI_FLIGHT_PATH_ROOM);
}

int32_t svi_stream_ask(const struct svi_stream_store *io,
                       struct svi_flight *flight)
{
    flight->request.body_bytes = 0;
    flight->request.expect_bytes = 0;
    return io->which == SV_STREAM_SOURCE ? ask_range(io, flight)
                                         : ask_part(io, flight);
}
