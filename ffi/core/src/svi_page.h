/* svi_page.h -- what the files of column pages share: bits, loads, and the
 * reader of DELTA_BINARY_PACKED. */
#ifndef SVI_PAGE_H
#define SVI_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline bool svi_bit(const uint8_t *bits, uint64_t place)
{
    return (bits[place >> 3] >> (place & 7) & 1) != 0;
}

static inline void svi_set_bit(uint8_t *bits, uint64_t place, bool is_set)
{
    const uint8_t mask = (uint8_t)(1u << (place & 7));
    bits[place >> 3] = (uint8_t)(is_set ? bits[place >> 3] | mask
                                        : bits[place >> 3] & ~mask);
}

/* Bits `offset` to `offset + count` lie in `bytes` bytes. */
static inline bool svi_bits_fit(uint64_t bytes, uint64_t offset,
                                uint64_t count)
{
    return offset / 8 <= bytes && offset + count <= bytes * 8;
}

/* Bits from `offset` on. */
static inline uint64_t svi_bits_room(uint64_t bytes, uint64_t offset)
{
    return offset <= bytes * 8 ? bytes * 8 - offset : 0;
}

static inline uint64_t svi_load64(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t svi_load32(const uint8_t *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* What is left of a page, and what of it was read. */
struct svi_reader {
    const uint8_t *at;
    const uint8_t *end;
};

static inline uint64_t svi_left(const struct svi_reader *reader)
{
    return (uint64_t)(reader->end - reader->at);
}

/* ULEB128 of at most 64 bits; false when it is longer or cut. */
bool svi_read_varint(struct svi_reader *reader, uint64_t *out);

/* `count` values of `width` bits, 0 to 64, from the start of `length` bytes:
 * one value by its place, for a tail without 8 bytes behind it too. */
static inline uint64_t svi_packed(const uint8_t *bytes, uint64_t length,
                                  uint64_t place, uint32_t width)
{
    const uint64_t bit = place * width, byte = bit >> 3;
    const uint32_t shift = (uint32_t)(bit & 7);
    const uint64_t mask = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
    uint64_t low = 0, high = 0;
    if (width == 0)
        return 0;
    if (byte + 9 <= length) {
        low = svi_load64(bytes + byte);
        high = bytes[byte + 8];
    } else {
        uint8_t tail[16] = {0};
        memcpy(tail, bytes + byte, (size_t)(length - byte));
        low = svi_load64(tail);
        high = tail[8];
    }
    low >>= shift;
    if (shift != 0)
        low |= high << (64 - shift);
    return low & mask;
}

/* A stream of DELTA_BINARY_PACKED, read a few values at a time. */
struct svi_delta {
    struct svi_reader reader;
    uint64_t block_values; /* of a block */
    uint64_t mini_values;  /* of a miniblock */
    uint64_t mini_count;   /* miniblocks of a block */
    uint64_t left;         /* values that were not read yet */
    uint64_t last;         /* value before the next */
    uint64_t min_delta;
    const uint8_t *widths; /* of the block's miniblocks */
    uint64_t mini;         /* the next miniblock of the block */
    const uint8_t *packed; /* of the miniblock */
    uint64_t packed_bytes;
    uint64_t packed_place; /* the next value in it */
    uint32_t width;
    bool is_first;
};

/* Reads the header; false: damaged, or not of `count` values. */
bool svi_delta_open(struct svi_delta *delta, const uint8_t *at,
                    const uint8_t *end, uint64_t count);
/* The next value; only while `left`. False: damaged. */
bool svi_delta_next(struct svi_delta *delta, uint64_t *out);
/* Passes over what is left. The reader then stands behind the stream. */
bool svi_delta_skip(struct svi_delta *delta);

#endif
