/* crc64nvme.c -- CRC-64/NVME, portable and by carry-less multiplication.
 *
 * Design. Portable: slice-by-8, with tables made from the entries of single
 * bits (svi_crc_table.h). Hardware: eight (or four wide) accumulators are each
 * carried 128 bytes ahead by two multiplications, so the multiplier never waits
 * for itself; then they are folded into one of 16 bytes, whose CRC is that of
 * all (Gopal et al., "Fast CRC Computation for Generic Polynomials Using
 * PCLMULQDQ", Intel 2009). A reflected product is short of one bit, so the
 * power to go n bits ahead is x^(n - 1).
 */
#include "svi_crc64nvme.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "svi_crc_table.h"

/* What bit j of a byte leaves behind after that byte and n zero bytes. */
#define BASIS_0                                                                \
    (0x7f6ef0c830358979u, 0xfedde190606b12f2u, 0xc962e5739841b68fu,            \
     0xa61cecb46814fe75u, 0x78e0ff3b88be6f81u, 0xf1c1fe77117cdf02u,            \
     0xd75adabd7a6e2d6fu, 0x9a6c9329ac4bc9b5u)
#define BASIS_1                                                                \
    (0x8776a97d73bddf69u, 0x3a3474a9bfec2db9u, 0x7468e9537fd85b72u,            \
     0xe8d1d2a6ffb0b6e4u, 0xe57a831ea7f6fea3u, 0xfe2c206e177a6e2du,            \
     0xc881668f76634f31u, 0xa5dbeb4db4510d09u)
#define BASIS_2                                                                \
    (0xff6e4e1f4e4038beu, 0xca05ba6dc417e217u, 0xa0d25288d0b85745u,            \
     0x757d8342f9e73de1u, 0xeafb0685f3ce7bc2u, 0xe12f2b58bf0b64efu,            \
     0xf68770e226815ab5u, 0xd9d7c79715952601u)
#define BASIS_3                                                                \
    (0x8211147cbaf96306u, 0x30fb0eaa2d655567u, 0x61f61d545acaaaceu,            \
     0xc3ec3aa8b595559cu, 0xb301530233bd3853u, 0x52db80573fede3cdu,            \
     0xa5b700ae7fdbc79au, 0x7fb7270fa7201c5fu)
#define BASIS_4                                                                \
    (0x373d15f784905d1eu, 0x6e7a2bef0920ba3cu, 0xdcf457de12417478u,            \
     0x8d3189ef7c157b9bu, 0x2eba358da0bd645du, 0x5d746b1b417ac8bau,            \
     0xbae8d63682f59174u, 0x41088a3e5d7cb183u)
#define BASIS_5                                                                \
    (0xe9742a79ef04a5d4u, 0xe63172a0869ed8c3u, 0xf8bbc31255aa22edu,            \
     0xc5aea077f3c3d6b1u, 0xbf8466bcbf103e09u, 0x4bd1eb2a26b7ef79u,            \
     0x97a3d6544d6fdef2u, 0x1b9e8afbc2482e8fu)
#define BASIS_6                                                                \
    (0xfc5d27f6bf353971u, 0xcc6369be26fde189u, 0xac1ff52f156c5079u,            \
     0x6ce6cc0d724f3399u, 0xd9cd981ae49e6732u, 0x8742166691ab5d0fu,            \
     0x3a5d0a9e7bc12975u, 0x74ba153cf78252eau)
#define BASIS_7                                                                \
    (0x21e9761e252621acu, 0x43d2ec3c4a4c4358u, 0x87a5d878949886b0u,            \
     0x3b9296a271a69e0bu, 0x77252d44e34d3c16u, 0xee4a5a89c69a782cu,            \
     0xe84d9340d5a36333u, 0xe44200d2f3d1550du)

static const uint64_t TABLES[8][256] = {
    SVI_CRC_TABLE(BASIS_0), SVI_CRC_TABLE(BASIS_1),
    SVI_CRC_TABLE(BASIS_2), SVI_CRC_TABLE(BASIS_3),
    SVI_CRC_TABLE(BASIS_4), SVI_CRC_TABLE(BASIS_5),
    SVI_CRC_TABLE(BASIS_6), SVI_CRC_TABLE(BASIS_7),
};

/* Neither end complemented. */
static uint64_t portable(uint64_t crc, const uint8_t *at, uint64_t length)
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

#if defined(__x86_64__)
#include <immintrin.h>

/* x^(n + 63) and x^(n - 1) modulo the polynomial: what the earlier and the
 * later eight bytes are multiplied with to go n bits ahead. */
#define AHEAD_128 (long long)0x21e9761e252621acu, (long long)0xeadc41fd2ba3d420u
#define AHEAD_256 (long long)0xe1e0bb9d45d7a44cu, (long long)0xb0bc2e589204f500u
#define AHEAD_1024                                                             \
    (long long)0x5f852fb61e8d92dcu, (long long)0xa1ca681e733f9c40u
#define STRIDE_BYTES 128u

#define NARROW __attribute__((target("pclmul")))
#define WIDE __attribute__((target("avx2,pclmul,vpclmulqdq")))

NARROW static __m128i ahead(__m128i bytes, __m128i powers)
{
    return _mm_xor_si128(_mm_clmulepi64_si128(bytes, powers, 0x00),
                         _mm_clmulepi64_si128(bytes, powers, 0x11));
}

/* What 16 bytes in a register and the bytes behind them leave. */
NARROW static uint64_t finish(__m128i folded, const uint8_t *at,
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

NARROW static uint64_t narrow(uint64_t crc, const uint8_t *at, uint64_t length)
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

WIDE static uint64_t wide(uint64_t crc, const uint8_t *at, uint64_t length)
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

enum svi_crc64_level svi_crc64nvme_level(void)
{
    /* 0 not asked yet, else the level and 1: asking twice does no harm. */
    static atomic_int known;
    int answer = atomic_load_explicit(&known, memory_order_relaxed);
    if (answer == 0) {
        __builtin_cpu_init();
        const bool has_narrow = __builtin_cpu_supports("pclmul");
        const bool has_wide = has_narrow && __builtin_cpu_supports("avx2") &&
                              __builtin_cpu_supports("vpclmulqdq");
        answer = 1 + (has_wide     ? SVI_CRC64_VPCLMUL
                      : has_narrow ? SVI_CRC64_PCLMUL
                                   : SVI_CRC64_PORTABLE);
        atomic_store_explicit(&known, answer, memory_order_relaxed);
    }
    return (enum svi_crc64_level)(answer - 1);
}
#else
#define STRIDE_BYTES 128u
#define narrow portable
#define wide portable

enum svi_crc64_level svi_crc64nvme_level(void)
{
    return SVI_CRC64_PORTABLE;
}
#endif

uint64_t svi_crc64nvme_at(enum svi_crc64_level level, uint64_t seed,
                          const void *bytes, uint64_t length)
{
    if (length < STRIDE_BYTES || level == SVI_CRC64_PORTABLE)
        return ~portable(~seed, bytes, length);
    if (level == SVI_CRC64_PCLMUL)
        return ~narrow(~seed, bytes, length);
    return ~wide(~seed, bytes, length);
}

uint64_t svi_crc64nvme(uint64_t seed, const void *bytes, uint64_t length)
{
    return svi_crc64nvme_at(svi_crc64nvme_level(), seed, bytes, length);
}

/* Product modulo the polynomial; the highest bit is x^0. */
static uint64_t multiply(uint64_t a, uint64_t b)
{
    uint64_t product = 0;
    for (; a != 0; a <<= 1) {
        if ((a >> 63) != 0)
            product ^= b;
        b = b >> 1 ^ ((b & 1) != 0 ? 0x9A6C9329AC4BC9B5u : 0u);
    }
    return product;
}

uint64_t svi_crc64nvme_join(uint64_t first, uint64_t second, uint64_t length)
{
    uint64_t power = (uint64_t)1 << 55; /* x^8, then its squares */
    for (; length != 0; length >>= 1) {
        if ((length & 1) != 0)
            first = multiply(first, power);
        power = multiply(power, power);
    }
    return first ^ second;
}
