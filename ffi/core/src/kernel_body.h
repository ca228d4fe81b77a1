/* kernel_body.h -- the loops of fill and check, written once for all levels.
 *
 * Included by one kernel_*.c per level, after it defined KERNEL_NAME (the
 * struct svi_kernel to make), KERNEL_TEXT, KERNEL_LEVEL, KERNEL_TARGET (an
 * attribute or nothing) and KERNEL_LANES (words in a vector). Not a header for
 * anybody else, so it has no guard.
 *
 * Design. Each word depends only on its index, so four vectors are in flight
 * and each needs an addition, a shift and an exclusive or. Vectors stay inside
 * one function: passing them between functions would depend on the ABI of the
 * level. Addresses are taken through memcpy, since a buffer is aligned to 8.
 */
#include <string.h>

#include "kernel.h"

#define KERNEL_VECTOR_BYTES (KERNEL_LANES * 8u)

typedef uint64_t kernel_vector
    __attribute__((vector_size(KERNEL_VECTOR_BYTES)));

/* What each lane of a first vector adds to the start. A constant, because
 * lanes stored one by one and loaded as a vector stall the first load. */
static const uint64_t KERNEL_OFFSETS[8] = {
    0,
    SVI_STEP,
    SVI_STEP * 2,
    SVI_STEP * 3,
    SVI_STEP * 4,
    SVI_STEP * 5,
    SVI_STEP * 6,
    SVI_STEP * 7,
};

#define KERNEL_VECTOR_STEP (SVI_STEP * KERNEL_LANES)

KERNEL_TARGET static void kernel_fill(void *at, uint64_t start,
                                      uint32_t word_count)
{
    uint8_t *to = at;
    uint32_t left = word_count;
    kernel_vector x;
    memcpy(&x, KERNEL_OFFSETS, sizeof x);
    x += start;
    for (; left >= 4 * KERNEL_LANES; left -= 4 * KERNEL_LANES) {
        const kernel_vector x1 = x + KERNEL_VECTOR_STEP;
        const kernel_vector x2 = x + KERNEL_VECTOR_STEP * 2;
        const kernel_vector x3 = x + KERNEL_VECTOR_STEP * 3;
        const kernel_vector w0 = x ^ x >> 31;
        const kernel_vector w1 = x1 ^ x1 >> 31;
        const kernel_vector w2 = x2 ^ x2 >> 31;
        const kernel_vector w3 = x3 ^ x3 >> 31;
        memcpy(to, &w0, sizeof w0);
        memcpy(to + KERNEL_VECTOR_BYTES, &w1, sizeof w1);
        memcpy(to + KERNEL_VECTOR_BYTES * 2, &w2, sizeof w2);
        memcpy(to + KERNEL_VECTOR_BYTES * 3, &w3, sizeof w3);
        x += KERNEL_VECTOR_STEP * 4;
        to += KERNEL_VECTOR_BYTES * 4;
    }
    for (; left >= KERNEL_LANES; left -= KERNEL_LANES) {
        const kernel_vector w = x ^ x >> 31;
        memcpy(to, &w, sizeof w);
        x += KERNEL_VECTOR_STEP;
        to += KERNEL_VECTOR_BYTES;
    }
    for (uint32_t k = word_count - left; k < word_count; k++) {
        uint64_t w = start + k * SVI_STEP;
        w ^= w >> 31;
        memcpy(to, &w, sizeof w);
        to += sizeof w;
    }
}

KERNEL_TARGET static uint64_t kernel_differs(const void *at, uint64_t start,
                                             uint32_t word_count)
{
    const uint8_t *from = at;
    uint32_t left = word_count;
    uint64_t different = 0;
    kernel_vector x, bad0 = {0}, bad1 = {0};
    memcpy(&x, KERNEL_OFFSETS, sizeof x);
    x += start;
    for (; left >= 4 * KERNEL_LANES; left -= 4 * KERNEL_LANES) {
        const kernel_vector x1 = x + KERNEL_VECTOR_STEP;
        const kernel_vector x2 = x + KERNEL_VECTOR_STEP * 2;
        const kernel_vector x3 = x + KERNEL_VECTOR_STEP * 3;
        kernel_vector w0, w1, w2, w3;
        memcpy(&w0, from, sizeof w0);
        memcpy(&w1, from + KERNEL_VECTOR_BYTES, sizeof w1);
        memcpy(&w2, from + KERNEL_VECTOR_BYTES * 2, sizeof w2);
        memcpy(&w3, from + KERNEL_VECTOR_BYTES * 3, sizeof w3);
        bad0 |= w0 ^ x ^ x >> 31;
        bad1 |= w1 ^ x1 ^ x1 >> 31;
        bad0 |= w2 ^ x2 ^ x2 >> 31;
        bad1 |= w3 ^ x3 ^ x3 >> 31;
        x += KERNEL_VECTOR_STEP * 4;
        from += KERNEL_VECTOR_BYTES * 4;
    }
    for (; left >= KERNEL_LANES; left -= KERNEL_LANES) {
        kernel_vector w;
        memcpy(&w, from, sizeof w);
        bad0 |= w ^ x ^ x >> 31;
        x += KERNEL_VECTOR_STEP;
        from += KERNEL_VECTOR_BYTES;
    }
    for (uint32_t k = word_count - left; k < word_count; k++) {
        const uint64_t wanted = start + k * SVI_STEP;
        uint64_t w;
        memcpy(&w, from, sizeof w);
        different |= w ^ wanted ^ wanted >> 31;
        from += sizeof w;
    }
    bad0 |= bad1;
    for (uint32_t k = 0; k < KERNEL_LANES; k++)
        different |= bad0[k];
    return different;
}

KERNEL_TARGET static uint64_t kernel_nonzero(const void *at,
                                             uint32_t word_count)
{
    const uint8_t *from = at;
    uint32_t left = word_count;
    uint64_t any = 0;
    kernel_vector found = {0};
    for (; left >= KERNEL_LANES; left -= KERNEL_LANES) {
        kernel_vector w;
        memcpy(&w, from, sizeof w);
        found |= w;
        from += KERNEL_VECTOR_BYTES;
    }
    for (; left > 0; left--) {
        uint64_t w;
        memcpy(&w, from, sizeof w);
        any |= w;
        from += sizeof w;
    }
    for (uint32_t k = 0; k < KERNEL_LANES; k++)
        any |= found[k];
    return any;
}

const struct svi_kernel KERNEL_NAME = {
    .level = KERNEL_LEVEL,
    .name = KERNEL_TEXT,
    .fill = kernel_fill,
    .differs = kernel_differs,
    .nonzero = kernel_nonzero,
};
