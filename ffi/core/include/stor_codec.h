/* stor_codec.h -- the part of stor_core.h that makes bytes fewer and gives them
 * back, by the codecs' own libraries. Include stor_core.h, which includes this;
 * the rules of that header hold here too.
 *
 * Nothing is kept between calls, so that any thread may make any call.
 */
#ifndef STOR_CODEC_H
#define STOR_CODEC_H

/* Numbers of Parquet's CompressionCodec. LZO (3) has no library that is kept,
 * and LZ4 (5) is a framing that nobody should write again. */
enum sv_codec {
    SV_CODEC_NONE = 0,
    SV_CODEC_SNAPPY = 1,
    SV_CODEC_GZIP = 2,
    SV_CODEC_BROTLI = 4,
    SV_CODEC_ZSTD = 6,
    SV_CODEC_LZ4_RAW = 7
};
/* More bytes than this go in or out of no call: sizes of Parquet are int32. */
#define SV_CODEC_BYTES_MAX 2113929216u

/* The library behind `codec` and its version, as "zstd 1.5.4"; NULL: there is
 * no such codec. */
SV_API const char *sv_codec_library(uint32_t codec);

/* Room that `length` bytes can need when compressed. SV_LAYOUT: no such codec;
 * SV_BOUND: too many bytes. */
SV_API int64_t sv_codec_bound(uint32_t codec, uint64_t length);

/* Compresses `length` bytes into `target`; returns how many it wrote.
 *   level  zstd -7 to 22, gzip 1 to 9, brotli 0 to 11; 0 for the others
 * SV_LAYOUT: no such codec or level; SV_BOUND: `capacity` is too little (never
 * with sv_codec_bound()); -ENOMEM. */
SV_API int64_t sv_codec_compress(uint32_t codec, int32_t level,
                                 const void *source, uint64_t length,
                                 void *target, uint64_t capacity);

/* Gives back exactly `expected` bytes in `target`, and returns that number. No
 * byte beyond is written, whatever `source` claims.
 * SV_DECODE: not made by this codec, damaged, or of another size. */
SV_API int64_t sv_codec_decompress(uint32_t codec, const void *source,
                                   uint64_t length, void *target,
                                   uint64_t expected);

/* The CRC-32 of gzip and of Parquet's pages, continued from `seed` (0 first).
 * Not sv_crc32c(). */
SV_API uint32_t sv_crc32(uint32_t seed, const void *bytes, uint64_t length);

#endif
