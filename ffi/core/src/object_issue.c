/* object_issue.c -- when an operation may start, and its start: the oracle
 * knows of a mutation before its first byte is sent. */
#include <string.h>

#include "svi_object_lane.h"

static struct svi_operation **bucket_of(struct svi_object_lane *lane,
                                        uint64_t key)
{
    return &lane->by_key[svi_mix64(key) & lane->by_key_mask];
}

void svi_object_touch(struct svi_object_lane *lane, uint64_t key)
{
    lane->touch_count++;
    if (lane->touched != NULL)
        lane->touched[key - lane->spec.first_key] = lane->touch_count;
}

static bool is_changing(struct svi_object_lane *lane, uint64_t key)
{
    const struct svi_operation *at = *bucket_of(lane, key);
    for (; at != NULL; at = at->next_of_key)
        if (at->key == key && svi_is_mutation(at->op))
            return true;
    return false;
}

static bool has_conflict(struct svi_object_lane *lane,
                         const struct svi_operation *operation)
{
    return svi_is_mutation(operation->op) &&
           is_changing(lane, operation->key);
}

static void fly(struct svi_object_lane *lane, struct svi_operation *operation)
{
    struct svi_operation **bucket = bucket_of(lane, operation->key);
    operation->state = SVI_OPERATION_FLYING;
    operation->next_of_key = NULL;
    if (operation->op != SV_LIST) {
        operation->next_of_key = *bucket;
        *bucket = operation;
    }
    lane->flying_count++;
}

void svi_operation_release(struct svi_object_lane *lane,
                           struct svi_operation *operation)
{
    struct svi_operation **link = bucket_of(lane, operation->key);
    while (*link != NULL && *link != operation)
        link = &(*link)->next_of_key;
    if (*link != NULL)
        *link = operation->next_of_key;
    operation->state = SVI_OPERATION_FREE;
    lane->free_operations[lane->free_count++] =
        (uint32_t)(operation - lane->operations);
    lane->flying_count--;
}

/* Reads of the key that are under way may see it gone from now on. */
static void tell_readers(struct svi_object_lane *lane, uint64_t key)
{
    struct svi_operation *at = *bucket_of(lane, key);
    for (; at != NULL; at = at->next_of_key)
        if (at->key == key)
            at->was_deleted = true;
}

static bool prepare(struct svi_object_lane *lane,
                    struct svi_operation *operation)
{
    struct svi_object_oracle *oracle = &lane->objects->oracle;
    const uint64_t word = svi_key_word(oracle, operation->key);
    operation->was_deleted = false;
    operation->findings = 0;
    operation->submit_ns = 0;
    operation->attempts = 0;
    operation->generation = 0;
    svi_key_window_open(word, &operation->window);
    /* What is still under way overlaps; only what nobody waits for is in
     * doubt. */
    if (is_changing(lane, operation->key))
        operation->window.unsettled = false;
    operation->etag = (word & SVI_KEY_UNSETTLED) == 0
                          ? word >> SVI_KEY_ETAG_SHIFT
                          : 0;
    if (operation->op == SV_DELETE) {
        svi_key_issue_delete(oracle, operation->key);
        tell_readers(lane, operation->key);
        svi_object_touch(lane, operation->key);
        svi_object_log_begin(lane, operation);
    }
    if (operation->op != SV_PUT && operation->op != SV_UPLOAD)
        return true;
    operation->generation = svi_key_issue_put(oracle, operation->key);
    operation->size = svi_object_size(lane->objects, operation->key,
                                      operation->generation);
    lane->base.issued_bytes += operation->size;
    svi_object_touch(lane, operation->key);
    svi_object_log_begin(lane, operation);
    return operation->generation != 0;
}

static void start(struct svi_object_lane *lane,
                  struct svi_operation *operation)
{
    fly(lane, operation);
    if (!prepare(lane, operation)) {
        svi_operation_fail(lane, operation, SV_BOUND);
        return;
    }
    if (operation->op == SV_PUT &&
        svi_is_multipart(lane->objects, operation->size))
        operation->op = SV_UPLOAD;
    if (operation->op == SV_UPLOAD) {
        svi_upload_start(lane, operation);
        return;
    }
    struct svi_exchange *exchange = svi_exchange_take(lane, operation);
    int32_t status = exchange == NULL ? SV_STATE : 0;
    if (status == 0)
        status = operation->op == SV_LIST ? svi_page_request(lane, exchange)
                                          : svi_request_alone(lane, exchange);
    if (status == 0) {
        svi_exchange_send(lane, exchange);
        return;
    }
    if (exchange != NULL)
        svi_exchange_release(lane, exchange);
    svi_operation_fail(lane, operation, status);
}

/* Each operation may want one exchange, and an upload more when there are. */
bool svi_object_can_issue(const struct svi_object_lane *lane)
{
    const struct sv_lane *base = &lane->base;
    if (lane->free_count == 0 || svi_lane_is_done_issuing(base))
        return false;
    const uint32_t free = lane->exchange_count - lane->exchanges_used;
    if (free == 0 && lane->free_exchange == NULL)
        return false;
    return base->spec.arrival == SV_CLOSED ||
           (base->due_ns <= base->now_ns && base->due_ns < base->deadline_ns);
}

static void issue_one(struct svi_object_lane *lane)
{
    struct sv_lane *base = &lane->base;
    const uint32_t index = lane->free_operations[--lane->free_count];
    struct svi_operation *operation = &lane->operations[index];
    operation->number = ++base->issued_ops;
    operation->intended_ns = 0;
    if (base->spec.arrival != SV_CLOSED) {
        operation->intended_ns = base->due_ns;
        svi_lane_advance_due(base);
    }
    if (!svi_object_choose(lane, operation)) {
        if (svi_object_is_through(lane))
            base->spec.limit_ops = base->issued_ops;
        else
            SVI_COUNT(base, writes_skipped, 1);
        lane->skipped_in_a_row++;
        lane->free_operations[lane->free_count++] = index;
        return;
    }
    lane->skipped_in_a_row = 0;
    if (operation->op == SV_GET || operation->op == SV_RANGE) {
        const uint64_t word =
            svi_key_word(&lane->objects->oracle, operation->key);
        const uint64_t size = svi_object_size(lane->objects, operation->key,
                                              word & SVI_KEY_GENERATION);
        base->issued_bytes +=
            operation->length < size ? operation->length : size;
    }
    if (has_conflict(lane, operation)) {
        operation->state = SVI_OPERATION_PARKED;
        lane->parked[lane->parked_count++] = operation;
        SVI_COUNT(base, conflicts, 1);
        return;
    }
    start(lane, operation);
}

void svi_object_issue(struct svi_object_lane *lane)
{
    for (uint32_t i = 0; i < lane->spec.depth && svi_object_can_issue(lane);
         i++)
        issue_one(lane);
    svi_lane_tell_backlog(&lane->base);
}

/* When the lane is ending they are given back as if never drawn. */
void svi_object_retry_parked(struct svi_object_lane *lane)
{
    uint32_t kept = 0;
    const uint32_t count = lane->parked_count;
    for (uint32_t i = 0; i < count; i++) {
        struct svi_operation *operation = lane->parked[i];
        if (lane->base.is_ending) {
            operation->state = SVI_OPERATION_FREE;
            lane->free_operations[lane->free_count++] =
                (uint32_t)(operation - lane->operations);
        } else if (has_conflict(lane, operation) ||
                   (lane->free_exchange == NULL &&
                    lane->exchanges_used == lane->exchange_count)) {
            lane->parked[kept++] = operation;
        } else {
            start(lane, operation);
        }
    }
    lane->parked_count = kept;
}
