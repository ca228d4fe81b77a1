/* histogram_test.c -- the buckets of HdrHistogram, and nothing lost in them. */
#include "svi_histogram.h"

#include "expect.h"

static struct svi_histogram histogram;
static uint64_t counts[SV_HISTOGRAM_LENGTH];

static void start_empty(void)
{
    for (uint32_t i = 0; i < SV_HISTOGRAM_LENGTH; i++)
        SVI_STORE(histogram.buckets[i], 0);
    SVI_STORE(histogram.count, 0);
    SVI_STORE(histogram.sum, 0);
    SVI_STORE(histogram.max, 0);
    SVI_STORE(histogram.over, 0);
    SVI_STORE(histogram.min, UINT64_MAX);
}

/* Each bucket begins where the one before ends, is found again by its own
 * lowest value, and is at most a thousandth of its values wide. */
static void buckets_follow_each_other(void)
{
    for (uint32_t i = 0; i < SV_HISTOGRAM_LENGTH; i++) {
        uint64_t low = sv_histogram_value(i), high = sv_histogram_value(i + 1);
        if (low > SVI_HISTOGRAM_MAX)
            break;
        EXPECT_EQ(sv_histogram_index(low), i);
        if (i + 1 < SV_HISTOGRAM_LENGTH) {
            EXPECT(low < high);
            EXPECT((high - low) * 1000 <= low || high - low == 1);
        }
        if (i + 1 < SV_HISTOGRAM_LENGTH && high - 1 <= SVI_HISTOGRAM_MAX)
            EXPECT_EQ(sv_histogram_index(high - 1), i);
    }
}

static void the_largest_value_has_a_bucket(void)
{
    int32_t index = sv_histogram_index(SVI_HISTOGRAM_MAX);

    EXPECT(index > 0 && (uint32_t)index < SV_HISTOGRAM_LENGTH);
    EXPECT_EQ(sv_histogram_index(SVI_HISTOGRAM_MAX + 1), SV_BOUND);
    EXPECT_EQ(sv_histogram_index(UINT64_MAX), SV_BOUND);
}

static void an_index_beyond_the_last_has_no_value(void)
{
    EXPECT_EQ(sv_histogram_value(SV_HISTOGRAM_LENGTH), UINT64_MAX);
    EXPECT_EQ(sv_histogram_value(UINT32_MAX), UINT64_MAX);
}

static void each_value_is_counted_once(void)
{
    struct sv_histogram_facts facts;
    uint64_t sum = 0, total = 0;

    start_empty();
    for (uint64_t ns = 1; ns < SVI_HISTOGRAM_MAX; ns = ns * 5 / 4 + 1) {
        svi_histogram_add(&histogram, ns);
        sum += ns;
        total++;
    }
    svi_histogram_copy(&histogram, counts, SV_HISTOGRAM_LENGTH, &facts);
    EXPECT_EQ(facts.count, total);
    EXPECT_EQ(facts.sum_ns, sum);
    EXPECT_EQ(facts.min_ns, 1);
    for (uint32_t i = 0; i < SV_HISTOGRAM_LENGTH; i++)
        total -= counts[i];
    EXPECT_EQ(total, 0);
}

/* What does not fit is not squeezed into the last bucket, and not forgotten. */
static void longer_than_an_hour_is_counted_apart(void)
{
    struct sv_histogram_facts facts;

    start_empty();
    svi_histogram_add(&histogram, SVI_HISTOGRAM_MAX + 1);
    svi_histogram_add(&histogram, 7);
    svi_histogram_copy(&histogram, NULL, 0, &facts);
    EXPECT_EQ(facts.over, 1);
    EXPECT_EQ(facts.count, 1);
    EXPECT_EQ(facts.max_ns, SVI_HISTOGRAM_MAX + 1);
    EXPECT_EQ(facts.sum_ns, 7);
}

static void a_short_copy_stays_in_its_bounds(void)
{
    uint64_t few[3] = {9, 9, 9};

    start_empty();
    svi_histogram_add(&histogram, 1);
    svi_histogram_add(&histogram, 2);
    svi_histogram_copy(&histogram, few, 2, NULL);
    EXPECT(few[0] == 0 && few[1] == 1 && few[2] == 9);
}

int main(void)
{
    buckets_follow_each_other();
    the_largest_value_has_a_bucket();
    an_index_beyond_the_last_has_no_value();
    each_value_is_counted_once();
    longer_than_an_hour_is_counted_apart();
    a_short_copy_stays_in_its_bounds();
    return 0;
}
