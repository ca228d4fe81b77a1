/* object_trailer.c -- segments and their trailers, and stamps as objects have
 * them; see svi_object_body.h for the layout. */
#include <string.h>

#include "kernel.h"
#include "svi_object_body.h"
#include "svi_random.h"
#include "svi_stamp.h"

#define MAGIC UINT64_C(0x31545653) /* "SVT1" */
#define VERSION UINT64_C(1)

void svi_segment_at(const struct svi_object_shape *shape, uint64_t at,
                    struct svi_segment *out)
{
    const uint64_t part =
        shape->part_bytes != 0 ? shape->part_bytes : UINT64_MAX;
    out->number = (uint32_t)(at / part) + 1;
    out->count = 1;
    if (shape->size > 0)
        out->count = (uint32_t)((shape->size - 1) / part) + 1;
    out->start = at / part * part;
    out->end = shape->size - out->start < part ? shape->size
                                               : out->start + part;
    out->trailer = out->end - out->start >= SVI_TRAILER_FROM
                       ? out->end - SVI_TRAILER_BYTES
                       : out->end;
}

void svi_trailer_make(const struct svi_object_shape *shape,
                      const struct svi_segment *segment, uint64_t upload_hash,
                      uint64_t crc, uint8_t out[SVI_TRAILER_BYTES])
{
    uint64_t words[8] = {
        MAGIC | VERSION << 32,
        upload_hash,
        segment->number | (uint64_t)segment->count << 32,
        segment->end - segment->start,
        shape->size,
        shape->generation,
        crc,
        shape->identity.object_id & UINT32_MAX,
    };
    words[7] |= (uint64_t)sv_crc32c(0, words, 60) << 32;
    memcpy(out, words, sizeof words);
}

uint64_t svi_trailer_upload(const uint8_t trailer[SVI_TRAILER_BYTES])
{
    uint64_t word;
    memcpy(&word, trailer + 8, sizeof word);
    return word;
}

uint64_t svi_trailer_crc(const uint8_t trailer[SVI_TRAILER_BYTES])
{
    uint64_t word;
    memcpy(&word, trailer + 48, sizeof word);
    return word;
}

uint64_t svi_upload_hash(const char *upload_id)
{
    uint64_t hash = 0;
    for (; *upload_id != '\0'; upload_id++)
        hash = svi_mix64(hash ^ (uint8_t)*upload_id);
    return hash == 0 ? 1 : hash;
}

void svi_object_header(const struct sv_identity *identity, uint64_t generation,
                       uint64_t unit, uint64_t words[8])
{
    const struct svi_header header = {
        .run_id = identity->run_id,
        .object_id = identity->object_id,
        .unit = unit,
        .generation = generation,
        .sequence = generation,
        .length = 1,
        .sectors = (uint16_t)(identity->unit_bytes / 512u),
        .flags = (uint8_t)((svi_zero_words(identity) > 0 ? SVI_FLAG_COMPRESS
                                                         : 0u) |
                           (svi_stamp_is_weak(identity, unit) ? SVI_FLAG_WEAK
                                                              : 0u)),
    };
    svi_header_encode(&header, words);
}

void svi_object_stamp(const struct sv_identity *identity, uint64_t generation,
                      uint64_t unit, uint32_t count, void *out)
{
    for (uint32_t i = 0; i < count; i++) {
        /* One unit at a time: its place in a write must not depend on how the
         * body was cut on its way. */
        const struct sv_stamp_write write = {
            .unit = unit + i,
            .sequence = generation,
            .unit_count = 1,
        };
        uint8_t *at = (uint8_t *)out + (uint64_t)i * identity->unit_bytes;
        (void)sv_stamp_fill(identity, &write, &generation, at);
    }
}
