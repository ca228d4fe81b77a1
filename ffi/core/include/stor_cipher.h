/* stor_cipher.h -- the part of stor_core.h about AES, by the host's libcrypto.
 * Include stor_core.h, which includes this; the rules of that header hold here
 * too.
 *
 * Keys have 16, 24 or 32 bytes: SV_LAYOUT for any other. SV_NO_CRYPTO where the
 * host has no libcrypto. Source and target may not overlap, but may be equal.
 */
#ifndef STOR_CIPHER_H
#define STOR_CIPHER_H

#define SV_GCM_NONCE_BYTES 12u
#define SV_GCM_TAG_BYTES 16u
#define SV_CTR_BLOCK_BYTES 16u

/* Borrowed; what may not be changed is authenticated without being hidden. */
struct sv_cipher_key {
    uint8_t bytes[32];
    uint8_t nonce[16]; /* GCM: the first 12; CTR: the first block */
    uint32_t key_bytes;
    uint32_t reserved; /* must be 0 */
};
_Static_assert(sizeof(struct sv_cipher_key) == 56, "sv_cipher_key");

/* 1 where the host has a libcrypto. */
SV_API uint32_t sv_cipher_is_there(void);

/* AES-GCM: writes `length` bytes and a tag of 16 behind them. Returns bytes
 * written; SV_BOUND: no room for them. */
SV_API int64_t sv_gcm_seal(const struct sv_cipher_key *key, const void *known,
                           uint32_t known_length, const void *source,
                           uint32_t length, void *target, uint64_t capacity);
/* The other way: the source ends in its tag. SV_TAG: the key is another one, or
 * anything was changed; the target is then zeroed. */
SV_API int64_t sv_gcm_open(const struct sv_cipher_key *key, const void *known,
                           uint32_t known_length, const void *source,
                           uint32_t length, void *target, uint64_t capacity);
/* AES-CTR, both ways. */
SV_API int64_t sv_ctr(const struct sv_cipher_key *key, const void *source,
                      uint32_t length, void *target, uint64_t capacity);

#endif
