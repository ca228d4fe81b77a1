/* object_spec.c -- what follows from the spec of an object space: sizes, and
 * whose bytes an object holds.
 *
 * The size of a generation is drawn from a stream seeded by (seed, key,
 * generation) and never stored. A log-normal draw goes through log, cos and
 * exp, whose last bit may differ between C libraries; sizes are whole bytes, so
 * two hosts could disagree on one size in some 2^30.
 */
#include <math.h>

#include "svi_object.h"
#include "svi_random.h"

#define SIZE_MAX_BYTES (UINT64_C(5) << 40)
#define PART_GRAIN 4096u
/* A log-normal draw that never hits the bounds is clamped in the end. */
#define DRAWS_MAX 64u

static bool sizes_are_valid(const struct sv_object_spec *spec)
{
    if (spec->size_min > spec->size_max || spec->size_max > SIZE_MAX_BYTES)
        return false;
    switch (spec->size_kind) {
    case SV_SIZE_FIXED:
        return spec->size_min == spec->size_max;
    case SV_SIZE_UNIFORM:
        return true;
    case SV_SIZE_LOGNORMAL:
        return spec->size_median > 0 && spec->size_sigma_milli > 0 &&
               spec->size_sigma_milli <= 10000;
    case SV_SIZE_LIST:
        break;
    default:
        return false;
    }
    if (spec->size_list_count == 0 || spec->size_list_count > SV_SIZE_LIST_MAX)
        return false;
    for (uint32_t i = 0; i < spec->size_list_count; i++)
        if (spec->size_list[i] < spec->size_min ||
            spec->size_list[i] > spec->size_max || spec->size_weights[i] == 0 ||
            spec->size_weights[i] > 1000000)
            return false;
    return true;
}

int32_t svi_object_spec_check(const struct sv_object_spec *spec)
{
    if (spec->key_count == 0 || spec->key_count > SVI_KEYS_MAX)
        return SV_LAYOUT;
    if (spec->unit_bytes != 512 && spec->unit_bytes != 4096)
        return SV_LAYOUT;
    if ((spec->flags & ~(SV_SPACE_RECOVER | SV_SPACE_READ_ONLY)) != 0 ||
        spec->reserved != 0)
        return SV_LAYOUT;
    if (spec->compress_permille > 900 || spec->dedupe_permille > 1000)
        return SV_LAYOUT;
    if (spec->key_style > SV_KEYS_TREE ||
        (spec->key_style == SV_KEYS_TREE &&
         (spec->tree_width == 0 || spec->tree_width > 9999)))
        return SV_LAYOUT;
    if (spec->part_bytes % PART_GRAIN != 0 ||
        (spec->multipart_from != 0 && spec->part_bytes == 0))
        return SV_LAYOUT;
    if (!sizes_are_valid(spec))
        return SV_LAYOUT;
    if (spec->multipart_from != 0 && spec->size_max >= spec->multipart_from &&
        spec->size_max > spec->part_bytes * SVI_PARTS_MAX)
        return SV_BOUND;
    return 0;
}

static uint32_t bits_of(uint64_t count)
{
    uint32_t bits = 1;
    while (bits < 63 && (UINT64_C(1) << bits) < count)
        bits++;
    return bits;
}

void svi_object_spec_derive(struct sv_objects *objects)
{
    const struct sv_object_spec *spec = &objects->spec;
    objects->unit_bits = bits_of(spec->size_max / spec->unit_bytes + 1);
    objects->object_bits = bits_of(spec->key_count);
    /* Generations keep at least 16 bits. A key beyond its bits has the payload
     * of another, and is told apart by its headers. */
    if (objects->object_bits > 32)
        objects->object_bits = 32;
    if (objects->object_bits + objects->unit_bits > 48)
        objects->object_bits = 48 - objects->unit_bits;
    const uint64_t width = spec->tree_width != 0 ? spec->tree_width : 1;
    const uint64_t leaves = width * width;
    objects->leaf_keys = (spec->key_count + leaves - 1) / leaves;
    objects->weight_sum = 0;
    for (uint32_t i = 0; i < spec->size_list_count; i++)
        objects->weight_sum += spec->size_weights[i];
}

/* Box and Muller 1958; both draws are above 0. */
static double draw_normal(struct svi_random *random)
{
    const double radius = sqrt(-2.0 * log(1.0 - svi_random_unit(random)));
    return radius * cos(6.283185307179586 * svi_random_unit(random));
}

static uint64_t draw_lognormal(const struct sv_object_spec *spec,
                               struct svi_random *random)
{
    const double sigma = spec->size_sigma_milli / 1000.0;
    double size = 0;
    for (uint32_t i = 0; i < DRAWS_MAX; i++) {
        size = (double)spec->size_median * exp(sigma * draw_normal(random));
        if (size >= (double)spec->size_min && size <= (double)spec->size_max)
            return (uint64_t)size;
    }
    return size < (double)spec->size_min ? spec->size_min : spec->size_max;
}

static uint64_t draw_listed(const struct sv_objects *objects,
                            struct svi_random *random)
{
    uint64_t at = svi_random_below(random, objects->weight_sum);
    uint32_t i = 0;
    while (at >= objects->spec.size_weights[i])
        at -= objects->spec.size_weights[i++];
    return objects->spec.size_list[i];
}

uint64_t svi_object_size(const struct sv_objects *objects, uint64_t key,
                         uint64_t generation)
{
    const struct sv_object_spec *spec = &objects->spec;
    if (spec->size_kind == SV_SIZE_FIXED)
        return spec->size_min;
    struct svi_random random;
    svi_random_seed(&random,
                    svi_mix64(svi_mix64(spec->seed + key) ^ generation));
    if (spec->size_kind == SV_SIZE_UNIFORM)
        return spec->size_min +
               svi_random_below(&random, spec->size_max - spec->size_min + 1);
    if (spec->size_kind == SV_SIZE_LIST)
        return draw_listed(objects, &random);
    return draw_lognormal(spec, &random);
}

void svi_object_identity(const struct sv_objects *objects, uint64_t key,
                         struct sv_identity *out)
{
    const struct sv_object_spec *spec = &objects->spec;
    /* Two targets of one run have keys of the same numbers. */
    const uint64_t target = svi_mix64(spec->object_tag);
    *out = (struct sv_identity){
        .run_id = spec->run_id,
        .run_key = spec->run_key ^ target,
        .object_id = svi_mix64(svi_mix64(spec->run_key ^ target) + key),
        .object_tag =
            (uint32_t)(key & ((UINT64_C(1) << objects->object_bits) - 1)),
        .unit_bytes = (uint16_t)spec->unit_bytes,
        .object_bits = (uint8_t)objects->object_bits,
        .unit_bits = (uint8_t)objects->unit_bits,
        .compress_permille = spec->compress_permille,
        .dedupe_permille = spec->dedupe_permille,
    };
}
