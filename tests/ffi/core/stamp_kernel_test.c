/* stamp_kernel_test.c -- every SIMD level of this CPU makes the bytes of the
 * portable one, judges as it does, and touches nothing beside them. The loops
 * of AVX-512 are also run in whatever registers there are, so that their steps
 * of eight words are tested on a CPU that lacks it.
 */
#define KERNEL_NAME kernel_eight_lanes
#define KERNEL_TEXT "eight lanes"
#define KERNEL_LEVEL 99u
#define KERNEL_TARGET
#define KERNEL_LANES 8u
#include "../../../ffi/core/src/kernel_body.h"
#include "stamp_fixture.h"

#define WORDS_MAX 600u

static void levels_agree_on_every_length(const struct svi_kernel *kernel)
{
    uint64_t seed = 0x4E7;
    uint64_t wanted[WORDS_MAX + 3], made[WORDS_MAX + 3];
    for (uint32_t count = 0; count <= WORDS_MAX; count++) {
        const uint64_t start = fixture_random(&seed);
        const uint32_t at = count % 3; /* no alignment above 8 */
        memset(wanted, 0xA5, sizeof wanted);
        memset(made, 0xA5, sizeof made);
        svi_kernel_portable.fill(wanted + at, start, count);
        kernel->fill(made + at, start, count);
        EXPECT(memcmp(wanted, made, sizeof made) == 0);
        for (uint32_t i = 0; i < count; i++) {
            uint64_t word = start + i * 0x9E3779B97F4A7C15u;
            word ^= word >> 31;
            EXPECT_EQ(made[at + i], word);
        }
        EXPECT(kernel->differs(made + at, start, count) == 0);
    }
}

static void every_word_is_compared(const struct svi_kernel *kernel)
{
    uint64_t words[WORDS_MAX], zeros[WORDS_MAX];
    static const uint32_t COUNTS[] = {1, 7, 8, 31, 56, 64, 504, 599};
    for (size_t k = 0; k < sizeof COUNTS / sizeof COUNTS[0]; k++) {
        const uint32_t count = COUNTS[k];
        memset(zeros, 0, sizeof zeros);
        kernel->fill(words, 12345, count);
        EXPECT(kernel->nonzero(zeros, count) == 0);
        for (uint32_t bit = 0; bit < count * 64; bit += 3) {
            const uint64_t flip = (uint64_t)1 << bit % 64;
            words[bit / 64] ^= flip;
            zeros[bit / 64] ^= flip;
            EXPECT(kernel->differs(words, 12345, count) != 0);
            EXPECT(kernel->nonzero(zeros, count) != 0);
            words[bit / 64] ^= flip;
            zeros[bit / 64] ^= flip;
        }
        EXPECT(kernel->differs(words, 12345, count) == 0);
    }
}

static void whole_units_agree(uint32_t level)
{
    struct sv_identity identity = fixture_identity();
    struct fixture_unit wanted, made;
    for (uint16_t permille = 0; permille <= 900; permille += 90) {
        identity.compress_permille = permille;
        EXPECT_EQ(sv_kernel_select(SV_KERNEL_PORTABLE), 0);
        fixture_fill(&identity, FIXTURE_UNIT, 6, &wanted);
        EXPECT_EQ(sv_kernel_select(level), 0);
        fixture_fill(&identity, FIXTURE_UNIT, 6, &made);
        EXPECT(memcmp(&wanted, &made, sizeof made) == 0);
    }
}

int main(void)
{
    const uint32_t best = sv_kernel_best();
    EXPECT(svi_kernel_current()->level == best);
    for (uint32_t level = 0; level <= SV_KERNEL_AVX512; level++) {
        const struct svi_kernel *kernel = svi_kernel_of(level);
        if (kernel == NULL) {
            EXPECT_EQ(sv_kernel_select(level), SV_BOUND);
            printf("level %u: this CPU lacks it\n", level);
            continue;
        }
        EXPECT(level <= best);
        EXPECT_EQ(kernel->level, level);
        levels_agree_on_every_length(kernel);
        every_word_is_compared(kernel);
        whole_units_agree(level);
    }
    levels_agree_on_every_length(&kernel_eight_lanes);
    every_word_is_compared(&kernel_eight_lanes);
    EXPECT_EQ(sv_kernel_select(3), SV_BOUND);
    EXPECT_EQ(sv_kernel_select(UINT32_MAX), SV_BOUND);
    return 0;
}
