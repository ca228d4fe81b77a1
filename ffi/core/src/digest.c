/* digest.c -- several digests of the same bytes. MD5 and SHA-256 are
 * libcrypto's; the two CRCs are ours, because they are what stores send. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "stor_core.h"
#include "svi_crc64nvme.h"
#include "svi_crypto.h"

#define SECURE (SV_DIGEST_MD5 | SV_DIGEST_SHA256)
#define CHECKED (SV_DIGEST_CRC32C | SV_DIGEST_CRC64NVME)

struct sv_digest {
    const struct svi_crypto *crypto;
    void *md5;
    void *sha256;
    uint64_t crc64nvme;
    uint32_t crc32c;
    uint32_t kinds;
};

uint32_t sv_digest_kinds(void)
{
    return svi_crypto() != NULL ? SECURE | CHECKED : CHECKED;
}

static int32_t start(struct sv_digest *digest, void **state, const void *kind)
{
    *state = digest->crypto->EVP_MD_CTX_new();
    if (*state == NULL)
        return -ENOMEM;
    /* Refused where the host's policy forbids it, as MD5 under FIPS. */
    if (digest->crypto->EVP_DigestInit_ex(*state, kind, NULL) != 1)
        return SV_NO_CRYPTO;
    return 0;
}

int32_t sv_digest_open(uint32_t kinds, struct sv_digest **out)
{
    *out = NULL;
    if ((kinds & ~(SECURE | CHECKED)) != 0)
        return SV_LAYOUT;
    struct sv_digest *digest = calloc(1, sizeof *digest);
    if (digest == NULL)
        return -ENOMEM;
    digest->kinds = kinds;
    digest->crypto = (kinds & SECURE) != 0 ? svi_crypto() : NULL;
    int32_t status =
        (kinds & SECURE) != 0 && digest->crypto == NULL ? SV_NO_CRYPTO : 0;
    if (status == 0 && (kinds & SV_DIGEST_MD5) != 0)
        status = start(digest, &digest->md5, digest->crypto->EVP_md5());
    if (status == 0 && (kinds & SV_DIGEST_SHA256) != 0)
        status = start(digest, &digest->sha256, digest->crypto->EVP_sha256());
    if (status != 0) {
        sv_digest_close(digest);
        return status;
    }
    *out = digest;
    return 0;
}

void sv_digest_update(struct sv_digest *digest, const void *bytes,
                      uint64_t length)
{
    if ((digest->kinds & SV_DIGEST_CRC32C) != 0)
        digest->crc32c = sv_crc32c(digest->crc32c, bytes, length);
    if ((digest->kinds & SV_DIGEST_CRC64NVME) != 0)
        digest->crc64nvme = svi_crc64nvme(digest->crc64nvme, bytes, length);
    if (digest->md5 != NULL)
        (void)digest->crypto->EVP_DigestUpdate(digest->md5, bytes, length);
    if (digest->sha256 != NULL)
        (void)digest->crypto->EVP_DigestUpdate(digest->sha256, bytes, length);
}

static void finish(const struct sv_digest *digest, void *state, uint8_t *out)
{
    if (state == NULL)
        return;
    (void)digest->crypto->EVP_DigestFinal_ex(state, out, NULL);
    (void)digest->crypto->EVP_DigestInit_ex(state, NULL, NULL);
}

void sv_digest_finish(struct sv_digest *digest, struct sv_digests *out)
{
    memset(out, 0, sizeof *out);
    out->kinds = digest->kinds;
    out->crc32c = digest->crc32c;
    out->crc64nvme = digest->crc64nvme;
    finish(digest, digest->md5, out->md5);
    finish(digest, digest->sha256, out->sha256);
    digest->crc32c = 0;
    digest->crc64nvme = 0;
}

void sv_digest_close(struct sv_digest *digest)
{
    if (digest == NULL)
        return;
    if (digest->md5 != NULL)
        digest->crypto->EVP_MD_CTX_free(digest->md5);
    if (digest->sha256 != NULL)
        digest->crypto->EVP_MD_CTX_free(digest->sha256);
    free(digest);
}

/* A CRC as a vector over GF(2), and what one zero bit behind it does as a
 * matrix; squared again and again it is 2^k zero bytes. The method of Mark
 * Adler's crc32_combine (zlib, 2003), for this polynomial. */
static uint64_t times(const uint64_t matrix[64], uint64_t vector)
{
    uint64_t sum = 0;
    for (int i = 0; vector != 0; vector >>= 1, i++)
        if ((vector & 1) != 0)
            sum ^= matrix[i];
    return sum;
}

static void square(uint64_t out[64], const uint64_t matrix[64])
{
    for (int i = 0; i < 64; i++)
        out[i] = times(matrix, matrix[i]);
}

uint64_t sv_crc64nvme_join(uint64_t first, uint64_t second, uint64_t bytes)
{
    uint64_t odd[64], even[64];
    if (bytes == 0)
        return first;
    odd[0] = UINT64_C(0x9A6C9329AC4BC9B5); /* one zero bit */
    for (int i = 1; i < 64; i++)
        odd[i] = UINT64_C(1) << (i - 1);
    square(even, odd); /* two */
    square(odd, even); /* four */
    for (;;) {
        square(even, odd);
        if ((bytes & 1) != 0)
            first = times(even, first);
        bytes >>= 1;
        if (bytes == 0)
            return first ^ second;
        square(odd, even);
        if ((bytes & 1) != 0)
            first = times(odd, first);
        bytes >>= 1;
        if (bytes == 0)
            return first ^ second;
    }
}
