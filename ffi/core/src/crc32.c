/* crc32.c -- the CRC-32 of gzip, portable and by carry-less multiplication.
 *
 * Design. As crc64nvme.c: slice-by-8 from tables that the compiler makes; with
 * hardware, eight (or four wide) accumulators carried 128 bytes ahead, then
 * folded into one of 16 bytes, whose CRC is that of all.
 */
#include "svi_crc32.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "stor_core.h"
#include "svi_crc_table.h"

/* What bit j of a byte leaves behind after that byte and n zero bytes. */
#define BASIS_0                                                                \
    (0x77073096u, 0xee0e612cu, 0x076dc419u, 0x0edb8832u,                       \
     0x1db71064u, 0x3b6e20c8u, 0x76dc4190u, 0xedb88320u)
#define BASIS_1                                                                \
    (0x191b3141u, 0x32366282u, 0x646cc504u, 0xc8d98a08u,                       \
     0x4ac21251u, 0x958424a2u, 0xf0794f05u, 0x3b83984bu)
#define BASIS_2                                                                \
    (0x01c26a37u, 0x0384d46eu, 0x0709a8dcu, 0x0e1351b8u,                       \
     0x1c26a370u, 0x384d46e0u, 0x709a8dc0u, 0xe1351b80u)
#define BASIS_3                                                                \
    (0xb8bc6765u, 0xaa09c88bu, 0x8f629757u, 0xc5b428efu,                       \
     0x5019579fu, 0xa032af3eu, 0x9b14583du, 0xed59b63bu)
#define BASIS_4                                                                \
    (0x3d6029b0u, 0x7ac05360u, 0xf580a6c0u, 0x30704bc1u,                       \
     0x60e09782u, 0xc1c12f04u, 0x58f35849u, 0xb1e6b092u)
#define BASIS_5                                                                \
    (0xcb5cd3a5u, 0x4dc8a10bu, 0x9b914216u, 0xec53826du,                       \
     0x03d6029bu, 0x07ac0536u, 0x0f580a6cu, 0x1eb014d8u)
#define BASIS_6                                                                \
    (0xa6770bb4u, 0x979f1129u, 0xf44f2413u, 0x33ef4e67u,                       \
     0x67de9cceu, 0xcfbd399cu, 0x440b7579u, 0x8816eaf2u)
#define BASIS_7                                                                \
    (0xccaa009eu, 0x4225077du, 0x844a0efau, 0xd3e51bb5u,                       \
     0x7cbb312bu, 0xf9766256u, 0x299dc2edu, 0x533b85dau)

static const uint32_t TABLES[8][256] = {
    SVI_CRC_TABLE(BASIS_0), SVI_CRC_TABLE(BASIS_1),
    SVI_CRC_TABLE(BASIS_2), SVI_CRC_TABLE(BASIS_3),
    SVI_CRC_TABLE(BASIS_4), SVI_CRC_TABLE(BASIS_5),
    SVI_CRC_TABLE(BASIS_6), SVI_CRC_TABLE(BASIS_7),
};

/* Neither end complemented. */
static uint32_t portable(uint32_t crc, const uint8_t *at, uint64_t length)
{
    for (; length >= 8; length -= 8, at += 8) {
        uint64_t w;
        memcpy(&w, at, sizeof w);
        w ^= crc;
        crc = TABLES[7][w & 255] ^ TABLES[6][w >> 8 & 255] ^
              TABLES[5][w >> 16 & 255] ^ TABLES[4][w >> 24 & 255] ^
              TABLES[3][w >> 32 & 255] ^ TABLES[2][w >> 40 & 255] ^
              TABLES[1][w >> 48 & 255] ^ TABLES[0][w >> 56];
    }
    for (; length > 0; length--, at++)
        crc = crc >> 8 ^ TABLES[0][(crc ^ *at) & 255];
    return crc;
}

#define STRIDE_BYTES 128u

#if defined(__x86_64__)
#include <immintrin.h>

/* x^(n - 32) and x^(n + 32) modulo the polynomial, reflected: what the later
 * and the earlier eight bytes are multiplied with to go n bits ahead. */
#define AHEAD_128 0x0ccaa009e, 0x1751997d0
#define AHEAD_256 0x15a546366, 0x0f1da05aa
#define AHEAD_1024 0x14a7fe880, 0x1e88ef372

#define NARROW __attribute__((target("pclmul")))
#define WIDE __attribute__((target("avx2,pclmul,vpclmulqdq")))

NARROW static __m128i ahead(__m128i bytes, __m128i powers)
{
    return _mm_xor_si128(_mm_clmulepi64_si128(bytes, powers, 0x00),
                         _mm_clmulepi64_si128(bytes, powers, 0x11));
}

/* What 16 bytes in a register and the bytes behind them leave. */
NARROW static uint32_t finish(__m128i folded, const uint8_t *at,
                              uint64_t length)
{
    const __m128i powers = _mm_set_epi64x(AHEAD_128);
    for (; length >= 16; length -= 16, at += 16)
        folded =
            _mm_xor_si128(ahead(folded, powers),
                          _mm_loadu_si128((const __m128i *)(const void *)at));
    uint8_t last[16];
    _mm_storeu_si128((__m128i *)(void *)last, folded);
    return portable(portable(0, last, sizeof last), at, length);
}

NARROW static uint32_t narrow(uint32_t crc, const uint8_t *at, uint64_t length)
{
    const __m128i powers = _mm_set_epi64x(AHEAD_1024);
    __m128i sums[8];
    for (uint32_t i = 0; i < 8; i++)
        sums[i] = _mm_loadu_si128((const __m128i *)(const void *)at + i);
    sums[0] = _mm_xor_si128(sums[0], _mm_cvtsi64_si128((long long)crc));
    for (at += STRIDE_BYTES, length -= STRIDE_BYTES; length >= STRIDE_BYTES;
         at += STRIDE_BYTES, length -= STRIDE_BYTES)
        for (uint32_t i = 0; i < 8; i++)
            sums[i] = _mm_xor_si128(
                ahead(sums[i], powers),
                _mm_loadu_si128((const __m128i *)(const void *)at + i));
    const __m128i next = _mm_set_epi64x(AHEAD_128);
    for (uint32_t i = 1; i < 8; i++)
        sums[i] = _mm_xor_si128(ahead(sums[i - 1], next), sums[i]);
    return finish(sums[7], at, length);
}

WIDE static __m256i ahead_wide(__m256i bytes, __m256i powers)
{
    return _mm256_xor_si256(_mm256_clmulepi64_epi128(bytes, powers, 0x00),
                            _mm256_clmulepi64_epi128(bytes, powers, 0x11));
}

WIDE static uint32_t wide(uint32_t crc, const uint8_t *at, uint64_t length)
{
    const __m256i powers =
        _mm256_broadcastsi128_si256(_mm_set_epi64x(AHEAD_1024));
    __m256i sums[4];
    for (uint32_t i = 0; i < 4; i++)
        sums[i] = _mm256_loadu_si256((const __m256i *)(const void *)at + i);
    sums[0] = _mm256_xor_si256(
        sums[0], _mm256_zextsi128_si256(_mm_cvtsi64_si128((long long)crc)));
    for (at += STRIDE_BYTES, length -= STRIDE_BYTES; length >= STRIDE_BYTES;
         at += STRIDE_BYTES, length -= STRIDE_BYTES)
        for (uint32_t i = 0; i < 4; i++)
            sums[i] = _mm256_xor_si256(
                ahead_wide(sums[i], powers),
                _mm256_loadu_si256((const __m256i *)(const void *)at + i));
    const __m256i next =
        _mm256_broadcastsi128_si256(_mm_set_epi64x(AHEAD_256));
    for (uint32_t i = 1; i < 4; i++)
        sums[i] = _mm256_xor_si256(ahead_wide(sums[i - 1], next), sums[i]);
    const __m128i joined =
        _mm_xor_si128(ahead(_mm256_castsi256_si128(sums[3]),
                            _mm_set_epi64x(AHEAD_128)),
                      _mm256_extracti128_si256(sums[3], 1));
    return finish(joined, at, length);
}

enum svi_crc32_level svi_crc32_level(void)
{
    /* 0 not asked yet, else the level and 1: asking twice does no harm. */
    static atomic_int known;
    int answer = atomic_load_explicit(&known, memory_order_relaxed);
    if (answer == 0) {
        __builtin_cpu_init();
        const bool has_narrow = __builtin_cpu_supports("pclmul");
        const bool has_wide = has_narrow && __builtin_cpu_supports("avx2") &&
                              __builtin_cpu_supports("vpclmulqdq");
        answer = 1 + (has_wide     ? SVI_CRC32_VPCLMUL
                      : has_narrow ? SVI_CRC32_PCLMUL
                                   : SVI_CRC32_PORTABLE);
        atomic_store_explicit(&known, answer, memory_order_relaxed);
    }
    return (enum svi_crc32_level)(answer - 1);
}
#else
#define narrow portable
#define wide portable

enum svi_crc32_level svi_crc32_level(void) { return SVI_CRC32_PORTABLE; }
#endif

uint32_t svi_crc32_at(enum svi_crc32_level level, uint32_t seed,
                      const void *bytes, uint64_t length)
{
    if (length < STRIDE_BYTES || level == SVI_CRC32_PORTABLE)
        return ~portable(~seed, bytes, length);
    if (level == SVI_CRC32_PCLMUL)
        return ~narrow(~seed, bytes, length);
    return ~wide(~seed, bytes, length);
}

uint32_t sv_crc32(uint32_t seed, const void *bytes, uint64_t length)
{
    return svi_crc32_at(svi_crc32_level(), seed, bytes, length);
}
