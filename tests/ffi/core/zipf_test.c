/* zipf_test.c -- svi_zipf gives each rank its share, whatever the skew. */
#include "svi_zipf.h"

#include <math.h>
#include <string.h>

#include "expect.h"

#define COUNT_MAX 1000u
#define DRAWS 400000u

static uint64_t hits[COUNT_MAX];

static double share(double theta, uint64_t rank, uint64_t count)
{
    double sum = 0;

    for (uint64_t i = 1; i <= count; i++)
        sum += pow((double)i, -theta);
    return pow((double)(rank + 1), -theta) / sum;
}

static void draw(double theta, uint64_t count, uint64_t seed)
{
    struct svi_zipf zipf;
    struct svi_random random;

    memset(hits, 0, sizeof hits);
    svi_zipf_init(&zipf, theta, count);
    svi_random_seed(&random, seed);
    for (uint32_t i = 0; i < DRAWS; i++) {
        uint64_t rank = svi_zipf_next(&zipf, &random, count);
        EXPECT(rank < count);
        hits[rank]++;
    }
}

/* Within five standard deviations of a binomial: a wrong formula is hundreds
 * away, a right one with this seed always passes. */
static uint32_t count_outliers(double theta, uint64_t count)
{
    uint32_t outliers = 0;

    for (uint64_t rank = 0; rank < count; rank++) {
        double p = share(theta, rank, count);
        double mean = p * DRAWS, spread = sqrt(mean * (1 - p)) + 1;
        outliers += fabs((double)hits[rank] - mean) > 5 * spread;
    }
    return outliers;
}

static void each_rank_has_its_share(void)
{
    const double thetas[] = {0.001, 0.5, 0.99, 0.999, 1.001, 1.2, 3.0, 9.999};
    const uint64_t counts[] = {1, 2, 3, 10, 1000};

    for (size_t t = 0; t < sizeof thetas / sizeof thetas[0]; t++) {
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            draw(thetas[t], counts[c], 1234 + t * 10 + c);
            EXPECT_EQ(count_outliers(thetas[t], counts[c]), 0);
        }
    }
}

/* The measure above can fail: 0.99 is not taken for 1.2. */
static void another_skew_is_seen(void)
{
    draw(0.99, 1000, 9);
    EXPECT(count_outliers(1.2, 1000) > 100);
}

/* A space of 2^40 blocks has no table: ranks stay in range, and the hottest
 * ones still have their share (theta 1.2: zeta(1.2) = 5.5916). */
static void huge_counts_stay_in_range(void)
{
    struct svi_zipf zipf;
    struct svi_random random;
    const uint64_t count = UINT64_C(1) << 40;
    uint32_t first = 0;

    svi_zipf_init(&zipf, 1.2, count);
    svi_random_seed(&random, 3);
    for (uint32_t i = 0; i < DRAWS; i++) {
        uint64_t rank = svi_zipf_next(&zipf, &random, count);
        EXPECT(rank < count);
        first += rank == 0;
    }
    double wanted = DRAWS / 5.5722; /* the sum up to 2^40 */
    EXPECT(fabs(first - wanted) < 5 * sqrt(wanted));
}

int main(void)
{
    each_rank_has_its_share();
    another_skew_is_seen();
    huge_counts_stay_in_range();
    return 0;
}
