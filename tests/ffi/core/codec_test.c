/* codec_test.c -- codecs: what was compressed comes back, and whatever else is
 * handed in gives a status and touches no byte beyond. */
#include "stor_core.h"

#include <string.h>

#include "expect.h"
#include "svi_random.h"

#define PLAIN_BYTES 40000u
#define ROOM_BYTES (3 * PLAIN_BYTES)

static const uint32_t CODECS[] = {SV_CODEC_NONE,   SV_CODEC_SNAPPY,
                                  SV_CODEC_GZIP,   SV_CODEC_BROTLI,
                                  SV_CODEC_ZSTD,   SV_CODEC_LZ4_RAW};
#define CODEC_COUNT (sizeof CODECS / sizeof CODECS[0])

static uint8_t plain[PLAIN_BYTES];
static struct svi_random random_state;

static int32_t level_of(uint32_t codec)
{
    return codec == SV_CODEC_GZIP || codec == SV_CODEC_ZSTD ||
                   codec == SV_CODEC_BROTLI
               ? 3
               : 0;
}

/* On the heap and of the exact size, so that the sanitizer sees a byte more. */
static uint8_t *exactly(uint64_t bytes)
{
    uint8_t *memory = malloc(bytes == 0 ? 1 : bytes);
    EXPECT(memory != NULL);
    return memory;
}

static int64_t squeeze(uint32_t codec, uint64_t length, uint8_t **out)
{
    const int64_t bound = sv_codec_bound(codec, length);
    EXPECT(bound >= 0);
    *out = exactly((uint64_t)bound);
    return sv_codec_compress(codec, level_of(codec), plain, length, *out,
                             (uint64_t)bound);
}

static void all_comes_back(uint32_t codec)
{
    static const uint64_t LENGTHS[] = {0, 1, 2, 15, 100, 4096, PLAIN_BYTES};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        const uint64_t length = LENGTHS[i];
        uint8_t *small = NULL, *back = exactly(length);
        const int64_t made = squeeze(codec, length, &small);
        EXPECT(made >= 0);
        EXPECT_EQ(sv_codec_decompress(codec, small, (uint64_t)made, back,
                                      length),
                  length);
        EXPECT(memcmp(back, plain, length) == 0);
        free(small);
        free(back);
    }
}

static void another_size_is_refused(uint32_t codec)
{
    uint8_t *small = NULL;
    const int64_t made = squeeze(codec, 1000, &small);
    for (uint64_t size = 0; size < 2000; size += size == 999 ? 2 : 111) {
        uint8_t *back = exactly(size);
        EXPECT_EQ(sv_codec_decompress(codec, small, (uint64_t)made, back, size),
                  SV_DECODE);
        free(back);
    }
    free(small);
}

static void a_cut_or_longer_source_is_refused(uint32_t codec)
{
    uint8_t *small = NULL, *back = exactly(5000);
    const int64_t made = squeeze(codec, 5000, &small);
    for (int64_t cut = 0; cut < made; cut += 1 + made / 50) {
        uint8_t *part = exactly((uint64_t)cut);
        memcpy(part, small, (size_t)cut);
        EXPECT_EQ(sv_codec_decompress(codec, part, (uint64_t)cut, back, 5000),
                  SV_DECODE);
        free(part);
    }
    uint8_t *longer = exactly((uint64_t)made + 3);
    memcpy(longer, small, (size_t)made);
    memset(longer + made, 0xEE, 3);
    EXPECT_EQ(sv_codec_decompress(codec, longer, (uint64_t)made + 3, back,
                                  5000),
              SV_DECODE);
    free(longer);
    free(back);
    free(small);
}

static void flipped_bits_and_noise_do_no_harm(uint32_t codec)
{
    uint8_t *small = NULL, *back = exactly(5000);
    const int64_t made = squeeze(codec, 5000, &small);
    for (int round = 0; round < 2000; round++) {
        const uint64_t bit =
            svi_random_below(&random_state, (uint64_t)made * 8);
        small[bit / 8] = (uint8_t)(small[bit / 8] ^ 1u << bit % 8);
        const int64_t said =
            sv_codec_decompress(codec, small, (uint64_t)made, back, 5000);
        EXPECT(said == 5000 || said == SV_DECODE);
        small[bit / 8] = (uint8_t)(small[bit / 8] ^ 1u << bit % 8);
    }
    for (int round = 0; round < 500; round++) {
        const uint64_t length = svi_random_below(&random_state, 64);
        uint8_t *noise = exactly(length);
        for (uint64_t i = 0; i < length; i++)
            noise[i] = (uint8_t)svi_random_next(&random_state);
        const int64_t said =
            sv_codec_decompress(codec, noise, length, back, 5000);
        EXPECT(said == 5000 || said == SV_DECODE);
        free(noise);
    }
    free(back);
    free(small);
}

static void too_little_room_is_told(uint32_t codec)
{
    uint8_t *small = NULL;
    const int64_t made = squeeze(codec, PLAIN_BYTES, &small);
    for (int64_t room = 0; room < made; room += 1 + made / 20) {
        uint8_t *narrow = exactly((uint64_t)room);
        EXPECT_EQ(sv_codec_compress(codec, level_of(codec), plain, PLAIN_BYTES,
                                    narrow, (uint64_t)room),
                  SV_BOUND);
        free(narrow);
    }
    free(small);
}

/* A gigabyte of zeros in a megabyte or less, where 100 bytes are expected. */
static void bombs_end_at_the_expected_size(void)
{
    const uint64_t bytes = 64u << 20;
    uint8_t *zeros = calloc(1, bytes), back[100];
    EXPECT(zeros != NULL);
    for (size_t i = 1; i < CODEC_COUNT; i++) {
        const int64_t bound = sv_codec_bound(CODECS[i], bytes);
        uint8_t *bomb = exactly((uint64_t)bound);
        const int64_t made =
            sv_codec_compress(CODECS[i], level_of(CODECS[i]) / 3, zeros, bytes,
                              bomb, (uint64_t)bound);
        EXPECT(made > 0 && (uint64_t)made < bytes / 10);
        EXPECT_EQ(sv_codec_decompress(CODECS[i], bomb, (uint64_t)made, back,
                                      sizeof back),
                  SV_DECODE);
        free(bomb);
    }
    free(zeros);
}

static void gzip_takes_members_and_the_frame_of_zlib(void)
{
    uint8_t *small = NULL, back[2000];
    const uint64_t made = (uint64_t)squeeze(SV_CODEC_GZIP, 1000, &small);
    uint8_t *twice = exactly(2 * made);
    memcpy(twice, small, made);
    memcpy(twice + made, small, made);
    EXPECT_EQ(sv_codec_decompress(SV_CODEC_GZIP, twice, 2 * made, back, 2000),
              2000);
    EXPECT(memcmp(back, plain, 1000) == 0);
    EXPECT(memcmp(back + 1000, plain, 1000) == 0);
    static const uint8_t ZLIB[] = {0x78, 0x9c, 0x4b, 0x04, 0x00,
                                   0x00, 0x62, 0x00, 0x62};
    EXPECT_EQ(sv_codec_decompress(SV_CODEC_GZIP, ZLIB, sizeof ZLIB, back, 1),
              1);
    EXPECT_EQ(back[0], 'a');
    free(twice);
    free(small);
}

static void what_cannot_be_is_refused(void)
{
    uint8_t byte = 0;
    static const uint32_t NONE[] = {3, 5, 8, 1000, UINT32_MAX};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        EXPECT(sv_codec_library(NONE[i]) == NULL);
        EXPECT_EQ(sv_codec_bound(NONE[i], 1), SV_LAYOUT);
        EXPECT_EQ(sv_codec_compress(NONE[i], 0, &byte, 1, &byte, 1), SV_LAYOUT);
        EXPECT_EQ(sv_codec_decompress(NONE[i], &byte, 1, &byte, 1), SV_LAYOUT);
    }
    EXPECT_EQ(sv_codec_compress(SV_CODEC_ZSTD, 23, &byte, 1, &byte, 1),
              SV_LAYOUT);
    EXPECT_EQ(sv_codec_compress(SV_CODEC_GZIP, 0, &byte, 1, &byte, 1),
              SV_LAYOUT);
    EXPECT_EQ(sv_codec_compress(SV_CODEC_LZ4_RAW, 1, &byte, 1, &byte, 1),
              SV_LAYOUT);
    for (size_t i = 0; i < CODEC_COUNT; i++) {
        const uint64_t most = SV_CODEC_BYTES_MAX;
        EXPECT(sv_codec_library(CODECS[i]) != NULL);
        EXPECT(sv_codec_bound(CODECS[i], most) >= (int64_t)most);
        EXPECT_EQ(sv_codec_bound(CODECS[i], most + 1), SV_BOUND);
        EXPECT_EQ(sv_codec_decompress(CODECS[i], &byte, 1, &byte, most + 1),
                  SV_BOUND);
    }
}

int main(void)
{
    svi_random_seed(&random_state, 6);
    /* Words that come again, and a stretch that nothing makes smaller. */
    for (uint32_t i = 0; i < PLAIN_BYTES; i++)
        plain[i] = i % 5000 < 3000
                       ? (uint8_t)"storage "[svi_random_below(&random_state, 8)]
                       : (uint8_t)svi_random_next(&random_state);
    for (size_t i = 0; i < CODEC_COUNT; i++) {
        all_comes_back(CODECS[i]);
        another_size_is_refused(CODECS[i]);
        a_cut_or_longer_source_is_refused(CODECS[i]);
        flipped_bits_and_noise_do_no_harm(CODECS[i]);
        too_little_room_is_told(CODECS[i]);
    }
    bombs_end_at_the_expected_size();
    gzip_takes_members_and_the_frame_of_zlib();
    what_cannot_be_is_refused();
    return 0;
}
