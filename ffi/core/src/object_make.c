/* object_make.c -- the body of a put or of a part, stamped straight into the
 * buffer of whoever sends it; see svi_object_body.h. */
#include <string.h>

#include "svi_crc64nvme.h"
#include "svi_object_body.h"

/* Stamped, then read again for the sum while still in the nearest cache. */
#define RUN_BYTES 16384u
#define NO_UNIT UINT64_MAX

void svi_maker_start(struct svi_maker *maker, uint64_t start, uint64_t end)
{
    maker->start = start;
    maker->end = end;
    svi_maker_rewind(maker);
}

void svi_maker_rewind(struct svi_maker *maker)
{
    maker->at = maker->start;
    maker->crc = 0;
    maker->unit_at = NO_UNIT;
}

/* Whole units that end before any trailer, straight into `buffer`. */
static size_t fill_run(struct svi_maker *maker, void *buffer, uint64_t bytes)
{
    const struct svi_object_shape *shape = &maker->shape;
    const uint32_t unit = shape->identity.unit_bytes;
    const uint64_t run = bytes < RUN_BYTES ? bytes : RUN_BYTES;
    const uint32_t count = (uint32_t)(run / unit);
    svi_object_stamp(&shape->identity, shape->generation, maker->at / unit,
                     count, buffer);
    return (size_t)count * unit;
}

/* The unit at `from`, with the part of the trailer that falls into it. */
static void make_unit(struct svi_maker *maker, uint64_t from,
                      const struct svi_segment *segment)
{
    const struct svi_object_shape *shape = &maker->shape;
    const uint32_t unit = shape->identity.unit_bytes;
    const uint64_t to =
        segment->end - from < unit ? segment->end : from + unit;
    svi_object_stamp(&shape->identity, shape->generation, from / unit, 1,
                     maker->unit);
    maker->unit_at = from;
    if (segment->trailer == segment->end)
        return;
    if (from < segment->trailer) {
        const uint64_t plain =
            (to < segment->trailer ? to : segment->trailer) - from;
        maker->crc = svi_crc64nvme(maker->crc, maker->unit, plain);
    }
    if (to <= segment->trailer)
        return;
    if (from <= segment->trailer)
        svi_trailer_make(shape, segment, maker->upload_hash, maker->crc,
                         maker->trailer);
    const uint64_t begin = from > segment->trailer ? from : segment->trailer;
    memcpy(maker->unit + (begin - from),
           maker->trailer + (begin - segment->trailer), to - begin);
}

bool svi_maker_sum(const struct svi_maker *maker, uint64_t *crc)
{
    struct svi_segment segment;
    if (maker->at != maker->end || maker->start == maker->end)
        return false;
    svi_segment_at(&maker->shape, maker->start, &segment);
    if (segment.start != maker->start || segment.end != maker->end ||
        segment.trailer == segment.end)
        return false;
    *crc = svi_crc64nvme(maker->crc, maker->trailer, SVI_TRAILER_BYTES);
    return true;
}

size_t svi_maker_fill(struct svi_maker *maker, void *buffer, size_t room)
{
    uint8_t *out = buffer;
    size_t filled = 0;
    const uint32_t unit = maker->shape.identity.unit_bytes;
    while (filled < room && maker->at < maker->end) {
        struct svi_segment segment;
        svi_segment_at(&maker->shape, maker->at, &segment);
        const uint64_t in_unit = maker->at % unit;
        const uint64_t from = maker->at - in_unit;
        if (maker->at == segment.start)
            maker->crc = 0;
        uint64_t plain = segment.trailer > maker->at
                             ? segment.trailer - maker->at
                             : 0;
        if (plain > room - filled)
            plain = room - filled;
        plain -= plain % unit;
        if (in_unit == 0 && plain != 0 && (uintptr_t)(out + filled) % 8 == 0) {
            const size_t run = fill_run(maker, out + filled, plain);
            if (segment.trailer != segment.end)
                maker->crc = svi_crc64nvme(maker->crc, out + filled, run);
            filled += run;
            maker->at += run;
            continue;
        }
        /* A few bytes are not worth a unit of their own. */
        if (filled != 0 && in_unit == 0 && plain == 0 &&
            segment.trailer >= maker->at + unit)
            break;
        if (maker->unit_at != from)
            make_unit(maker, from, &segment);
        uint64_t count = segment.end - maker->at;
        if (count > unit - in_unit)
            count = unit - in_unit;
        if (count > room - filled)
            count = room - filled;
        memcpy(out + filled, maker->unit + in_unit, count);
        filled += count;
        maker->at += count;
    }
    return filled;
}
