/* stor_store.h -- the part of stor_core.h about object stores. Include
 * stor_core.h, which includes this; the rules of that header hold here too.
 *
 * Order of use: sv_http_probe() -> sv_store_open() -> a space or objects over
 * it -> gates and lanes as for files -> close them -> sv_store_close().
 */
#ifndef STOR_STORE_H
#define STOR_STORE_H

/* ------------------------------------------------------------------- a store */

#define SV_HTTP_SIGV4 1u  /* requests to S3 can be signed */
#define SV_HTTP_TLS_OK 2u /* https endpoints work */
#define SV_HTTP_2 4u      /* HTTP/2 works */
/* Names the libcurl that lanes will use, as "libcurl/7.88.1 OpenSSL/3.0.19",
 * cut to `room` bytes, and what it can do. Returns 0 or SV_NO_CURL with
 * `text` empty and *features 0. Opens the library; it stays open. */
SV_API int32_t sv_http_probe(char *text, uint32_t room, uint32_t *features);

enum sv_checksum {
    SV_CHECKSUM_NONE = 0,
    SV_CHECKSUM_CRC32C = 1,
    SV_CHECKSUM_CRC64NVME = 2
};

struct sv_store;

/* Takes in where a store is and how to talk to it.
 *   settings  borrowed; texts "name=value", each NUL-terminated, one more NUL
 *             at the end. May hold secrets: the caller wipes its copy.
 *     kind                s3 or az
 *     endpoint            "http://127.0.0.1:7070", no path; may come several
 *                         times (at most 64); lanes choose by number
 *     bucket              s3: bucket; az: container, or "account/container"
 *                         where the endpoint names no account
 *     prefix              "" or "a/b/": starts every key
 *     path_style          0 or 1: the bucket is in the path, not in the host
 *     region, access_key, secret_key, session_token   s3; no key: unsigned
 *     sas, bearer         az: "sv=...&sig=...", or a token
 *     ca_file, proxy      a file of certificates; "http://host:port"
 *     insecure            1: certificates are not checked
 *     connect_timeout_ms  0: 10,000
 *     stall_timeout_ms    no byte in either direction for so long; 0: 30,000
 *     request_timeout_ms  for a whole request; 0: none
 *     checksum            none, crc32c or crc64nvme
 *     http_version        1 (the default) or 2
 *   failed    out: index of the text that was refused, -1 if none is to blame
 * Returns 0, SV_LAYOUT (a name or value that is not of this list, or a kind,
 * endpoint or bucket that is missing) or -ENOMEM. Does not touch the net. */
SV_API int32_t sv_store_open(const char *settings, int32_t *failed,
                             struct sv_store **out);
/* Wipes the secrets and frees it. No space or objects over it may be open.
 * NULL is harmless. */
SV_API void sv_store_close(struct sv_store *store);

#endif
