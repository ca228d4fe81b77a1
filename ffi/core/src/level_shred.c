/* level_shred.c -- from arrays of Arrow to levels: each node of a schema takes
 * the entries of the one above it (Melnik et al., "Dremel", VLDB 2010, turned
 * from rows to columns). */
#include "stor_core.h"
#include "svi_page.h"

int64_t sv_level_mark_nulls(uint8_t *definition, int32_t *places,
                            uint32_t count, const uint8_t *bits,
                            uint64_t bits_bytes, uint64_t bit_offset)
{
    const uint64_t room = svi_bits_room(bits_bytes, bit_offset);
    int64_t alive = 0;
    for (uint32_t i = 0; i < count; i++) {
        const int32_t place = places[i];
        if (bits != NULL && place >= 0 && (uint64_t)place >= room)
            return SV_BOUND;
        /* Nulls come in no order that a branch could foresee. */
        const int32_t is_valid =
            place >= 0 && (bits == NULL ||
                           svi_bit(bits, bit_offset + (uint64_t)place));
        definition[i] = (uint8_t)(definition[i] + is_valid);
        places[i] = place | (is_valid - 1);
        alive += is_valid;
    }
    return alive;
}

/* False: no such list, or offsets that do not hold. */
static inline bool items_of(const int32_t *offsets, uint32_t offset_count,
                            int32_t place, int32_t *start, int32_t *size)
{
    if (place < 0) {
        *start = -1;
        *size = 0;
        return true;
    }
    if ((uint64_t)place + 1 >= offset_count || offsets[place] < 0 ||
        offsets[place + 1] < offsets[place])
        return false;
    *start = offsets[place];
    *size = offsets[place + 1] - offsets[place];
    return true;
}

int64_t sv_level_expanded_count(const int32_t *places, uint32_t count,
                                const int32_t *offsets, uint32_t offset_count)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        int32_t start, size;
        if (!items_of(offsets, offset_count, places[i], &start, &size))
            return SV_BOUND;
        sum += size == 0 ? 1 : size;
    }
    return sum > INT32_MAX ? SV_BOUND : sum;
}

int64_t sv_level_expand(const struct sv_level_lists *lists,
                        const uint8_t *definition, const uint8_t *repetition,
                        const int32_t *places, const int32_t *offsets,
                        uint8_t *to_definition, uint8_t *to_repetition,
                        int32_t *to_places)
{
    uint64_t at = 0;
    for (uint32_t i = 0; i < lists->count; i++) {
        int32_t start, size;
        if (!items_of(offsets, lists->offset_count, places[i], &start, &size))
            return SV_BOUND;
        const uint64_t made = size == 0 ? 1 : (uint64_t)size;
        if (made > lists->capacity - at)
            return SV_BOUND;
        to_repetition[at] = repetition[i];
        if (size == 0) {
            to_definition[at] = definition[i];
            to_places[at] = -1;
        } else {
            memset(to_definition + at, definition[i] + 1, made);
            memset(to_repetition + at + 1, (int)lists->repetition, made - 1);
            for (int32_t item = 0; item < size; item++)
                to_places[at + (uint64_t)item] = start + item;
        }
        at += made;
    }
    return (int64_t)at;
}

int64_t sv_level_select(const int32_t *places, uint32_t count, int32_t *target,
                        uint32_t capacity)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (places[i] < 0)
            continue;
        if (taken == capacity)
            return SV_BOUND;
        target[taken++] = places[i];
    }
    return taken;
}
