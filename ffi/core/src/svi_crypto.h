/* svi_crypto.h -- libcrypto's hashes, opened at run time so that the library
 * needs none of it to load. The functions are the same in OpenSSL 1.1 and 3. */
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
       (void *state, unsigned char *out, unsigned int *length))

struct svi_crypto {
#define XX(name, type, parameters) type(*name) parameters;
    SVI_CRYPTO_CALLS(XX)
#undef XX
};

/* NULL where there is no libcrypto. Any thread; stays open. */
const struct svi_crypto *svi_crypto(void);

#endif
