/* codec_block.c -- the codecs whose libraries take a whole block at once:
 * none, snappy, LZ4 without a frame, and zstd. */
#include <errno.h>
#include <lz4.h>
#include <snappy-c.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "stor_core.h"
#include "svi_codec.h"

static const char *none_library(void) { return "none"; }

static size_t none_bound(size_t length) { return length; }

static int64_t none_compress(const struct svi_span *span, int level)
{
    (void)level;
    if (span->length > span->capacity)
        return SV_BOUND;
    memcpy(span->target, span->source, span->length);
    return (int64_t)span->length;
}

static int64_t none_decompress(const struct svi_span *span)
{
    return span->length == span->capacity ? none_compress(span, 0)
                                          : SV_DECODE;
}

const struct svi_codec svi_codec_none = {
    .library = none_library,
    .bound = none_bound,
    .compress = none_compress,
    .decompress = none_decompress,
};

/* Its version is in a header of C++ alone. */
static const char *snappy_library(void) { return "snappy"; }

static int64_t snappy_make(const struct svi_span *span, int level)
{
    (void)level;
    size_t written = span->capacity;
    const snappy_status said =
        snappy_compress((const char *)span->source, span->length,
                        (char *)span->target, &written);
    return said == SNAPPY_OK ? (int64_t)written : SV_BOUND;
}

static int64_t snappy_take(const struct svi_span *span)
{
    const char *source = (const char *)span->source;
    size_t claimed = 0;
    if (snappy_uncompressed_length(source, span->length, &claimed) !=
            SNAPPY_OK ||
        claimed != span->capacity)
        return SV_DECODE;
    return snappy_uncompress(source, span->length, (char *)span->target,
                             &claimed) == SNAPPY_OK
               ? (int64_t)claimed
               : SV_DECODE;
}

const struct svi_codec svi_codec_snappy = {
    .library = snappy_library,
    .bound = snappy_max_compressed_length,
    .compress = snappy_make,
    .decompress = snappy_take,
};

static const char *lz4_library(void) { return "lz4 " LZ4_VERSION_STRING; }

static size_t lz4_bound(size_t length)
{
    return (size_t)LZ4_compressBound((int)length);
}

static int64_t lz4_make(const struct svi_span *span, int level)
{
    (void)level;
    const int written = LZ4_compress_default(
        (const char *)span->source, (char *)span->target, (int)span->length,
        (int)span->capacity);
    return written > 0 ? written : SV_BOUND;
}

static int64_t lz4_take(const struct svi_span *span)
{
    const int made = LZ4_decompress_safe(
        (const char *)span->source, (char *)span->target, (int)span->length,
        (int)span->capacity);
    return made == (int)span->capacity ? made : SV_DECODE;
}

const struct svi_codec svi_codec_lz4 = {
    .library = lz4_library,
    .bound = lz4_bound,
    .compress = lz4_make,
    .decompress = lz4_take,
};

static const char *zstd_library(void) { return "zstd " ZSTD_VERSION_STRING; }

static int64_t zstd_make(const struct svi_span *span, int level)
{
    const size_t made = ZSTD_compress(span->target, span->capacity,
                                      span->source, span->length, level);
    if (!ZSTD_isError(made))
        return (int64_t)made;
    return ZSTD_getErrorCode(made) == ZSTD_error_memory_allocation ? -ENOMEM
                                                                   : SV_BOUND;
}

static int64_t zstd_take(const struct svi_span *span)
{
    const size_t made = ZSTD_decompress(span->target, span->capacity,
                                        span->source, span->length);
    if (ZSTD_isError(made) &&
        ZSTD_getErrorCode(made) == ZSTD_error_memory_allocation)
        return -ENOMEM;
    return !ZSTD_isError(made) && made == span->capacity ? (int64_t)made
                                                         : SV_DECODE;
}

const struct svi_codec svi_codec_zstd = {
    .library = zstd_library,
    .bound = ZSTD_compressBound,
    .compress = zstd_make,
    .decompress = zstd_take,
    .level_min = -7,
    .level_max = 22,
};
