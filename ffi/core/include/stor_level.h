/* stor_level.h -- the part of stor_core.h about nulls and lists in the pages of
 * column files: from bitmaps and offsets of Arrow to definition and repetition
 * levels, one node of a schema after the other, and back. Include stor_core.h,
 * which includes this; the rules of that header hold here too.
 *
 * A bitmap is `bits_bytes` long, and its place 0 is bit `bit_offset`. SV_BOUND:
 * an array is too short, or a place in it does not exist; arrays that would be
 * changed are void then.
 *
 * Entries of a leaf: its levels so far, and its place in the array of the next
 * node, -1 once a null or an empty list ended it.
 */
#ifndef STOR_LEVEL_H
#define STOR_LEVEL_H

/* An optional node: a place that is valid goes one level up, one that is null
 * ends. `bits` NULL: all are valid. Returns how many places go on. */
SV_API int64_t sv_level_mark_nulls(uint8_t *definition, int32_t *places,
                                   uint32_t count, const uint8_t *bits,
                                   uint64_t bits_bytes, uint64_t bit_offset);
/* Entries that sv_level_expand() makes. SV_BOUND also from 2^31 on. */
SV_API int64_t sv_level_expanded_count(const int32_t *places, uint32_t count,
                                       const int32_t *offsets,
                                       uint32_t offset_count);
/* Entries that go in, and room for those that come out. */
struct sv_level_lists {
    uint32_t count;
    uint32_t offset_count;
    uint32_t repetition; /* of every item but the first */
    uint32_t capacity;
};
_Static_assert(sizeof(struct sv_level_lists) == 16, "sv_level_lists");
/* A repeated node: an entry becomes one for each item, one level up; an empty
 * list ends. Returns how many come out. */
SV_API int64_t sv_level_expand(const struct sv_level_lists *lists,
                               const uint8_t *definition,
                               const uint8_t *repetition,
                               const int32_t *places, const int32_t *offsets,
                               uint8_t *to_definition, uint8_t *to_repetition,
                               int32_t *to_places);
/* Places that go on, in order; returns how many. */
SV_API int64_t sv_level_select(const int32_t *places, uint32_t count,
                               int32_t *target, uint32_t capacity);

/* What a node is to the entries of a leaf below it. */
struct sv_level_node {
    uint32_t repetition; /* of the nearest list at or above it */
    uint32_t slot;       /* an entry below this level has no slot in it */
    uint32_t present;    /* from here on the node is not null */
    uint32_t item;       /* of a list: from here on it has an item */
};
_Static_assert(sizeof(struct sv_level_node) == 16, "sv_level_node");
/* One bit for each slot, from `bit_offset` on. `repetition` NULL: no lists.
 * counts[0]: slots, counts[1]: nulls. */
SV_API int64_t sv_level_validity(const struct sv_level_node *node,
                                 const uint8_t *definition,
                                 const uint8_t *repetition, uint32_t count,
                                 uint8_t *bits, uint64_t bits_bytes,
                                 uint64_t bit_offset, uint32_t *counts);
/* Offsets of a list, from offsets[0] on; its items have the repetition level
 * node->repetition + 1. Returns slots, each of which wrote one offset.
 * `definition` NULL: every entry is there. SV_DECODE: an item of no list, or
 * one that is not there. */
SV_API int64_t sv_level_offsets(const struct sv_level_node *node,
                                const uint8_t *definition,
                                const uint8_t *repetition, uint32_t count,
                                int32_t *offsets, uint32_t offset_count);
/* Entries of the first `rows` rows, of levels that start a row. */
SV_API int64_t sv_level_entries_of_rows(const uint8_t *repetition,
                                        uint32_t count, uint32_t rows);
/* Rows that start: zeros. */
SV_API int64_t sv_level_rows(const uint8_t *repetition, uint32_t count);

/* Bits that are 1. */
SV_API int64_t sv_bits_count(const uint8_t *bits, uint64_t bits_bytes,
                             uint64_t bit_offset, uint32_t count);
/* Bits of the target before and behind are kept. Returns 0. */
SV_API int64_t sv_bits_copy(const uint8_t *from, uint64_t from_bytes,
                            uint64_t from_offset, uint8_t *target,
                            uint64_t target_bytes, uint64_t target_offset,
                            uint32_t count);
/* Bits at those places, from bit 0 of the target on. Returns 0. */
SV_API int64_t sv_bits_gather(const uint8_t *bits, uint64_t bits_bytes,
                              uint64_t bit_offset, const uint32_t *selection,
                              uint32_t count, uint8_t *target,
                              uint64_t capacity);
/* One bit for each byte, which is 0 or 1. Returns 0. */
SV_API int64_t sv_bits_pack(const uint8_t *values, uint32_t count,
                            uint8_t *bits, uint64_t bits_bytes,
                            uint64_t bit_offset);

/* Dense values, to the slots that are valid, in place; a null becomes zero.
 * Returns how many were dense. */
SV_API int64_t sv_spread_fixed(void *values, uint64_t length, uint32_t width,
                               const uint8_t *bits, uint64_t bits_bytes,
                               uint64_t bit_offset, uint32_t count);
/* The same of values of one bit, which are dense from bit 0 on. */
SV_API int64_t sv_spread_bits(uint8_t *values, uint64_t length,
                              const uint8_t *bits, uint64_t bits_bytes,
                              uint64_t bit_offset, uint32_t count);
/* The same of `count` + 1 offsets: a null has no bytes. */
SV_API int64_t sv_spread_offsets(int32_t *offsets, uint32_t offset_count,
                                 const uint8_t *bits, uint64_t bits_bytes,
                                 uint64_t bit_offset, uint32_t count);

#endif
