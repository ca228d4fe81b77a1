/* store_server.h -- a store in the test program: objects of the last PUT by
 * path, whole or by range, on the server of http_server.h. It can lie in one
 * way at a time; what it was asked for is counted.
 */
#ifndef STORE_SERVER_H
#define STORE_SERVER_H

#include <stdatomic.h>

#include "http_server.h"
#include "svi_crc64nvme.h"
#include "svi_store.h"

#define STORE_OBJECTS_MAX 256u

enum store_lie {
    STORE_HONEST = 0,
    STORE_LOSES,      /* acknowledges a PUT and keeps what was there */
    STORE_KEEPS_HALF, /* of the bytes of a PUT */
    STORE_ADDS,       /* 512 bytes to each PUT */
    STORE_FLIPS,      /* a bit of each PUT */
    STORE_TEARS,      /* keeps the first half of a PUT, and answers 503 */
    STORE_THROTTLES,  /* 503 to each PUT, and keeps nothing */
    STORE_CUTS,       /* the body of each GET after half of it */
    STORE_NO_RANGES,  /* answers a range with the whole */
    STORE_NO_BUCKET,  /* 404 to all, for want of the bucket */
    STORE_SUMS_WRONG  /* returns a checksum of other bytes */
};

struct store_object {
    char path[256];
    uint8_t *bytes;
    uint64_t count;
};

static struct {
    pthread_mutex_t lock;
    struct store_object objects[STORE_OBJECTS_MAX];
    uint32_t count;
    _Atomic uint32_t lie;
    _Atomic uint64_t puts, gets, put_bytes_min, put_bytes_max;
    char last_head[SERVER_HEAD_ROOM]; /* of the last PUT */
    uint32_t sum_kind;                /* of returned checksums; 0: none */
} kept;

/* Headers of an answer about these bytes. */
static inline void store_sum(const uint8_t *bytes, uint64_t count, char *out)
{
    char text[SVI_SUM_ROOM];

    out[0] = '\0';
    if (kept.sum_kind == SVI_SUM_NONE)
        return;
    if (atomic_load(&kept.lie) == STORE_SUMS_WRONG)
        count--;
    svi_sum_text(kept.sum_kind,
                 kept.sum_kind == SVI_SUM_CRC32C
                     ? sv_crc32c(0, bytes, count)
                     : svi_crc64nvme(0, bytes, count),
                 text);
    sprintf(out, "%s: %s\r\n",
            kept.sum_kind == SVI_SUM_CRC32C ? "x-amz-checksum-crc32c"
                                            : "x-amz-checksum-crc64nvme",
            text);
}

static inline struct store_object *store_find(const char *path)
{
    for (uint32_t i = 0; i < kept.count; i++)
        if (strcmp(kept.objects[i].path, path) == 0)
            return &kept.objects[i];
    return NULL;
}

static inline void store_keep(const char *path, const uint8_t *bytes,
                              uint64_t count)
{
    struct store_object *object = store_find(path);

    if (object == NULL) {
        EXPECT(kept.count < STORE_OBJECTS_MAX);
        object = &kept.objects[kept.count++];
        snprintf(object->path, sizeof object->path, "%.255s", path);
    }
    free(object->bytes);
    object->bytes = malloc(count + 1);
    EXPECT(object->bytes != NULL);
    memcpy(object->bytes, bytes, count);
    object->count = count;
}

/* The old second half behind the new first one. */
static inline void store_tear(struct server_request *request)
{
    const struct store_object *old = store_find(request->path);
    uint64_t half = request->body_bytes / 2;

    if (old == NULL || old->count != request->body_bytes)
        return;
    memcpy(request->body + half, old->bytes + half, half);
    store_keep(request->path, request->body, request->body_bytes);
}

static inline bool store_put(struct server_request *request)
{
    uint32_t lie = atomic_load(&kept.lie);
    uint64_t count = request->body_bytes;

    atomic_fetch_add(&kept.puts, 1);
    if (count < atomic_load(&kept.put_bytes_min))
        atomic_store(&kept.put_bytes_min, count);
    if (count > atomic_load(&kept.put_bytes_max))
        atomic_store(&kept.put_bytes_max, count);
    memcpy(kept.last_head, request->head, sizeof kept.last_head);
    if (lie == STORE_THROTTLES || lie == STORE_TEARS) {
        if (lie == STORE_TEARS)
            store_tear(request);
        static const char error[] = "<Error><Code>SlowDown</Code></Error>";
        return server_reply(request, "503 Slow Down", "", error,
                            sizeof error - 1);
    }
    if (lie == STORE_FLIPS)
        request->body[count / 2] ^= 4;
    if (lie == STORE_ADDS) {
        request->body = realloc(request->body, count + 512);
        EXPECT(request->body != NULL);
        memset(request->body + count, 'x', 512);
        count += 512;
    }
    if (lie != STORE_LOSES)
        store_keep(request->path, request->body,
                   lie == STORE_KEEPS_HALF ? count / 2 : count);
    char headers[128];
    store_sum(request->body, count, headers);
    strcat(headers, "ETag: \"e\"\r\n");
    return server_reply(request, "200 OK", headers, "", 0);
}

static inline bool store_get(struct server_request *request)
{
    uint32_t lie = atomic_load(&kept.lie);
    const struct store_object *object = store_find(request->path);
    unsigned long long from = 0, last = 0;
    char headers[256] = "";

    atomic_fetch_add(&kept.gets, 1);
    if (object == NULL) {
        static const char error[] = "<Error><Code>NoSuchKey</Code></Error>";
        return server_reply(request, "404 Not Found", "", error,
                            sizeof error - 1);
    }
    if (lie == STORE_CUTS) {
        snprintf(headers, sizeof headers,
                 "HTTP/1.1 200 OK\r\nContent-Length: %llu\r\n\r\n",
                 (unsigned long long)object->count);
        return server_say(request, headers) &&
               server_send(request->fd, object->bytes, object->count / 2) &&
               false;
    }
    if (lie == STORE_NO_RANGES ||
        sscanf(server_header(request, "Range"), "bytes=%llu-%llu", &from,
               &last) != 2)
    {
        store_sum(object->bytes, object->count, headers);
        return server_reply(request, "200 OK", headers, object->bytes,
                            object->count);
    }
    if (from >= object->count)
        return server_reply(request, "416 Range Not Satisfiable", "", "", 0);
    last = last < object->count ? last : object->count - 1;
    /* Also with a range, as some do: it is that of the whole. */
    store_sum(object->bytes, object->count, headers);
    snprintf(headers + strlen(headers), sizeof headers - strlen(headers),
             "Content-Range: bytes %llu-%llu/%llu\r\n", from, last,
             (unsigned long long)object->count);
    return server_reply(request, "206 Partial Content", headers,
                        object->bytes + from, last + 1 - from);
}

static inline bool store_answer(struct server_request *request)
{
    bool is_open;

    if (atomic_load(&kept.lie) == STORE_NO_BUCKET) {
        static const char error[] = "<Error><Code>NoSuchBucket</Code></Error>";
        return server_reply(request, "404 Not Found", "", error,
                            sizeof error - 1);
    }
    (void)pthread_mutex_lock(&kept.lock);
    is_open = strcmp(request->method, "PUT") == 0 ? store_put(request)
                                                  : store_get(request);
    (void)pthread_mutex_unlock(&kept.lock);
    return is_open;
}

static inline void store_start(void)
{
    EXPECT(pthread_mutex_init(&kept.lock, NULL) == 0);
    atomic_store(&kept.lie, STORE_HONEST);
    kept.sum_kind = SVI_SUM_NONE;
    atomic_store(&kept.put_bytes_min, UINT64_MAX);
    atomic_store(&kept.put_bytes_max, 0);
    server_start(store_answer);
}

static inline void store_stop(void)
{
    server_stop();
    for (uint32_t i = 0; i < kept.count; i++)
        free(kept.objects[i].bytes);
    memset(kept.objects, 0, sizeof kept.objects);
    kept.count = 0;
    (void)pthread_mutex_destroy(&kept.lock);
}

#endif
