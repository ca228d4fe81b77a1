/* http_fault.c -- what the fault points do to a request: what its connection,
 * its time and its answer come to. libcurl and the store really see what can
 * be shown to them: a body that ends too soon, a connection that is dropped.
 *
 * Which fault a request meets is decided before it is sent, one at most; only
 * a body that is cut and a word of the answer that is changed are asked for
 * when they come. The judge above knows nothing of it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_inside.h"
#include "svi_fault.h"

#define FIRES(call, id, default_arg, arg_out)                            \
    (SVI_FAULT_AT(id, (call)->request->place, (default_arg), (arg_out)) && \
     told(call))

#define RANGE_START "Range: bytes="
#define ERROR_BODY "<Error><Code>InternalError</Code></Error>"

static bool told(struct svi_call *call)
{
    call->request->faults++;
    return true;
}

static bool is_upload(const struct svi_request *request)
{
    return request->body_bytes > 0 &&
           (request->method == SVI_PUT || request->method == SVI_POST);
}

/* An answer that was never sent for: these statuses end the request. */
static bool choose_instead(struct svi_call *call)
{
    struct svi_call_fault *fault = &call->fault;
    const struct svi_request *request = call->request;
    if (FIRES(call, HTTP_CONNECT_REFUSED, 0, NULL))
        fault->kind = SV_FAULT_HTTP_CONNECT_REFUSED;
    else if (FIRES(call, HTTP_RESOLVE_FAIL, 0, NULL))
        fault->kind = SV_FAULT_HTTP_RESOLVE_FAIL;
    else if (FIRES(call, HTTP_TLS_FAIL, 0, NULL))
        fault->kind = SV_FAULT_HTTP_TLS_FAIL;
    else if (FIRES(call, HTTP_STATUS, 503, &fault->arg))
        fault->kind = SV_FAULT_HTTP_STATUS;
    else if (FIRES(call, HTTP_THROTTLE, 0, &fault->arg))
        fault->kind = SV_FAULT_HTTP_THROTTLE;
    else if (is_upload(request) && request->consume == NULL &&
             request->answer_room > sizeof ERROR_BODY &&
             FIRES(call, HTTP_ERROR_BODY, 0, NULL))
        fault->kind = SV_FAULT_HTTP_ERROR_BODY;
    return fault->kind != SV_FAULT_COUNT;
}

void svi_http_fault_choose(struct svi_call *call)
{
    struct svi_call_fault *fault = &call->fault;
    const struct svi_request *request = call->request;
    if (choose_instead(call)) {
        fault->is_instead = true;
        return;
    }
    if (is_upload(request) && FIRES(call, HTTP_SEND_RESET, 0, &fault->arg)) {
        fault->kind = SV_FAULT_HTTP_SEND_RESET;
        if (fault->arg >= request->body_bytes)
            fault->arg = request->body_bytes - 1;
    } else if (FIRES(call, HTTP_RECEIVE_RESET, 0, NULL)) {
        fault->kind = SV_FAULT_HTTP_RECEIVE_RESET;
    } else if (FIRES(call, HTTP_RECEIVE_STALL, 0, NULL)) {
        fault->kind = SV_FAULT_HTTP_RECEIVE_STALL;
    } else if (FIRES(call, HTTP_STATUS_AFTER, 500, &fault->arg)) {
        fault->kind = SV_FAULT_HTTP_STATUS_AFTER;
    }
}

const char *svi_http_fault_header(struct svi_call *call, const char *header)
{
    const size_t start = sizeof RANGE_START - 1;
    uint64_t arg;
    char *end;
    if (strncmp(header, RANGE_START, start) != 0)
        return header;
    if (FIRES(call, HTTP_RANGE_IGNORED, 0, NULL))
        return NULL;
    if (!FIRES(call, HTTP_RANGE_SHIFTED, 4096, &arg))
        return header;
    const uint64_t from = strtoull(header + start, &end, 10);
    const uint64_t bytes = strtoull(end + 1, NULL, 10) - from;
    const uint64_t moved = from >= arg ? from - arg : from + arg;
    (void)snprintf(call->fault.range, sizeof call->fault.range,
                   RANGE_START "%llu-%llu", (unsigned long long)moved,
                   (unsigned long long)(moved + bytes));
    return call->fault.range;
}

int32_t svi_http_fault_instead(struct svi_call *call)
{
    struct svi_request *request = call->request;
    switch (call->fault.kind) {
    case SV_FAULT_HTTP_CONNECT_REFUSED:
        return SV_HTTP_REFUSED;
    case SV_FAULT_HTTP_RESOLVE_FAIL:
        return SV_HTTP_RESOLVE;
    case SV_FAULT_HTTP_TLS_FAIL:
        return SV_HTTP_TLS;
    case SV_FAULT_HTTP_THROTTLE:
        request->http_status = 503;
        request->retry_after_s = call->fault.arg < UINT32_MAX
                                     ? (uint32_t)call->fault.arg
                                     : UINT32_MAX;
        break;
    case SV_FAULT_HTTP_ERROR_BODY:
        request->http_status = 200;
        svi_answer_keep(request, ERROR_BODY, sizeof ERROR_BODY - 1);
        break;
    default:
        request->http_status = (uint32_t)call->fault.arg;
        break;
    }
    request->content_length = 0;
    return 0;
}

size_t svi_http_fault_send(const struct svi_call *call, size_t room)
{
    const struct svi_call_fault *fault = &call->fault;
    if (fault->kind != SV_FAULT_HTTP_SEND_RESET)
        return room;
    const uint64_t left = fault->arg - call->request->sent_bytes;
    return room < left ? room : (size_t)left;
}

size_t svi_http_fault_receive(struct svi_call *call, size_t length)
{
    struct svi_call_fault *fault = &call->fault;
    const struct svi_request *request = call->request;
    if (request->received_bytes == 0 && fault->kind == SV_FAULT_COUNT &&
        FIRES(call, HTTP_RECEIVE_CUT, 512, &fault->arg)) {
        const uint64_t promised = request->content_length != UINT64_MAX
                                      ? request->content_length
                                      : length;
        fault->kind = SV_FAULT_HTTP_RECEIVE_CUT;
        if (fault->arg >= promised)
            fault->arg = promised - 1;
    }
    if (fault->kind != SV_FAULT_HTTP_RECEIVE_CUT)
        return length;
    const uint64_t left = fault->arg - request->received_bytes;
    return length < left ? length : (size_t)left;
}

bool svi_http_fault_stalls(const struct svi_call *call, int result)
{
    return result == SVI_CURLE_OK &&
           call->fault.kind == SV_FAULT_HTTP_RECEIVE_STALL;
}

static void forget_answer(struct svi_request *request)
{
    request->http_status = 0;
    request->answer_bytes = 0;
    request->content_length = UINT64_MAX;
    request->retry_after_s = 0;
    request->etag[0] = '\0';
    request->checksum[0] = '\0';
    request->code[0] = '\0';
    if (request->answer != NULL && request->answer_room > 0)
        request->answer[0] = '\0';
}

/* Its length stays, and what surrounds it. */
static void change_word(char *word)
{
    char *at = word + strlen(word) / 2;
    *at = *at == '0' ? '1' : '0';
}

int32_t svi_http_fault_end(struct svi_call *call, int32_t status)
{
    struct svi_request *request = call->request;
    const bool is_read =
        request->method == SVI_GET || request->method == SVI_HEAD;
    switch (call->fault.kind) {
    case SV_FAULT_HTTP_SEND_RESET:
        /* An answer may come before the body was cut. */
        return status == 0 ? 0 : SV_HTTP_RESET;
    case SV_FAULT_HTTP_RECEIVE_RESET:
        forget_answer(request);
        request->first_byte_ns = 0;
        return SV_HTTP_RESET;
    case SV_FAULT_HTTP_RECEIVE_CUT:
        return SV_HTTP_TRUNCATED;
    case SV_FAULT_HTTP_RECEIVE_STALL:
        if (status != 0)
            forget_answer(request);
        return status;
    case SV_FAULT_HTTP_STATUS_AFTER:
        if (status != 0)
            return status;
        forget_answer(request);
        request->http_status = (uint32_t)call->fault.arg;
        return 0;
    default:
        break;
    }
    if (status == 0 && is_read && request->etag[0] != '\0' &&
        FIRES(call, HTTP_ETAG_WRONG, 0, NULL))
        change_word(request->etag);
    if (status == 0 && request->checksum[0] != '\0' &&
        FIRES(call, HTTP_CHECKSUM_WRONG, 0, NULL))
        change_word(request->checksum);
    return status;
}
