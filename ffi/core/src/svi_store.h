/* svi_store.h -- an object store as the core sees it: where it is, how to sign,
 * and how its requests are written. Read-only once open; shared by lanes. */
#ifndef SVI_STORE_H
#define SVI_STORE_H

#include "svi_http.h"

enum svi_store_kind { SVI_STORE_S3 = 0, SVI_STORE_AZ = 1 };

struct sv_store {
    uint32_t kind;
    uint32_t endpoint_count;
    char **endpoints;     /* "http://127.0.0.1:7070", no slash at the end */
    char *bucket;         /* bucket or container (az: "account/container" where
                           * the endpoint is path-style) */
    char *prefix;         /* "" or "a/b/": starts every key */
    bool path_style;
    bool insecure;
    char *region, *access_key, *secret_key, *session_token; /* s3; NULL: none */
    char *sas;            /* az: "sv=...&sig=..."; NULL */
    char *bearer;         /* az: token; NULL */
    char *ca_file, *proxy;
    char *detours;        /* "host:port:host:port,..."; NULL: none */
    uint32_t connect_timeout_ms; /* 0: the default, 10 s */
    uint32_t stall_timeout_ms;   /* no byte for so long: 30 s */
    uint32_t request_timeout_ms; /* 0: none */
    uint32_t checksum;    /* enum sv_checksum */
    uint32_t http_version; /* 1 or 2 */
};

/* Writes "/bucket/prefix+key" or "/prefix+key", percent-encoded (everything but
 * A-Za-z0-9-._~ and '/'), plus '?'-query with the SAS where there is one.
 * key: NULL for the bucket itself. query: canonical, or NULL. Returns 0 or
 * SV_BOUND. */
int32_t svi_store_path(const struct sv_store *store, const char *key,
                       const char *query, char *out, uint32_t room);

/* What a whole answer means: 0 for success, else a status of the closed list
 * (SV_HTTP_NOT_FOUND, SV_HTTP_DENIED, ...). By the HTTP status and by
 * request->code, which also a 200 may have. */
int32_t svi_store_judge(const struct sv_store *store,
                        const struct svi_request *request);

/* `sum` in base64, as checksums of this kind (none of MD5) are written. */
void svi_sum_text(uint32_t kind, uint64_t sum, char out[SVI_SUM_ROOM]);
void svi_md5_text(const uint8_t digest[16], char out[SVI_SUM_ROOM]);

/* Writes the header that lets the store check a body, by the checksum it is
 * set to: `crc` is the CRC-32C or CRC-64/NVME of the whole body. room: 64 is
 * enough. False: none is asked for, or this kind of store knows none. */
bool svi_store_checksum_header(const struct sv_store *store, uint64_t crc,
                               char *out, uint32_t room);
/* The same over bytes that are at hand. */
bool svi_store_checksum(const struct sv_store *store, const void *bytes,
                        uint64_t length, char *out, uint32_t room);

/* Sets request->code from an <Error> in its answer. The client does it. */
void svi_store_take_code(struct svi_request *request);

#endif
