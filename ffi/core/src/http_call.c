/* http_call.c -- a request into an easy handle, and the callbacks by which
 * libcurl takes its body and gives back the answer.
 *
 * What is the same for all requests is set once when the handle is made: a
 * setopt costs little, but a request makes do with four of them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http_inside.h"

/* A body that fits 64 KiB is best served by a small buffer, which malloc keeps;
 * 256 KiB stay in the cache between the socket and the check. */
#define SMALL_BUFFER_BYTES UINT32_C(65536)
#define LARGE_BUFFER_BYTES UINT32_C(262144)

#define SET(call, option, value) \
    (call)->http->curl->easy_setopt((call)->easy, SVI_CURLOPT_##option, (value))

static bool has_name(const char *line, size_t length, const char *name)
{
    size_t name_length = strlen(name);
    return length > name_length && line[name_length] == ':' &&
           strncasecmp(line, name, name_length) == 0;
}

/* The value of a header line, without spaces around it, cut to `room`. */
static void take_value(const char *line, size_t length, char *out, size_t room)
{
    const char *from = memchr(line, ':', length);
    const char *end = line + length;
    from = from == NULL ? end : from + 1;
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && (end[-1] == '\r' || end[-1] == '\n' || end[-1] == ' '))
        end--;
    size_t count = (size_t)(end - from) < room ? (size_t)(end - from)
                                               : room - 1;
    memcpy(out, from, count);
    out[count] = '\0';
}

static uint64_t take_number(const char *line, size_t length)
{
    char text[24];
    take_value(line, length, text, sizeof text);
    return strtoull(text, NULL, 10);
}

/* "HTTP/1.1 200 OK": a new answer begins; one of 1xx is not the last. */
static void start_answer(struct svi_call *call, const char *line, size_t length)
{
    struct svi_request *request = call->request;
    char text[16] = "";
    const char *space = memchr(line, ' ', length);
    if (space != NULL) {
        size_t rest = length - (size_t)(space + 1 - line);
        size_t count = rest < sizeof text ? rest : sizeof text - 1;
        memcpy(text, space + 1, count);
        text[count] = '\0';
    }
    request->http_status = (uint32_t)strtoul(text, NULL, 10);
    call->is_success =
        request->http_status >= 200 && request->http_status < 300;
    call->says_close = strncmp(line, "HTTP/1.0", 8) == 0;
    request->content_length = UINT64_MAX;
    request->total_bytes = UINT64_MAX;
    request->retry_after_s = 0;
    request->etag[0] = '\0';
    request->checksum[0] = '\0';
    request->request_id[0] = '\0';
    request->code[0] = '\0';
}

/* "bytes 0-99/1000": what is behind the slash. */
static void take_total(struct svi_request *request, const char *line,
                       size_t length)
{
    char text[80];
    take_value(line, length, text, sizeof text);
    const char *slash = strrchr(text, '/');
    if (slash != NULL && slash[1] >= '0' && slash[1] <= '9')
        request->total_bytes = strtoull(slash + 1, NULL, 10);
}

static void take_header(struct svi_call *call, const char *line, size_t length)
{
    struct svi_request *request = call->request;
    switch (line[0] | 0x20) {
    case 'c':
        if (has_name(line, length, "content-length")) {
            request->content_length = take_number(line, length);
        } else if (has_name(line, length, "content-range")) {
            take_total(request, line, length);
        } else if (has_name(line, length, "connection")) {
            char text[16];
            take_value(line, length, text, sizeof text);
            call->says_close =
                call->says_close || strcasecmp(text, "close") == 0;
        }
        return;
    case 'e':
        if (has_name(line, length, "etag"))
            take_value(line, length, request->etag, sizeof request->etag);
        return;
    case 'r':
        if (has_name(line, length, "retry-after"))
            request->retry_after_s = (uint32_t)take_number(line, length);
        return;
    case 'x':
        if (has_name(line, length, "x-amz-request-id") ||
            has_name(line, length, "x-ms-request-id"))
            take_value(line, length, request->request_id,
                       sizeof request->request_id);
        else if (has_name(line, length, "x-amz-checksum-crc64nvme") ||
                 has_name(line, length, "x-amz-checksum-crc32c") ||
                 has_name(line, length, "x-ms-content-crc64"))
            take_value(line, length, request->checksum,
                       sizeof request->checksum);
        else if (has_name(line, length, "x-ms-error-code"))
            take_value(line, length, request->code, sizeof request->code);
        return;
    default:
        return;
    }
}

static size_t on_header(char *line, size_t size, size_t count, void *client)
{
    struct svi_call *call = client;
    size_t length = size * count;
    if (length > 5 && strncmp(line, "HTTP/", 5) == 0) {
        call->activity_ns = sv_now_ns();
        if (call->request->first_byte_ns == 0)
            call->request->first_byte_ns = call->activity_ns;
        start_answer(call, line, length);
    } else if (length > 2) {
        take_header(call, line, length);
    }
    return length;
}

static void keep_answer(struct svi_request *request, const char *bytes,
                        size_t count)
{
    if (request->answer == NULL ||
        request->answer_bytes + 1 >= request->answer_room)
        return;
    size_t room = request->answer_room - 1 - request->answer_bytes;
    size_t kept = count < room ? count : room;
    memcpy(request->answer + request->answer_bytes, bytes, kept);
    request->answer_bytes += (uint32_t)kept;
    request->answer[request->answer_bytes] = '\0';
}

static size_t on_write(char *bytes, size_t size, size_t count, void *client)
{
    struct svi_call *call = client;
    struct svi_request *request = call->request;
    size_t length = size * count;
    call->activity_ns = sv_now_ns();
    request->received_bytes += length;
    if (!call->is_success || request->consume == NULL) {
        keep_answer(request, bytes, length);
        return length;
    }
    /* Anything but the length ends the transfer; an empty piece never comes. */
    return request->consume(request, (const uint8_t *)bytes, length) ? length
                                                                     : 0;
}

static size_t on_read(char *buffer, size_t size, size_t count, void *client)
{
    struct svi_call *call = client;
    struct svi_request *request = call->request;
    uint64_t left = request->body_bytes - request->sent_bytes;
    size_t room = size * count < left ? size * count : (size_t)left;
    call->activity_ns = sv_now_ns();
    if (room == 0)
        return 0;
    size_t made = request->produce(request, buffer, room);
    if (made == 0 || made > room)
        return SVI_CURL_READFUNC_ABORT;
    request->sent_bytes += made;
    return made;
}

static int on_seek(void *client, int64_t offset, int origin)
{
    struct svi_call *call = client;
    struct svi_request *request = call->request;
    if (offset != 0 || origin != SEEK_SET || request->rewind == NULL)
        return SVI_CURL_SEEKFUNC_FAIL;
    request->sent_bytes = 0;
    request->rewind(request);
    return SVI_CURL_SEEKFUNC_OK;
}

/* Each time the request is about to be written to a connection. */
static int on_start(void *client, char *to, char *from, int to_port,
                    int from_port)
{
    struct svi_call *call = client;
    (void)to, (void)from, (void)to_port;
    call->starts++;
    call->local_port = from_port;
    call->was_closed = false;
    return 0;
}

static void set_limits(struct svi_call *call)
{
    const struct sv_store *store = call->http->store;
    uint32_t connect_ms = store->connect_timeout_ms;
    SET(call, CONNECTTIMEOUT_MS, connect_ms != 0 ? (long)connect_ms : 10000L);
    SET(call, NOSIGNAL, 1L);
    SET(call, TCP_NODELAY, 1L);
    SET(call, FOLLOWLOCATION, 0L);
    SET(call, PATH_AS_IS, 1L);
    SET(call, HTTP09_ALLOWED, 0L);
    SET(call, HTTP_CONTENT_DECODING, 0L);
    SET(call, NETRC, 0L);
    SET(call, PROTOCOLS,
        (long)(SVI_CURLPROTO_HTTP | SVI_CURLPROTO_HTTPS));
    SET(call, UPLOAD_BUFFERSIZE, (long)LARGE_BUFFER_BYTES);
    if (store->insecure) {
        SET(call, SSL_VERIFYPEER, 0L);
        SET(call, SSL_VERIFYHOST, 0L);
    }
    if (store->ca_file != NULL)
        SET(call, CAINFO, store->ca_file);
    /* Empty: none, whatever the environment says. */
    SET(call, PROXY, store->proxy != NULL ? store->proxy : "");
}

static void set_version(struct svi_call *call)
{
    const struct sv_store *store = call->http->store;
    bool has_tls = strncmp(store->endpoints[0], "https:", 6) == 0;
    long version = SVI_CURL_HTTP_VERSION_1_1;
    if (store->http_version == 2)
        version = has_tls ? SVI_CURL_HTTP_VERSION_2TLS
                          : SVI_CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
    SET(call, HTTP_VERSION, version);
    if (store->http_version == 2)
        SET(call, PIPEWAIT, 1L);
    if (store->access_key == NULL || call->http->signer != NULL)
        return;
    char text[128];
    (void)snprintf(text, sizeof text, "aws:amz:%s:s3", store->region);
    SET(call, AWS_SIGV4, text);
    SET(call, USERNAME, store->access_key);
    SET(call, PASSWORD, store->secret_key);
}

static void set_callbacks(struct svi_call *call)
{
    SET(call, PRIVATE, call);
    SET(call, WRITEFUNCTION, on_write);
    SET(call, WRITEDATA, call);
    SET(call, READFUNCTION, on_read);
    SET(call, READDATA, call);
    SET(call, SEEKFUNCTION, on_seek);
    SET(call, SEEKDATA, call);
    SET(call, HEADERFUNCTION, on_header);
    SET(call, HEADERDATA, call);
    SET(call, PREREQFUNCTION, on_start);
    SET(call, PREREQDATA, call);
    SET(call, OPENSOCKETFUNCTION, svi_loop_open_socket);
    SET(call, OPENSOCKETDATA, call->http);
    SET(call, CLOSESOCKETFUNCTION, svi_loop_close_socket);
    SET(call, CLOSESOCKETDATA, call->http);
}

struct svi_call *svi_call_make(struct svi_http *http)
{
    struct svi_call *call = calloc(1, sizeof *call);
    if (call == NULL)
        return NULL;
    call->http = http;
    call->method = SVI_METHOD_NONE;
    call->easy = http->curl->easy_init();
    if (call->easy == NULL) {
        free(call);
        return NULL;
    }
    set_limits(call);
    set_version(call);
    set_callbacks(call);
    return call;
}

/* Uploads for all that has a body: POST's own way adds headers of a form. */
static void set_method(struct svi_call *call, uint32_t method)
{
    if (call->method == method)
        return;
    call->method = method;
    SET(call, CUSTOMREQUEST, (char *)NULL);
    SET(call, HTTPGET, 1L); /* also ends what a method before had set */
    if (method == SVI_HEAD)
        SET(call, NOBODY, 1L);
    else if (method == SVI_PUT || method == SVI_POST)
        SET(call, UPLOAD, 1L);
    if (method == SVI_DELETE)
        SET(call, CUSTOMREQUEST, "DELETE");
    else if (method == SVI_POST)
        SET(call, CUSTOMREQUEST, "POST");
}

static void clear_outcome(struct svi_request *request)
{
    request->status = 0;
    request->http_status = 0;
    request->answer_bytes = 0;
    request->content_length = UINT64_MAX;
    request->total_bytes = UINT64_MAX;
    request->received_bytes = 0;
    request->sent_bytes = 0;
    request->first_byte_ns = 0;
    request->end_ns = 0;
    request->new_connections = 0;
    request->resends = 0;
    request->retry_after_s = 0;
    request->etag[0] = '\0';
    request->checksum[0] = '\0';
    request->request_id[0] = '\0';
    request->code[0] = '\0';
    if (request->answer != NULL && request->answer_room > 0)
        request->answer[0] = '\0';
    request->start_ns = sv_now_ns();
}

int32_t svi_call_prepare(struct svi_call *call, struct svi_request *request)
{
    struct svi_http *http = call->http;
    uint32_t endpoint = request->endpoint % http->store->endpoint_count;
    int length = snprintf(http->url, sizeof http->url, "%s%s",
                          http->bases[endpoint], request->path_query);
    if (length < 0 || (size_t)length >= sizeof http->url)
        return SV_BOUND;
    clear_outcome(request);
    call->request = request;
    call->activity_ns = request->start_ns;
    call->uploaded = 0;
    call->starts = 0;
    call->local_port = 0;
    call->is_success = false;
    call->says_close = false;
    call->was_closed = false;
    set_method(call, request->method);
    uint32_t buffer_bytes = request->expect_bytes > SMALL_BUFFER_BYTES
                                ? LARGE_BUFFER_BYTES
                                : SMALL_BUFFER_BYTES;
    if (buffer_bytes != call->buffer_bytes) {
        call->buffer_bytes = buffer_bytes;
        SET(call, BUFFERSIZE, (long)buffer_bytes);
    }
    if (request->method == SVI_PUT || request->method == SVI_POST)
        SET(call, INFILESIZE_LARGE, (int64_t)request->body_bytes);
    SET(call, HTTPHEADER, call->list);
    SET(call, URL, http->url);
    return svi_call_headers(call);
}
