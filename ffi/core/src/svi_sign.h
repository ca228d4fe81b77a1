/* svi_sign.h -- AWS Signature Version 4 for S3, on libcrypto's hashes.
 *
 * libcurl signs too, in 30 us a request: it derives the key and opens its
 * hashes anew each time (17,000 signed GET/s on one lane, 48,000 unsigned).
 * Here the key of the day and the hash states are kept, for 3 us. libcrypto is
 * opened at run time like libcurl; where it is missing, libcurl signs.
 */
#ifndef SVI_SIGN_H
#define SVI_SIGN_H

#include <stdbool.h>
#include <stdint.h>

#define SVI_SIGN_ROOM 1024u
#define SVI_SIGN_HEADERS_MAX 24u

struct sv_store;
struct svi_signer;

/* The headers that a signed request must be sent with. */
struct svi_signature {
    char date[40];                     /* "x-amz-date: ..." */
    char authorization[SVI_SIGN_ROOM]; /* "Authorization: ..." */
};

/* What is signed. All borrowed. */
struct svi_signed {
    const char *method;
    const char *path_query; /* as it is sent; the query canonical */
    const char *host;       /* value of the Host header */
    const char *const *headers; /* "name: value"; those that S3 wants signed
                                 * are: x-amz-*, content-type, content-md5.
                                 * Among them x-amz-content-sha256 */
    uint32_t header_count;
    uint64_t time_s; /* since 1970, UTC */
};

/* True if libcrypto can be opened. Any thread. */
bool svi_signer_is_here(void);
/* For one thread. 0, SV_NO_CURL (no libcrypto), -ENOMEM. */
int32_t svi_signer_open(const struct sv_store *store, struct svi_signer **out);
/* 0 or SV_BOUND: too many headers, or too long. */
int32_t svi_sign(struct svi_signer *signer, const struct svi_signed *request,
                 struct svi_signature *out);
/* Wipes the keys. NULL is harmless. */
void svi_signer_close(struct svi_signer *signer);

#endif
