/* kernel.h -- the three loops of SV1 that touch every byte, per SIMD level.
 *
 * kernel_body.h holds the loops once; kernel_portable.c, kernel_avx2.c and
 * kernel_avx512.c compile it for one level each. All give the same bytes.
 * `start` is the value of the sequence before its last step: word k of a span
 * is x = start + k * SVI_STEP, then x ^ x >> 31.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

#include "stor_core.h"

/* 2^64 over the golden ratio, made odd: neighbouring words share no pattern. */
#define SVI_STEP 0x9E3779B97F4A7C15u

struct svi_kernel {
    uint32_t level; /* enum sv_kernel */
    const char *name;
    /* Writes word_count words at `at` (any alignment). */
    void (*fill)(void *at, uint64_t start, uint32_t word_count);
    /* Not 0 if any of the words differs from what fill() would write. */
    uint64_t (*differs)(const void *at, uint64_t start, uint32_t word_count);
    /* Not 0 if any of the words is not 0. */
    uint64_t (*nonzero)(const void *at, uint32_t word_count);
};

extern const struct svi_kernel svi_kernel_portable;
#if defined(__x86_64__)
extern const struct svi_kernel svi_kernel_avx2;
extern const struct svi_kernel svi_kernel_avx512;
#endif

/* The level in use: the best of this CPU until sv_kernel_select(). */
const struct svi_kernel *svi_kernel_current(void);
/* The kernel of `level`, NULL if this CPU lacks it. */
const struct svi_kernel *svi_kernel_of(uint32_t level);

#endif
