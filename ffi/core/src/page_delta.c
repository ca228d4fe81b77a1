/* page_delta.c -- DELTA_BINARY_PACKED: differences to the value before, in
 * blocks of miniblocks, each of which has a width of its own. */
#include "stor_core.h"
#include "svi_page.h"

static uint64_t unzigzag(uint64_t value)
{
    return value >> 1 ^ (UINT64_C(0) - (value & 1));
}

bool svi_delta_open(struct svi_delta *delta, const uint8_t *at,
                    const uint8_t *end, uint64_t count)
{
    uint64_t total, first;
    memset(delta, 0, sizeof *delta);
    delta->reader = (struct svi_reader){at, end};
    if (!svi_read_varint(&delta->reader, &delta->block_values) ||
        !svi_read_varint(&delta->reader, &delta->mini_count) ||
        !svi_read_varint(&delta->reader, &total) ||
        !svi_read_varint(&delta->reader, &first))
        return false;
    /* The format's own terms; the upper ones keep products small. */
    if (delta->block_values == 0 || delta->block_values % 128 != 0 ||
        delta->block_values > UINT32_MAX || delta->mini_count == 0 ||
        delta->mini_count > delta->block_values ||
        delta->block_values % delta->mini_count != 0)
        return false;
    delta->mini_values = delta->block_values / delta->mini_count;
    if (delta->mini_values % 8 != 0 || total != count)
        return false;
    delta->left = count;
    delta->last = unzigzag(first);
    delta->mini = delta->mini_count;
    delta->packed_place = delta->mini_values;
    delta->is_first = true;
    return true;
}

static bool next_block(struct svi_delta *delta)
{
    uint64_t least;
    if (!svi_read_varint(&delta->reader, &least) ||
        svi_left(&delta->reader) < delta->mini_count)
        return false;
    delta->min_delta = unzigzag(least);
    delta->widths = delta->reader.at;
    delta->reader.at += delta->mini_count;
    delta->mini = 0;
    return true;
}

/* The bytes of the next miniblock; those of the last may end behind its last
 * value. */
static bool next_miniblock(struct svi_delta *delta)
{
    if (delta->mini == delta->mini_count && !next_block(delta))
        return false;
    delta->width = delta->widths[delta->mini++];
    if (delta->width > 64)
        return false;
    const uint64_t whole = delta->mini_values * delta->width / 8;
    const uint64_t wanted =
        delta->left < delta->mini_values ? delta->left : delta->mini_values;
    const uint64_t available = svi_left(&delta->reader);
    if ((wanted * delta->width + 7) / 8 > available)
        return false;
    delta->packed = delta->reader.at;
    delta->packed_bytes = whole < available ? whole : available;
    delta->packed_place = 0;
    delta->reader.at += delta->packed_bytes;
    return true;
}

bool svi_delta_next(struct svi_delta *delta, uint64_t *out)
{
    delta->left--;
    if (delta->is_first) {
        delta->is_first = false;
        *out = delta->last;
        return true;
    }
    if (delta->packed_place == delta->mini_values) {
        delta->left++;
        if (!next_miniblock(delta))
            return false;
        delta->left--;
    }
    const uint64_t packed = svi_packed(delta->packed, delta->packed_bytes,
                                       delta->packed_place++, delta->width);
    /* Wraps where the writer's did. */
    delta->last += packed + delta->min_delta;
    *out = delta->last;
    return true;
}

bool svi_delta_skip(struct svi_delta *delta)
{
    uint64_t value;
    while (delta->left > 0)
        if (!svi_delta_next(delta, &value))
            return false;
    return true;
}

int64_t sv_page_delta_decode(const void *source, uint64_t length,
                             uint32_t width, uint32_t count, void *values)
{
    const uint8_t *start = source;
    uint8_t *out = values;
    struct svi_delta delta;
    if (width != 4 && width != 8)
        return SV_LAYOUT;
    if (!svi_delta_open(&delta, start, start + length, count))
        return SV_DECODE;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t value;
        if (!svi_delta_next(&delta, &value))
            return SV_DECODE;
        memcpy(out + (size_t)i * width, &value, width);
    }
    return delta.reader.at - start;
}
