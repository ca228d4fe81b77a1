/* object_sum.c -- the checksum header of an upload. A body follows from its
 * key and generation, so its checksum is known before its first byte is sent:
 * one pass over the bytes, which are then made a second time. */
#include <stdio.h>
#include <string.h>

#include "svi_crc64nvme.h"
#include "svi_object_lane.h"

static void write_base64(const uint8_t *bytes, uint32_t count, char *out)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                 "stuvwxyz0123456789+/";
    for (uint32_t i = 0; i < count; i += 3) {
        uint32_t word = (uint32_t)bytes[i] << 16;
        word |= i + 1 < count ? (uint32_t)bytes[i + 1] << 8 : 0;
        word |= i + 2 < count ? bytes[i + 2] : 0;
        *out++ = DIGITS[word >> 18];
        *out++ = DIGITS[word >> 12 & 63];
        *out++ = i + 1 < count ? DIGITS[word >> 6 & 63] : '=';
        *out++ = i + 2 < count ? DIGITS[word & 63] : '=';
    }
    *out = '\0';
}

/* 15 bytes, none of which makes a digit that a query would have to encode. */
void svi_block_id(const struct svi_upload *upload, uint32_t part, char *out)
{
    char name[16];
    (void)snprintf(name, sizeof name, "%09x%06u",
                   (unsigned int)(upload->hash & UINT32_MAX), part % 1000000u);
    write_base64((const uint8_t *)name, 15, out);
}

uint64_t svi_sum_of(struct svi_object_lane *lane, struct svi_maker *maker,
                    bool is_short)
{
    uint64_t sum = 0;
    for (;;) {
        const size_t count = svi_maker_fill(maker, lane->stage,
                                            SVI_STAGE_BYTES);
        if (count == 0)
            break;
        sum = is_short ? sv_crc32c((uint32_t)sum, lane->stage, count)
                       : svi_crc64nvme(sum, lane->stage, count);
    }
    svi_maker_rewind(maker);
    return sum;
}

void svi_request_sum(struct svi_object_lane *lane,
                     struct svi_exchange *exchange, uint32_t *headers)
{
    const struct sv_store *store = lane->objects->store;
    const bool is_azure = store->kind == SVI_STORE_AZ;
    const bool is_short = store->checksum == SV_CHECKSUM_CRC32C;
    exchange->sum[0] = '\0';
    if (store->checksum == SV_CHECKSUM_NONE || (is_azure && is_short))
        return;
    char *text = exchange->header_texts[1];
    const uint64_t sum = svi_sum_of(lane, &exchange->body.maker, is_short);
    if (!svi_store_checksum_header(store, sum, text, SVI_HEADER_ROOM))
        return;
    (void)snprintf(exchange->sum, sizeof exchange->sum, "%s",
                   strchr(text, ' ') + 1);
    exchange->request.headers[(*headers)++] = text;
    exchange->request.headers[*headers] = NULL;
}
