/* object_memory.c -- everything an object lane owns. The arrays are as long as
 * the depth allows; what is not touched of them costs nothing. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svi_object_lane.h"

/* Requests in flight of one lane, whatever its uploads would like. */
#define EXCHANGES_MAX 8192u

static bool has_uploads(const struct svi_object_lane *lane)
{
    return lane->spec.weight[SV_UPLOAD] != 0 ||
           (lane->spec.weight[SV_PUT] != 0 &&
            lane->objects->spec.multipart_from != 0 &&
            lane->objects->spec.size_max >= lane->objects->spec.multipart_from);
}

static uint32_t count_exchanges(const struct svi_object_lane *lane)
{
    uint32_t count = lane->spec.depth;
    if (has_uploads(lane) && lane->spec.part_depth > 1)
        count *= lane->spec.part_depth;
    return count < EXCHANGES_MAX ? count : EXCHANGES_MAX;
}

static int32_t allocate_histograms(struct svi_object_lane *lane)
{
    const uint32_t latencies = SV_OP_COUNT * SVI_LATENCY_KINDS;
    struct sv_lane *base = &lane->base;
    base->histogram_ops = SV_OP_COUNT;
    base->histograms = calloc(latencies, sizeof *base->histograms);
    base->findings = calloc(SVI_FINDINGS_MAX, sizeof *base->findings);
    lane->size_classes =
        calloc(2 * SV_SIZE_CLASSES, sizeof *lane->size_classes);
    if (base->histograms == NULL || base->findings == NULL ||
        lane->size_classes == NULL)
        return -ENOMEM;
    for (uint32_t i = 0; i < latencies; i++)
        SVI_STORE(base->histograms[i].min, UINT64_MAX);
    for (uint32_t i = 0; i < 2 * SV_SIZE_CLASSES; i++)
        SVI_STORE(lane->size_classes[i].min, UINT64_MAX);
    return 0;
}

static void link_all(struct svi_object_lane *lane)
{
    lane->free_count = lane->spec.depth;
    for (uint32_t i = 0; i < lane->spec.depth; i++) {
        lane->operations[i].lane = lane;
        lane->free_operations[i] = lane->spec.depth - 1 - i;
    }
}

int32_t svi_object_lane_allocate(struct svi_object_lane *lane)
{
    const uint32_t depth = lane->spec.depth;
    uint32_t buckets = 4;
    while (buckets < depth * 2)
        buckets *= 2;
    lane->by_key_mask = buckets - 1;
    lane->exchange_count = count_exchanges(lane);
    lane->operations = calloc(depth, sizeof *lane->operations);
    lane->free_operations = calloc(depth, sizeof *lane->free_operations);
    lane->parked = calloc(depth, sizeof *lane->parked);
    lane->by_key = calloc(buckets, sizeof *lane->by_key);
    lane->exchanges = calloc(lane->exchange_count, sizeof *lane->exchanges);
    lane->waiting = calloc(lane->exchange_count, sizeof *lane->waiting);
    lane->ready = calloc(lane->exchange_count, sizeof *lane->ready);
    lane->done = calloc(lane->exchange_count, sizeof *lane->done);
    lane->stage = aligned_alloc(64, SVI_STAGE_BYTES);
    if (lane->operations == NULL || lane->free_operations == NULL ||
        lane->parked == NULL || lane->by_key == NULL ||
        lane->exchanges == NULL || lane->waiting == NULL ||
        lane->ready == NULL || lane->done == NULL || lane->stage == NULL)
        return -ENOMEM;
    if (lane->spec.weight[SV_LIST] != 0) {
        lane->touched = calloc(lane->spec.key_count, sizeof *lane->touched);
        if (lane->touched == NULL)
            return -ENOMEM;
    }
    link_all(lane);
    return allocate_histograms(lane);
}

void svi_object_lane_free(struct svi_object_lane *lane)
{
    for (uint32_t i = 0; lane->operations != NULL && i < lane->spec.depth; i++)
        free(lane->operations[i].upload);
    for (uint32_t i = 0; i < lane->exchanges_used; i++)
        free(lane->exchanges[i].text);
    free(lane->operations);
    free(lane->free_operations);
    free(lane->parked);
    free(lane->by_key);
    free(lane->exchanges);
    free(lane->waiting);
    free(lane->ready);
    free(lane->done);
    free(lane->stage);
    free(lane->touched);
    free(lane->size_classes);
    svi_lane_free(&lane->base);
}

struct svi_exchange *svi_exchange_take(struct svi_object_lane *lane,
                                       struct svi_operation *operation)
{
    struct svi_exchange *exchange = lane->free_exchange;
    if (exchange != NULL)
        lane->free_exchange = exchange->next_free;
    else if (lane->exchanges_used < lane->exchange_count)
        exchange = &lane->exchanges[lane->exchanges_used++];
    else
        return NULL;
    exchange->operation = operation;
    exchange->purpose = SVI_PURPOSE_ALONE;
    exchange->part = 0;
    exchange->attempts = 0;
    exchange->has_waited = false;
    exchange->is_held = false;
    exchange->is_sent = false;
    exchange->text = NULL;
    exchange->sum[0] = '\0';
    return exchange;
}

void svi_exchange_release(struct svi_object_lane *lane,
                          struct svi_exchange *exchange)
{
    free(exchange->text);
    exchange->text = NULL;
    exchange->next_free = lane->free_exchange;
    lane->free_exchange = exchange;
}
