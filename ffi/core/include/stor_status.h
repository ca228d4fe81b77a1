/* stor_status.h -- the part of stor_core.h about what calls return. Include
 * stor_core.h, which includes this; the rules of that header hold here too.
 */
#ifndef STOR_STATUS_H
#define STOR_STATUS_H

/* code, value, text: the one table that C, TypeScript and the tests read. */
#define SV_STATUS_MAP(XX)                                                  \
    XX(SHORT, -1001, "transfer ended before the requested length")         \
    XX(MISMATCH, -1002, "bytes read differ from the bytes expected")       \
    XX(ALIGN, -1003, "size or offset is not a multiple of the alignment")  \
    XX(LAYOUT, -1004, "a field of the request is out of range")            \
    XX(STATE, -1005, "call is out of order for this handle")               \
    XX(ORACLE, -1006, "oracle file is not one of this core, or is damaged") \
    XX(NO_URING, -1007, "io_uring is not available on this host")          \
    XX(POINT, -1008, "no fault point of that name")                        \
    XX(PLAN_TEXT, -1009, "fault plan text cannot be understood")           \
    XX(NO_FIU, -1010, "core was built without libfiu")                     \
    XX(BUSY_DEVICE, -1011, "device is in use by the kernel")               \
    XX(NOT_EMPTY, -1012, "file exists already")                            \
    XX(BOUND, -1013, "value does not fit the space it was meant for")      \
    XX(NO_CURL, -1014, "libcurl is not on this host or is too old")        \
    XX(NO_CRYPTO, -1015, "libcrypto is not on this host, or forbids it")   \
    XX(DIGEST, -1016, "digest of the bytes is not the one expected")       \
    XX(DECODE, -1017, "encoded bytes are damaged or not what was promised") \
    XX(TAG, -1018, "key is another one, or the bytes were changed")        \
    XX(HTTP_REFUSED, -1101, "connection was refused or has no route")      \
    XX(HTTP_RESOLVE, -1102, "host name cannot be resolved")                \
    XX(HTTP_RESET, -1103, "connection was reset or closed early")          \
    XX(HTTP_TIMEOUT, -1104, "no answer, or no byte, within the time limit") \
    XX(HTTP_TLS, -1105, "TLS failed or the certificate is not trusted")    \
    XX(HTTP_TRUNCATED, -1106, "body ended before the promised length")     \
    XX(HTTP_BROKEN, -1107, "answer is not HTTP, or not of this protocol")  \
    XX(HTTP_DENIED, -1110, "request was denied: 401 or 403")               \
    XX(HTTP_NOT_FOUND, -1111, "nothing is there: 404")                     \
    XX(HTTP_CONFLICT, -1112, "request is in conflict: 409")                \
    XX(HTTP_PRECONDITION, -1113, "precondition failed: 412")               \
    XX(HTTP_RANGE, -1114, "range lies outside of the object: 416")         \
    XX(HTTP_THROTTLED, -1115, "store asks to slow down: 429 or 503")       \
    XX(HTTP_SERVER, -1116, "store failed: 5xx")                            \
    XX(HTTP_REDIRECT, -1117, "store points to another region or endpoint: 3xx") \
    XX(HTTP_REQUEST, -1118, "store refused the request: 4xx")              \
    XX(HTTP_ERROR_BODY, -1119, "answer is a 200 with an error inside")

enum sv_status {
#define XX(name, value, text) SV_##name = (value),
    SV_STATUS_MAP(XX)
#undef XX
};

/* Static text for a status or -errno; never NULL. */
SV_API const char *sv_status_text(int32_t status);

#endif
