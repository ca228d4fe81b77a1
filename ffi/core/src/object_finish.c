/* object_finish.c -- an exchange is over for good: what its operation came to,
 * in the counters, the histograms and the oracle. */
#include <string.h>

#include "svi_object_lane.h"

static const uint64_t CLASS_BYTES[SV_SIZE_CLASSES] = {
    UINT64_C(4) << 10,   UINT64_C(32) << 10,  UINT64_C(256) << 10,
    UINT64_C(2) << 20,   UINT64_C(16) << 20,  UINT64_C(128) << 20,
    UINT64_C(1) << 30,   UINT64_MAX,
};

uint64_t sv_size_class_bytes(uint32_t size_class)
{
    return size_class < SV_SIZE_CLASSES ? CLASS_BYTES[size_class] : 0;
}

int32_t sv_lane_size_class(struct sv_lane *lane, uint32_t op,
                           uint32_t size_class, uint64_t *counts,
                           uint32_t length, struct sv_histogram_facts *facts,
                           uint64_t *bytes)
{
    if (lane->release == NULL)
        return SV_STATE;
    if ((op != SV_GET && op != SV_PUT) || size_class >= SV_SIZE_CLASSES)
        return SV_LAYOUT;
    const struct svi_object_lane *objects = svi_object_lane_of(lane);
    const uint32_t row = op == SV_PUT ? 1 : 0;
    svi_histogram_copy(
        &objects->size_classes[row * SV_SIZE_CLASSES + size_class], counts,
        length, facts);
    if (bytes != NULL)
        *bytes = SVI_LOAD(objects->size_class_bytes[row][size_class]);
    return 0;
}

/* Counters of the operations stand in threes: ops, bytes, errors. */
static _Atomic uint64_t *counter_of(struct sv_lane *lane, uint32_t op,
                                    uint32_t which)
{
    _Static_assert(SV_COUNTER_delete_errors ==
                       SV_COUNTER_get_ops + 3 * (SV_DELETE - SV_GET) + 2,
                   "ops, bytes and errors follow each other by operation");
    return &lane->counters[SV_COUNTER_get_ops + (op - SV_GET) * 3 + which];
}

static void record_size(struct svi_object_lane *lane, uint32_t op,
                        uint64_t bytes, uint64_t service_ns)
{
    const uint32_t row = op == SV_PUT || op == SV_UPLOAD ? 1 : 0;
    uint32_t size_class = 0;
    if (op != SV_GET && row == 0)
        return;
    while (bytes > CLASS_BYTES[size_class])
        size_class++;
    svi_histogram_add(&lane->size_classes[row * SV_SIZE_CLASSES + size_class],
                      service_ns);
    SVI_BUMP(lane->size_class_bytes[row][size_class], bytes);
}

static void note_late(struct sv_lane *lane,
                      const struct svi_operation *operation)
{
    const uint64_t late_ns = operation->submit_ns > operation->intended_ns
                                 ? operation->submit_ns - operation->intended_ns
                                 : 0;
    if (late_ns > SVI_LATE_NS)
        SVI_COUNT(lane, late_starts, 1);
    if (late_ns > SVI_GET(lane, late_ns_max))
        SVI_SET(lane, late_ns_max, late_ns);
}

static void record(struct svi_object_lane *lane,
                   const struct svi_operation *operation,
                   const struct svi_request *last, uint64_t bytes)
{
    struct sv_lane *base = &lane->base;
    const uint32_t op = operation->op;
    const bool is_open = base->spec.arrival != SV_CLOSED;
    const uint64_t start_ns =
        is_open ? operation->intended_ns : operation->submit_ns;
    if (start_ns < base->measure_ns) {
        SVI_COUNT(base, warmup_ops, 1);
        return;
    }
    SVI_BUMP(*counter_of(base, op, 0), 1);
    SVI_BUMP(*counter_of(base, op, 1), bytes);
    struct svi_histogram *histogram =
        &base->histograms[op * SVI_LATENCY_KINDS];
    const uint64_t service_ns = last->end_ns > operation->submit_ns
                                    ? last->end_ns - operation->submit_ns
                                    : 0;
    svi_histogram_add(&histogram[SV_SERVICE], service_ns);
    record_size(lane, op, bytes, service_ns);
    if (last->first_byte_ns >= last->start_ns)
        svi_histogram_add(&histogram[SV_FIRST_BYTE],
                          last->first_byte_ns - last->start_ns);
    if (!is_open)
        return;
    svi_histogram_add(&histogram[SV_RESPONSE],
                      last->end_ns > operation->intended_ns
                          ? last->end_ns - operation->intended_ns
                          : 0);
    note_late(base, operation);
}

void svi_operation_end(struct svi_object_lane *lane,
                       struct svi_operation *operation,
                       const struct svi_request *last, uint64_t bytes)
{
    record(lane, operation, last, bytes);
    if (SVI_KEEPS(&lane->base)) {
        const struct svi_kept_end end = {
            .first_byte_ns = last->first_byte_ns >= last->start_ns
                                 ? last->first_byte_ns
                                 : 0,
            .end_ns = last->end_ns,
            .bytes = bytes,
        };
        svi_object_lane_keep(lane, operation, &end);
    }
    svi_operation_release(lane, operation);
}

void svi_operation_fail(struct svi_object_lane *lane,
                        struct svi_operation *operation, int32_t status)
{
    SVI_BUMP(*counter_of(&lane->base, operation->op, 2), 1);
    if (SVI_KEEPS(&lane->base)) {
        const struct svi_kept_end end = {.end_ns = lane->base.now_ns,
                                         .status = status};
        svi_object_lane_keep(lane, operation, &end);
    }
    if (svi_is_mutation(operation->op))
        svi_operation_leave(lane, operation);
    svi_lane_fail(&lane->base, status, operation->key, operation->op);
    svi_operation_release(lane, operation);
}

static uint64_t units_of(const struct svi_object_lane *lane, uint64_t size)
{
    const uint32_t unit = lane->objects->spec.unit_bytes;
    return (size + unit - 1) / unit;
}

void svi_operation_settle(struct svi_object_lane *lane,
                          struct svi_operation *operation, const char *etag)
{
    SVI_COUNT(&lane->base, units_written, units_of(lane, operation->size));
    svi_key_settle_put(&lane->objects->oracle, operation->key,
                       svi_etag_hash(etag));
    svi_object_log_end(lane, operation, false);
    svi_object_touch(lane, operation->key);
}

void svi_operation_leave(struct svi_object_lane *lane,
                         struct svi_operation *operation)
{
    SVI_COUNT(&lane->base, writes_ambiguous,
              operation->op == SV_DELETE ? 1
                                         : units_of(lane, operation->size));
    svi_object_log_end(lane, operation, true);
    svi_object_touch(lane, operation->key);
}

/* A window is legal wherever it was open: one that more than one content fits
 * is counted, by why it is. */
static void count_open(struct svi_object_lane *lane,
                       const struct svi_operation *operation,
                       uint64_t generation)
{
    const struct svi_key_window *window = &operation->window;
    const bool is_newest =
        generation == window->high && !operation->was_deleted;
    if (window->unsettled && !is_newest)
        SVI_COUNT(&lane->base, units_ambiguous, 1);
    else if (!is_newest)
        SVI_COUNT(&lane->base, units_overlapped, 1);
}

static void finish_body(struct svi_object_lane *lane,
                        struct svi_exchange *exchange)
{
    struct svi_checker *checker = &exchange->body.checker;
    struct svi_operation *operation = exchange->operation;
    struct sv_lane *base = &lane->base;
    const uint64_t units =
        units_of(lane, exchange->request.received_bytes);
    if (lane->spec.verify == SV_VERIFY_OFF) {
        SVI_COUNT(base, units_read, units);
        SVI_COUNT(base, units_unchecked, units);
        return;
    }
    checker->window = operation->window;
    svi_checker_finish(checker);
    SVI_COUNT(base, units_read, checker->units_compared);
    SVI_COUNT(base, units_compared, checker->units_compared);
    SVI_COUNT(base, units_weak, checker->units_weak);
    if (checker->bytes_unseen > 0)
        SVI_COUNT(base, units_unchecked, 1);
    if (checker->untold > 0) {
        SVI_COUNT(base, units_bad, checker->untold);
        SVI_COUNT(base, findings_dropped, checker->untold);
    }
    if (checker->is_foreign || checker->is_outside)
        return;
    operation->generation = checker->shape.generation;
    SVI_COUNT(base, objects_compared, 1);
    if (checker->units_weak > 0)
        SVI_COUNT(base, objects_weak, 1);
    svi_judge_body_sum(exchange);
    count_open(lane, operation, checker->shape.generation);
}

/* Nothing is there: hoped for, legal, or lost. */
static void finish_absent(struct svi_object_lane *lane,
                          struct svi_operation *operation)
{
    const struct svi_key_window *window = &operation->window;
    if (lane->spec.verify == SV_VERIFY_OFF)
        return;
    if (!window->absent) {
        svi_judge_missing(operation, operation->key, window);
        return;
    }
    SVI_COUNT(&lane->base, objects_absent, 1);
    if (window->low <= window->high)
        count_open(lane, operation, 0);
}

static void step_read(struct svi_object_lane *lane,
                      struct svi_exchange *exchange, int32_t status)
{
    struct svi_operation *operation = exchange->operation;
    const struct svi_request *request = &exchange->request;
    const bool verify = lane->spec.verify == SV_VERIFY_ON;
    svi_key_window_widen(&operation->window,
                         svi_key_word(&lane->objects->oracle, operation->key),
                         operation->was_deleted);
    if (status == SV_HTTP_NOT_FOUND) {
        finish_absent(lane, operation);
    } else if (status == SV_HTTP_RANGE && operation->op == SV_RANGE) {
        if (verify)
            svi_judge_range(operation);
    } else if (status != 0) {
        svi_operation_fail(lane, operation, status);
        return;
    } else if (operation->op == SV_HEAD) {
        if (verify && request->content_length != UINT64_MAX)
            svi_judge_size(operation, operation->key, &operation->window,
                           request->content_length);
        if (verify)
            svi_judge_head_sum(exchange);
    } else {
        finish_body(lane, exchange);
    }
    /* Another object has another tag: that is no news. */
    if (status == 0 && verify && operation->findings == 0)
        svi_judge_etag(operation, request->etag);
    svi_operation_end(lane, operation, request,
                      status == 0 && operation->op != SV_HEAD
                          ? request->received_bytes
                          : 0);
}

static void step_put(struct svi_object_lane *lane,
                     struct svi_exchange *exchange, int32_t status)
{
    struct svi_operation *operation = exchange->operation;
    if (status != 0) {
        svi_operation_fail(lane, operation, status);
        return;
    }
    svi_judge_put_sum(exchange);
    svi_operation_settle(lane, operation, exchange->request.etag);
    svi_operation_end(lane, operation, &exchange->request, operation->size);
}

/* Stores that tell say 404 of a key that is not there. After an attempt of our
 * own without an answer it may have been that one that deleted it. */
static void step_delete(struct svi_object_lane *lane,
                        struct svi_exchange *exchange, int32_t status)
{
    struct svi_operation *operation = exchange->operation;
    if (status != 0 && status != SV_HTTP_NOT_FOUND) {
        svi_operation_fail(lane, operation, status);
        return;
    }
    if (status == SV_HTTP_NOT_FOUND && exchange->attempts == 1 &&
        exchange->request.resends == 0)
        finish_absent(lane, operation);
    svi_key_settle_delete(&lane->objects->oracle, operation->key);
    svi_object_log_end(lane, operation, false);
    svi_object_touch(lane, operation->key);
    svi_operation_end(lane, operation, &exchange->request, 0);
}

static void step_list(struct svi_object_lane *lane,
                      struct svi_exchange *exchange, int32_t status)
{
    if (status != 0)
        svi_operation_fail(lane, exchange->operation, status);
    else
        svi_operation_end(lane, exchange->operation, &exchange->request,
                          exchange->request.received_bytes);
}

void svi_operation_step(struct svi_object_lane *lane,
                        struct svi_exchange *exchange, int32_t status)
{
    switch (exchange->operation->op) {
    case SV_UPLOAD:
        svi_upload_step(lane, exchange, status);
        return;
    case SV_PUT:
        step_put(lane, exchange, status);
        break;
    case SV_DELETE:
        step_delete(lane, exchange, status);
        break;
    case SV_LIST:
        step_list(lane, exchange, status);
        break;
    default:
        step_read(lane, exchange, status);
        break;
    }
    svi_exchange_release(lane, exchange);
}
