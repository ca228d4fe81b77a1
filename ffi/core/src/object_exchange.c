/* object_exchange.c -- a request, its attempts, and what they came to. Each
 * attempt is counted, by how it failed, before anything is tried again. */
#include <string.h>

#include "svi_object_lane.h"

#define BASE_NS UINT64_C(50000000)
#define THROTTLED_BASE_NS UINT64_C(1000000000)
#define CAP_NS UINT64_C(20000000000)

static size_t produce(struct svi_request *request, void *buffer, size_t room)
{
    struct svi_exchange *exchange = (struct svi_exchange *)request;
    size_t count;
    if (exchange->text != NULL) {
        count = request->body_bytes - exchange->text_at;
        count = count < room ? count : room;
        memcpy(buffer, exchange->text + exchange->text_at, count);
        exchange->text_at += count;
        return count;
    }
    count = svi_maker_fill(&exchange->body.maker, buffer, room);
    if (exchange->spoil.kind != SV_FAULT_COUNT)
        svi_exchange_spoil(exchange, buffer, count);
    return count;
}

static void rewind_body(struct svi_request *request)
{
    struct svi_exchange *exchange = (struct svi_exchange *)request;
    exchange->text_at = 0;
    exchange->spoil.at = 0;
    if (exchange->text == NULL)
        svi_maker_rewind(&exchange->body.maker);
}

/* A store that does not know ranges sends all: nothing to hold it against. */
static bool is_whole_for_range(const struct svi_exchange *exchange)
{
    return exchange->operation->op == SV_RANGE &&
           exchange->request.http_status == 200;
}

void svi_exchange_begin_sum(struct svi_exchange *exchange)
{
    struct svi_checker *checker = &exchange->body.checker;
    svi_returned_start(&checker->returned, &exchange->request,
                       checker->objects->spec.part_bytes,
                       exchange->operation->op == SV_GET);
}

static bool consume(struct svi_request *request, const uint8_t *bytes,
                    size_t count)
{
    struct svi_exchange *exchange = (struct svi_exchange *)request;
    struct svi_operation *operation = exchange->operation;
    struct svi_object_lane *lane = operation->lane;
    if (is_whole_for_range(exchange))
        return false;
    if (lane->spec.verify == SV_VERIFY_OFF)
        return true;
    if (exchange->body.checker.at == exchange->body.checker.start)
        svi_exchange_begin_sum(exchange);
    /* What was issued meanwhile may be what comes. */
    svi_key_window_widen(
        &exchange->body.checker.window,
        svi_key_word(&lane->objects->oracle, operation->key), false);
    if (exchange->spoil.kind != SV_FAULT_COUNT)
        return svi_exchange_take_spoiled(exchange, bytes, count);
    svi_checker_take(&exchange->body.checker, bytes, count);
    return true;
}

static void found(void *owner, struct sv_finding *finding)
{
    struct svi_operation *operation = owner;
    svi_object_found(operation, operation->key, finding);
}

static void start_checker(struct svi_object_lane *lane,
                          struct svi_exchange *exchange)
{
    const struct svi_operation *operation = exchange->operation;
    struct svi_checker *checker = &exchange->body.checker;
    checker->objects = lane->objects;
    checker->key = operation->key;
    checker->window = operation->window;
    checker->start = operation->start;
    checker->length = operation->length;
    checker->found = found;
    checker->owner = exchange->operation;
    checker->stage = lane->stage;
    svi_checker_start(checker);
}

/* The callbacks and the answer's room, afresh for each attempt. */
static void prepare(struct svi_object_lane *lane,
                    struct svi_exchange *exchange)
{
    struct svi_request *request = &exchange->request;
    const uint32_t op = exchange->operation->op;
    request->owner = exchange;
    request->produce = request->body_bytes > 0 ? produce : NULL;
    request->rewind = rewind_body;
    request->consume = NULL;
    request->answer = exchange->answer;
    request->answer_room = SVI_ANSWER_ROOM;
    request->status = 0;
    request->http_status = 0;
    request->answer_bytes = 0;
    request->content_length = UINT64_MAX;
    request->received_bytes = 0;
    request->new_connections = 0;
    request->resends = 0;
    request->retry_after_s = 0;
    request->faults = 0;
    request->etag[0] = '\0';
    request->checksum[0] = '\0';
    request->checksum_kind = SVI_SUM_NONE;
    request->code[0] = '\0';
    exchange->spoil.kind = SV_FAULT_COUNT;
    if (request->body_bytes > 0)
        rewind_body(request);
    if (op == SV_GET || op == SV_RANGE) {
        request->consume = consume;
        start_checker(lane, exchange);
    } else if (op == SV_LIST) {
        request->consume = svi_page_take;
        svi_page_start(lane, exchange);
    }
}

void svi_exchange_send(struct svi_object_lane *lane,
                       struct svi_exchange *exchange)
{
    prepare(lane, exchange);
    exchange->attempts++;
    exchange->operation->attempts++;
    if (SVI_FAULT_GATE_OPEN && svi_exchange_fault_before(lane, exchange)) {
        exchange->request.start_ns = svi_clock_ns();
        exchange->request.first_byte_ns = 0;
        exchange->request.end_ns = exchange->request.start_ns;
        lane->ready[lane->ready_count++] = exchange;
        return;
    }
    const int32_t status =
        lane->objects->client->send(lane->client, &exchange->request);
    if (status == 0) {
        exchange->is_sent = true;
        lane->in_client++;
        return;
    }
    exchange->request.status = status;
    exchange->request.start_ns = svi_clock_ns();
    exchange->request.first_byte_ns = 0;
    exchange->request.end_ns = exchange->request.start_ns;
    lane->ready[lane->ready_count++] = exchange;
}

/* Counts a retry by its cause; false: this status will not change. */
static bool count_retry(struct sv_lane *lane, int32_t status)
{
    switch (status) {
    case SV_HTTP_THROTTLED:
        SVI_COUNT(lane, retries_throttled, 1);
        break;
    case SV_HTTP_SERVER:
    case SV_HTTP_ERROR_BODY:
        SVI_COUNT(lane, retries_server, 1);
        break;
    case SV_HTTP_RESET:
    case SV_HTTP_TRUNCATED:
        SVI_COUNT(lane, retries_reset, 1);
        break;
    case SV_HTTP_TIMEOUT:
        SVI_COUNT(lane, retries_timeout, 1);
        break;
    case SV_HTTP_REFUSED:
    case SV_HTTP_RESOLVE:
    case SV_HTTP_CONFLICT:
        SVI_COUNT(lane, retries_other, 1);
        break;
    default:
        return false;
    }
    SVI_COUNT(lane, retries, 1);
    return true;
}

/* Full jitter: anything up to the bound, which doubles with each attempt. */
static uint64_t wait_ns(struct svi_object_lane *lane,
                        const struct svi_exchange *exchange, int32_t status)
{
    uint64_t bound =
        status == SV_HTTP_THROTTLED ? THROTTLED_BASE_NS : BASE_NS;
    for (uint32_t i = 1; i < exchange->attempts && bound < CAP_NS; i++)
        bound *= 2;
    bound = bound < CAP_NS ? bound : CAP_NS;
    uint64_t wait = svi_random_below(&lane->jitter, bound + 1);
    const uint64_t asked =
        (uint64_t)exchange->request.retry_after_s * 1000000000u;
    if (wait < asked)
        wait = asked;
    return wait < CAP_NS ? wait : CAP_NS;
}

bool svi_object_is_stopped(const struct svi_object_lane *lane)
{
    const struct sv_lane *base = &lane->base;
    return base->is_ending || atomic_load(&base->is_stopped) ||
           atomic_load(&base->gate->is_stopped);
}

/* These say what is there, or are what was hoped for: no failed attempt. */
static bool is_answer(const struct svi_exchange *exchange, int32_t status)
{
    const uint32_t op = exchange->operation->op;
    if (status == SV_HTTP_NOT_FOUND)
        return op == SV_GET || op == SV_RANGE || op == SV_HEAD ||
               op == SV_DELETE;
    return status == SV_HTTP_RANGE && op == SV_RANGE;
}

static void finish(struct svi_object_lane *lane, struct svi_exchange *exchange,
                   int32_t status)
{
    if (status != 0 && exchange->attempts < lane->spec.attempts_max &&
        !svi_object_is_stopped(lane) && !is_answer(exchange, status) &&
        count_retry(&lane->base, status)) {
        const uint64_t wait = wait_ns(lane, exchange, status);
        SVI_COUNT(&lane->base, retry_wait_ns, wait);
        exchange->due_ns = lane->base.now_ns + wait;
        exchange->is_held = false;
        exchange->held = status;
        lane->waiting[lane->waiting_count++] = exchange;
        return;
    }
    svi_operation_step(lane, exchange, status);
}

void svi_exchange_back(struct svi_object_lane *lane,
                       struct svi_exchange *exchange)
{
    struct svi_request *request = &exchange->request;
    if (exchange->operation->submit_ns == 0)
        exchange->operation->submit_ns = request->start_ns;
    if (SVI_FAULT_GATE_OPEN && svi_exchange_fault_after(lane, exchange)) {
        exchange->is_held = true;
        lane->waiting[lane->waiting_count++] = exchange;
        return;
    }
    int32_t status = svi_store_judge(lane->objects->store, request);
    if (is_whole_for_range(exchange))
        status = SV_HTTP_BROKEN;
    const bool is_page = status == 0 && exchange->operation->op == SV_LIST;
    if (is_page)
        status = svi_page_finish(lane, exchange);
    svi_http_tally(lane->base.counters, request,
                   is_answer(exchange, status) ? 0 : status);
    finish(lane, exchange, status);
}

void svi_exchange_abandon(struct svi_object_lane *lane, int32_t status)
{
    svi_lane_end(&lane->base, status);
    lane->objects->client->cancel(lane->client);
    for (uint32_t i = 0; i < lane->exchanges_used; i++) {
        struct svi_exchange *exchange = &lane->exchanges[i];
        if (!exchange->is_sent)
            continue;
        exchange->is_sent = false;
        lane->in_client--;
        svi_operation_step(lane, exchange, status);
    }
}

void svi_exchange_pump(struct svi_object_lane *lane)
{
    const bool now = svi_object_is_stopped(lane);
    for (uint32_t i = 0; i < lane->waiting_count;) {
        struct svi_exchange *exchange = lane->waiting[i];
        if (exchange->due_ns > lane->base.now_ns && !now) {
            i++;
            continue;
        }
        lane->waiting[i] = lane->waiting[--lane->waiting_count];
        if (exchange->is_held) {
            exchange->request.end_ns = lane->base.now_ns;
            svi_exchange_back(lane, exchange);
        } else if (now) {
            svi_operation_step(lane, exchange, exchange->held);
        } else {
            svi_exchange_send(lane, exchange);
        }
    }
}
