/* svi_crypto.h -- libcrypto's hashes and ciphers, opened at run time so that
 * the library needs none of it to load. The functions are the same in OpenSSL
 * 1.1 and 3. */
#ifndef SVI_CRYPTO_H
#define SVI_CRYPTO_H

#include <stddef.h>

/* name, type of the result, parameters. */
#define SVI_CRYPTO_CALLS(XX)                                                  \
    XX(EVP_md5, const void *, (void))                                         \
    XX(EVP_sha256, const void *, (void))                                      \
    XX(EVP_MD_CTX_new, void *, (void))                                        \
    XX(EVP_MD_CTX_free, void, (void *state))                                  \
    XX(EVP_DigestInit_ex, int, (void *state, const void *kind, void *engine)) \
    XX(EVP_DigestUpdate, int, (void *state, const void *bytes, size_t count)) \
    XX(EVP_DigestFinal_ex, int,                                               \
       (void *state, unsigned char *out, unsigned int *length))               \
    XX(HMAC_CTX_new, void *, (void))                                          \
    XX(HMAC_CTX_free, void, (void *state))                                    \
    XX(HMAC_Init_ex, int,                                                     \
       (void *state, const void *key, int length, const void *kind,           \
        void *engine))                                                        \
    XX(HMAC_Update, int,                                                      \
       (void *state, const unsigned char *bytes, size_t count))               \
    XX(HMAC_Final, int,                                                       \
       (void *state, unsigned char *out, unsigned int *length))               \
    XX(EVP_aes_128_gcm, const void *, (void))                                 \
    XX(EVP_aes_192_gcm, const void *, (void))                                 \
    XX(EVP_aes_256_gcm, const void *, (void))                                 \
    XX(EVP_aes_128_ctr, const void *, (void))                                 \
    XX(EVP_aes_192_ctr, const void *, (void))                                 \
    XX(EVP_aes_256_ctr, const void *, (void))                                 \
    XX(EVP_CIPHER_CTX_new, void *, (void))                                    \
    XX(EVP_CIPHER_CTX_free, void, (void *state))                              \
    XX(EVP_CIPHER_CTX_ctrl, int,                                              \
       (void *state, int type, int length, void *bytes))                      \
    XX(EVP_CipherInit_ex, int,                                                \
       (void *state, const void *cipher, void *engine,                        \
        const unsigned char *key, const unsigned char *nonce, int is_sealed)) \
    XX(EVP_CipherUpdate, int,                                                 \
       (void *state, unsigned char *out, int *made,                           \
        const unsigned char *bytes, int count))                               \
    XX(EVP_CipherFinal_ex, int, (void *state, unsigned char *out, int *made))

struct svi_crypto {
#define XX(name, type, parameters) type(*name) parameters;
    SVI_CRYPTO_CALLS(XX)
#undef XX
};

/* NULL where there is no libcrypto. Any thread; stays open. */
const struct svi_crypto *svi_crypto(void);

#endif
