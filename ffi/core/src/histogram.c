/* histogram.c -- reading a histogram, and its layout for the twin tests. */
#include "svi_histogram.h"

int32_t sv_histogram_index(uint64_t value_ns)
{
    if (value_ns > SVI_HISTOGRAM_MAX)
        return SV_BOUND;
    return (int32_t)svi_histogram_bucket(value_ns);
}

uint64_t sv_histogram_value(uint32_t index)
{
    if (index < 2048)
        return index;
    if (index >= SV_HISTOGRAM_LENGTH)
        return UINT64_MAX;
    uint32_t shift = (index >> 10) - 1;
    return (uint64_t)((index & 1023u) + 1024u) << shift;
}

void svi_histogram_copy(const struct svi_histogram *histogram, uint64_t *counts,
                        uint32_t length, struct sv_histogram_facts *facts)
{
    if (facts != NULL) {
        facts->count = SVI_LOAD(histogram->count);
        facts->sum_ns = SVI_LOAD(histogram->sum);
        facts->min_ns = SVI_LOAD(histogram->min);
        facts->max_ns = SVI_LOAD(histogram->max);
        facts->over = SVI_LOAD(histogram->over);
    }
    if (counts == NULL)
        return;
    for (uint32_t i = 0; i < length && i < SV_HISTOGRAM_LENGTH; i++)
        counts[i] = SVI_LOAD(histogram->buckets[i]);
}
