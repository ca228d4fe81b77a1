/* http.c -- the client of one lane: requests in, outcomes out, time limits; see
 * svi_http.h for the design. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_inside.h"
#include "svi_fault.h"

#define STALL_MS_DEFAULT 30000u
/* How exactly a time limit is kept: a share of it, within these bounds. */
#define LOOK_NS_MIN UINT64_C(10000000)
#define LOOK_NS_MAX UINT64_C(500000000)

static uint64_t stall_ns(const struct svi_http *http)
{
    uint32_t ms = http->store->stall_timeout_ms;
    return (ms != 0 ? ms : STALL_MS_DEFAULT) * UINT64_C(1000000);
}

static uint64_t look_gap_ns(const struct svi_http *http)
{
    uint64_t limit_ns = stall_ns(http);
    uint64_t request_ns = http->store->request_timeout_ms * UINT64_C(1000000);
    if (request_ns != 0 && request_ns < limit_ns)
        limit_ns = request_ns;
    uint64_t gap_ns = limit_ns / 8;
    return gap_ns < LOOK_NS_MIN   ? LOOK_NS_MIN
           : gap_ns > LOOK_NS_MAX ? LOOK_NS_MAX
                                  : gap_ns;
}

static char *join(const char *a, const char *b)
{
    size_t length = strlen(a) + strlen(b) + 1;
    char *text = malloc(length);
    if (text != NULL)
        (void)snprintf(text, length, "%s%s", a, b);
    return text;
}

/* "https://host" or, with the bucket in the host, "https://bucket.host". */
static char *base_of(const struct sv_store *store, const char *endpoint)
{
    if (store->kind == SVI_STORE_AZ || store->path_style)
        return strdup(endpoint);
    const char *host = strstr(endpoint, "://") + 3;
    size_t length = strlen(endpoint) + strlen(store->bucket) + 2;
    char *base = malloc(length);
    if (base != NULL)
        (void)snprintf(base, length, "%.*s%s.%s", (int)(host - endpoint),
                       endpoint, store->bucket, host);
    return base;
}

/* "Host: host:port" as libcurl would say it: no port that goes without saying.
 */
static char *host_of(const char *base)
{
    const char *host = strstr(base, "://") + 3;
    const char *usual = strncmp(base, "https:", 6) == 0 ? ":443" : ":80";
    char *header = join("Host: ", host);
    if (header == NULL)
        return NULL;
    size_t length = strlen(header), cut = strlen(usual);
    if (length > cut && strcmp(header + length - cut, usual) == 0)
        header[length - cut] = '\0';
    return header;
}

static int32_t name_bases(struct svi_http *http)
{
    const struct sv_store *store = http->store;
    http->bases = calloc(store->endpoint_count, sizeof *http->bases);
    http->hosts = calloc(store->endpoint_count, sizeof *http->hosts);
    if (http->bases == NULL || http->hosts == NULL)
        return -ENOMEM;
    for (uint32_t i = 0; i < store->endpoint_count; i++) {
        http->bases[i] = base_of(store, store->endpoints[i]);
        http->hosts[i] =
            http->bases[i] == NULL ? NULL : host_of(http->bases[i]);
        if (http->hosts[i] == NULL)
            return -ENOMEM;
    }
    return 0;
}

static int32_t name_tokens(struct svi_http *http)
{
    const struct sv_store *store = http->store;
    if (store->session_token != NULL) {
        http->token_header = join("x-amz-security-token: ",
                                  store->session_token);
        if (http->token_header == NULL)
            return -ENOMEM;
    }
    if (store->bearer != NULL) {
        http->bearer_header = join("Authorization: Bearer ", store->bearer);
        if (http->bearer_header == NULL)
            return -ENOMEM;
    }
    return 0;
}

static int32_t prepare_signing(struct svi_http *http)
{
    if (http->store->access_key == NULL)
        return 0;
    if (svi_signer_is_here())
        return svi_signer_open(http->store, &http->signer);
    return http->curl->version->number >= SVI_CURL_SIGNS ? 0 : SV_NO_CURL;
}

int32_t svi_http_open(const struct sv_store *store, uint32_t in_flight_max,
                      struct svi_http **out)
{
    *out = NULL;
    const struct svi_curl *curl = svi_curl_open();
    if (curl == NULL)
        return SV_NO_CURL;
    struct svi_http *http = calloc(1, sizeof *http);
    if (http == NULL)
        return -ENOMEM;
    http->curl = curl;
    http->store = store;
    http->poller = -1;
    http->finished_end = &http->finished;
    /* Handles and connections are made when needed. */
    http->in_flight_max = in_flight_max != 0 ? in_flight_max : 1;
    int32_t status = name_bases(http);
    if (status == 0)
        status = name_tokens(http);
    if (status == 0)
        status = svi_detours_open(http);
    if (status == 0)
        status = prepare_signing(http);
    if (status == 0)
        status = svi_loop_open(http);
    if (status != 0) {
        svi_http_close(http);
        return status;
    }
    *out = http;
    return 0;
}

static int32_t take_call(struct svi_http *http, struct svi_call **out)
{
    if (http->free_calls == NULL) {
        struct svi_call **more = realloc(
            http->calls, (http->call_count + 1) * sizeof(struct svi_call *));
        if (more == NULL)
            return -ENOMEM;
        http->calls = more;
        struct svi_call *call = svi_call_make(http);
        if (call == NULL)
            return -ENOMEM;
        http->calls[http->call_count++] = call;
        http->free_calls = call;
    }
    *out = http->free_calls;
    http->free_calls = (*out)->next;
    return 0;
}

static void put_back(struct svi_http *http, struct svi_call *call)
{
    call->request = NULL;
    call->next = http->free_calls;
    http->free_calls = call;
}

int32_t svi_http_send(struct svi_http *http, struct svi_request *request)
{
    struct svi_call *call;
    int32_t status = take_call(http, &call);
    if (status != 0)
        return status;
    status = svi_call_prepare(call, request);
    if (status == 0 && !call->fault.is_instead &&
        http->curl->multi_add_handle(http->multi, call->easy) != 0)
        status = -ENOMEM;
    if (status != 0) {
        put_back(http, call);
        return status;
    }
    if (http->flying_count++ == 0)
        http->look_ns = request->start_ns + look_gap_ns(http);
    call->is_flying = true;
    if (call->fault.is_instead)
        svi_http_finish(call, svi_http_fault_instead(call));
    return 0;
}

/* libcurl closes a connection whose answer did not say so, after a whole body,
 * for one reason: more bytes came than were promised. */
static bool has_excess(const struct svi_call *call)
{
    const struct svi_request *request = call->request;
    return call->was_closed && call->is_success && !call->says_close &&
           request->content_length != UINT64_MAX &&
           request->sent_bytes == request->body_bytes &&
           call->http->store->http_version == 1;
}

void svi_http_finish(struct svi_call *call, int32_t status)
{
    struct svi_http *http = call->http;
    struct svi_request *request = call->request;
    long connections = 0;
    if (!call->fault.is_instead) {
        (void)http->curl->easy_getinfo(call->easy, SVI_CURLINFO_NUM_CONNECTS,
                                       &connections);
        (void)http->curl->multi_remove_handle(http->multi, call->easy);
    }
    if (SVI_FAULT_GATE_OPEN || call->fault.kind != SV_FAULT_COUNT)
        status = svi_http_fault_end(call, status);
    if (status == 0 && (request->http_status < 200 || has_excess(call)))
        status = SV_HTTP_BROKEN;
    svi_store_take_code(request);
    request->status = status;
    request->end_ns = sv_now_ns();
    request->new_connections = connections > 0 ? (uint32_t)connections : 0;
    request->resends = call->starts > 1 ? call->starts - 1 : 0;
    call->is_flying = false;
    call->next = NULL;
    *http->finished_end = call;
    http->finished_end = &call->next;
    http->finished_count++;
    http->flying_count--;
}

static void collect(struct svi_http *http)
{
    struct svi_curl_message *message;
    int left;
    while ((message = http->curl->multi_info_read(http->multi, &left)) !=
           NULL) {
        void *call = NULL;
        if (message->kind != SVI_CURLMSG_DONE)
            continue;
        int result = message->told.result;
        (void)http->curl->easy_getinfo(message->easy, SVI_CURLINFO_PRIVATE,
                                       &call);
        /* One that a fault stalls is over for libcurl, and not for us. */
        if (call != NULL && !svi_http_fault_stalls(call, result))
            svi_http_finish(call, svi_curl_status(result));
    }
}

/* The last sign of life also counts what libcurl does without calling back:
 * the connection was made, or more of the body went out. All ones while the
 * connection is being made, which has a limit of its own. */
static uint64_t last_sign_ns(struct svi_call *call)
{
    const struct svi_curl *curl = call->http->curl;
    int64_t ready_us = 0;
    (void)curl->easy_getinfo(call->easy, SVI_CURLINFO_PRETRANSFER_TIME_T,
                             &ready_us);
    if (ready_us == 0)
        return UINT64_MAX;
    uint64_t ready_ns = call->request->start_ns + (uint64_t)ready_us * 1000u;
    if (ready_ns > call->activity_ns)
        call->activity_ns = ready_ns;
    int64_t uploaded = 0;
    (void)curl->easy_getinfo(call->easy, SVI_CURLINFO_SIZE_UPLOAD_T, &uploaded);
    if (uploaded != call->uploaded) {
        call->uploaded = uploaded;
        call->activity_ns = sv_now_ns();
    }
    return call->activity_ns;
}

static void look_at_limits(struct svi_http *http, uint64_t now_ns)
{
    uint64_t request_ns = http->store->request_timeout_ms * UINT64_C(1000000);
    uint64_t silence_ns = stall_ns(http);
    http->look_ns = now_ns + look_gap_ns(http);
    for (uint32_t i = 0; i < http->call_count; i++) {
        struct svi_call *call = http->calls[i];
        if (!call->is_flying)
            continue;
        bool is_late = request_ns != 0 &&
                       now_ns > call->request->start_ns + request_ns;
        if (!is_late && now_ns > call->activity_ns + silence_ns) {
            uint64_t sign_ns = last_sign_ns(call);
            is_late = sign_ns != UINT64_MAX && now_ns > sign_ns + silence_ns;
        }
        if (is_late)
            svi_http_finish(call, SV_HTTP_TIMEOUT);
    }
}

static uint32_t hand_out(struct svi_http *http, struct svi_request **done,
                         uint32_t room)
{
    uint32_t count = 0;
    while (count < room && http->finished != NULL) {
        struct svi_call *call = http->finished;
        http->finished = call->next;
        if (http->finished == NULL)
            http->finished_end = &http->finished;
        http->finished_count--;
        done[count++] = call->request;
        put_back(http, call);
    }
    return count;
}

int32_t svi_http_wait(struct svi_http *http, uint32_t least,
                      uint64_t timeout_ns, struct svi_request **done,
                      uint32_t room)
{
    uint64_t now_ns = sv_now_ns();
    uint64_t end_ns =
        timeout_ns > UINT64_MAX - now_ns ? UINT64_MAX : now_ns + timeout_ns;
    bool is_first = true;
    while (is_first || (http->finished_count < least && now_ns < end_ns)) {
        if (http->flying_count == 0 && http->timer_ns == UINT64_MAX &&
            (least > 0 && end_ns == UINT64_MAX))
            break; /* nothing could ever come */
        svi_loop_timer(http);
        collect(http);
        uint64_t until_ns = end_ns;
        if (http->flying_count > 0 && http->look_ns < until_ns)
            until_ns = http->look_ns;
        if (http->finished_count >= least)
            until_ns = 0;
        int32_t status = svi_loop_sockets(http, until_ns);
        if (status != 0)
            return status;
        collect(http);
        now_ns = sv_now_ns();
        if (http->flying_count > 0 && now_ns >= http->look_ns)
            look_at_limits(http, now_ns);
        is_first = false;
    }
    return (int32_t)hand_out(http, done, room);
}

void svi_http_cancel(struct svi_http *http)
{
    for (uint32_t i = 0; i < http->call_count; i++)
        if (http->calls[i]->is_flying)
            svi_http_finish(http->calls[i], -ECANCELED);
}

static void wipe(char *text)
{
    if (text != NULL)
        explicit_bzero(text, strlen(text));
    free(text);
}

static void free_texts(char **texts, uint32_t count)
{
    for (uint32_t i = 0; texts != NULL && i < count; i++)
        free(texts[i]);
    free(texts);
}

void svi_http_close(struct svi_http *http)
{
    if (http == NULL)
        return;
    svi_http_cancel(http);
    for (uint32_t i = 0; i < http->call_count; i++)
        http->curl->easy_cleanup(http->calls[i]->easy);
    /* Closing the connections still asks whose they were. */
    svi_loop_close(http);
    for (uint32_t i = 0; i < http->call_count; i++) {
        free(http->calls[i]->body);
        free(http->calls[i]);
    }
    free_texts(http->bases, http->store->endpoint_count);
    free_texts(http->hosts, http->store->endpoint_count);
    svi_detours_close(http);
    svi_signer_close(http->signer);
    free(http->calls);
    wipe(http->token_header);
    wipe(http->bearer_header);
    explicit_bzero(http->url, sizeof http->url); /* may hold a SAS */
    free(http);
}
