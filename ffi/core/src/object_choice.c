/* object_choice.c -- which operation comes next, on which key and range. All
 * draws come in one order from one generator, so a seed gives the same
 * operations as long as no key has to be looked for. */
#include "svi_object_lane.h"

static uint32_t choose_op(struct svi_object_lane *lane)
{
    uint64_t at = svi_random_below(&lane->base.choices, lane->weight_sum);
    uint32_t op = 0;
    while (at >= lane->spec.weight[op])
        at -= lane->spec.weight[op++];
    return op;
}

static uint64_t choose_place(struct svi_object_lane *lane)
{
    const struct sv_object_lane_spec *spec = &lane->spec;
    struct svi_random *random = &lane->base.choices;
    uint64_t place = lane->cursor;
    switch (spec->key_choice) {
    case SV_CHOOSE_RANDOM:
        return svi_random_below(random, spec->key_count);
    case SV_CHOOSE_ZIPF:
        return svi_permutation_at(
            &lane->scatter,
            svi_zipf_next(&lane->zipf, random, spec->key_count));
    case SV_CHOOSE_HOT_BAND: {
        const uint64_t hot =
            (spec->key_count * spec->hot_space_permille + 999) / 1000;
        if (svi_random_below(random, 1000) < spec->hot_access_permille ||
            hot == spec->key_count)
            return svi_random_below(random, hot);
        return hot + svi_random_below(random, spec->key_count - hot);
    }
    default:
        if (++lane->cursor == spec->key_count) {
            lane->cursor = 0;
            SVI_COUNT(&lane->base, passes, 1);
        }
        return place;
    }
}

static bool may_be_there(const struct svi_object_lane *lane, uint64_t place)
{
    const uint64_t word =
        svi_key_word(&lane->objects->oracle, lane->spec.first_key + place);
    return (word & (SVI_KEY_PRESENT | SVI_KEY_PUT)) != 0;
}

/* A delete that is drawn at random takes the next key that is there. One that
 * goes through the keys in order takes them as they come. */
static bool find_live(struct svi_object_lane *lane, uint64_t *place)
{
    const uint64_t keys = lane->spec.key_count;
    const uint64_t reach =
        lane->spec.key_choice == SV_CHOOSE_SEQUENTIAL ? 1 : keys;
    for (uint64_t i = 0; i < reach; i++) {
        if (may_be_there(lane, *place))
            return true;
        *place = *place + 1 == keys ? 0 : *place + 1;
    }
    return false;
}

/* Anywhere in the object as it was issued last. Shared payload does not tell
 * its generation, so where it is used a range begins with a header. */
static void choose_range(struct svi_object_lane *lane,
                         struct svi_operation *operation)
{
    const struct sv_objects *objects = lane->objects;
    struct svi_random *random = &lane->base.choices;
    const uint64_t word = svi_key_word(&objects->oracle, operation->key);
    const uint64_t generation = word & SVI_KEY_GENERATION;
    const uint64_t at = svi_random_next(random);
    const uint64_t size =
        svi_object_size(objects, operation->key, generation);
    operation->start =
        size == 0 ? 0 : (uint64_t)(((svi_u128)at * size) >> 64);
    if (objects->spec.dedupe_permille != 0)
        operation->start -= operation->start % objects->spec.unit_bytes;
    operation->length = lane->spec.range_bytes;
    if (operation->length > size - operation->start && size != 0)
        operation->length = size - operation->start;
}

static bool is_one_pass(const struct svi_object_lane *lane)
{
    return lane->spec.key_choice == SV_CHOOSE_THERE ||
           lane->spec.key_choice == SV_CHOOSE_MISSING;
}

/* Goes on to the next key that is wanted. A put that this lane has under way
 * lies before the cursor, so nothing is taken twice. */
static bool find_wanted(struct svi_object_lane *lane, uint64_t *place)
{
    const bool wants_there = lane->spec.key_choice == SV_CHOOSE_THERE;
    for (; lane->cursor < lane->spec.key_count; lane->cursor++) {
        const uint64_t word = svi_key_word(
            &lane->objects->oracle, lane->spec.first_key + lane->cursor);
        const bool is_there =
            (word & (SVI_KEY_PRESENT | SVI_KEY_UNSETTLED)) == SVI_KEY_PRESENT;
        if (is_there != wants_there)
            continue;
        *place = lane->cursor++;
        return true;
    }
    return false;
}

bool svi_object_is_through(const struct svi_object_lane *lane)
{
    return is_one_pass(lane) && lane->cursor == lane->spec.key_count;
}

bool svi_object_choose(struct svi_object_lane *lane,
                       struct svi_operation *operation)
{
    operation->op = choose_op(lane);
    uint64_t place = 0;
    operation->start = 0;
    operation->length = UINT64_MAX;
    if (!is_one_pass(lane))
        place = choose_place(lane);
    else if (!find_wanted(lane, &place))
        return false;
    if (operation->op == SV_DELETE && !find_live(lane, &place))
        return false;
    operation->key = lane->spec.first_key + place;
    if (operation->op == SV_RANGE)
        choose_range(lane, operation);
    return true;
}
