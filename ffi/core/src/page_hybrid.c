/* page_hybrid.c -- RLE and bit-packed runs of Parquet: levels and indices.
 *
 * Design. Values go in groups of eight. A group of equal ones starts a run of
 * RLE, which goes on as far as they are equal; the groups between two such runs
 * are one run of packed bits. It is within a few percent of the best choice,
 * and looks at each value twice.
 */
#include "stor_core.h"
#include "svi_page.h"

#define GROUP 8u
#define RUN_VALUES_MAX (1u << 30) /* so that a header fits 32 bits */

bool svi_read_varint(struct svi_reader *reader, uint64_t *out)
{
    uint64_t value = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
        if (reader->at == reader->end)
            return false;
        const uint8_t byte = *reader->at++;
        if (shift == 63 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *out = value;
            return true;
        }
    }
    return false;
}

struct encoder {
    const void *values;
    uint32_t value_bytes;
    uint32_t count;
    uint32_t width;
    uint8_t *out;
    uint64_t at;
    uint64_t capacity;
};

static inline uint32_t value_at(const struct encoder *e, uint32_t i)
{
    return e->value_bytes == 1 ? ((const uint8_t *)e->values)[i]
                               : ((const uint32_t *)e->values)[i];
}

/* The first place from `from` on where the value is another one. */
static uint32_t run_end(const struct encoder *e, uint32_t from, uint32_t limit)
{
    const uint32_t value = value_at(e, from);
    uint32_t i = from + 1;
    if (e->value_bytes == 1) {
        const uint8_t *bytes = e->values;
        const uint64_t all = value * UINT64_C(0x0101010101010101);
        while (i + 8 <= limit && svi_load64(bytes + i) == all)
            i += 8;
    }
    while (i < limit && value_at(e, i) == value)
        i++;
    return i;
}

static void put_varint(struct encoder *e, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        e->out[e->at++] = (uint8_t)(value | 0x80);
    e->out[e->at++] = (uint8_t)value;
}

static bool put_repeated(struct encoder *e, uint32_t value, uint32_t count)
{
    const uint32_t bytes = (e->width + 7) / 8;
    if (e->capacity - e->at < 5 + bytes)
        return false;
    put_varint(e, count << 1);
    memcpy(e->out + e->at, &value, bytes);
    e->at += bytes;
    return true;
}

/* From `from` to `to`; only the last group of all may be a part of one. */
static bool put_packed(struct encoder *e, uint32_t from, uint32_t to)
{
    const uint32_t groups = (to - from + GROUP - 1) / GROUP;
    if (groups == 0)
        return true;
    if (e->capacity - e->at < 5 + (uint64_t)groups * e->width)
        return false;
    put_varint(e, groups << 1 | 1);
    uint64_t bits = 0;
    uint32_t filled = 0;
    for (uint32_t i = from; i < from + groups * GROUP; i++) {
        const uint64_t value = i < to ? value_at(e, i) : 0;
        bits |= value << filled;
        filled += e->width;
        if (filled >= 32) {
            const uint32_t word = (uint32_t)bits;
            memcpy(e->out + e->at, &word, 4);
            e->at += 4;
            bits >>= 32;
            filled -= 32;
        }
    }
    for (; filled > 0; filled -= 8, bits >>= 8)
        e->out[e->at++] = (uint8_t)bits;
    return true;
}

static bool all_fit(const struct encoder *e)
{
    uint32_t all = 0;
    for (uint32_t i = 0; i < e->count; i++)
        all |= value_at(e, i);
    return e->width == 32 || all >> e->width == 0;
}

int64_t sv_page_hybrid_encode(const void *values, uint32_t value_bytes,
                              uint32_t count, uint32_t width_bits,
                              void *target, uint64_t capacity)
{
    struct encoder e = {.values = values,
                        .value_bytes = value_bytes,
                        .count = count,
                        .width = width_bits,
                        .out = target,
                        .capacity = capacity};
    if (width_bits > 32 || (value_bytes != 1 && value_bytes != 4))
        return SV_LAYOUT;
    if (!all_fit(&e))
        return SV_BOUND;
    uint32_t done = 0, i = 0;
    while (count - i >= GROUP) {
        const uint32_t most =
            count - i < RUN_VALUES_MAX ? count : i + RUN_VALUES_MAX;
        const uint32_t end = run_end(&e, i, i + GROUP);
        if (end < i + GROUP && i - done < RUN_VALUES_MAX) {
            i += GROUP;
            continue;
        }
        if (!put_packed(&e, done, i))
            return SV_BOUND;
        done = i;
        if (end < i + GROUP)
            continue;
        i = run_end(&e, i, most);
        if (!put_repeated(&e, value_at(&e, done), i - done))
            return SV_BOUND;
        done = i;
    }
    /* Values at the end that are all the same cost less as a run. */
    if (i == done && i < count && run_end(&e, i, count) == count) {
        if (!put_repeated(&e, value_at(&e, i), count - i))
            return SV_BOUND;
    } else if (!put_packed(&e, done, count))
        return SV_BOUND;
    return (int64_t)e.at;
}

struct decoder {
    struct svi_reader reader;
    uint32_t width;
    uint32_t value_max;
    uint32_t value_bytes;
    void *values;
};

static bool take_repeated(struct decoder *d, uint32_t from, uint32_t count)
{
    const uint32_t bytes = (d->width + 7) / 8;
    uint32_t value = 0;
    if (svi_left(&d->reader) < bytes)
        return false;
    memcpy(&value, d->reader.at, bytes);
    d->reader.at += bytes;
    if (value > d->value_max)
        return false;
    if (d->value_bytes == 1) {
        memset((uint8_t *)d->values + from, (int)value, count);
        return true;
    }
    uint32_t *out = (uint32_t *)d->values + from;
    for (uint32_t i = 0; i < count; i++)
        out[i] = value;
    return true;
}

/* `count` values of a run that says it has `groups`. */
static bool take_packed(struct decoder *d, uint32_t from, uint32_t count,
                        uint64_t groups)
{
    const uint64_t left = svi_left(&d->reader), width = d->width;
    const uint64_t needed = (count * width + 7) / 8;
    if (needed > left)
        return false;
    const uint8_t *at = d->reader.at;
    const uint64_t mask = (UINT64_C(1) << width) - 1;
    /* Eight bytes can be read from wherever one of these values starts. */
    const uint64_t quick =
        width == 0 ? 0 : left < 8 ? 0 : ((left - 8) * 8 + 7) / width;
    uint64_t seen = 0;
    uint32_t i = 0;
    if (d->value_bytes == 1) {
        uint8_t *out = (uint8_t *)d->values + from;
        for (; i < count && i < quick; i++) {
            const uint64_t bit = i * width;
            const uint64_t value = svi_load64(at + (bit >> 3)) >> (bit & 7);
            out[i] = (uint8_t)(value & mask);
            seen = (value & mask) > seen ? value & mask : seen;
        }
        for (; i < count; i++) {
            const uint64_t value = svi_packed(at, left, i, d->width);
            out[i] = (uint8_t)value;
            seen = value > seen ? value : seen;
        }
    } else {
        uint32_t *out = (uint32_t *)d->values + from;
        for (; i < count && i < quick; i++) {
            const uint64_t bit = i * width;
            const uint64_t value = svi_load64(at + (bit >> 3)) >> (bit & 7);
            out[i] = (uint32_t)(value & mask);
            seen = (value & mask) > seen ? value & mask : seen;
        }
        for (; i < count; i++) {
            const uint64_t value = svi_packed(at, left, i, d->width);
            out[i] = (uint32_t)value;
            seen = value > seen ? value : seen;
        }
    }
    /* Some writers cut the last group behind its last value. */
    const uint64_t whole = groups * width;
    d->reader.at += whole < left ? whole : left;
    return seen <= d->value_max;
}

int64_t sv_page_hybrid_decode(const void *source, uint64_t length,
                              uint32_t width_bits, uint32_t value_max,
                              void *values, uint32_t value_bytes,
                              uint32_t count)
{
    if (width_bits > 32 || (value_bytes != 1 && value_bytes != 4) ||
        (value_bytes == 1 && value_max > UINT8_MAX))
        return SV_LAYOUT;
    const uint8_t *start = source;
    struct decoder d = {.reader = {start, start + length},
                        .width = width_bits,
                        .value_max = value_max,
                        .value_bytes = value_bytes,
                        .values = values};
    uint32_t done = 0;
    while (done < count) {
        uint64_t header;
        if (!svi_read_varint(&d.reader, &header) || header > UINT32_MAX)
            return SV_DECODE;
        const bool is_packed = (header & 1) != 0;
        const uint64_t run = is_packed ? (header >> 1) * GROUP : header >> 1;
        const uint32_t taken =
            run < count - done ? (uint32_t)run : count - done;
        const bool is_right =
            is_packed ? take_packed(&d, done, taken, header >> 1)
                      : take_repeated(&d, done, taken);
        if (!is_right)
            return SV_DECODE;
        done += taken;
    }
    return d.reader.at - start;
}
