/* level_assemble.c -- from levels to arrays of Arrow: which slots of a node are
 * valid, and where its lists end. */
#include "stor_core.h"
#include "svi_page.h"

/* Bits one after the other, 64 at a time. */
struct bit_sink {
    uint8_t *bits;
    uint64_t room;   /* bits from the first on */
    uint64_t offset; /* of the first */
    uint64_t count;
    uint64_t word;
};

static bool flush(struct bit_sink *sink, uint32_t count)
{
    if (count > sink->room - sink->count)
        return false;
    uint64_t at = sink->offset + sink->count;
    sink->count += count;
    if ((at & 7) == 0 && count == 64) {
        memcpy(sink->bits + at / 8, &sink->word, 8);
        sink->word = 0;
        return true;
    }
    for (; count > 0; count--, at++, sink->word >>= 1)
        svi_set_bit(sink->bits, at, (sink->word & 1) != 0);
    return true;
}

int64_t sv_level_validity(const struct sv_level_node *node,
                          const uint8_t *definition, const uint8_t *repetition,
                          uint32_t count, uint8_t *bits, uint64_t bits_bytes,
                          uint64_t bit_offset, uint32_t *counts)
{
    struct bit_sink sink = {
        .bits = bits,
        .room = svi_bits_room(bits_bytes, bit_offset),
        .offset = bit_offset,
    };
    uint32_t filled = 0, nulls = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t is_slot =
            (repetition == NULL || repetition[i] <= node->repetition) &
            (definition[i] >= node->slot);
        const uint32_t is_valid = is_slot & (definition[i] >= node->present);
        sink.word |= (uint64_t)is_valid << filled;
        filled += is_slot;
        nulls += is_slot ^ is_valid;
        if (filled == 64) {
            if (!flush(&sink, 64))
                return SV_BOUND;
            filled = 0;
        }
    }
    if (!flush(&sink, filled))
        return SV_BOUND;
    counts[0] = (uint32_t)sink.count;
    counts[1] = nulls;
    return 0;
}

/* Where nothing is null or empty: a slot for each entry that is no further
 * item, and an item for each. */
static int64_t whole_offsets(uint32_t further, const uint8_t *repetition,
                             uint32_t count, int32_t *offsets,
                             uint32_t offset_count)
{
    uint32_t slots = 0;
    int64_t end = offsets[0];
    for (uint32_t i = 0; i < count; i++) {
        if (repetition[i] < further) {
            if (slots + 1 >= offset_count || end > INT32_MAX)
                return SV_BOUND;
            offsets[slots++] = (int32_t)end;
        } else if (slots == 0) {
            return SV_DECODE;
        }
        end += repetition[i] <= further;
    }
    if (end > INT32_MAX)
        return SV_BOUND;
    offsets[slots] = (int32_t)end;
    return slots;
}

int64_t sv_level_offsets(const struct sv_level_node *node,
                         const uint8_t *definition, const uint8_t *repetition,
                         uint32_t count, int32_t *offsets,
                         uint32_t offset_count)
{
    if (offset_count == 0 || offsets[0] < 0)
        return SV_BOUND;
    if (definition == NULL)
        return whole_offsets(node->repetition + 1, repetition, count, offsets,
                             offset_count);
    uint32_t slots = 0;
    int64_t end = offsets[0];
    for (uint32_t i = 0; i < count; i++) {
        if (repetition[i] > node->repetition + 1)
            continue;
        if (repetition[i] == node->repetition + 1) {
            if (slots == 0 || definition[i] < node->item)
                return SV_DECODE;
            end++;
        } else {
            if (definition[i] < node->slot)
                continue;
            if (slots + 1 >= offset_count)
                return SV_BOUND;
            slots++;
            end += definition[i] >= node->item;
        }
        if (end > INT32_MAX)
            return SV_BOUND;
        offsets[slots] = (int32_t)end;
    }
    return slots;
}

int64_t sv_level_entries_of_rows(const uint8_t *repetition, uint32_t count,
                                 uint32_t rows)
{
    for (uint32_t i = 0; i < count; i++) {
        if (repetition[i] != 0)
            continue;
        if (rows == 0)
            return i;
        rows--;
    }
    return count;
}

int64_t sv_level_rows(const uint8_t *repetition, uint32_t count)
{
    int64_t rows = 0;
    for (uint32_t i = 0; i < count; i++)
        rows += repetition[i] == 0;
    return rows;
}
