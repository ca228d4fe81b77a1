/* curl_abi.h -- the part of libcurl's binary interface that the core uses.
 *
 * libcurl is opened at run time, so that the core runs on hosts without it and
 * is built without its headers. Its numbers and prototypes never change
 * (soname 4 since 2006); tests/ffi/core/curl_abi_test.c compares each of them
 * with the real header where that is installed.
 */
#ifndef CURL_ABI_H
#define CURL_ABI_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* name behind "CURL", value. An option below 10,000 takes a long, below 20,000
 * a pointer, below 30,000 a function, from there on an int64_t. */
#define SVI_CURL_MAP(XX)                 \
    XX(OPT_UPLOAD, 46)                   \
    XX(OPT_NOBODY, 44)                   \
    XX(OPT_NETRC, 51)                    \
    XX(OPT_FOLLOWLOCATION, 52)           \
    XX(OPT_SSL_VERIFYPEER, 64)           \
    XX(OPT_HTTPGET, 80)                  \
    XX(OPT_SSL_VERIFYHOST, 81)           \
    XX(OPT_HTTP_VERSION, 84)             \
    XX(OPT_BUFFERSIZE, 98)               \
    XX(OPT_NOSIGNAL, 99)                 \
    XX(OPT_TCP_NODELAY, 121)             \
    XX(OPT_CONNECTTIMEOUT_MS, 156)       \
    XX(OPT_HTTP_CONTENT_DECODING, 158)   \
    XX(OPT_PROTOCOLS, 181)               \
    XX(OPT_PATH_AS_IS, 234)              \
    XX(OPT_PIPEWAIT, 237)                \
    XX(OPT_SUPPRESS_CONNECT_HEADERS, 265) \
    XX(OPT_UPLOAD_BUFFERSIZE, 280)       \
    XX(OPT_HTTP09_ALLOWED, 285)          \
    XX(OPT_WRITEDATA, 10001)             \
    XX(OPT_URL, 10002)                   \
    XX(OPT_PROXY, 10004)                 \
    XX(OPT_READDATA, 10009)              \
    XX(OPT_POSTFIELDS, 10015)            \
    XX(OPT_HTTPHEADER, 10023)            \
    XX(OPT_HEADERDATA, 10029)            \
    XX(OPT_CUSTOMREQUEST, 10036)         \
    XX(OPT_CAINFO, 10065)                \
    XX(OPT_PRIVATE, 10103)               \
    XX(OPT_OPENSOCKETDATA, 10164)        \
    XX(OPT_SEEKDATA, 10168)              \
    XX(OPT_USERNAME, 10173)              \
    XX(OPT_PASSWORD, 10174)              \
    XX(OPT_CLOSESOCKETDATA, 10209)       \
    XX(OPT_CONNECT_TO, 10243)            \
    XX(OPT_AWS_SIGV4, 10305)             \
    XX(OPT_PREREQDATA, 10313)            \
    XX(OPT_WRITEFUNCTION, 20011)         \
    XX(OPT_READFUNCTION, 20012)          \
    XX(OPT_HEADERFUNCTION, 20079)        \
    XX(OPT_OPENSOCKETFUNCTION, 20163)    \
    XX(OPT_SEEKFUNCTION, 20167)          \
    XX(OPT_CLOSESOCKETFUNCTION, 20208)   \
    XX(OPT_PREREQFUNCTION, 20312)        \
    XX(OPT_INFILESIZE_LARGE, 30115)      \
    XX(OPT_POSTFIELDSIZE_LARGE, 30120)   \
    XX(MOPT_PIPELINING, 3)               \
    XX(MOPT_MAXCONNECTS, 6)              \
    XX(MOPT_SOCKETDATA, 10002)           \
    XX(MOPT_TIMERDATA, 10005)            \
    XX(MOPT_SOCKETFUNCTION, 20001)       \
    XX(MOPT_TIMERFUNCTION, 20004)        \
    XX(INFO_PRIVATE, 0x100015)           \
    XX(INFO_RESPONSE_CODE, 0x200002)     \
    XX(INFO_NUM_CONNECTS, 0x20001A)      \
    XX(INFO_SIZE_UPLOAD_T, 0x600007)     \
    XX(INFO_PRETRANSFER_TIME_T, 0x600035) \
    XX(_GLOBAL_DEFAULT, 3)               \
    XX(_VERSION_SSL, 4)                  \
    XX(_VERSION_HTTP2, 65536)            \
    XX(_HTTP_VERSION_1_1, 2)             \
    XX(_HTTP_VERSION_2TLS, 4)            \
    XX(_HTTP_VERSION_2_PRIOR_KNOWLEDGE, 5) \
    XX(PIPE_NOTHING, 0)                  \
    XX(PIPE_MULTIPLEX, 2)                \
    XX(PROTO_HTTP, 1)                    \
    XX(PROTO_HTTPS, 2)                   \
    XX(_POLL_IN, 1)                      \
    XX(_POLL_OUT, 2)                     \
    XX(_POLL_REMOVE, 4)                  \
    XX(_CSELECT_IN, 1)                   \
    XX(_CSELECT_OUT, 2)                  \
    XX(_CSELECT_ERR, 4)                  \
    XX(_SOCKET_TIMEOUT, -1)              \
    XX(_SOCKET_BAD, -1)                  \
    XX(MSG_DONE, 1)                      \
    XX(_SEEKFUNC_OK, 0)                  \
    XX(_SEEKFUNC_FAIL, 1)                \
    XX(_READFUNC_ABORT, 0x10000000)      \
    XX(E_OK, 0)                          \
    XX(E_UNSUPPORTED_PROTOCOL, 1)        \
    XX(E_COULDNT_RESOLVE_PROXY, 5)       \
    XX(E_COULDNT_RESOLVE_HOST, 6)        \
    XX(E_COULDNT_CONNECT, 7)             \
    XX(E_PARTIAL_FILE, 18)               \
    XX(E_WRITE_ERROR, 23)                \
    XX(E_OUT_OF_MEMORY, 27)              \
    XX(E_OPERATION_TIMEDOUT, 28)         \
    XX(E_SSL_CONNECT_ERROR, 35)          \
    XX(E_ABORTED_BY_CALLBACK, 42)        \
    XX(E_GOT_NOTHING, 52)                \
    XX(E_SEND_ERROR, 55)                 \
    XX(E_RECV_ERROR, 56)                 \
    XX(E_SSL_CERTPROBLEM, 58)            \
    XX(E_SSL_CIPHER, 59)                 \
    XX(E_PEER_FAILED_VERIFICATION, 60)   \
    XX(E_USE_SSL_FAILED, 64)             \
    XX(E_SEND_FAIL_REWIND, 65)           \
    XX(E_SSL_CACERT_BADFILE, 77)         \
    XX(E_SSL_CRL_BADFILE, 82)            \
    XX(E_SSL_ISSUER_ERROR, 83)           \
    XX(E_SSL_INVALIDCERTSTATUS, 91)      \
    XX(E_PROXY, 97)

enum svi_curl_number {
#define XX(name, value) SVI_CURL##name = (value),
    SVI_CURL_MAP(XX)
#undef XX
};

/* CURLMsg. */
struct svi_curl_message {
    int kind;
    void *easy;
    union {
        void *whatever;
        int result; /* CURLcode */
    } told;
};

/* The first fields of curl_version_info_data; it only ever grows. */
struct svi_curl_version {
    int age;
    const char *version;
    unsigned int number; /* 0x075801 is 7.88.1 */
    const char *host;
    int features;
    const char *tls;
};

/* What an opensocket callback gets: struct curl_sockaddr. */
struct svi_curl_address {
    int family;
    int type;
    int protocol;
    unsigned int length;
    struct sockaddr address;
};

struct svi_curl_list; /* curl_slist */

/* name behind "curl_", type of the result, parameters. */
#define SVI_CURL_CALLS(XX)                                                   \
    XX(global_init, int, (long flags))                                       \
    XX(version_info, const struct svi_curl_version *, (int age))             \
    XX(slist_append, struct svi_curl_list *,                                 \
       (struct svi_curl_list *list, const char *text))                       \
    XX(slist_free_all, void, (struct svi_curl_list *list))                   \
    XX(easy_init, void *, (void))                                            \
    XX(easy_setopt, int, (void *easy, int option, ...))                      \
    XX(easy_getinfo, int, (void *easy, int fact, ...))                       \
    XX(easy_cleanup, void, (void *easy))                                     \
    XX(multi_init, void *, (void))                                           \
    XX(multi_setopt, int, (void *multi, int option, ...))                    \
    XX(multi_add_handle, int, (void *multi, void *easy))                     \
    XX(multi_remove_handle, int, (void *multi, void *easy))                  \
    XX(multi_socket_action, int,                                             \
       (void *multi, int fd, int events, int *running))                      \
    XX(multi_info_read, struct svi_curl_message *, (void *multi, int *left)) \
    XX(multi_cleanup, int, (void *multi))

struct svi_curl {
#define XX(name, type, parameters) type(*name) parameters;
    SVI_CURL_CALLS(XX)
#undef XX
    const struct svi_curl_version *version;
};

/* From 7.88 on SigV4 of libcurl leaves path and x-amz-content-sha256 alone. */
#define SVI_CURL_SIGNS 0x075800u

/* http_curl.c: the library, opened once for the process; NULL: not here, or
 * older than 7.61. Any thread. */
const struct svi_curl *svi_curl_open(void);

#endif
