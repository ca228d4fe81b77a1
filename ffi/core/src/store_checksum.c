/* store_checksum.c -- the header by which a store checks the body of an upload:
 * x-amz-checksum-*, or x-ms-content-crc64. */
#include <stdio.h>

#include "svi_crc64nvme.h"
#include "svi_store.h"

/* Base64 with its end. */
static void encode(const uint8_t *bytes, uint32_t count, char *out)
{
    static const char DIGITS[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        three |= i + 1 < count ? (uint32_t)bytes[i + 1] << 8 : 0;
        three |= i + 2 < count ? bytes[i + 2] : 0;
        out[at++] = DIGITS[three >> 18];
        out[at++] = DIGITS[three >> 12 & 63];
        out[at++] = i + 1 < count ? DIGITS[three >> 6 & 63] : '=';
        out[at++] = i + 2 < count ? DIGITS[three & 63] : '=';
    }
    out[at] = '\0';
}

void svi_sum_text(uint32_t kind, uint64_t sum, char out[SVI_SUM_ROOM])
{
    const uint32_t count = kind == SVI_SUM_CRC32C ? 4 : 8;
    uint8_t bytes[8];
    for (uint32_t i = 0; i < count; i++)
        bytes[kind == SVI_SUM_CRC64_AZURE ? i : count - 1 - i] =
            (uint8_t)(sum >> 8 * i);
    encode(bytes, count, out);
}

void svi_md5_text(const uint8_t digest[16], char out[SVI_SUM_ROOM])
{
    encode(digest, 16, out);
}

bool svi_store_checksum_header(const struct sv_store *store, uint64_t crc,
                               char *out, uint32_t room)
{
    const bool is_azure = store->kind == SVI_STORE_AZ;
    const bool is_short = store->checksum == SV_CHECKSUM_CRC32C;
    char text[SVI_SUM_ROOM];
    if (store->checksum == SV_CHECKSUM_NONE || (is_azure && is_short))
        return false; /* Azure knows no CRC-32C */
    svi_sum_text(is_azure   ? SVI_SUM_CRC64_AZURE
                 : is_short ? SVI_SUM_CRC32C
                            : SVI_SUM_CRC64,
                 crc, text);
    const char *name = is_azure   ? "x-ms-content-crc64"
                       : is_short ? "x-amz-checksum-crc32c"
                                  : "x-amz-checksum-crc64nvme";
    (void)snprintf(out, room, "%s: %s", name, text);
    return true;
}

bool svi_store_checksum(const struct sv_store *store, const void *bytes,
                        uint64_t length, char *out, uint32_t room)
{
    if (store->checksum == SV_CHECKSUM_NONE)
        return false;
    uint64_t crc = store->checksum == SV_CHECKSUM_CRC32C
                       ? sv_crc32c(0, bytes, length)
                       : svi_crc64nvme(0, bytes, length);
    return svi_store_checksum_header(store, crc, out, room);
}
