/* lane_watch.c -- what other threads may read of a lane at any time. */
#include <string.h>

#include "svi_lane.h"

static const char *const NAMES[] = {
#define XX(name) #name,
    SV_COUNTER_MAP(XX)
#undef XX
};

const char *sv_counter_name(uint32_t index)
{
    return index < SV_COUNTER_COUNT ? NAMES[index] : NULL;
}

int32_t sv_lane_counters(struct sv_lane *lane, uint64_t *out, uint32_t count)
{
    uint32_t i = 0;
    for (; i < count && i < SV_COUNTER_COUNT; i++)
        out[i] = SVI_LOAD(lane->counters[i]);
    return (int32_t)i;
}

int32_t sv_lane_histogram(struct sv_lane *lane, uint32_t op, uint32_t kind,
                          uint64_t *counts, uint32_t length,
                          struct sv_histogram_facts *facts)
{
    if (op >= SV_OP_COUNT || kind > SV_FIRST_BYTE)
        return SV_LAYOUT;
    if (op >= lane->histogram_ops) {
        /* An operation that this kind of lane does not have. */
        if (facts != NULL)
            *facts = (struct sv_histogram_facts){.min_ns = UINT64_MAX};
        if (counts != NULL)
            memset(counts, 0, length * sizeof *counts);
        return 0;
    }
    svi_histogram_copy(&lane->histograms[op * SVI_LATENCY_KINDS + kind], counts,
                       length, facts);
    return 0;
}

int32_t sv_lane_findings(struct sv_lane *lane, struct sv_finding *out,
                         uint32_t capacity)
{
    (void)pthread_mutex_lock(&lane->findings_lock);
    uint32_t count =
        lane->findings_count < capacity ? lane->findings_count : capacity;
    if (count > 0) {
        memcpy(out, lane->findings, count * sizeof *out);
        memmove(lane->findings, lane->findings + count,
                (lane->findings_count - count) * sizeof *out);
        lane->findings_count -= count;
    }
    (void)pthread_mutex_unlock(&lane->findings_lock);
    return (int32_t)count;
}
