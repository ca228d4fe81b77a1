/* codec_stream.c -- the codecs whose libraries know streams: gzip and brotli.
 * A source that goes on after its end is refused, as one that ends early is. */
#include <brotli/decode.h>
#include <brotli/encode.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "stor_core.h"
#include "svi_codec.h"

#define GZIP_WINDOW (15 + 16)   /* the largest, with gzip's own frame */
#define EITHER_WINDOW (15 + 32) /* of zlib or gzip: files have both */
#define BROTLI_WINDOW 22        /* brotli's own default */

static const char *gzip_library(void) { return "zlib " ZLIB_VERSION; }

/* As deflateBound() of a gzip frame with 15 bits and a memory level of 8. */
static size_t gzip_bound(size_t length)
{
    return length + (length >> 12) + (length >> 14) + (length >> 25) + 31;
}

static int64_t gzip_compress(const struct svi_span *span, int level)
{
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, level, Z_DEFLATED, GZIP_WINDOW, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return -ENOMEM;
    /* zlib's own lack of const; it only reads. */
    stream.next_in = (Bytef *)(uintptr_t)span->source;
    stream.avail_in = (uInt)span->length;
    stream.next_out = span->target;
    stream.avail_out = (uInt)span->capacity;
    const int said = deflate(&stream, Z_FINISH);
    const int64_t written = (int64_t)stream.total_out;
    (void)deflateEnd(&stream);
    return said == Z_STREAM_END ? written : SV_BOUND;
}

/* Members follow each other, as RFC 1952 allows and as some writers do. */
static int64_t gzip_decompress(const struct svi_span *span)
{
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    stream.next_in = (Bytef *)(uintptr_t)span->source;
    stream.avail_in = (uInt)span->length;
    if (inflateInit2(&stream, EITHER_WINDOW) != Z_OK)
        return -ENOMEM;
    stream.next_out = span->target;
    stream.avail_out = (uInt)span->capacity;
    int said;
    do {
        said = inflate(&stream, Z_FINISH);
    } while (said == Z_STREAM_END && stream.avail_in > 0 &&
             inflateReset(&stream) == Z_OK);
    const bool is_whole = said == Z_STREAM_END && stream.avail_out == 0;
    (void)inflateEnd(&stream);
    if (said == Z_MEM_ERROR)
        return -ENOMEM;
    return is_whole ? (int64_t)span->capacity : SV_DECODE;
}

const struct svi_codec svi_codec_gzip = {
    .library = gzip_library,
    .bound = gzip_bound,
    .compress = gzip_compress,
    .decompress = gzip_decompress,
    .level_min = 1,
    .level_max = 9,
};

static const char *brotli_library(void)
{
    static _Thread_local char text[32];
    const uint32_t version = BrotliDecoderVersion();
    (void)snprintf(text, sizeof text, "brotli %u.%u.%u", version >> 24,
                   version >> 12 & 0xfffu, version & 0xfffu);
    return text;
}

static int64_t brotli_compress(const struct svi_span *span, int level)
{
    size_t written = span->capacity;
    return BrotliEncoderCompress(level, BROTLI_WINDOW, BROTLI_MODE_GENERIC,
                                 span->length, span->source, &written,
                                 span->target)
               ? (int64_t)written
               : SV_BOUND;
}

static int64_t brotli_decompress(const struct svi_span *span)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (state == NULL)
        return -ENOMEM;
    const uint8_t *next_in = span->source;
    uint8_t *next_out = span->target;
    size_t left_in = span->length, left_out = span->capacity;
    const BrotliDecoderResult said = BrotliDecoderDecompressStream(
        state, &left_in, &next_in, &left_out, &next_out, NULL);
    BrotliDecoderDestroyInstance(state);
    return said == BROTLI_DECODER_RESULT_SUCCESS && left_in == 0 &&
                   left_out == 0
               ? (int64_t)span->capacity
               : SV_DECODE;
}

const struct svi_codec svi_codec_brotli = {
    .library = brotli_library,
    .bound = BrotliEncoderMaxCompressedSize,
    .compress = brotli_compress,
    .decompress = brotli_decompress,
    .level_min = 0,
    .level_max = 11,
};
