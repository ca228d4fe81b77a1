/* page_values.c -- values of arrays, picked and put end to end: fixed ones, and
 * byte arrays with or without their lengths. */
#include "stor_core.h"
#include "svi_page.h"

#define GATHER(bytes)                                                          \
    for (uint32_t i = 0; i < count; i++) {                                     \
        if (selection[i] >= value_count)                                       \
            return SV_BOUND;                                                   \
        memcpy(out + (size_t)i * (bytes),                                      \
               from + (size_t)selection[i] * (bytes), (bytes));                \
    }

int64_t sv_page_gather_fixed(const void *values, uint64_t length,
                             uint32_t width, const uint32_t *selection,
                             uint32_t count, void *target, uint64_t capacity)
{
    const uint8_t *from = values;
    uint8_t *out = target;
    if (width == 0)
        return SV_LAYOUT;
    const uint64_t value_count = length / width;
    if ((uint64_t)count * width > capacity)
        return SV_BOUND;
    /* A width that the compiler knows is one load and one store. */
    switch (width) {
    case 4:
        GATHER(4u);
        break;
    case 8:
        GATHER(8u);
        break;
    default:
        GATHER(width);
    }
    return (int64_t)count * width;
}

/* Arrow's byte arrays, with what keeps a place in bounds. */
struct spans {
    const uint8_t *bytes;
    uint64_t length;
    const int32_t *offsets;
    uint32_t count;
    const uint32_t *selection;
};

/* False: no such value, or offsets that do not hold. */
static inline bool find(const struct spans *spans, uint32_t i,
                        const uint8_t **start, uint32_t *size)
{
    const uint32_t place = spans->selection != NULL ? spans->selection[i] : i;
    if (place >= spans->count)
        return false;
    const int32_t from = spans->offsets[place], to = spans->offsets[place + 1];
    if (from < 0 || to < from || (uint64_t)to > spans->length)
        return false;
    *start = spans->bytes + from;
    *size = (uint32_t)(to - from);
    return true;
}

/* Most strings are short: 16 bytes at once cost less than a call, where both
 * sides have them. */
static inline void copy(uint8_t *out, uint64_t room, const uint8_t *from,
                        uint64_t left, uint32_t size)
{
    if (size <= 16 && room >= 16 && left >= 16)
        memcpy(out, from, 16);
    else if (size > 0)
        memcpy(out, from, size);
}

static struct spans spans_of(const void *bytes, uint64_t length,
                             const int32_t *offsets, uint32_t offset_count,
                             const uint32_t *selection)
{
    return (struct spans){
        .bytes = bytes,
        .length = length,
        .offsets = offsets,
        .count = offset_count == 0 ? 0 : offset_count - 1,
        .selection = selection,
    };
}

int64_t sv_page_bytes_size(const int32_t *offsets, uint32_t offset_count,
                           const uint32_t *selection, uint32_t count)
{
    const struct spans spans =
        spans_of(NULL, INT32_MAX, offsets, offset_count, selection);
    int64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t place = selection != NULL ? selection[i] : i;
        if (place >= spans.count || offsets[place] < 0 ||
            offsets[place + 1] < offsets[place])
            return SV_BOUND;
        sum += offsets[place + 1] - offsets[place];
    }
    return sum;
}

int64_t sv_page_plain_bytes(const void *bytes, uint64_t length,
                            const int32_t *offsets, uint32_t offset_count,
                            const uint32_t *selection, uint32_t count,
                            void *target, uint64_t capacity)
{
    const struct spans spans =
        spans_of(bytes, length, offsets, offset_count, selection);
    uint8_t *out = target;
    uint64_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *start;
        uint32_t size;
        if (!find(&spans, i, &start, &size) ||
            (uint64_t)size + 4 > capacity - at)
            return SV_BOUND;
        memcpy(out + at, &size, 4);
        at += 4;
        copy(out + at, capacity - at, start,
             (uint64_t)(spans.bytes + length - start), size);
        at += size;
    }
    return (int64_t)at;
}

int64_t sv_page_gather_bytes(const void *bytes, uint64_t length,
                             const int32_t *offsets, uint32_t offset_count,
                             const uint32_t *selection, uint32_t count,
                             int32_t *ends, void *target, uint64_t capacity)
{
    const struct spans spans =
        spans_of(bytes, length, offsets, offset_count, selection);
    if (capacity > INT32_MAX)
        capacity = INT32_MAX;
    if (ends[0] < 0 || (uint64_t)ends[0] > capacity)
        return SV_BOUND;
    uint8_t *out = target;
    uint64_t at = (uint64_t)ends[0];
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *start;
        uint32_t size;
        if (!find(&spans, i, &start, &size) || size > capacity - at)
            return SV_BOUND;
        copy(out + at, capacity - at, start,
             (uint64_t)(spans.bytes + length - start), size);
        at += size;
        ends[i + 1] = (int32_t)at;
    }
    return (int64_t)at;
}

int64_t sv_page_split_decode(const void *source, uint64_t length,
                             uint32_t width, uint32_t count, void *values)
{
    const uint8_t *from = source;
    uint8_t *out = values;
    if (width == 0)
        return SV_LAYOUT;
    if (length != (uint64_t)count * width)
        return SV_DECODE;
    /* A block of values stays in the first cache while all its streams are
     * walked. */
    for (uint64_t block = 0; block < count; block += 512) {
        const uint64_t end = block + 512 < count ? block + 512 : count;
        for (uint32_t byte = 0; byte < width; byte++) {
            const uint8_t *stream = from + (uint64_t)byte * count;
            for (uint64_t i = block; i < end; i++)
                out[i * width + byte] = stream[i];
        }
    }
    return 0;
}
