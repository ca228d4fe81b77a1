/* fake_store_requests.h -- what the fake store does with a request: one part
 * of fake_store.h, which includes it. fake_apply() makes the request take
 * effect, fake_deliver() hands over the bytes of its answer. */
#ifndef FAKE_STORE_REQUESTS_H
#define FAKE_STORE_REQUESTS_H

#include "fake_store_sums.h"

static void fake_apply(struct fake_call *call);

/* Keeps what a reader will get, so that it is of the moment it was read. */
static void fake_hold(struct fake_call *call, const uint8_t *bytes,
                      uint64_t count)
{
    free(call->body);
    call->body = malloc(count + 1);
    EXPECT(call->body != NULL);
    if (count > 0)
        memcpy(call->body, bytes, count);
    call->body_bytes = count;
}

static void fake_spoil(struct fake_call *call,
                       const struct fake_object *object)
{
    if (fake.cut_bytes > 0 && call->body_bytes > (uint64_t)fake.cut_bytes)
        call->body_bytes -= (uint64_t)fake.cut_bytes;
    if (fake.grow_bytes > 0) {
        uint8_t *longer = calloc(1, call->body_bytes + fake.grow_bytes);
        memcpy(longer, call->body, call->body_bytes);
        free(call->body);
        call->body = longer;
        call->body_bytes += fake.grow_bytes;
    }
    if (fake.flip_byte >= 0 && (uint64_t)fake.flip_byte < call->body_bytes)
        call->body[fake.flip_byte] ^= 16;
    if (fake.zeroes)
        memset(call->body, 0, call->body_bytes);
    if (fake.tears && object->has_old &&
        object->old_size >= call->body_bytes) {
        const uint64_t half = call->body_bytes / 8192 * 4096;
        memcpy(call->body + half, object->old_bytes + half,
               call->body_bytes - half);
    }
}

static void fake_get(struct fake_call *call, const char *name)
{
    struct svi_request *request = call->request;
    const struct fake_object *object = fake_find(name, false);
    const bool is_there = object != NULL &&
                          (fake.is_stale ? object->has_old : object->is_there);
    if (!is_there || fake.has_no_objects) {
        fake_answer(request, 404, "<Error><Code>NoSuchKey</Code></Error>");
        return;
    }
    const uint8_t *bytes = fake.is_stale ? object->old_bytes : object->bytes;
    const uint64_t size = fake.is_stale ? object->old_size : object->size;
    const char *range = fake_header(request, "Range: bytes=");
    request->http_status = 200;
    fake_tag(request, object->version);
    if (request->method == SVI_HEAD) {
        request->content_length = (uint64_t)((int64_t)size + fake.size_off);
        fake_sum_read(request, bytes, size);
        return;
    }
    uint64_t from = 0, to = size;
    if (range != NULL && !fake.ignores_ranges) {
        unsigned long long first, last;
        EXPECT_EQ(sscanf(range, "%llu-%llu", &first, &last), 2);
        EXPECT(first <= last);
        if (first >= size) {
            fake_answer(request, 416, "<Error><Code>Range</Code></Error>");
            return;
        }
        from = first;
        to = last + 1 < size ? last + 1 : size;
        request->http_status = 206;
    }
    fake_hold(call, bytes + from, to - from);
    fake_sum_read(request, bytes + from, to - from);
    fake_spoil(call, object);
    request->content_length = call->body_bytes;
}

#include "fake_store_list.h"

static struct fake_upload *fake_upload_of(const char *id)
{
    for (uint32_t i = 0; i < FAKE_UPLOADS; i++)
        if (fake.uploads[i].is_open && strcmp(fake.uploads[i].id, id) == 0)
            return &fake.uploads[i];
    return NULL;
}

static struct fake_upload *fake_upload_new(const char *name, const char *id)
{
    uint32_t i = 0;
    while (fake.uploads[i].is_open)
        EXPECT(++i < FAKE_UPLOADS);
    struct fake_upload *upload = &fake.uploads[i];
    memset(upload, 0, sizeof *upload);
    upload->is_open = true;
    strcpy(upload->id, id);
    strcpy(upload->name, name);
    return upload;
}

static void fake_upload_drop(struct fake_upload *upload)
{
    for (uint32_t i = 0; i < FAKE_PARTS; i++) {
        free(upload->parts[i]);
        upload->parts[i] = NULL;
    }
    upload->is_open = false;
}

static void fake_part(struct fake_call *call, struct fake_upload *upload,
                      uint32_t number)
{
    if (upload == NULL) {
        fake_answer(call->request, 404,
                    "<Error><Code>NoSuchUpload</Code></Error>");
        return;
    }
    EXPECT(number < FAKE_PARTS);
    free(upload->parts[number]);
    upload->parts[number] = malloc(call->body_bytes + 1);
    if (call->body_bytes > 0)
        memcpy(upload->parts[number], call->body, call->body_bytes);
    upload->sizes[number] = call->body_bytes;
    fake_answer(call->request, 200, "");
    (void)snprintf(call->request->etag, sizeof call->request->etag,
                   "\"part-%u\"", number);
    fake_check_sum(call);
}

/* The parts or blocks that the request names, in its order. */
static uint32_t fake_listed(const struct fake_call *call, uint32_t *parts)
{
    const char *mark = fake.is_azure ? "<Latest>" : "<PartNumber>";
    char *text = calloc(1, call->body_bytes + 1);
    uint32_t count = 0;
    memcpy(text, call->body, call->body_bytes);
    for (const char *at = strstr(text, mark); at; at = strstr(at, mark)) {
        at += strlen(mark);
        EXPECT(count < FAKE_PARTS);
        parts[count++] = fake.is_azure ? fake_block_number(at)
                                       : (uint32_t)atoi(at) - 1;
    }
    free(text);
    return count;
}

static void fake_complete(struct fake_call *call, struct fake_upload *upload)
{
    if (upload == NULL) {
        fake_answer(call->request, 404,
                    "<Error><Code>NoSuchUpload</Code></Error>");
        return;
    }
    uint32_t parts[FAKE_PARTS];
    const uint32_t count = fake_listed(call, parts);
    uint64_t size = 0;
    for (uint32_t i = 0; i < count; i++) {
        EXPECT(upload->parts[parts[i]] != NULL);
        size += upload->sizes[parts[i]];
    }
    uint8_t *bytes = malloc(size + 1);
    uint64_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t part = parts[fake.joins_backwards ? count - 1 - i : i];
        if (upload->sizes[part] > 0)
            memcpy(bytes + at, upload->parts[part], upload->sizes[part]);
        at += upload->sizes[part];
    }
    char sum[100];
    fake_sum_whole(call, upload, bytes, sum);
    fake_keep(upload->name, bytes, size);
    fake_upload_drop(upload);
    char text[300];
    (void)snprintf(text, sizeof text,
                   "<CompleteMultipartUploadResult><ETag>&quot;v%llu&quot;"
                   "</ETag>%s</CompleteMultipartUploadResult>",
                   (unsigned long long)fake.versions, sum);
    fake_answer(call->request, 200, text);
    fake_tag(call->request, fake.versions);
}

static void fake_put(struct fake_call *call, const char *name)
{
    struct svi_request *request = call->request;
    if (!fake.drops_puts) {
        uint8_t *bytes = malloc(call->body_bytes + 1);
        if (call->body_bytes > 0)
            memcpy(bytes, call->body, call->body_bytes);
        fake_keep(name, bytes, call->body_bytes);
    }
    fake_answer(request, 200, "");
    fake_tag(request, fake.versions);
    fake_check_sum(call);
}

static void fake_delete(struct fake_call *call, const char *name)
{
    struct fake_object *object = fake_find(name, false);
    const bool is_there = object != NULL && object->is_there;
    if (is_there && !fake.drops_deletes) {
        object->is_there = false;
        object->version = ++fake.versions;
    }
    if (fake.is_azure && !is_there)
        fake_answer(call->request, 404,
                    "<Error><Code>BlobNotFound</Code></Error>");
    else
        fake_answer(call->request, fake.is_azure ? 202 : 204, "");
}

static void fake_apply_azure(struct fake_call *call, const char *name)
{
    const char *path = call->request->path_query;
    char id[1000], comp[1000] = "";
    (void)fake_query(path, "comp", comp);
    struct fake_upload *upload = fake_upload_of(name);
    if (strcmp(comp, "block") == 0) {
        if (upload == NULL)
            upload = fake_upload_new(name, name);
        EXPECT(fake_query(path, "blockid", id));
        EXPECT_EQ(strlen(id), 20);
        fake_part(call, upload, fake_block_number(id));
    } else if (strcmp(comp, "blocklist") == 0) {
        fake_complete(call, upload);
    } else if (call->request->method == SVI_PUT) {
        EXPECT(fake_header(call->request, "x-ms-blob-type: BlockBlob"));
        fake_put(call, name);
    } else if (call->request->method == SVI_DELETE) {
        fake_delete(call, name);
    } else {
        fake_get(call, name);
    }
}

static void fake_apply_s3(struct fake_call *call, const char *name)
{
    const char *path = call->request->path_query;
    char id[1000], number[1000], fresh[64], text[300];
    const bool has_id = fake_query(path, "uploadId", id);
    if (fake_query(path, "uploads", number)) {
        EXPECT_EQ(call->request->method, SVI_POST);
        (void)snprintf(fresh, sizeof fresh, "up+/%llu",
                       (unsigned long long)fake.requests);
        (void)fake_upload_new(name, fresh);
        (void)snprintf(text, sizeof text,
                       "<?xml version=\"1.0\"?>\n<InitiateMultipartUploadResult"
                       "><UploadId>%s</UploadId>"
                       "</InitiateMultipartUploadResult>",
                       fresh);
        fake_answer(call->request, 200, text);
    } else if (fake_query(path, "partNumber", number)) {
        EXPECT(has_id);
        fake_part(call, fake_upload_of(id), (uint32_t)atoi(number) - 1);
    } else if (has_id && call->request->method == SVI_POST) {
        fake_complete(call, fake_upload_of(id));
    } else if (has_id) {
        struct fake_upload *upload = fake_upload_of(id);
        EXPECT_EQ(call->request->method, SVI_DELETE);
        if (upload != NULL)
            fake_upload_drop(upload);
        fake_answer(call->request, upload != NULL ? 204 : 404, "");
    } else if (call->request->method == SVI_PUT) {
        fake_put(call, name);
    } else if (call->request->method == SVI_DELETE) {
        fake_delete(call, name);
    } else {
        fake_get(call, name);
    }
}

static void fake_apply(struct fake_call *call)
{
    char name[1100];
    fake_name(call->request->path_query, name);
    (void)snprintf(fake.last_query, sizeof fake.last_query, "%s",
                   call->request->path_query);
    if (name[0] == '\0')
        fake_list(call);
    else if (fake.is_azure)
        fake_apply_azure(call, name);
    else
        fake_apply_s3(call, name);
}

/* What the client would do with the bytes as they come. */
static void fake_deliver(struct fake_call *call)
{
    struct svi_request *request = call->request;
    if (call->is_failed || request->status != 0 ||
        request->http_status >= 300 || request->consume == NULL) {
        svi_store_take_code(request);
        return;
    }
    uint64_t at = 0;
    while (at < call->body_bytes) {
        uint64_t count = 1 + svi_random_below(&fake.random, 40000);
        if (svi_random_below(&fake.random, 4) == 0)
            count = 1 + count % 64;
        count = count < call->body_bytes - at ? count : call->body_bytes - at;
        if (!request->consume(request, call->body + at, count)) {
            request->status = SV_HTTP_BROKEN;
            break;
        }
        at += count;
    }
    request->received_bytes = at;
}

#endif
