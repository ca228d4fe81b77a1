/* svi_http.h -- one lane's HTTP client: requests in flight over libcurl.
 *
 * Design. libcurl is opened at run time (dlopen of libcurl.so.4, else
 * libcurl-gnutls.so.4), so the library stays droppable; its numbers and
 * prototypes are declared by us (curl_abi.h). One client belongs to one lane
 * thread: a multi handle with its socket interface on an epoll of our own, a
 * pool of easy handles that are reused with their connections, each request
 * tied to one of them. Nothing is retried here and nothing is hidden: every
 * attempt ends in exactly one svi_request with its outcome. No redirects are
 * followed. Bodies are produced and consumed by callbacks as they flow.
 */
#ifndef SVI_HTTP_H
#define SVI_HTTP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stor_core.h"

enum svi_method { SVI_GET, SVI_PUT, SVI_HEAD, SVI_DELETE, SVI_POST };

#define SVI_ETAG_ROOM 96u
#define SVI_HEADERS_MAX 12u
#define SVI_SUM_ROOM 32u

/* How a checksum of an answer was made, and is written. */
enum svi_sum_kind {
    SVI_SUM_NONE = 0,
    SVI_SUM_OTHER = 1,       /* lanes cannot make it, or not of this body */
    SVI_SUM_MD5 = 2,         /* Content-MD5: the bytes in their order */
    SVI_SUM_CRC32C = 3,      /* x-amz-checksum-crc32c: the high byte first; of
                              * an upload that of its parts' sums, and "-N" */
    SVI_SUM_CRC64 = 4,       /* x-amz-checksum-crc64nvme: the high byte first */
    SVI_SUM_CRC64_AZURE = 5  /* x-ms-content-crc64: the low byte first */
};

struct svi_request {
    /* In. Owned by the caller until the request is done. */
    uint32_t method;          /* enum svi_method */
    uint32_t endpoint;        /* number of the endpoint, modulo their count */
    const char *path_query;   /* starts with '/', percent-encoded, query sorted
                               * and canonical ("uploads=" not "uploads") */
    const char *headers[SVI_HEADERS_MAX]; /* "name: value", NULL ends */
    uint64_t body_bytes;      /* PUT, POST: exactly so many are sent */
    uint64_t expect_bytes;    /* GET: about so many come back; 0: not known.
                               * Only sizes buffers */
    /* Fills up to `room` bytes of the body, in order; returns how many (never
     * 0 before the end), or 0 to abort. May be called again from the start
     * after `rewind` (a connection that was reused and had died). */
    size_t (*produce)(struct svi_request *request, void *buffer, size_t room);
    void (*rewind)(struct svi_request *request);
    /* Takes the bytes of a 2xx body in order, as they come. false aborts. Any
     * alignment and length. Bodies of other answers go to `answer`. */
    bool (*consume)(struct svi_request *request, const uint8_t *bytes,
                    size_t count);
    char *answer;             /* room for bodies of errors and of control
                               * requests whose consume is NULL; NUL-ended */
    uint32_t answer_room;
    void *owner;
    uint64_t place;           /* what faults know it by, see svi_fault.h */

    /* Out. */
    int32_t status;           /* 0: an answer came whole (any http_status);
                               * else SV_HTTP_* (refused, reset, ...) */
    uint32_t http_status;
    uint32_t answer_bytes;
    uint64_t content_length;  /* as promised; all ones if not said */
    uint64_t total_bytes;     /* of the whole object, as the Content-Range of a
                               * part says; all ones if not said */
    uint64_t received_bytes;  /* of the body */
    uint64_t sent_bytes;      /* of the body */
    uint64_t start_ns;        /* handed to the client */
    uint64_t first_byte_ns;   /* first byte of the answer; 0 if none came */
    uint64_t end_ns;
    uint32_t new_connections; /* made for it: 0 or 1 */
    uint32_t resends;         /* times libcurl sent it again by itself: a reused
                               * connection had died before a byte came */
    uint32_t retry_after_s;   /* 0 if not said */
    uint32_t faults;          /* points that fired for it */
    char etag[SVI_ETAG_ROOM]; /* as sent, with its quotes; "" if none */
    char checksum[SVI_SUM_ROOM]; /* of the answer, in base64; "" if none */
    uint32_t checksum_kind;   /* enum svi_sum_kind */
    char request_id[64];
    char code[48];            /* the store's word for an error: <Code> in the
                               * answer, x-ms-error-code, or x-error-code of a
                               * gateway; "" if none */
};

struct sv_store; /* settings, see svi_store.h: endpoints, auth, TLS, limits */
struct svi_http;

/* From the thread that will use it. 0, SV_NO_CURL, -errno. */
int32_t svi_http_open(const struct sv_store *store, uint32_t in_flight_max,
                      struct svi_http **out);
/* Takes the request; it is sent at the latest by the next wait. 0, -ENOMEM. */
int32_t svi_http_send(struct svi_http *http, struct svi_request *request);
/* Waits until at least `least` are done or `timeout_ns` passed (0: only looks;
 * UINT64_MAX: no limit). Returns how many of at most `room` it put into
 * `done`, or -errno. A request may be sent again from then on. */
int32_t svi_http_wait(struct svi_http *http, uint32_t least,
                      uint64_t timeout_ns, struct svi_request **done,
                      uint32_t room);
/* Ends what is in flight with status -ECANCELED (told by the next wait). */
void svi_http_cancel(struct svi_http *http);
void svi_http_close(struct svi_http *http);

/* Counts one finished request in the counters of its lane: attempts, resends,
 * connections_new and the errors_* of `judged` (a status of svi_store_judge or
 * of the request; 0: none). Retries are the caller's. */
void svi_http_tally(_Atomic uint64_t *counters,
                    const struct svi_request *request, int32_t judged);

#endif
