/* codec.c -- the table of codecs, and what is checked for all of them. */
#include "stor_core.h"
#include "svi_codec.h"

static const struct svi_codec *const CODECS[] = {
    [SV_CODEC_NONE] = &svi_codec_none,
    [SV_CODEC_SNAPPY] = &svi_codec_snappy,
    [SV_CODEC_GZIP] = &svi_codec_gzip,
    [SV_CODEC_BROTLI] = &svi_codec_brotli,
    [SV_CODEC_ZSTD] = &svi_codec_zstd,
    [SV_CODEC_LZ4_RAW] = &svi_codec_lz4,
};

/* Libraries may not be handed NULL, which an empty array can be. */
static uint8_t nothing[1];

static const struct svi_codec *find(uint32_t codec)
{
    return codec < sizeof CODECS / sizeof CODECS[0] ? CODECS[codec] : NULL;
}

static struct svi_span span_of(const void *source, uint64_t length,
                               void *target, uint64_t capacity)
{
    return (struct svi_span){
        .source = length == 0 ? nothing : source,
        .length = (size_t)length,
        .target = capacity == 0 ? nothing : target,
        .capacity = (size_t)capacity,
    };
}

const char *sv_codec_library(uint32_t codec)
{
    const struct svi_codec *found = find(codec);
    return found == NULL ? NULL : found->library();
}

int64_t sv_codec_bound(uint32_t codec, uint64_t length)
{
    const struct svi_codec *found = find(codec);
    if (found == NULL)
        return SV_LAYOUT;
    if (length > SV_CODEC_BYTES_MAX)
        return SV_BOUND;
    return (int64_t)found->bound((size_t)length);
}

int64_t sv_codec_compress(uint32_t codec, int32_t level, const void *source,
                          uint64_t length, void *target, uint64_t capacity)
{
    const struct svi_codec *found = find(codec);
    if (found == NULL || level < found->level_min || level > found->level_max)
        return SV_LAYOUT;
    if (length > SV_CODEC_BYTES_MAX)
        return SV_BOUND;
    if (capacity > INT32_MAX)
        capacity = INT32_MAX;
    const struct svi_span span = span_of(source, length, target, capacity);
    return found->compress(&span, level);
}

int64_t sv_codec_decompress(uint32_t codec, const void *source,
                            uint64_t length, void *target, uint64_t expected)
{
    const struct svi_codec *found = find(codec);
    if (found == NULL)
        return SV_LAYOUT;
    if (length > INT32_MAX || expected > SV_CODEC_BYTES_MAX)
        return SV_BOUND;
    const struct svi_span span = span_of(source, length, target, expected);
    return found->decompress(&span);
}
