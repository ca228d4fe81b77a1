/* svi_random.h -- seeded numbers for offsets, mixes and arrivals.
 *
 * splitmix64 (Steele, Lea and Flood 2014) to hash and to seed; xoshiro256**
 * (Blackman and Vigna 2018) for streams. Never the C library's generator: a
 * seed must give the same operations on every host.
 */
#ifndef SVI_RANDOM_H
#define SVI_RANDOM_H

#include <stdint.h>

struct svi_random {
    uint64_t state[4];
};

static inline uint64_t svi_mix64(uint64_t value)
{
    value += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static inline void svi_random_seed(struct svi_random *random, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        random->state[i] = svi_mix64(seed);
        seed += 0x9E3779B97F4A7C15u;
    }
}

static inline uint64_t svi_rotate(uint64_t value, int by)
{
    return (value << by) | (value >> (64 - by));
}

static inline uint64_t svi_random_next(struct svi_random *random)
{
    uint64_t *s = random->state;
    uint64_t result = svi_rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = svi_rotate(s[3], 45);
    return result;
}

__extension__ typedef unsigned __int128 svi_u128;

/* 0 to bound-1. Multiply and shift (Lemire 2019) without the rejection: the
 * bias is below 2^-24 for the largest space that a plan can hold (2^40). */
static inline uint64_t svi_random_below(struct svi_random *random,
                                        uint64_t bound)
{
    return (uint64_t)(((svi_u128)svi_random_next(random) * bound) >> 64);
}

/* In [0, 1), 53 bits. */
static inline double svi_random_unit(struct svi_random *random)
{
    return (double)(svi_random_next(random) >> 11) * 0x1.0p-53;
}

#endif
