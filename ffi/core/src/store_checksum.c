/* store_checksum.c -- the header by which a store checks the body of an upload:
 * x-amz-checksum-*, or x-ms-content-crc64. */
#include <stdio.h>

#include "svi_crc64nvme.h"
#include "svi_store.h"

/* Base64 of at most 8 bytes. */
static void encode(const uint8_t *bytes, uint32_t count, char out[13])
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

bool svi_store_checksum_header(const struct sv_store *store, uint64_t crc,
                               char *out, uint32_t room)
{
    bool is_azure = store->kind == SVI_STORE_AZ;
    uint32_t count = store->checksum == SV_CHECKSUM_CRC32C ? 4 : 8;
    uint8_t bytes[8];
    char text[13];
    if (store->checksum == SV_CHECKSUM_NONE || (is_azure && count == 4))
        return false; /* Azure knows no CRC-32C */
    for (uint32_t i = 0; i < count; i++) /* S3 the high byte first */
        bytes[is_azure ? i : count - 1 - i] = (uint8_t)(crc >> 8 * i);
    encode(bytes, count, text);
    const char *name = is_azure     ? "x-ms-content-crc64"
                       : count == 4 ? "x-amz-checksum-crc32c"
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
