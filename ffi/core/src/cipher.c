/* cipher.c -- AES in GCM and CTR, by libcrypto; see svi_crypto.h. */
#include <errno.h>
#include <string.h>

#include "stor_core.h"
#include "svi_crypto.h"

#define CTRL_GCM_GET_TAG 0x10 /* EVP_CTRL_GCM_GET_TAG, of 1.1 and 3 alike */
#define CTRL_GCM_SET_TAG 0x11

enum mode { SEAL, OPEN, COUNT };

uint32_t sv_cipher_is_there(void) { return svi_crypto() != NULL; }

static const void *cipher_of(const struct svi_crypto *crypto,
                             uint32_t key_bytes, enum mode mode)
{
    switch (key_bytes) {
    case 16:
        return mode == COUNT ? crypto->EVP_aes_128_ctr()
                             : crypto->EVP_aes_128_gcm();
    case 24:
        return mode == COUNT ? crypto->EVP_aes_192_ctr()
                             : crypto->EVP_aes_192_gcm();
    default:
        return mode == COUNT ? crypto->EVP_aes_256_ctr()
                             : crypto->EVP_aes_256_gcm();
    }
}

struct work {
    const struct sv_cipher_key *key;
    const void *known;
    uint32_t known_length;
    const uint8_t *source;
    uint32_t length;
    uint8_t *target;
};

/* With the context made: 1 for each call that went well. */
static int64_t run(const struct svi_crypto *crypto, void *state,
                   const struct work *work, enum mode mode)
{
    const void *cipher = cipher_of(crypto, work->key->key_bytes, mode);
    int made = 0;
    if (cipher == NULL ||
        crypto->EVP_CipherInit_ex(state, cipher, NULL, work->key->bytes,
                                  work->key->nonce, mode != OPEN) != 1)
        return SV_NO_CRYPTO;
    if (work->known_length > 0 &&
        crypto->EVP_CipherUpdate(state, NULL, &made, work->known,
                                 (int)work->known_length) != 1)
        return SV_NO_CRYPTO;
    if (work->length > 0 &&
        crypto->EVP_CipherUpdate(state, work->target, &made, work->source,
                                 (int)work->length) != 1)
        return SV_NO_CRYPTO;
    uint8_t tag[SV_GCM_TAG_BYTES];
    if (mode == OPEN) {
        memcpy(tag, work->source + work->length, sizeof tag);
        if (crypto->EVP_CIPHER_CTX_ctrl(state, CTRL_GCM_SET_TAG, sizeof tag,
                                        tag) != 1)
            return SV_NO_CRYPTO;
    }
    uint8_t rest[SV_CTR_BLOCK_BYTES];
    if (crypto->EVP_CipherFinal_ex(state, rest, &made) != 1)
        return mode == OPEN ? SV_TAG : SV_NO_CRYPTO;
    if (mode == SEAL &&
        crypto->EVP_CIPHER_CTX_ctrl(state, CTRL_GCM_GET_TAG, sizeof tag,
                                    work->target + work->length) != 1)
        return SV_NO_CRYPTO;
    return mode == SEAL ? (int64_t)work->length + (int64_t)sizeof tag
                        : (int64_t)work->length;
}

static int64_t carry_out(const struct work *work, enum mode mode)
{
    const struct svi_crypto *crypto = svi_crypto();
    const uint32_t bytes = work->key->key_bytes;
    if ((bytes != 16 && bytes != 24 && bytes != 32) || work->key->reserved != 0)
        return SV_LAYOUT;
    if (work->length > INT32_MAX || work->known_length > INT32_MAX)
        return SV_BOUND;
    if (crypto == NULL)
        return SV_NO_CRYPTO;
    void *state = crypto->EVP_CIPHER_CTX_new();
    if (state == NULL)
        return -ENOMEM;
    const int64_t status = run(crypto, state, work, mode);
    crypto->EVP_CIPHER_CTX_free(state);
    if (status < 0 && mode == OPEN && work->length > 0)
        memset(work->target, 0, work->length);
    return status;
}

int64_t sv_gcm_seal(const struct sv_cipher_key *key, const void *known,
                    uint32_t known_length, const void *source, uint32_t length,
                    void *target, uint64_t capacity)
{
    if ((uint64_t)length + SV_GCM_TAG_BYTES > capacity)
        return SV_BOUND;
    const struct work work = {key, known, known_length, source, length, target};
    return carry_out(&work, SEAL);
}

int64_t sv_gcm_open(const struct sv_cipher_key *key, const void *known,
                    uint32_t known_length, const void *source, uint32_t length,
                    void *target, uint64_t capacity)
{
    if (length < SV_GCM_TAG_BYTES)
        return SV_TAG;
    length -= SV_GCM_TAG_BYTES;
    if (length > capacity)
        return SV_BOUND;
    const struct work work = {key, known, known_length, source, length, target};
    return carry_out(&work, OPEN);
}

int64_t sv_ctr(const struct sv_cipher_key *key, const void *source,
               uint32_t length, void *target, uint64_t capacity)
{
    if (length > capacity)
        return SV_BOUND;
    const struct work work = {key, NULL, 0, source, length, target};
    return carry_out(&work, COUNT);
}
