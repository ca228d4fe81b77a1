/* pattern.c -- sequential, random, shuffle, zipf and hot-band offsets.
 *
 * All draws of an operation come in one order from one generator: kind, size,
 * place. So a seed gives the same operations whatever the storage does.
 */
#include "svi_pattern.h"

#include "svi_zipf.h"

uint64_t svi_pattern_key(const struct sv_lane_spec *spec)
{
    if (spec->pattern != SV_SHUFFLE)
        return 0;
    return svi_mix64(spec->seed ^ UINT64_C(0x53485546464C45)) | 1;
}

static void init_size(struct svi_pattern *pattern,
                      const struct sv_lane_spec *spec, uint32_t i,
                      uint32_t unit_bytes)
{
    pattern->units[i] = spec->mix[i].bytes / unit_bytes;
    pattern->weights[i] = spec->mix[i].weight;
    pattern->weight_sum += spec->mix[i].weight;
    pattern->blocks[i] = spec->region_units / pattern->units[i];
    if (spec->pattern != SV_ZIPF || pattern->blocks[i] == 0)
        return;
    svi_zipf_init(&pattern->zipf[i], spec->zipf_theta_milli / 1000.0,
                  pattern->blocks[i]);
    svi_permutation_init(&pattern->scatter[i], pattern->blocks[i],
                         svi_mix64(spec->seed ^ (UINT64_C(0x5A495046) + i)));
}

static uint64_t blocks_in(const struct svi_pattern *pattern, uint64_t units)
{
    return (units + pattern->units[0] - 1) / pattern->units[0];
}

/* Blocks of a sweep begin anew in each file, so that none spans two. */
static void lay_blocks(struct svi_pattern *pattern)
{
    uint64_t rest =
        pattern->file_units - pattern->region_unit % pattern->file_units;
    pattern->first_units =
        rest < pattern->region_units ? rest : pattern->region_units;
    pattern->first_blocks = blocks_in(pattern, pattern->first_units);
    pattern->file_blocks = blocks_in(pattern, pattern->file_units);
    uint64_t left = pattern->region_units - pattern->first_units;
    pattern->sweep_blocks =
        pattern->first_blocks +
        left / pattern->file_units * pattern->file_blocks +
        blocks_in(pattern, left % pattern->file_units);
}

void svi_pattern_init(struct svi_pattern *pattern,
                      const struct sv_lane_spec *spec, uint32_t unit_bytes,
                      uint64_t file_units)
{
    *pattern = (struct svi_pattern){
        .kind = spec->pattern,
        .read_permille = spec->read_permille,
        .mix_count = spec->mix_count,
        .region_unit = spec->region_unit,
        .region_units = spec->region_units,
        .file_units = file_units,
        .key = svi_pattern_key(spec),
        .hot_space_permille = spec->hot_space_permille,
        .hot_access_permille = spec->hot_access_permille,
        .write_units = spec->write_bytes / unit_bytes,
    };
    for (uint32_t i = 0; i < spec->mix_count; i++)
        init_size(pattern, spec, i, unit_bytes);
    lay_blocks(pattern);
    svi_permutation_init(&pattern->order, pattern->sweep_blocks, pattern->key);
}

static uint32_t pick_size(const struct svi_pattern *pattern,
                          struct svi_random *random)
{
    if (pattern->mix_count == 1)
        return 0;
    uint64_t at = svi_random_below(random, pattern->weight_sum);
    uint32_t i = 0;
    while (at >= pattern->weights[i])
        at -= pattern->weights[i++];
    return i;
}

/* Keeps an operation inside one file: moved before the boundary, else behind
 * it, and cut where the region has room on neither side. */
static void stay_in_file(const struct svi_pattern *pattern,
                         struct svi_choice *choice)
{
    uint64_t rest = pattern->file_units - choice->unit % pattern->file_units;
    if (choice->units <= rest)
        return;
    uint64_t end = pattern->region_unit + pattern->region_units;
    if (choice->unit - pattern->region_unit >= choice->units - rest)
        choice->unit -= choice->units - rest;
    else if (choice->unit + rest + choice->units <= end)
        choice->unit += rest;
    else
        choice->units = (uint32_t)rest;
}

static void next_sequential(struct svi_pattern *pattern, uint32_t units,
                            struct svi_choice *choice)
{
    uint64_t rest = pattern->region_units - pattern->cursor;
    choice->unit = pattern->region_unit + pattern->cursor;
    uint64_t file_rest =
        pattern->file_units - choice->unit % pattern->file_units;
    rest = rest < file_rest ? rest : file_rest;
    choice->units = units < rest ? units : (uint32_t)rest;
    pattern->cursor += choice->units;
    if (pattern->cursor == pattern->region_units) {
        pattern->cursor = 0;
        pattern->passes++;
    }
}

static void next_shuffled(struct svi_pattern *pattern,
                          struct svi_choice *choice)
{
    uint64_t place = pattern->index % pattern->sweep_blocks;
    uint64_t block = svi_permutation_at(&pattern->order, place);
    uint64_t start = 0, end = pattern->first_units; /* of its file */
    if (block >= pattern->first_blocks) {
        block -= pattern->first_blocks;
        start = end + block / pattern->file_blocks * pattern->file_units;
        end = start + pattern->file_units;
        if (end > pattern->region_units)
            end = pattern->region_units;
        block %= pattern->file_blocks;
    }
    start += block * pattern->units[0];
    choice->unit = pattern->region_unit + start;
    choice->units = pattern->units[0] < end - start ? pattern->units[0]
                                                    : (uint32_t)(end - start);
    if (place + 1 == pattern->sweep_blocks) {
        pattern->passes++;
        svi_permutation_init(&pattern->order, pattern->sweep_blocks,
                             pattern->key + pattern->passes);
    }
}

static uint64_t hot_band_block(const struct svi_pattern *pattern,
                               struct svi_random *random, uint64_t blocks)
{
    uint64_t hot = blocks * pattern->hot_space_permille / 1000;
    if (hot == 0)
        hot = 1;
    bool is_hot = svi_random_below(random, 1000) < pattern->hot_access_permille;
    if (is_hot || hot == blocks)
        return svi_random_below(random, hot);
    return hot + svi_random_below(random, blocks - hot);
}

static void next_random(struct svi_pattern *pattern, struct svi_random *random,
                        uint32_t size, struct svi_choice *choice)
{
    uint64_t blocks = pattern->blocks[size];
    uint64_t block;
    if (pattern->kind == SV_ZIPF) {
        uint64_t rank = svi_zipf_next(&pattern->zipf[size], random, blocks);
        block = svi_permutation_at(&pattern->scatter[size], rank);
    } else if (pattern->kind == SV_HOT_BAND) {
        block = hot_band_block(pattern, random, blocks);
    } else {
        block = svi_random_below(random, blocks);
    }
    choice->units = pattern->units[size];
    choice->unit = pattern->region_unit + block * choice->units;
    stay_in_file(pattern, choice);
}

/* The block of write_units, counted in its file, that holds the operation. */
static void widen(const struct svi_pattern *pattern, struct svi_choice *choice)
{
    uint64_t in_file = choice->unit % pattern->file_units;
    choice->unit -= in_file % pattern->write_units;
    choice->units = pattern->write_units;
}

void svi_pattern_next(struct svi_pattern *pattern, struct svi_random *random,
                      struct svi_choice *choice)
{
    uint32_t permille = pattern->read_permille;
    bool is_read = permille == 1000;
    if (permille != 0 && permille != 1000)
        is_read = svi_random_below(random, 1000) < permille;
    choice->op = is_read ? SV_READ : SV_WRITE;
    uint32_t size = pick_size(pattern, random);
    if (pattern->kind == SV_SEQUENTIAL)
        next_sequential(pattern, pattern->units[size], choice);
    else if (pattern->kind == SV_SHUFFLE)
        next_shuffled(pattern, choice);
    else
        next_random(pattern, random, size, choice);
    if (choice->op == SV_WRITE && pattern->write_units != 0)
        widen(pattern, choice);
    choice->index = pattern->index++;
}
