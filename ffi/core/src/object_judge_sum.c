/* object_judge_sum.c -- checksums that a store returns: of what it took, and of
 * what it gives. One that is wrong is a finding of its own, though every byte
 * be right: whoever trusts it will throw good bytes away. */
#include <stdio.h>
#include <string.h>

#include "svi_crc64nvme.h"
#include "svi_object_lane.h"
#include "svi_random.h"

/* A body is made anew for its checksum up to this size: 50 us of the lane. */
#define MADE_BYTES_MAX (UINT64_C(256) << 10)
/* What a store must look up for it costs some stores more than a small object
 * itself: versitygw 1.7 halves its rate of 4 KiB. Below this size one read in
 * so many asks. */
#define ASKED_BYTES_MIN (UINT64_C(64) << 10)
#define ASKED_EACH 16u
/* Azure sums no larger range. */
#define AZURE_RANGE_MAX (UINT64_C(4) << 20)

/* A trailer may have the id of an upload, which a head does not tell. */
static bool has_no_trailer(uint64_t size)
{
    return size < SVI_TRAILER_FROM;
}

/* Where the run is about checksums each read asks. Chosen by key and
 * generation, so that no key is left out for good. */
static bool is_asked(const struct sv_objects *objects,
                     const struct svi_operation *operation)
{
    const uint64_t generation = operation->window.high;
    if (objects->store->checksum != SV_CHECKSUM_NONE ||
        svi_object_size(objects, operation->key, generation) >= ASKED_BYTES_MIN)
        return true;
    return svi_mix64(operation->key ^ generation << 40) % ASKED_EACH == 0;
}

bool svi_asks_sum(const struct svi_object_lane *lane,
                  const struct svi_operation *operation)
{
    const struct sv_objects *objects = lane->objects;
    if (lane->spec.verify == SV_VERIFY_OFF)
        return false;
    if (objects->store->kind == SVI_STORE_AZ)
        /* Only of ranges, and each is then summed here too. */
        return operation->op == SV_RANGE &&
               objects->store->checksum == SV_CHECKSUM_CRC64NVME &&
               operation->length <= AZURE_RANGE_MAX;
    if (operation->op == SV_HEAD)
        return is_asked(objects, operation) &&
               has_no_trailer(svi_object_size(objects, operation->key,
                                              operation->window.high));
    return operation->op == SV_GET && is_asked(objects, operation);
}

/* `wanted` NULL: nobody can say what it should be. */
static void compare(struct svi_exchange *exchange, uint64_t generation,
                    const char *wanted)
{
    const struct svi_request *request = &exchange->request;
    struct svi_operation *operation = exchange->operation;
    struct sv_lane *lane = &operation->lane->base;
    if (wanted == NULL) {
        SVI_COUNT(lane, sums_unknown, 1);
        return;
    }
    SVI_COUNT(lane, sums_compared, 1);
    if (strcmp(wanted, request->checksum) == 0)
        return;
    const struct svi_key_window window = {.low = generation,
                                          .high = generation};
    struct sv_finding finding;
    svi_object_finding(operation->lane->objects, &window, &finding);
    finding.class_ = SV_CLASS_CHECKSUM;
    memcpy(finding.expected, wanted, strlen(wanted));
    memcpy(finding.found, request->checksum, strlen(request->checksum));
    svi_object_found(operation, operation->key, &finding);
}

static bool is_crc64(uint32_t kind)
{
    return kind == SVI_SUM_CRC64 || kind == SVI_SUM_CRC64_AZURE;
}

static void make_md5(struct svi_object_lane *lane, struct svi_maker *maker,
                     char *out)
{
    struct svi_md5 md5;
    uint8_t digest[SVI_MD5_BYTES];
    size_t count;
    svi_md5_start(&md5);
    while ((count = svi_maker_fill(maker, lane->stage, SVI_STAGE_BYTES)) > 0)
        svi_md5_take(&md5, lane->stage, count);
    svi_md5_finish(&md5, digest);
    svi_md5_text(digest, out);
}

/* Makes the body once more. A composite sum ("-N") is none of a whole body. */
static bool make_sum(struct svi_object_lane *lane, struct svi_maker *maker,
                     const struct svi_request *request, char *out)
{
    const uint32_t kind = request->checksum_kind;
    const uint64_t most =
        kind == SVI_SUM_MD5 ? SVI_MD5_BODY_MAX : MADE_BYTES_MAX;
    if (kind == SVI_SUM_OTHER || strchr(request->checksum, '-') != NULL ||
        maker->end - maker->start > most)
        return false;
    svi_maker_rewind(maker);
    if (kind == SVI_SUM_MD5) {
        make_md5(lane, maker, out);
        return true;
    }
    svi_sum_text(kind, svi_sum_of(lane, maker, kind == SVI_SUM_CRC32C), out);
    return true;
}

void svi_judge_put_sum(struct svi_exchange *exchange)
{
    const struct svi_request *request = &exchange->request;
    const struct svi_operation *operation = exchange->operation;
    struct svi_maker *maker = &exchange->body.maker;
    char wanted[SVI_SUM_ROOM];
    uint64_t crc;
    if (request->checksum_kind == SVI_SUM_NONE ||
        (operation->lane->spec.verify == SV_VERIFY_OFF &&
         exchange->sum[0] == '\0'))
        return;
    /* A store may return another kind of sum than it was sent. */
    if (exchange->sum[0] != '\0' &&
        strlen(exchange->sum) == strlen(request->checksum)) {
        compare(exchange, operation->generation, exchange->sum);
    } else if (is_crc64(request->checksum_kind) && svi_maker_sum(maker, &crc)) {
        svi_sum_text(request->checksum_kind, crc, wanted);
        compare(exchange, operation->generation, wanted);
    } else {
        compare(exchange, operation->generation,
                make_sum(operation->lane, maker, request, wanted) ? wanted
                                                                  : NULL);
    }
}

/* The bytes of base64 as one number, the first the highest; nothing of ours is
 * longer than eight. */
static uint64_t decode(const char *text)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                 "stuvwxyz0123456789+/";
    uint64_t value = 0;
    uint32_t bits = 0, held = 0;
    for (; *text != '\0' && *text != '='; text++) {
        const char *digit = strchr(DIGITS, *text);
        held = held << 6 | (digit == NULL ? 0 : (uint32_t)(digit - DIGITS));
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        value = value << 8 | (held >> bits & 255);
    }
    return value;
}

/* What the whole must have if its parts have theirs; false: one has none. */
static bool join_parts(const struct svi_operation *operation, uint32_t kind,
                       char out[SVI_SUM_ROOM])
{
    const struct svi_upload *upload = operation->upload;
    const uint64_t part_bytes = operation->lane->objects->spec.part_bytes;
    uint64_t joined = 0, left = operation->size;
    for (uint32_t i = 0; i < upload->part_count; i++) {
        const uint64_t sum = decode(upload->parts[i].sum);
        const uint64_t bytes =
            part_bytes != 0 && left > part_bytes ? part_bytes : left;
        const uint32_t word = __builtin_bswap32((uint32_t)sum);
        if (upload->parts[i].sum[0] == '\0')
            return false;
        joined = kind == SVI_SUM_CRC32C
                     ? sv_crc32c((uint32_t)joined, &word, sizeof word)
                     : svi_crc64nvme_join(joined, sum, bytes);
        left -= bytes;
    }
    svi_sum_text(kind, joined, out);
    if (kind == SVI_SUM_CRC32C)
        (void)snprintf(out + strlen(out), SVI_SUM_ROOM - strlen(out), "-%u",
                       upload->part_count);
    return true;
}

void svi_judge_upload_sum(struct svi_exchange *exchange)
{
    struct svi_request *request = &exchange->request;
    const struct svi_operation *operation = exchange->operation;
    const struct sv_store *store = operation->lane->objects->store;
    const bool is_short = store->checksum == SV_CHECKSUM_CRC32C;
    char wanted[SVI_SUM_ROOM];
    if (store->kind != SVI_STORE_S3 ||
        !svi_upload_answer(exchange,
                           is_short ? "ChecksumCRC32C" : "ChecksumCRC64NVME",
                           request->checksum, sizeof request->checksum))
        return;
    request->checksum_kind = is_short ? SVI_SUM_CRC32C : SVI_SUM_CRC64;
    /* One of a whole body cannot be told from those of its parts. */
    const bool is_known =
        is_short == (strchr(request->checksum, '-') != NULL) &&
        join_parts(operation, request->checksum_kind, wanted);
    compare(exchange, operation->generation, is_known ? wanted : NULL);
}

void svi_judge_body_sum(struct svi_exchange *exchange)
{
    struct svi_checker *checker = &exchange->body.checker;
    char wanted[SVI_SUM_ROOM];
    /* Of other bytes it is another: that is no news. */
    if (exchange->request.checksum_kind == SVI_SUM_NONE ||
        exchange->operation->findings != 0)
        return;
    if (checker->at == checker->start)
        svi_exchange_begin_sum(exchange);
    compare(exchange, checker->shape.generation,
            svi_returned_expected(&checker->returned, wanted) ? wanted : NULL);
}

void svi_judge_head_sum(struct svi_exchange *exchange)
{
    const struct svi_operation *operation = exchange->operation;
    const struct svi_key_window *window = &operation->window;
    struct svi_object_lane *lane = operation->lane;
    const struct sv_objects *objects = lane->objects;
    struct svi_maker *maker = &exchange->body.maker;
    char wanted[SVI_SUM_ROOM];
    if (exchange->request.checksum_kind == SVI_SUM_NONE ||
        operation->findings != 0)
        return;
    const uint64_t size =
        svi_object_size(objects, operation->key, window->high);
    if (window->absent || window->low != window->high ||
        !has_no_trailer(size)) {
        compare(exchange, window->high, NULL);
        return;
    }
    svi_object_identity(objects, operation->key, &maker->shape.identity);
    maker->shape.generation = window->high;
    maker->shape.size = size;
    maker->shape.part_bytes = objects->spec.part_bytes;
    maker->upload_hash = 0;
    svi_maker_start(maker, 0, size);
    compare(exchange, window->high,
            make_sum(lane, maker, &exchange->request, wanted) ? wanted : NULL);
}
