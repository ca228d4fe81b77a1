/* svi_permutation.h -- a keyed permutation of 0..count-1 and its inverse.
 *
 * Four Feistel rounds over the smallest even number of bits that holds the
 * count, walked until the value falls inside (Black and Rogaway 2002). One key
 * is the whole state: the order of a sweep needs no memory and the oracle can
 * ask for the place of a block in it.
 */
#ifndef SVI_PERMUTATION_H
#define SVI_PERMUTATION_H

#include <stdint.h>

struct svi_permutation {
    uint64_t count;
    uint64_t key;
    uint32_t half_bits;
    uint64_t half_mask;
};

void svi_permutation_init(struct svi_permutation *permutation, uint64_t count,
                          uint64_t key);
/* The block at `place` of the order; place < count. */
uint64_t svi_permutation_at(const struct svi_permutation *permutation,
                            uint64_t place);
/* The place of `block` in the order: the inverse. */
uint64_t svi_permutation_place(const struct svi_permutation *permutation,
                               uint64_t block);

#endif
