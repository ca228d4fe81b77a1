/* page_bytes.c -- byte arrays as they stand in pages: each behind its length,
 * all lengths before all bytes, or only what differs from the value before. */
#include "stor_core.h"
#include "svi_page.h"

/* Whatever is read: where values go, and up to where there is room. */
struct sink {
    int32_t *ends; /* NULL: only the size is asked for */
    uint8_t *out;
    uint64_t at;
    uint64_t capacity;
};

/* A value of `shared` bytes of the one before, which starts at `before`, and
 * `size` bytes of its own. */
static inline int64_t put(struct sink *sink, uint32_t i, uint64_t before,
                          uint64_t shared, const uint8_t *from, uint64_t left,
                          uint64_t size)
{
    const uint64_t all = shared + size;
    if (all > sink->capacity - sink->at)
        return sink->ends == NULL ? SV_DECODE : SV_BOUND;
    if (sink->ends != NULL) {
        uint8_t *out = sink->out + sink->at;
        if (shared > 0)
            memcpy(out, sink->out + before, shared);
        if (size <= 16 && left >= 16 &&
            sink->capacity - sink->at >= shared + 16)
            memcpy(out + shared, from, 16);
        else if (size > 0)
            memcpy(out + shared, from, size);
        sink->ends[i + 1] = (int32_t)(sink->at + all);
    }
    sink->at += all;
    return 0;
}

static int64_t plain(struct svi_reader *reader, uint32_t count,
                     struct sink *sink)
{
    for (uint32_t i = 0; i < count; i++) {
        if (svi_left(reader) < 4)
            return SV_DECODE;
        const uint32_t size = svi_load32(reader->at);
        reader->at += 4;
        const uint64_t left = svi_left(reader);
        if (size > left)
            return SV_DECODE;
        const int64_t status = put(sink, i, 0, 0, reader->at, left, size);
        if (status != 0)
            return status;
        reader->at += size;
    }
    return 0;
}

static int64_t delta_length(struct svi_reader *reader, uint32_t count,
                            struct sink *sink)
{
    struct svi_delta lengths, again;
    if (!svi_delta_open(&lengths, reader->at, reader->end, count))
        return SV_DECODE;
    again = lengths;
    if (!svi_delta_skip(&again))
        return SV_DECODE;
    *reader = again.reader;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t size;
        const uint64_t left = svi_left(reader);
        if (!svi_delta_next(&lengths, &size) || size > left)
            return SV_DECODE;
        const int64_t status = put(sink, i, 0, 0, reader->at, left, size);
        if (status != 0)
            return status;
        reader->at += size;
    }
    return 0;
}

static int64_t delta(struct svi_reader *reader, uint32_t count,
                     struct sink *sink)
{
    struct svi_delta prefixes, suffixes, again;
    if (!svi_delta_open(&prefixes, reader->at, reader->end, count))
        return SV_DECODE;
    again = prefixes;
    if (!svi_delta_skip(&again) ||
        !svi_delta_open(&suffixes, again.reader.at, reader->end, count))
        return SV_DECODE;
    again = suffixes;
    if (!svi_delta_skip(&again))
        return SV_DECODE;
    *reader = again.reader;
    uint64_t before = sink->at, size_before = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t shared, size;
        const uint64_t left = svi_left(reader), start = sink->at;
        if (!svi_delta_next(&prefixes, &shared) ||
            !svi_delta_next(&suffixes, &size) || size > left ||
            shared > size_before)
            return SV_DECODE;
        const int64_t status =
            put(sink, i, before, shared, reader->at, left, size);
        if (status != 0)
            return status;
        reader->at += size;
        before = start;
        size_before = shared + size;
    }
    return 0;
}

static int64_t decode(uint32_t encoding, struct svi_reader *reader,
                      uint32_t count, struct sink *sink)
{
    switch (encoding) {
    case SV_BYTES_PLAIN:
        return plain(reader, count, sink);
    case SV_BYTES_DELTA_LENGTH:
        return delta_length(reader, count, sink);
    case SV_BYTES_DELTA:
        return delta(reader, count, sink);
    default:
        return SV_LAYOUT;
    }
}

int64_t sv_page_bytes_decoded_size(uint32_t encoding, const void *source,
                                   uint64_t length, uint32_t count)
{
    const uint8_t *start = source;
    struct svi_reader reader = {start, start + length};
    struct sink sink = {.capacity = INT32_MAX};
    const int64_t status = decode(encoding, &reader, count, &sink);
    return status != 0 ? status : (int64_t)sink.at;
}

int64_t sv_page_bytes_decode(uint32_t encoding, const void *source,
                             uint64_t length, uint32_t count, int32_t *ends,
                             void *target, uint64_t capacity)
{
    const uint8_t *start = source;
    struct svi_reader reader = {start, start + length};
    if (capacity > INT32_MAX)
        capacity = INT32_MAX;
    if (ends[0] < 0 || (uint64_t)ends[0] > capacity)
        return SV_BOUND;
    struct sink sink = {.ends = ends,
                        .out = target,
                        .at = (uint64_t)ends[0],
                        .capacity = capacity};
    const int64_t status = decode(encoding, &reader, count, &sink);
    return status != 0 ? status : reader.at - start;
}
