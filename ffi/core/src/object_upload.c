/* object_upload.c -- an object that goes up in parts (S3) or in blocks (Azure):
 * create, parts beside each other, complete; abort when one of them fails. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svi_object_lane.h"

#define PART_TEXT 320u /* of one part in the text that completes */

static bool is_azure(const struct svi_object_lane *lane)
{
    return lane->objects->store->kind == SVI_STORE_AZ;
}

static uint32_t count_parts(const struct svi_object_lane *lane, uint64_t size)
{
    const uint64_t bytes = lane->objects->spec.part_bytes;
    if (bytes == 0 || size == 0)
        return 1;
    return (uint32_t)((size + bytes - 1) / bytes);
}

static void end_upload(struct svi_object_lane *lane,
                       struct svi_exchange *exchange, bool is_gone)
{
    struct svi_operation *operation = exchange->operation;
    struct svi_upload *upload = operation->upload;
    if (is_gone && !upload->was_open)
        svi_key_set_upload(&lane->objects->oracle, operation->key, false);
    const int32_t status = upload->status;
    const bool is_failed = upload->is_failed;
    const bool is_dropped = upload->is_dropped;
    lane->stalled_parts -= upload->is_stalled ? 1 : 0;
    free(upload);
    operation->upload = NULL;
    if (is_dropped) {
        svi_operation_leave(lane, operation);
        svi_operation_release(lane, operation);
    } else if (is_failed) {
        svi_operation_fail(lane, operation, status);
    } else {
        svi_operation_end(lane, operation, &exchange->request,
                          operation->size);
    }
    svi_exchange_release(lane, exchange);
}

/* The upload may be over, and gone, when this returns. */
static void send(struct svi_object_lane *lane, struct svi_exchange *exchange,
                 uint32_t purpose)
{
    exchange->purpose = purpose;
    exchange->attempts = 0;
    exchange->has_waited = false;
    exchange->is_held = false;
    free(exchange->text);
    exchange->text = NULL;
    const int32_t status = svi_request_upload(lane, exchange);
    exchange->operation->upload->in_flight++;
    if (status == 0) {
        svi_exchange_send(lane, exchange);
        return;
    }
    exchange->request.start_ns = exchange->request.end_ns = lane->base.now_ns;
    svi_upload_step(lane, exchange, status);
}

static bool send_part(struct svi_object_lane *lane,
                      struct svi_operation *operation,
                      struct svi_exchange *exchange)
{
    if (exchange == NULL)
        exchange = svi_exchange_take(lane, operation);
    if (exchange == NULL)
        return false;
    exchange->part = operation->upload->next_part++;
    send(lane, exchange, SVI_PURPOSE_PART);
    return true;
}

/* As many parts as may be in flight; the first over `exchange`, if any. */
static void send_parts(struct svi_object_lane *lane,
                       struct svi_operation *operation,
                       struct svi_exchange *exchange)
{
    for (;;) {
        struct svi_upload *upload = operation->upload;
        if (upload == NULL || upload->is_failed ||
            upload->next_part == upload->part_count ||
            upload->in_flight >= lane->spec.part_depth)
            break;
        if (!send_part(lane, operation, exchange)) {
            lane->stalled_parts += upload->is_stalled ? 0 : 1;
            upload->is_stalled = true;
            break;
        }
        exchange = NULL;
    }
    if (exchange != NULL)
        svi_exchange_release(lane, exchange);
}

void svi_upload_resume(struct svi_object_lane *lane)
{
    for (uint32_t i = 0; i < lane->spec.depth; i++) {
        struct svi_operation *operation = &lane->operations[i];
        if (operation->state != SVI_OPERATION_FLYING ||
            operation->upload == NULL || !operation->upload->is_stalled)
            continue;
        if (lane->free_exchange == NULL &&
            lane->exchanges_used == lane->exchange_count)
            return;
        operation->upload->is_stalled = false;
        lane->stalled_parts--;
        send_parts(lane, operation, NULL);
    }
}

void svi_upload_start(struct svi_object_lane *lane,
                      struct svi_operation *operation)
{
    const uint32_t parts = count_parts(lane, operation->size);
    struct svi_object_oracle *oracle = &lane->objects->oracle;
    struct svi_exchange *exchange = svi_exchange_take(lane, operation);
    struct svi_upload *upload =
        calloc(1, sizeof *upload + parts * sizeof(struct svi_part));
    if (exchange == NULL || upload == NULL || parts > SVI_PARTS_MAX) {
        if (exchange != NULL)
            svi_exchange_release(lane, exchange);
        free(upload);
        svi_operation_fail(lane, operation,
                           parts > SVI_PARTS_MAX ? SV_BOUND : -ENOMEM);
        return;
    }
    upload->part_count = parts;
    upload->was_open =
        (svi_key_word(oracle, operation->key) & SVI_KEY_UPLOAD) != 0;
    operation->upload = upload;
    svi_key_set_upload(oracle, operation->key, true);
    if (!is_azure(lane)) {
        send(lane, exchange, SVI_PURPOSE_CREATE);
        return;
    }
    upload->hash = svi_random_next(&lane->jitter) | 1;
    send_parts(lane, operation, exchange);
}

static void put_part_line(char *out, const struct svi_part *part,
                          uint32_t number, const char *sum_name)
{
    size_t at = (size_t)snprintf(
        out, PART_TEXT, "<Part><PartNumber>%u</PartNumber><ETag>", number);
    for (const char *etag = part->etag; *etag != '\0'; etag++) {
        if (*etag == '"')
            at += (size_t)snprintf(out + at, PART_TEXT - at, "&quot;");
        else
            out[at++] = *etag;
    }
    at += (size_t)snprintf(out + at, PART_TEXT - at, "</ETag>");
    if (part->sum[0] != '\0')
        at += (size_t)snprintf(out + at, PART_TEXT - at, "<%s>%s</%s>",
                               sum_name, part->sum, sum_name);
    (void)snprintf(out + at, PART_TEXT - at, "</Part>");
}

char *svi_upload_text(struct svi_object_lane *lane,
                      const struct svi_upload *upload)
{
    const bool azure = is_azure(lane);
    const char *name = azure ? "BlockList" : "CompleteMultipartUpload";
    char *text = malloc(128 + (size_t)upload->part_count * PART_TEXT);
    if (text == NULL)
        return NULL;
    size_t at = (size_t)sprintf(text, "<%s>", name);
    for (uint32_t i = 0; i < upload->part_count; i++) {
        char id[24];
        if (azure) {
            svi_block_id(upload, i, id);
            (void)sprintf(text + at, "<Latest>%s</Latest>", id);
        } else {
            put_part_line(text + at, &upload->parts[i], i + 1,
                          lane->objects->store->checksum == SV_CHECKSUM_CRC32C
                              ? "ChecksumCRC32C"
                              : "ChecksumCRC64NVME");
        }
        at += strlen(text + at);
    }
    (void)sprintf(text + at, "</%s>", name);
    return text;
}

/* Takes the one element of a control answer into `out`; false: not there, or
 * too long, or no such answer. */
struct wanted {
    const char *name;
    char *out;
    size_t room;
    bool is_there;
};

static bool take_wanted(void *owner, const char *parent, const char *name,
                        const char *text)
{
    struct wanted *wanted = owner;
    (void)parent;
    if (strcmp(name, wanted->name) != 0)
        return true;
    if (strlen(text) >= wanted->room || text[0] == '\0')
        return false;
    memcpy(wanted->out, text, strlen(text) + 1);
    wanted->is_there = true;
    return true;
}

bool svi_upload_answer(const struct svi_exchange *exchange, const char *name,
                       char *out, size_t room)
{
    struct wanted wanted = {.name = name, .out = out, .room = room};
    struct svi_xml *xml = calloc(1, sizeof *xml);
    if (xml == NULL)
        return false;
    xml->ended = take_wanted;
    xml->owner = &wanted;
    const bool is_whole =
        svi_xml_take(xml, exchange->answer, exchange->request.answer_bytes) &&
        svi_xml_is_whole(xml);
    free(xml);
    return is_whole && wanted.is_there;
}

static void fail(struct svi_upload *upload, int32_t status)
{
    if (!upload->is_failed)
        upload->status = status;
    upload->is_failed = true;
}

static void step_created(struct svi_object_lane *lane,
                         struct svi_exchange *exchange, int32_t status)
{
    struct svi_operation *operation = exchange->operation;
    struct svi_upload *upload = operation->upload;
    if (status == 0 &&
        !svi_upload_answer(exchange, "UploadId", upload->id,
                           sizeof upload->id))
        status = SV_HTTP_BROKEN;
    if (status != 0) {
        /* If it was made all the same, nobody knows its id. */
        fail(upload, status);
        end_upload(lane, exchange, false);
        return;
    }
    upload->hash = svi_upload_hash(upload->id);
    send_parts(lane, operation, exchange);
}

static void step_part(struct svi_object_lane *lane,
                      struct svi_exchange *exchange, int32_t status)
{
    struct svi_operation *operation = exchange->operation;
    struct svi_upload *upload = operation->upload;
    if (status == 0) {
        struct svi_part *part = &upload->parts[exchange->part];
        memcpy(part->etag, exchange->request.etag, sizeof part->etag);
        memcpy(part->sum, exchange->sum, sizeof part->sum - 1);
        upload->parts_done++;
        svi_judge_put_sum(exchange);
        if (part->etag[0] == '\0' && !is_azure(lane))
            status = SV_HTTP_BROKEN;
    }
    if (status != 0)
        fail(upload, status);
    /* The rest of a large one could take hours. */
    if (!upload->is_failed && upload->next_part < upload->part_count &&
        svi_object_is_stopped(lane))
        upload->is_failed = upload->is_dropped = true;
    if (upload->is_failed && upload->in_flight == 0) {
        if (is_azure(lane))
            end_upload(lane, exchange, false);
        else
            send(lane, exchange, SVI_PURPOSE_ABORT);
    } else if (upload->is_failed) {
        svi_exchange_release(lane, exchange);
    } else if (upload->parts_done == upload->part_count) {
        send(lane, exchange, SVI_PURPOSE_COMPLETE);
    } else {
        send_parts(lane, operation, exchange);
    }
}

/* 404 after an attempt without an answer: it may have been that one that made
 * the object. Nobody knows; the key stays unsettled. */
static void step_completed(struct svi_object_lane *lane,
                           struct svi_exchange *exchange, int32_t status)
{
    struct svi_operation *operation = exchange->operation;
    if (status == SV_HTTP_NOT_FOUND &&
        (exchange->attempts > 1 || exchange->request.resends > 0)) {
        svi_operation_leave(lane, operation);
        end_upload(lane, exchange, true);
        return;
    }
    if (status != 0) {
        fail(operation->upload, status);
        if (is_azure(lane))
            end_upload(lane, exchange, false);
        else
            send(lane, exchange, SVI_PURPOSE_ABORT);
        return;
    }
    char etag[SVI_ETAG_ROOM] = "";
    if (is_azure(lane))
        memcpy(etag, exchange->request.etag, sizeof etag);
    else if (!svi_upload_answer(exchange, "ETag", etag, sizeof etag))
        etag[0] = '\0';
    svi_judge_upload_sum(exchange);
    svi_operation_settle(lane, operation, etag);
    end_upload(lane, exchange, true);
}

void svi_upload_step(struct svi_object_lane *lane,
                     struct svi_exchange *exchange, int32_t status)
{
    exchange->operation->upload->in_flight--;
    switch (exchange->purpose) {
    case SVI_PURPOSE_CREATE:
        step_created(lane, exchange, status);
        return;
    case SVI_PURPOSE_PART:
        step_part(lane, exchange, status);
        return;
    case SVI_PURPOSE_COMPLETE:
        step_completed(lane, exchange, status);
        return;
    default:
        if (status == 0)
            SVI_COUNT(&lane->base, uploads_aborted, 1);
        end_upload(lane, exchange, status == 0 || status == SV_HTTP_NOT_FOUND);
        return;
    }
}
