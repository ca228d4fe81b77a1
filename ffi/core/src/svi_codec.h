/* svi_codec.h -- what each codec's file gives the table in codec.c. In: sizes
 * that were checked, and memory of at least one byte; out: as stor_codec.h. */
#ifndef SVI_CODEC_H
#define SVI_CODEC_H

#include <stddef.h>
#include <stdint.h>

struct svi_span {
    const uint8_t *source;
    size_t length;
    uint8_t *target;
    size_t capacity;
};

struct svi_codec {
    const char *(*library)(void);
    size_t (*bound)(size_t length);
    int64_t (*compress)(const struct svi_span *span, int level);
    /* Fills the whole of the target, or fails. */
    int64_t (*decompress)(const struct svi_span *span);
    int level_min, level_max;
};

extern const struct svi_codec svi_codec_brotli;
extern const struct svi_codec svi_codec_gzip;
extern const struct svi_codec svi_codec_lz4;
extern const struct svi_codec svi_codec_none;
extern const struct svi_codec svi_codec_snappy;
extern const struct svi_codec svi_codec_zstd;

#endif
