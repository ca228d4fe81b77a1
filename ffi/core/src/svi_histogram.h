/* svi_histogram.h -- latencies in the bucket layout of HdrHistogram.
 *
 * One writer, any readers: every field is a relaxed atomic, so that a poll
 * during the run reads whole values. Layout: HdrHistogram with lowest value 1,
 * highest 3.6e12 and 3 digits (2048 sub-buckets), see
 * https://hdrhistogram.github.io/HdrHistogram/.
 */
#ifndef SVI_HISTOGRAM_H
#define SVI_HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

#include "stor_core.h"

#define SVI_HISTOGRAM_MAX UINT64_C(3600000000000)

struct svi_histogram {
    _Atomic uint64_t count;
    _Atomic uint64_t sum;
    _Atomic uint64_t min; /* all ones while empty */
    _Atomic uint64_t max;
    _Atomic uint64_t over;
    _Atomic uint64_t buckets[SV_HISTOGRAM_LENGTH];
};

#define SVI_LOAD(field) atomic_load_explicit(&(field), memory_order_relaxed)
#define SVI_STORE(field, value) \
    atomic_store_explicit(&(field), (value), memory_order_relaxed)
/* Only for fields with one writer. */
#define SVI_BUMP(field, by) SVI_STORE(field, SVI_LOAD(field) + (by))

static inline uint32_t svi_histogram_bucket(uint64_t value)
{
    uint32_t shift = 53u - (uint32_t)__builtin_clzll(value | 2047u);
    return (shift << 10) + (uint32_t)(value >> shift);
}

static inline void svi_histogram_add(struct svi_histogram *histogram,
                                     uint64_t ns)
{
    if (ns > SVI_LOAD(histogram->max))
        SVI_STORE(histogram->max, ns);
    if (ns > SVI_HISTOGRAM_MAX) {
        SVI_BUMP(histogram->over, 1);
        return;
    }
    if (ns < SVI_LOAD(histogram->min))
        SVI_STORE(histogram->min, ns);
    SVI_BUMP(histogram->sum, ns);
    SVI_BUMP(histogram->buckets[svi_histogram_bucket(ns)], 1);
    SVI_BUMP(histogram->count, 1);
}

void svi_histogram_copy(const struct svi_histogram *histogram, uint64_t *counts,
                        uint32_t length, struct sv_histogram_facts *facts);

#endif
