/* permutation_test.c -- svi_permutation is bijective, has its inverse, and
 * follows its key, for counts at and beside every power of two. */
#include "svi_permutation.h"

#include <string.h>

#include "expect.h"

#define COUNT_MAX 70000u

static uint8_t seen[COUNT_MAX];

static void expect_bijective(uint64_t count, uint64_t key)
{
    struct svi_permutation permutation;

    svi_permutation_init(&permutation, count, key);
    memset(seen, 0, sizeof seen);
    for (uint64_t place = 0; place < count; place++) {
        uint64_t block = svi_permutation_at(&permutation, place);
        EXPECT(block < count);
        EXPECT_EQ(seen[block]++, 0);
        EXPECT_EQ(svi_permutation_place(&permutation, block), place);
    }
}

static void each_count_is_covered_once(void)
{
    const uint64_t primes[] = {3, 5, 7, 11, 13, 101, 997, 7919, 65537};

    for (uint64_t count = 1; count <= 66; count++) {
        for (uint64_t key = 0; key < 8; key++)
            expect_bijective(count, key * 0x9E3779B97F4A7C15u);
    }
    for (size_t i = 0; i < sizeof primes / sizeof primes[0]; i++)
        expect_bijective(primes[i], 77 + i);
    for (uint32_t bits = 7; bits <= 16; bits++) {
        expect_bijective((UINT64_C(1) << bits) - 1, bits);
        expect_bijective(UINT64_C(1) << bits, bits);
        expect_bijective((UINT64_C(1) << bits) + 1, bits);
    }
}

/* Counts that no array could hold: the inverse is the only witness. */
static void huge_counts_have_their_inverse(void)
{
    for (uint32_t bits = 30; bits <= 52; bits++) {
        for (uint64_t beside = 0; beside < 3; beside++) {
            struct svi_permutation permutation;
            uint64_t count = (UINT64_C(1) << bits) + beside - 1;
            svi_permutation_init(&permutation, count, bits * 31 + beside);
            for (uint64_t i = 0; i < 200; i++) {
                uint64_t place = i < 100 ? i : count - 1 - (i - 100);
                uint64_t block = svi_permutation_at(&permutation, place);
                EXPECT(block < count);
                EXPECT_EQ(svi_permutation_place(&permutation, block), place);
            }
        }
    }
}

static uint32_t count_equal_places(uint64_t key_a, uint64_t key_b)
{
    struct svi_permutation a, b;
    uint32_t equal = 0;

    svi_permutation_init(&a, 10007, key_a);
    svi_permutation_init(&b, 10007, key_b);
    for (uint64_t place = 0; place < 10007; place++)
        equal += svi_permutation_at(&a, place) == svi_permutation_at(&b, place);
    return equal;
}

/* Two random orders agree in one place on average; a pass and the next one
 * (keys beside each other) must be as far apart as any two. */
static void another_key_is_another_order(void)
{
    EXPECT_EQ(count_equal_places(5, 5), 10007);
    for (uint64_t key = 1; key < 20; key++)
        EXPECT(count_equal_places(key, key + 1) < 10);
}

/* A shuffle that keeps neighbours together would be sequential in disguise. */
static void neighbours_are_scattered(void)
{
    struct svi_permutation permutation;
    uint32_t beside = 0;

    svi_permutation_init(&permutation, 65536, 42);
    for (uint64_t place = 1; place < 65536; place++) {
        int64_t step = (int64_t)svi_permutation_at(&permutation, place) -
                       (int64_t)svi_permutation_at(&permutation, place - 1);
        beside += step >= -1 && step <= 1;
    }
    EXPECT(beside < 20);
}

int main(void)
{
    each_count_is_covered_once();
    huge_counts_have_their_inverse();
    another_key_is_another_order();
    neighbours_are_scattered();
    return 0;
}
