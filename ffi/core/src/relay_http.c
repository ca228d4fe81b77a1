/* relay_http.c -- where messages begin and end in what passes through a relay.
 *
 * Only what decides that is read: a request or an answer that is none, or that
 * has a head beyond the buffer, makes its connection one of mere bytes. Nothing
 * is changed: a signature covers path and headers as the client sent them.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "relay_inside.h"

#define LINE_BYTES_MAX 4096u

/* The value of header `name` in a head that ends with an empty line; NULL: it
 * is not there. */
static const char *header(const char *head, size_t length, const char *name)
{
    const size_t name_length = strlen(name);
    const char *end = head + length;
    const char *at = head;
    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        at++;
        if ((size_t)(end - at) > name_length && at[name_length] == ':' &&
            strncasecmp(at, name, name_length) == 0) {
            at += name_length + 1;
            while (*at == ' ' || *at == '\t')
                at++;
            return at;
        }
    }
    return NULL;
}

/* Whether a comma-separated value has `word` among its words. */
static bool says(const char *value, const char *word)
{
    const size_t length = strlen(word);
    for (; value != NULL && *value != '\r' && *value != '\n'; value++)
        if (strncasecmp(value, word, length) == 0)
            return true;
    return false;
}

static bool is_chunked(const char *head, size_t length)
{
    return says(header(head, length, "transfer-encoding"), "chunked");
}

/* Sets how the body is framed; all ones for a length that nobody knows. */
static uint64_t frame_body(struct svi_flow *flow, const char *head,
                           size_t length, bool until_end)
{
    const char *text = header(head, length, "content-length");
    flow->left = 0;
    flow->passed_bytes = 0;
    if (is_chunked(head, length)) {
        flow->framing = SVI_AT_CHUNK;
        return UINT64_MAX;
    }
    if (text == NULL && until_end) {
        flow->framing = SVI_TO_END;
        return UINT64_MAX;
    }
    flow->left = text == NULL ? 0 : strtoull(text, NULL, 10);
    flow->framing = SVI_IN_LENGTH;
    return flow->left;
}

static void seal(struct svi_link *link)
{
    link->request.framing = SVI_SEALED;
    link->answer.framing = SVI_SEALED;
}

static bool is_request(const char *head, size_t length)
{
    const char *line = memchr(head, '\n', length);
    return line != NULL && line - head > 14 && head[0] >= 'A' &&
           head[0] <= 'Z' && memcmp(line - 9, "HTTP/1.", 7) == 0;
}

static void take_request(struct svi_link *link, const char *head, size_t length)
{
    struct svi_flow *flow = &link->request;
    if (!is_request(head, length)) {
        seal(link);
        return;
    }
    link->is_open = true;
    link->is_asked = false;
    link->is_answered = false;
    link->is_head = memcmp(head, "HEAD ", 5) == 0;
    link->is_tunnel = memcmp(head, "CONNECT ", 8) == 0;
    link->refusal = SV_RELAY_KIND_COUNT;
    atomic_fetch_add_explicit(&link->relay->requests, 1, memory_order_relaxed);
    const uint64_t body_bytes = frame_body(flow, head, length, false);
    svi_relay_ask_request(link, body_bytes);
    if (link->refusal == SV_RELAY_KIND_COUNT)
        return;
    flow->is_swallowed = true;
    /* Who asks first whether to send its body is answered before it does. */
    if (header(head, length, "expect") != NULL) {
        link->closes = true;
        flow->left = 0;
        flow->framing = SVI_IN_LENGTH;
    }
}

static void take_answer(struct svi_link *link, const char *head, size_t length)
{
    struct svi_flow *flow = &link->answer;
    if (!link->is_open || length < 14 || memcmp(head, "HTTP/1.", 7) != 0) {
        seal(link);
        return;
    }
    const long code = strtol(head + 9, NULL, 10);
    if (code == 101 || (link->is_tunnel && code >= 200 && code < 300)) {
        seal(link);
        return;
    }
    if (code < 200) {
        flow->left = 0;
        flow->framing = SVI_AT_HEAD;
        return;
    }
    const bool is_bare = link->is_head || code == 204 || code == 304;
    uint64_t body_bytes = frame_body(flow, head, length, true);
    if (is_bare) {
        flow->left = body_bytes = 0;
        flow->framing = SVI_IN_LENGTH;
    }
    svi_relay_ask_answer(link, body_bytes, (uint32_t)length);
}

/* How much of the body may become sure before a stop. */
static uint64_t until_stop(struct svi_flow *flow, uint64_t count)
{
    if (flow->stop == SVI_GO)
        return count;
    const uint64_t room = flow->stop_at - flow->passed_bytes;
    flow->is_stopping = count >= room;
    return count < room ? count : room;
}

static void pass(struct svi_flow *flow, uint64_t count)
{
    flow->sure += (uint32_t)count;
    flow->passed_bytes += count;
    if (flow->is_swallowed)
        flow->start = flow->sure;
}

/* A message of this flow is over. */
static void end_message(struct svi_link *link, struct svi_flow *flow)
{
    flow->framing = SVI_AT_HEAD;
    flow->stop = SVI_GO; /* it would have come later than the end */
    if (flow == &link->request) {
        link->is_asked = true;
        flow->is_swallowed = false;
        if (link->refusal != SV_RELAY_KIND_COUNT) {
            svi_relay_refuse(link);
            link->is_answered = true;
        }
    } else {
        link->is_answered = true;
    }
    if (link->is_asked && link->is_answered)
        link->is_open = false;
}

/* False: it is not there as a whole. */
static bool look_at_head(struct svi_link *link, struct svi_flow *flow)
{
    const bool is_request = flow == &link->request;
    const char *head = flow->bytes + flow->sure;
    const size_t count = flow->end - flow->sure;
    /* The next request waits for the answer to this one. */
    if (count == 0 ||
        (is_request && (link->is_open || flow->start != flow->sure)))
        return false;
    const char *end = memmem(head, count, "\r\n\r\n", 4);
    if (end == NULL) {
        if (count == SVI_FLOW_ROOM)
            seal(link);
        return count == SVI_FLOW_ROOM;
    }
    const size_t length = (size_t)(end - head) + 4;
    if (is_request)
        take_request(link, head, length);
    else
        take_answer(link, head, length);
    /* Stopped before it: a stop at no byte of the body lets the head pass. */
    if (flow->stop != SVI_GO && flow->stop_at == UINT64_MAX) {
        flow->is_stopping = true;
        return false;
    }
    if (flow->framing == SVI_SEALED)
        return true;
    pass(flow, length);
    flow->passed_bytes = 0;
    if (flow->framing == SVI_IN_LENGTH && flow->left == 0)
        end_message(link, flow);
    return true;
}

/* One line of a chunked body; false: it is not whole. */
static bool look_at_line(struct svi_link *link, struct svi_flow *flow)
{
    const char *line = flow->bytes + flow->sure;
    const size_t count = flow->end - flow->sure;
    const char *end = memchr(line, '\n', count);
    if (end == NULL) {
        if (count > LINE_BYTES_MAX)
            seal(link);
        return count > LINE_BYTES_MAX;
    }
    const uint64_t length = (uint64_t)(end - line) + 1;
    if (until_stop(flow, length) < length) {
        pass(flow, until_stop(flow, length));
        return false;
    }
    const bool is_empty = length <= 2;
    const uint64_t size = strtoull(line, NULL, 16);
    pass(flow, length);
    if (flow->framing == SVI_AT_CHUNK) {
        flow->left = size + 2;
        flow->framing = size == 0 ? SVI_IN_TRAILER : SVI_IN_CHUNK;
    } else if (is_empty) {
        end_message(link, flow);
    }
    return true;
}

/* Bytes of which it is known how many there are; false: there are none. */
static bool look_at_bytes(struct svi_link *link, struct svi_flow *flow)
{
    uint64_t count = flow->end - flow->sure;
    if (count == 0)
        return false;
    if (flow->framing == SVI_IN_LENGTH || flow->framing == SVI_IN_CHUNK)
        count = count < flow->left ? count : flow->left;
    count = until_stop(flow, count);
    pass(flow, count);
    if (flow->framing == SVI_TO_END || flow->framing == SVI_SEALED)
        return false;
    flow->left -= count;
    if (flow->left == 0 && !flow->is_stopping) {
        if (flow->framing == SVI_IN_CHUNK)
            flow->framing = SVI_AT_CHUNK;
        else
            end_message(link, flow);
        return true;
    }
    return false;
}

void svi_flow_look(struct svi_link *link, struct svi_flow *flow)
{
    bool goes_on = true;
    while (goes_on && !flow->is_stopping && !link->is_dead) {
        switch (flow->framing) {
        case SVI_AT_HEAD:
            goes_on = look_at_head(link, flow);
            break;
        case SVI_AT_CHUNK:
        case SVI_IN_TRAILER:
            goes_on = look_at_line(link, flow);
            break;
        default:
            goes_on = look_at_bytes(link, flow);
        }
    }
}
