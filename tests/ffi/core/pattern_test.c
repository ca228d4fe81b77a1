/* pattern_test.c -- which units the operations of a lane cover: each pattern's
 * promise, and that all keep inside their region and their file. */
#include "svi_pattern.h"

#include <math.h>
#include <string.h>

#include "expect.h"

#define UNIT_BYTES 4096u
#define UNITS_MAX 4096u

static uint32_t hits[UNITS_MAX];

static struct sv_lane_spec spec_of(uint32_t pattern, uint64_t first,
                                   uint64_t units, uint32_t block)
{
    return (struct sv_lane_spec){
        .seed = 11,
        .region_unit = first,
        .region_units = units,
        .pattern = pattern,
        .zipf_theta_milli = 990,
        .hot_space_permille = 100,
        .hot_access_permille = 900,
        .mix_count = 1,
        .mix = {{block * UNIT_BYTES, 1}},
    };
}

/* Draws `count` operations, counts what they cover, and checks that none
 * leaves the region or the file it begins in. */
static void cover(const struct sv_lane_spec *spec, uint64_t file_units,
                  uint64_t count)
{
    struct svi_pattern pattern;
    struct svi_random random;
    struct svi_choice choice;

    memset(hits, 0, sizeof hits);
    svi_pattern_init(&pattern, spec, UNIT_BYTES, file_units);
    svi_random_seed(&random, spec->seed);
    for (uint64_t i = 0; i < count; i++) {
        svi_pattern_next(&pattern, &random, &choice);
        EXPECT_EQ(choice.index, i);
        EXPECT(choice.units > 0);
        EXPECT(choice.unit >= spec->region_unit);
        EXPECT(choice.unit + choice.units <=
               spec->region_unit + spec->region_units);
        EXPECT_EQ(choice.unit / file_units,
                  (choice.unit + choice.units - 1) / file_units);
        for (uint32_t u = 0; u < choice.units; u++)
            hits[choice.unit + u]++;
    }
}

/* How many operations one pass takes. */
static uint64_t pass_length(const struct sv_lane_spec *spec,
                            uint64_t file_units)
{
    struct svi_pattern pattern;
    struct svi_random random;
    struct svi_choice choice;
    uint64_t length = 0;

    svi_pattern_init(&pattern, spec, UNIT_BYTES, file_units);
    svi_random_seed(&random, spec->seed);
    for (; pattern.passes == 0; length++)
        svi_pattern_next(&pattern, &random, &choice);
    return length;
}

static void expect_each_once(uint32_t kind, uint64_t first, uint64_t units,
                             uint32_t block, uint64_t file_units)
{
    const struct sv_lane_spec spec = spec_of(kind, first, units, block);
    uint64_t length = pass_length(&spec, file_units);

    for (uint32_t passes = 1; passes <= 3; passes++) {
        cover(&spec, file_units, length * passes);
        for (uint64_t u = 0; u < UNITS_MAX; u++)
            EXPECT_EQ(hits[u],
                      u >= first && u < first + units ? passes : 0);
    }
}

/* Tails shorter than a block, files that end inside a block, and regions that
 * begin inside a file. */
static void a_pass_covers_each_unit_once(uint32_t kind)
{
    expect_each_once(kind, 0, 1, 1, 64);
    expect_each_once(kind, 0, 64, 1, 64);
    expect_each_once(kind, 0, 64, 8, 64);
    expect_each_once(kind, 0, 61, 8, 64);
    expect_each_once(kind, 5, 50, 8, 64);
    expect_each_once(kind, 0, 256, 8, 64);
    expect_each_once(kind, 32, 100, 8, 64);
    expect_each_once(kind, 0, 60, 8, 20);
    expect_each_once(kind, 14, 41, 8, 20);
    expect_each_once(kind, 3, 1000, 7, 13);
    expect_each_once(kind, 19, 8, 8, 20);
}

static void any_place_stays_in_region_and_file(uint32_t kind)
{
    for (uint64_t first = 0; first < 24; first++) {
        for (uint32_t block = 1; block <= 12; block++) {
            for (uint64_t units = block; units < 40; units += 5) {
                const struct sv_lane_spec spec =
                    spec_of(kind, first, units, block);
                cover(&spec, 12, 200);
            }
        }
    }
}

static void random_covers_every_block(uint32_t kind)
{
    struct sv_lane_spec spec = spec_of(kind, 16, 512, 4);

    spec.hot_access_permille = 500;
    cover(&spec, UNITS_MAX, 128 * 200);
    for (uint64_t u = 16; u < 16 + 512; u++)
        EXPECT(hits[u] > 0);
}

static void random_is_even(void)
{
    const struct sv_lane_spec spec = spec_of(SV_RANDOM, 0, 256, 1);

    cover(&spec, UNITS_MAX, 256 * 1000);
    for (uint64_t u = 0; u < 256; u++)
        EXPECT(fabs((double)hits[u] - 1000) < 5 * sqrt(1000.0));
}

static void the_hot_band_has_its_share(void)
{
    const struct sv_lane_spec spec = spec_of(SV_HOT_BAND, 100, 1000, 1);
    uint64_t hot = 0;

    cover(&spec, UNITS_MAX, 100000);
    for (uint64_t u = 100; u < 200; u++)
        hot += hits[u];
    EXPECT(fabs((double)hot - 90000) < 5 * sqrt(100000 * 0.9 * 0.1));
}

/* 990 permille over 256 blocks: the hottest has 1 of 6.2, and it is not the
 * first of the region. */
static void zipf_is_skewed_and_scattered(void)
{
    const struct sv_lane_spec spec = spec_of(SV_ZIPF, 0, 256, 1);
    uint64_t hottest = 0;

    cover(&spec, UNITS_MAX, 100000);
    for (uint64_t u = 0; u < 256; u++)
        hottest = hits[u] > hits[hottest] ? u : hottest;
    EXPECT(hits[hottest] > 14000 && hits[hottest] < 18000);
    EXPECT(hottest != 0);
}

static uint64_t fingerprint(const struct sv_lane_spec *spec)
{
    struct svi_pattern pattern;
    struct svi_random random;
    struct svi_choice choice;
    uint64_t sum = 0;

    svi_pattern_init(&pattern, spec, UNIT_BYTES, UNITS_MAX);
    svi_random_seed(&random, spec->seed);
    for (int i = 0; i < 1000; i++) {
        svi_pattern_next(&pattern, &random, &choice);
        sum = svi_mix64(sum ^ (choice.unit << 24 | choice.units << 2 |
                               choice.op));
    }
    return sum;
}

static void the_seed_decides_all(uint32_t kind)
{
    struct sv_lane_spec spec = spec_of(kind, 0, 1024, 2);

    spec.read_permille = 500;
    uint64_t first = fingerprint(&spec);
    EXPECT(fingerprint(&spec) == first);
    spec.seed++;
    EXPECT(fingerprint(&spec) != first);
}

static void mixes_have_their_shares(void)
{
    struct sv_lane_spec spec = spec_of(SV_RANDOM, 0, 1024, 1);
    struct svi_pattern pattern;
    struct svi_random random;
    struct svi_choice choice;
    uint32_t reads = 0, of_size[9] = {0};

    spec.read_permille = 700;
    spec.mix_count = 3;
    spec.mix[0] = (struct sv_mix){UNIT_BYTES, 6};
    spec.mix[1] = (struct sv_mix){2 * UNIT_BYTES, 3};
    spec.mix[2] = (struct sv_mix){8 * UNIT_BYTES, 1};
    svi_pattern_init(&pattern, &spec, UNIT_BYTES, UNITS_MAX);
    svi_random_seed(&random, spec.seed);
    for (int i = 0; i < 100000; i++) {
        svi_pattern_next(&pattern, &random, &choice);
        reads += choice.op == SV_READ;
        EXPECT(choice.units <= 8);
        of_size[choice.units]++;
    }
    EXPECT(fabs(reads - 70000.0) < 5 * sqrt(100000 * 0.7 * 0.3));
    EXPECT(fabs(of_size[1] - 60000.0) < 5 * sqrt(100000 * 0.6 * 0.4));
    EXPECT(fabs(of_size[2] - 30000.0) < 5 * sqrt(100000 * 0.3 * 0.7));
    EXPECT(fabs(of_size[8] - 10000.0) < 5 * sqrt(100000 * 0.1 * 0.9));
}

/* Counted in its file: a file may begin anywhere in the space. */
static void writes_are_widened_and_reads_are_not(void)
{
    struct sv_lane_spec spec = spec_of(SV_RANDOM, 0, 96, 1);
    struct svi_pattern pattern;
    struct svi_random random;
    struct svi_choice choice;

    spec.read_permille = 500;
    spec.write_bytes = 8 * UNIT_BYTES;
    svi_pattern_init(&pattern, &spec, UNIT_BYTES, 48);
    svi_random_seed(&random, spec.seed);
    for (int i = 0; i < 10000; i++) {
        svi_pattern_next(&pattern, &random, &choice);
        EXPECT_EQ(choice.units, choice.op == SV_WRITE ? 8 : 1);
        EXPECT(choice.op == SV_READ || choice.unit % 48 % 8 == 0);
        EXPECT(choice.unit + choice.units <= 96);
    }
}

int main(void)
{
    a_pass_covers_each_unit_once(SV_SEQUENTIAL);
    a_pass_covers_each_unit_once(SV_SHUFFLE);
    for (uint32_t kind = SV_SEQUENTIAL; kind <= SV_HOT_BAND; kind++) {
        any_place_stays_in_region_and_file(kind);
        the_seed_decides_all(kind);
    }
    random_covers_every_block(SV_RANDOM);
    random_covers_every_block(SV_HOT_BAND);
    random_is_even();
    the_hot_band_has_its_share();
    zipf_is_skewed_and_scattered();
    mixes_have_their_shares();
    writes_are_widened_and_reads_are_not();
    return 0;
}
