/* level_bits.c -- bitmaps of Arrow, which may start at any bit; and dense
 * values put to where a bitmap says that there are some. */
#include "stor_core.h"
#include "svi_page.h"

/* `count` bits, 1 to 64, from bit `offset` on, of memory that has them. */
static inline uint64_t load_bits(const uint8_t *bits, uint64_t offset,
                                 uint32_t count)
{
    const uint8_t *at = bits + offset / 8;
    const uint32_t shift = (uint32_t)(offset & 7);
    const uint32_t bytes = (shift + count + 7) / 8;
    uint8_t raw[16] = {0};
    memcpy(raw, at, bytes);
    uint64_t word = svi_load64(raw) >> shift;
    if (shift != 0)
        word |= (uint64_t)raw[8] << (64 - shift);
    return count == 64 ? word : word & ((UINT64_C(1) << count) - 1);
}

static uint64_t count_bits(const uint8_t *bits, uint64_t offset,
                           uint32_t count)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i += 64) {
        const uint32_t some = count - i < 64 ? count - i : 64;
        const uint64_t word = load_bits(bits, offset + i, some);
        sum += (uint64_t)__builtin_popcountll(word);
    }
    return sum;
}

int64_t sv_bits_count(const uint8_t *bits, uint64_t bits_bytes,
                      uint64_t bit_offset, uint32_t count)
{
    if (!svi_bits_fit(bits_bytes, bit_offset, count))
        return SV_BOUND;
    return (int64_t)count_bits(bits, bit_offset, count);
}

int64_t sv_bits_copy(const uint8_t *from, uint64_t from_bytes,
                     uint64_t from_offset, uint8_t *target,
                     uint64_t target_bytes, uint64_t target_offset,
                     uint32_t count)
{
    if (!svi_bits_fit(from_bytes, from_offset, count) ||
        !svi_bits_fit(target_bytes, target_offset, count))
        return SV_BOUND;
    uint32_t i = 0;
    for (; i < count && ((target_offset + i) & 7) != 0; i++)
        svi_set_bit(target, target_offset + i, svi_bit(from, from_offset + i));
    for (; count - i >= 64; i += 64) {
        const uint64_t word = load_bits(from, from_offset + i, 64);
        memcpy(target + (target_offset + i) / 8, &word, 8);
    }
    for (; i < count; i++)
        svi_set_bit(target, target_offset + i, svi_bit(from, from_offset + i));
    return 0;
}

int64_t sv_bits_gather(const uint8_t *bits, uint64_t bits_bytes,
                       uint64_t bit_offset, const uint32_t *selection,
                       uint32_t count, uint8_t *target, uint64_t capacity)
{
    const uint64_t room = svi_bits_room(bits_bytes, bit_offset);
    if (!svi_bits_fit(capacity, 0, count))
        return SV_BOUND;
    uint32_t filled = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (selection[i] >= room)
            return SV_BOUND;
        filled |= (uint32_t)svi_bit(bits, bit_offset + selection[i])
                  << (i & 7);
        if ((i & 7) == 7 || i + 1 == count) {
            target[i / 8] = (uint8_t)filled;
            filled = 0;
        }
    }
    return 0;
}

int64_t sv_bits_pack(const uint8_t *values, uint32_t count, uint8_t *bits,
                     uint64_t bits_bytes, uint64_t bit_offset)
{
    if (!svi_bits_fit(bits_bytes, bit_offset, count))
        return SV_BOUND;
    uint32_t i = 0;
    for (; i < count && ((bit_offset + i) & 7) != 0; i++)
        svi_set_bit(bits, bit_offset + i, values[i] != 0);
    for (; count - i >= 8; i += 8)
        /* The lowest bits of eight bytes, gathered into the highest byte. */
        bits[(bit_offset + i) / 8] =
            (uint8_t)((svi_load64(values + i) & 0x0101010101010101u) *
                          0x0102040810204080u >>
                      56);
    for (; i < count; i++)
        svi_set_bit(bits, bit_offset + i, values[i] != 0);
    return 0;
}

#define SPREAD(type)                                                           \
    for (uint32_t i = count; i > dense; i--) {                                 \
        type value = 0;                                                        \
        const bool is_valid = svi_bit(bits, bit_offset + i - 1);               \
        dense -= is_valid;                                                     \
        if (is_valid)                                                          \
            memcpy(&value, out + (size_t)dense * sizeof value, sizeof value);  \
        memcpy(out + ((size_t)i - 1) * sizeof value, &value, sizeof value);    \
    }

int64_t sv_spread_fixed(void *values, uint64_t length, uint32_t width,
                        const uint8_t *bits, uint64_t bits_bytes,
                        uint64_t bit_offset, uint32_t count)
{
    uint8_t *out = values;
    if (width == 0)
        return SV_LAYOUT;
    if (!svi_bits_fit(bits_bytes, bit_offset, count) ||
        (uint64_t)count * width > length)
        return SV_BOUND;
    uint64_t dense = count_bits(bits, bit_offset, count);
    const uint64_t all = dense;
    if (width == 4) {
        SPREAD(uint32_t)
    } else if (width == 8) {
        SPREAD(uint64_t)
    } else {
        for (uint32_t i = count; i > dense; i--) {
            uint8_t *slot = out + ((size_t)i - 1) * width;
            if (svi_bit(bits, bit_offset + i - 1))
                memcpy(slot, out + (size_t)--dense * width, width);
            else
                memset(slot, 0, width);
        }
    }
    return (int64_t)all;
}

int64_t sv_spread_bits(uint8_t *values, uint64_t length, const uint8_t *bits,
                       uint64_t bits_bytes, uint64_t bit_offset,
                       uint32_t count)
{
    if (!svi_bits_fit(bits_bytes, bit_offset, count) ||
        !svi_bits_fit(length, 0, count))
        return SV_BOUND;
    uint64_t dense = count_bits(bits, bit_offset, count);
    const uint64_t all = dense;
    for (uint32_t i = count; i > dense; i--) {
        bool value = false;
        if (svi_bit(bits, bit_offset + i - 1))
            value = svi_bit(values, --dense);
        svi_set_bit(values, i - 1, value);
    }
    return (int64_t)all;
}

int64_t sv_spread_offsets(int32_t *offsets, uint32_t offset_count,
                          const uint8_t *bits, uint64_t bits_bytes,
                          uint64_t bit_offset, uint32_t count)
{
    if (!svi_bits_fit(bits_bytes, bit_offset, count) || count >= offset_count)
        return SV_BOUND;
    uint64_t dense = count_bits(bits, bit_offset, count);
    const uint64_t all = dense;
    offsets[count] = offsets[dense];
    for (uint32_t i = count; i > dense; i--) {
        dense -= svi_bit(bits, bit_offset + i - 1);
        offsets[i - 1] = offsets[dense];
    }
    return (int64_t)all;
}
