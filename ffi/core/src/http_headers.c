/* http_headers.c -- the headers of a request: the caller's, those that every
 * request to this kind of store has, and its signature. */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "http_inside.h"
#include "svi_fault.h"

static const char *method_word(uint32_t method)
{
    static const char *const WORDS[] = {"GET", "PUT", "HEAD", "DELETE", "POST"};
    return WORDS[method];
}

static uint64_t wall_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (uint64_t)now.tv_sec;
}

static int32_t sign(struct svi_call *call, const char **texts, uint32_t *count)
{
    struct svi_http *http = call->http;
    const struct svi_request *request = call->request;
    uint32_t endpoint = request->endpoint % http->store->endpoint_count;
    const struct svi_signed what = {
        .method = method_word(request->method),
        .path_query = request->path_query,
        .host = http->hosts[endpoint] + strlen("Host: "),
        .headers = texts,
        .header_count = *count,
        .time_s = wall_s(),
    };
    int32_t status = svi_sign(http->signer, &what, &call->signature);
    texts[(*count)++] = http->hosts[endpoint];
    texts[(*count)++] = call->signature.date;
    texts[(*count)++] = call->signature.authorization;
    return status;
}

static bool has_type(const struct svi_request *request)
{
    for (uint32_t i = 0; i < SVI_HEADERS_MAX && request->headers[i] != NULL;
         i++)
        if (strncasecmp(request->headers[i], "content-type:", 13) == 0)
            return true;
    return false;
}

int32_t svi_call_headers(struct svi_call *call)
{
    const struct svi_http *http = call->http;
    const struct svi_request *request = call->request;
    const char *texts[SVI_HEADERS_MAX + SVI_OWN_HEADERS];
    uint32_t count = 0;
    int32_t status = 0;
    texts[count++] = "Expect:"; /* no 100-continue: a round trip each */
    texts[count++] = "Accept:";
    if (http->store->kind == SVI_STORE_AZ)
        texts[count++] = "x-ms-version: 2021-12-02";
    else if (http->store->access_key != NULL)
        texts[count++] = "x-amz-content-sha256: UNSIGNED-PAYLOAD";
    if (http->token_header != NULL)
        texts[count++] = http->token_header;
    if (http->bearer_header != NULL)
        texts[count++] = http->bearer_header;
    for (uint32_t i = 0; i < SVI_HEADERS_MAX && request->headers[i] != NULL;
         i++) {
        const char *text = request->headers[i];
        if (SVI_FAULT_GATE_OPEN)
            text = svi_http_fault_header(call, text);
        if (text != NULL)
            texts[count++] = text;
    }
    if (http->signer != NULL)
        status = sign(call, texts, &count);
    if (call->is_inline && !has_type(request))
        texts[count++] = "Content-Type:"; /* none, not that of a form */
    for (uint32_t i = 0; i < count; i++) {
        call->list[i].data = texts[i];
        call->list[i].next = i + 1 < count ? &call->list[i + 1] : NULL;
    }
    return status;
}
