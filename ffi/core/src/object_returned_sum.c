/* object_returned_sum.c -- what the checksum of a body should be; see
 * svi_returned_sum.h. */
#include <stdio.h>
#include <string.h>

#include "svi_crc64nvme.h"
#include "svi_object_body.h"
#include "svi_returned_sum.h"
#include "svi_store.h"

static bool is_crc64(const struct svi_returned_sum *sum)
{
    return sum->kind == SVI_SUM_CRC64 || sum->kind == SVI_SUM_CRC64_AZURE;
}

void svi_returned_start(struct svi_returned_sum *sum,
                        const struct svi_request *request, uint64_t part_bytes,
                        bool is_whole)
{
    memset(sum, 0, sizeof *sum);
    sum->kind = request->checksum_kind;
    memcpy(sum->text, request->checksum, sizeof sum->text);
    sum->size = request->content_length;
    sum->part_bytes = part_bytes;
    sum->is_whole = is_whole;
    sum->is_composite = strchr(sum->text, '-') != NULL;
    /* Stores make them of CRC-32C alone; and who does not say how long a body
     * is cannot mean all of it. */
    if ((sum->is_composite && is_crc64(sum)) ||
        (sum->size == UINT64_MAX && sum->kind != SVI_SUM_NONE))
        sum->kind = SVI_SUM_OTHER;
    /* S3 has sums of whole objects alone, also beside a range of one. */
    if (!is_whole && sum->kind != SVI_SUM_NONE &&
        sum->kind != SVI_SUM_CRC64_AZURE)
        sum->kind = SVI_SUM_OTHER;
    if (sum->kind == SVI_SUM_MD5 && sum->size > SVI_MD5_BODY_MAX)
        sum->kind = SVI_SUM_OTHER;
    if (sum->kind == SVI_SUM_MD5)
        svi_md5_start(&sum->md5);
}

/* Up to where the segment of byte `at` goes. */
static uint64_t segment_end(const struct svi_returned_sum *sum, uint64_t *start)
{
    const uint64_t part =
        sum->part_bytes != 0 && sum->is_whole ? sum->part_bytes : UINT64_MAX;
    *start = sum->at / part * part;
    return sum->size - *start > part ? *start + part : sum->size;
}

static void end_part(struct svi_returned_sum *sum)
{
    const uint32_t crc = (uint32_t)sum->summed;
    const uint8_t bytes[4] = {(uint8_t)(crc >> 24), (uint8_t)(crc >> 16),
                              (uint8_t)(crc >> 8), (uint8_t)crc};
    sum->joined = sv_crc32c((uint32_t)sum->joined, bytes, sizeof bytes);
    sum->summed = 0;
    sum->parts++;
}

void svi_returned_take(struct svi_returned_sum *sum, const uint8_t *bytes,
                       size_t count)
{
    if (sum->kind == SVI_SUM_NONE || sum->kind == SVI_SUM_OTHER)
        return;
    while (count > 0) {
        uint64_t start;
        if (sum->at >= sum->size) {
            sum->kind = SVI_SUM_OTHER; /* more came than was promised */
            return;
        }
        const uint64_t end = segment_end(sum, &start);
        const size_t room = end - sum->at < count ? (size_t)(end - sum->at)
                                                  : count;
        if (sum->kind == SVI_SUM_MD5) {
            svi_md5_take(&sum->md5, bytes, room);
        } else if (!is_crc64(sum)) {
            sum->summed = sv_crc32c((uint32_t)sum->summed, bytes, room);
        } else if (!sum->is_whole || end - start < SVI_TRAILER_FROM) {
            sum->summed = svi_crc64nvme(sum->summed, bytes, room);
            sum->summed_bytes += room;
        }
        sum->at += room;
        bytes += room;
        count -= room;
        if (sum->is_composite && sum->at == end)
            end_part(sum);
    }
}

void svi_returned_tell(struct svi_returned_sum *sum, uint64_t bytes,
                       const uint8_t *trailer)
{
    if (!is_crc64(sum) || !sum->is_whole)
        return;
    const uint64_t crc = svi_crc64nvme(svi_trailer_crc(trailer), trailer,
                                       SVI_TRAILER_BYTES);
    sum->joined = svi_crc64nvme_join(sum->joined, crc, bytes);
    sum->told_bytes += bytes;
}

bool svi_returned_expected(struct svi_returned_sum *sum,
                           char out[SVI_SUM_ROOM])
{
    uint64_t value = sum->summed;
    if (sum->kind == SVI_SUM_NONE || sum->kind == SVI_SUM_OTHER ||
        sum->at != sum->size)
        return false;
    if (sum->kind == SVI_SUM_MD5) {
        uint8_t digest[SVI_MD5_BYTES];
        svi_md5_finish(&sum->md5, digest);
        svi_md5_text(digest, out);
        return true;
    }
    if (is_crc64(sum)) {
        if (sum->told_bytes + sum->summed_bytes != sum->size)
            return false;
        value = svi_crc64nvme_join(sum->joined, sum->summed,
                                   sum->summed_bytes);
    } else if (sum->is_composite) {
        value = sum->joined;
    }
    svi_sum_text(sum->kind, value, out);
    if (sum->is_composite) {
        const size_t length = strlen(out);
        (void)snprintf(out + length, SVI_SUM_ROOM - length, "-%u", sum->parts);
    }
    return true;
}
