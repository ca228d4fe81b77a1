/* relay_fault.c -- what goes wrong, and when: the plan of a relay asked at each
 * connection, request and answer, and what a fault that fires does to its flow.
 *
 * A plan is asked only where its fault could do something: a cut of an answer
 * without a body is no hit. What fires is counted where it happens.
 */
#include <stdio.h>
#include <string.h>

#include "relay_inside.h"

#define MS_NS UINT64_C(1000000)
/* Where a sealed connection is cut if nobody says it: behind the handshake. */
#define SEALED_CUT_BYTES 16384u
#define NEVER UINT64_MAX

void svi_rule_fired(struct svi_rule *rule)
{
    atomic_fetch_add_explicit(&rule->fired, 1, memory_order_relaxed);
}

static bool is_armed(const struct sv_relay *relay)
{
    return atomic_load_explicit(&relay->is_armed, memory_order_relaxed);
}

static bool fires(struct svi_rule *rule)
{
    atomic_fetch_add_explicit(&rule->hits, 1, memory_order_relaxed);
    return svi_fault_plan_fires(&rule->plan, 0);
}

static uint64_t arg_of(const struct svi_rule *rule, uint64_t usual)
{
    return rule->plan.has_arg ? rule->plan.arg : usual;
}

uint64_t svi_relay_after_ms(uint64_t ms)
{
    const uint64_t now_ns = sv_now_ns();
    return ms > (NEVER - now_ns) / MS_NS ? NEVER : now_ns + ms * MS_NS;
}

uint64_t svi_relay_ask_door(struct sv_relay *relay)
{
    uint64_t longest_ms = 0;
    if (!is_armed(relay))
        return 0;
    for (uint32_t i = 0; i < relay->rule_count; i++) {
        struct svi_rule *rule = &relay->rules[i];
        if (rule->kind != SV_RELAY_REFUSE || !fires(rule))
            continue;
        const uint64_t ms = arg_of(rule, 50);
        svi_rule_fired(rule);
        longest_ms = ms > longest_ms ? ms : longest_ms;
    }
    return longest_ms;
}

/* Stops the flow behind `at` bytes of the body; NEVER: before the head. */
static void stop_flow(struct svi_flow *flow, struct svi_rule *rule,
                      enum svi_stop how, uint64_t at)
{
    const bool is_later = at != NEVER && flow->stop_at <= at;
    if (flow->stop != SVI_GO && (flow->stop_at == NEVER || is_later))
        return;
    flow->stop = how;
    flow->stop_at = at;
    flow->stop_rule = rule;
}

/* A reset or a stall: without an arg not even the head passes. */
static void stop_early(struct svi_flow *flow, struct svi_rule *rule,
                       enum svi_stop how)
{
    const uint64_t usual = flow->framing == SVI_SEALED ? 0 : NEVER;
    if (fires(rule))
        stop_flow(flow, rule, how, arg_of(rule, usual));
}

/* Behind what there is it could not be seen. */
static bool is_inside(const struct svi_rule *rule, uint64_t body_bytes)
{
    return !rule->plan.has_arg || rule->plan.arg < body_bytes;
}

static void stop_body(struct svi_flow *flow, struct svi_rule *rule,
                      uint64_t body_bytes)
{
    uint64_t at = body_bytes == NEVER ? 1 : body_bytes / 2;
    enum svi_stop how = SVI_STOP_CUT;
    if (flow->framing == SVI_SEALED)
        at = SEALED_CUT_BYTES;
    /* Nobody could tell such an end from the right one. */
    else if (flow->framing == SVI_TO_END)
        how = SVI_STOP_RESET;
    if (fires(rule))
        stop_flow(flow, rule, how, arg_of(rule, at));
}

/* Answers this request instead of the endpoint, while its burst lasts. */
static void refuse_request(struct svi_link *link, struct svi_rule *rule)
{
    if (rule->kind != SV_RELAY_HTTP_429 && rule->kind != SV_RELAY_HTTP_503)
        return;
    const uint64_t now_ns = sv_now_ns();
    if (now_ns >= rule->burst_until_ns) {
        if (!fires(rule))
            return;
        rule->burst_until_ns = svi_relay_after_ms(arg_of(rule, 1000));
    }
    if (link->refusal == SV_RELAY_KIND_COUNT) {
        link->refusal = rule->kind;
        svi_rule_fired(rule);
    }
}

static void vanish(struct svi_link *link, struct svi_rule *rule)
{
    if (!fires(rule))
        return;
    link->is_dead = true;
    svi_rule_fired(rule);
}

static void hold(struct svi_flow *flow, struct svi_rule *rule)
{
    if (!fires(rule))
        return;
    const uint64_t until_ns = svi_relay_after_ms(arg_of(rule, 200));
    flow->hold_ns = until_ns > flow->hold_ns ? until_ns : flow->hold_ns;
    svi_rule_fired(rule);
}

static void slow_down(struct svi_flow *flow, struct svi_rule *rule,
                      uint32_t head_bytes)
{
    if (!fires(rule))
        return;
    flow->slow_left = head_bytes;
    flow->gap_ns = arg_of(rule, 5) * MS_NS;
    svi_rule_fired(rule);
}

static void ask_request(struct svi_link *link, struct svi_rule *rule,
                        uint64_t body_bytes)
{
    struct svi_flow *flow = &link->request;
    switch (rule->kind) {
    case SV_RELAY_HALF_OPEN:
        vanish(link, rule);
        break;
    case SV_RELAY_DELAY_REQUEST:
        hold(flow, rule);
        break;
    case SV_RELAY_RESET_REQUEST:
        if (is_inside(rule, body_bytes))
            stop_early(flow, rule, SVI_STOP_RESET);
        break;
    case SV_RELAY_CUT_REQUEST:
        if (body_bytes > 0 && is_inside(rule, body_bytes))
            stop_body(flow, rule, body_bytes);
        break;
    default:
        break;
    }
}

static void ask_answer(struct svi_link *link, struct svi_rule *rule,
                       uint64_t body_bytes, uint32_t head_bytes)
{
    struct svi_flow *flow = &link->answer;
    switch (rule->kind) {
    case SV_RELAY_DELAY:
        hold(flow, rule);
        break;
    case SV_RELAY_SLOW_LORIS:
        slow_down(flow, rule, head_bytes);
        break;
    case SV_RELAY_RESET:
        if (is_inside(rule, body_bytes))
            stop_early(flow, rule, SVI_STOP_RESET);
        break;
    case SV_RELAY_STALL:
        if (is_inside(rule, body_bytes))
            stop_early(flow, rule, SVI_STOP_STALL);
        break;
    case SV_RELAY_CUT:
        if (body_bytes > 0 && is_inside(rule, body_bytes))
            stop_body(flow, rule, body_bytes);
        break;
    default:
        break;
    }
}

void svi_relay_ask_request(struct svi_link *link, uint64_t body_bytes)
{
    struct sv_relay *relay = link->relay;
    if (!is_armed(relay))
        return;
    const bool is_sealed = link->request.framing == SVI_SEALED;
    for (uint32_t i = 0; i < relay->rule_count && !is_sealed; i++)
        refuse_request(link, &relay->rules[i]);
    if (link->refusal != SV_RELAY_KIND_COUNT)
        return; /* the endpoint never hears of it: what else could go wrong */
    for (uint32_t i = 0; i < relay->rule_count && !link->is_dead; i++)
        ask_request(link, &relay->rules[i], body_bytes);
}

void svi_relay_ask_answer(struct svi_link *link, uint64_t body_bytes,
                          uint32_t head_bytes)
{
    struct sv_relay *relay = link->relay;
    for (uint32_t i = 0; i < relay->rule_count && is_armed(relay); i++)
        ask_answer(link, &relay->rules[i], body_bytes, head_bytes);
}

void svi_relay_ask_rate(struct svi_link *link)
{
    struct sv_relay *relay = link->relay;
    link->request.rate = link->answer.rate = 0;
    link->throttle = NULL;
    for (uint32_t i = 0; i < relay->rule_count && is_armed(relay); i++) {
        struct svi_rule *rule = &relay->rules[i];
        if (rule->kind != SV_RELAY_THROTTLE || !fires(rule))
            continue;
        const uint64_t rate = arg_of(rule, 1 << 20);
        link->request.rate = link->answer.rate = rate != 0 ? rate : 1;
        link->throttle = rule;
    }
}

void svi_relay_ask_link(struct svi_link *link)
{
    svi_relay_ask_rate(link);
    if (!link->route->is_sealed)
        return;
    svi_relay_ask_request(link, NEVER);
    svi_relay_ask_answer(link, NEVER, 256);
}

void svi_relay_refuse(struct svi_link *link)
{
    struct sv_relay *relay = link->relay;
    struct svi_flow *flow = &link->answer;
    const bool is_busy = link->refusal == SV_RELAY_HTTP_503;
    const char *code = is_busy ? "SlowDown" : "TooManyRequests";
    const uint64_t now_ns = sv_now_ns();
    uint64_t left_ns = 0;
    for (uint32_t i = 0; i < relay->rule_count; i++) {
        const struct svi_rule *rule = &relay->rules[i];
        if (rule->kind == link->refusal &&
            rule->burst_until_ns > now_ns + left_ns)
            left_ns = rule->burst_until_ns - now_ns;
    }
    char body[256], head[320];
    const int body_bytes =
        link->is_head
            ? 0
            : snprintf(
                  body, sizeof body,
                  "<?xml version=\"1.0\" "
                  "encoding=\"UTF-8\"?>\n<Error><Code>%s</Code>"
                  "<Message>A network fault was asked for</Message></Error>",
                  code);
    const int head_bytes = snprintf(
        head, sizeof head,
        "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nRetry-After: %llu\r\n"
        "x-ms-error-code: %s\r\n%sContent-Length: %d\r\n\r\n",
        is_busy ? "503 Service Unavailable" : "429 Too Many Requests",
        (unsigned long long)((left_ns + 999999999u) / 1000000000u),
        is_busy ? "ServerBusy" : code,
        link->closes ? "Connection: close\r\n" : "", body_bytes);
    if (flow->end != flow->sure ||
        SVI_FLOW_ROOM - flow->end < (uint32_t)(head_bytes + body_bytes)) {
        svi_link_end(link, true);
        return;
    }
    memcpy(flow->bytes + flow->end, head, (size_t)head_bytes);
    memcpy(flow->bytes + flow->end + head_bytes, body, (size_t)body_bytes);
    flow->end += (uint32_t)(head_bytes + body_bytes);
    flow->sure = flow->end;
}
