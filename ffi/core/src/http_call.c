/* http_call.c -- a request into an easy handle, and the callbacks by which
 * libcurl takes its body and gives back the answer.
 *
 * What is the same for all requests is set once when the handle is made: a
 * setopt costs little, but a request makes do with four of them. A small body
 * is made at once and goes out with its head, as libcurl does for the fields of
 * a form: one packet less, and its waiting (PUT of 4 KiB: 41 us to 26).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_inside.h"
#include "svi_fault.h"

/* A body that fits 64 KiB is best served by a small buffer, which malloc keeps.
 * A larger one is taken in pieces as large as libcurl has them: each read ends
 * in an acknowledgement that wakes the sender (8 MiB from a gateway on the same
 * host: a sixth less CPU with 512 KiB than with 256). Many in flight share the
 * budget of uploads, down to this. */
#define SMALL_BUFFER_BYTES UINT32_C(65536)
#define LARGE_BUFFER_BYTES UINT32_C(262144)
#define INLINE_BYTES UINT32_C(16384)
/* Uploads leave in pieces of this size: 512 KiB sends 8 MiB a fifth faster than
 * 256 KiB over loopback. Each handle that ever uploads keeps one, so many in
 * flight share a budget. */
#define UPLOAD_BUFFER_BYTES_MAX UINT32_C(524288)
#define UPLOAD_BUDGET_BYTES UINT32_C(67108864)

#define SET(call, option, value) \
    (call)->http->curl->easy_setopt((call)->easy, SVI_CURLOPT_##option, (value))

static size_t on_header(char *line, size_t size, size_t count, void *client)
{
    struct svi_call *call = client;
    size_t length = size * count;
    if (call->fault.kind == SV_FAULT_HTTP_RECEIVE_RESET)
        return 0; /* libcurl drops the connection */
    svi_answer_line(call, line, length);
    return length;
}

static size_t on_write(char *bytes, size_t size, size_t count, void *client)
{
    struct svi_call *call = client;
    struct svi_request *request = call->request;
    size_t length = size * count;
    call->activity_ns = sv_now_ns();
    if (!call->is_success || request->consume == NULL) {
        request->received_bytes += length;
        svi_answer_keep(request, bytes, length);
        return length;
    }
    const size_t kept =
        SVI_FAULT_GATE_OPEN ? svi_http_fault_receive(call, length) : length;
    request->received_bytes += kept;
    if (kept < length) {
        if (kept > 0)
            (void)request->consume(request, (const uint8_t *)bytes, kept);
        return 0;
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
    room = svi_http_fault_send(call, room);
    if (room == 0)
        return SVI_CURL_READFUNC_ABORT; /* libcurl drops the connection */
    size_t made = request->produce(request, buffer, room);
    if (made == 0 || made > room)
        return SVI_CURL_READFUNC_ABORT;
    call->activity_ns = sv_now_ns(); /* its source may have been slow */
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
    struct svi_request *request = call->request;
    (void)to, (void)from, (void)to_port;
    /* Sent again, because a connection that was kept had died: libcurl 7.88
     * does not ask for the body from its start when all of it had been sent. */
    if (call->starts != 0 && !call->is_inline && request->sent_bytes != 0) {
        request->sent_bytes = 0;
        if (request->rewind != NULL)
            request->rewind(request);
    }
    call->starts++;
    call->local_port = from_port;
    call->was_closed = false;
    return 0;
}

static uint32_t upload_bytes(const struct svi_http *http)
{
    const uint32_t share = UPLOAD_BUDGET_BYTES / http->in_flight_max;
    if (share > UPLOAD_BUFFER_BYTES_MAX)
        return UPLOAD_BUFFER_BYTES_MAX;
    return share < SMALL_BUFFER_BYTES ? SMALL_BUFFER_BYTES : share;
}

static uint32_t download_bytes(const struct svi_http *http)
{
    const uint32_t share = upload_bytes(http);
    return share > LARGE_BUFFER_BYTES ? share : LARGE_BUFFER_BYTES;
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
    SET(call, SUPPRESS_CONNECT_HEADERS, 1L); /* a proxy's, not the answer's */
    SET(call, PROTOCOLS,
        (long)(SVI_CURLPROTO_HTTP | SVI_CURLPROTO_HTTPS));
    SET(call, UPLOAD_BUFFERSIZE, (long)upload_bytes(call->http));
    if (store->insecure) {
        SET(call, SSL_VERIFYPEER, 0L);
        SET(call, SSL_VERIFYHOST, 0L);
    }
    if (store->ca_file != NULL)
        SET(call, CAINFO, store->ca_file);
    if (call->http->detours != NULL)
        SET(call, CONNECT_TO, call->http->detours);
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
    call->fault.kind = SV_FAULT_COUNT;
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

/* Uploads for all that has a body and is not small: POST's own way adds headers
 * of a form. */
static void set_method(struct svi_call *call, uint32_t method)
{
    if (call->method == method && !call->is_inline && !call->was_inline)
        return;
    call->method = method;
    call->was_inline = call->is_inline;
    SET(call, CUSTOMREQUEST, (char *)NULL);
    SET(call, HTTPGET, 1L); /* also ends what a method before had set */
    if (call->is_inline) {
        int64_t bytes = (int64_t)call->request->body_bytes;
        SET(call, POSTFIELDSIZE_LARGE, bytes);
        SET(call, POSTFIELDS, call->body);
    } else if (method == SVI_PUT || method == SVI_POST) {
        SET(call, UPLOAD, 1L);
    }
    if (method == SVI_HEAD)
        SET(call, NOBODY, 1L);
    else if (method == SVI_DELETE)
        SET(call, CUSTOMREQUEST, "DELETE");
    else if (method == SVI_POST)
        SET(call, CUSTOMREQUEST, "POST");
    else if (call->is_inline)
        SET(call, CUSTOMREQUEST, "PUT");
}

/* True if the whole body is in call->body. What gives up here is asked once
 * more as the request runs, and ends it then. */
static bool make_inline(struct svi_call *call, struct svi_request *request)
{
    uint64_t bytes = request->body_bytes;
    bool has_body = request->method == SVI_PUT || request->method == SVI_POST;
    if (!has_body || bytes == 0 || bytes > INLINE_BYTES ||
        call->fault.kind == SV_FAULT_HTTP_SEND_RESET)
        return false;
    if (call->body == NULL)
        call->body = malloc(INLINE_BYTES);
    while (call->body != NULL && request->sent_bytes < bytes) {
        size_t room = (size_t)(bytes - request->sent_bytes);
        size_t made = request->produce(
            request, call->body + request->sent_bytes, room);
        if (made == 0 || made > room)
            break;
        request->sent_bytes += made;
    }
    if (request->sent_bytes == bytes)
        return true;
    request->sent_bytes = 0;
    if (request->rewind != NULL)
        request->rewind(request);
    return false;
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
    request->faults = 0;
    request->etag[0] = '\0';
    request->checksum[0] = '\0';
    request->checksum_kind = SVI_SUM_NONE;
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
    call->fault.kind = SV_FAULT_COUNT;
    call->fault.is_instead = false;
    if (SVI_FAULT_GATE_OPEN)
        svi_http_fault_choose(call);
    call->is_inline = make_inline(call, request);
    set_method(call, request->method);
    uint32_t buffer_bytes = request->expect_bytes > SMALL_BUFFER_BYTES
                                ? download_bytes(http)
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
