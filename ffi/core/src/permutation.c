/* permutation.c -- keyed Feistel permutation with cycle walking. */
#include "svi_permutation.h"

#include "svi_random.h"

#define ROUNDS 4u

void svi_permutation_init(struct svi_permutation *permutation, uint64_t count,
                          uint64_t key)
{
    uint32_t bits = 2;
    while (bits < 64 && (UINT64_C(1) << bits) < count)
        bits += 2;
    permutation->count = count;
    permutation->key = key;
    permutation->half_bits = bits / 2;
    permutation->half_mask = (UINT64_C(1) << (bits / 2)) - 1;
}

static uint64_t scramble(const struct svi_permutation *permutation,
                         uint32_t round, uint64_t half)
{
    return svi_mix64(permutation->key + round * 0xD1B54A32D192ED03u + half) &
           permutation->half_mask;
}

static uint64_t forward(const struct svi_permutation *permutation,
                        uint64_t value)
{
    uint64_t left = value >> permutation->half_bits;
    uint64_t right = value & permutation->half_mask;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint64_t next = left ^ scramble(permutation, round, right);
        left = right;
        right = next;
    }
    return (left << permutation->half_bits) | right;
}

static uint64_t backward(const struct svi_permutation *permutation,
                         uint64_t value)
{
    uint64_t left = value >> permutation->half_bits;
    uint64_t right = value & permutation->half_mask;
    for (uint32_t round = ROUNDS; round-- > 0;) {
        uint64_t before = right ^ scramble(permutation, round, left);
        right = left;
        left = before;
    }
    return (left << permutation->half_bits) | right;
}

uint64_t svi_permutation_at(const struct svi_permutation *permutation,
                            uint64_t place)
{
    uint64_t value = forward(permutation, place);
    while (value >= permutation->count)
        value = forward(permutation, value);
    return value;
}

uint64_t svi_permutation_place(const struct svi_permutation *permutation,
                               uint64_t block)
{
    uint64_t value = backward(permutation, block);
    while (value >= permutation->count)
        value = backward(permutation, value);
    return value;
}
