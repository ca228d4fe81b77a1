/* crc32c.c -- CRC-32C (Castagnoli, reflected, polynomial 0x82F63B78).
 *
 * Design. Portable: slice-by-8 (Kounavis and Berry 2005), with tables made from
 * 64 constants (svi_crc_table.h). Hardware: crc32q takes one word per cycle but
 * answers after three, so three blocks run side by side; each is carried over
 * the length of the next ones by a carry-less multiplication with
 * x^(8 length - 33) (Gopal et al., Intel 2011). The 33 undoes the x^32 of the
 * crc32q that reduces the product and the one bit that a reflected product is
 * short of 64.
 */
#include "svi_crc32c.h"

#include <stdatomic.h>
#include <string.h>

#include "stor_core.h"
#include "svi_crc_table.h"

/* What bit j of a byte leaves behind after that byte and `table` zero bytes:
 * x^(31 - j + 8 (table + 1)) modulo the polynomial. */
#define BASIS_0 (0xf26b8303u, 0xe13b70f7u, 0xc79a971fu, 0x8ad958cfu,           \
                 0x105ec76fu, 0x20bd8edeu, 0x417b1dbcu, 0x82f63b78u)
#define BASIS_1 (0x13a29877u, 0x274530eeu, 0x4e8a61dcu, 0x9d14c3b8u,           \
                 0x3fc5f181u, 0x7f8be302u, 0xff17c604u, 0xfbc3faf9u)
#define BASIS_2 (0xa541927eu, 0x4f6f520du, 0x9edea41au, 0x38513ec5u,           \
                 0x70a27d8au, 0xe144fb14u, 0xc76580d9u, 0x8b277743u)
#define BASIS_3 (0xdd45aab8u, 0xbf672381u, 0x7b2231f3u, 0xf64463e6u,           \
                 0xe964b13du, 0xd725148bu, 0xaba65fe7u, 0x52a0c93fu)
#define BASIS_4 (0x38116facu, 0x7022df58u, 0xe045beb0u, 0xc5670b91u,           \
                 0x8f2261d3u, 0x1ba8b557u, 0x37516aaeu, 0x6ea2d55cu)
#define BASIS_5 (0xef306b19u, 0xdb8ca0c3u, 0xb2f53777u, 0x6006181fu,           \
                 0xc00c303eu, 0x85f4168du, 0x0e045bebu, 0x1c08b7d6u)
#define BASIS_6 (0x68032cc8u, 0xd0065990u, 0xa5e0c5d1u, 0x4e2dfd53u,           \
                 0x9c5bfaa6u, 0x3d5b83bdu, 0x7ab7077au, 0xf56e0ef4u)
#define BASIS_7 (0x493c7d27u, 0x9278fa4eu, 0x211d826du, 0x423b04dau,           \
                 0x847609b4u, 0x0d006599u, 0x1a00cb32u, 0x34019664u)

static const uint32_t TABLES[8][256] = {
    SVI_CRC_TABLE(BASIS_0), SVI_CRC_TABLE(BASIS_1),
    SVI_CRC_TABLE(BASIS_2), SVI_CRC_TABLE(BASIS_3),
    SVI_CRC_TABLE(BASIS_4), SVI_CRC_TABLE(BASIS_5),
    SVI_CRC_TABLE(BASIS_6), SVI_CRC_TABLE(BASIS_7),
};

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "SV1 is little endian and is read and written in place");

static uint64_t load64(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

uint32_t svi_crc32c_portable(uint32_t seed, const void *bytes, uint64_t length)
{
    const uint8_t *at = bytes;
    uint32_t crc = ~seed;
    for (; length >= 8; length -= 8, at += 8) {
        const uint64_t w = load64(at) ^ crc;
        crc = TABLES[7][w & 255] ^ TABLES[6][w >> 8 & 255] ^
              TABLES[5][w >> 16 & 255] ^ TABLES[4][w >> 24 & 255] ^
              TABLES[3][w >> 32 & 255] ^ TABLES[2][w >> 40 & 255] ^
              TABLES[1][w >> 48 & 255] ^ TABLES[0][w >> 56];
    }
    for (; length > 0; length--, at++)
        crc = crc >> 8 ^ TABLES[0][(crc ^ *at) & 255];
    return ~crc;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define HARDWARE __attribute__((target("sse4.2,pclmul")))

/* Two block sizes: the long one hides the cost of joining three blocks, the
 * short one leaves less to the tail. */
#define LONG_BYTES 4096u
#define SHORT_BYTES 256u
/* x^(8 n - 33) modulo the polynomial, n = one and two blocks. */
#define LONG_ONE 0x82f89c77u
#define LONG_TWO 0x54a86326u
#define SHORT_ONE 0xb9e02b86u
#define SHORT_TWO 0xdd7e3b0cu

HARDWARE static uint64_t carry(uint64_t crc, uint32_t power)
{
    const __m128i product = _mm_clmulepi64_si128(
        _mm_cvtsi64_si128((long long)crc), _mm_cvtsi32_si128((int)power), 0);
    return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(product));
}

HARDWARE static uint64_t three_blocks(uint64_t crc, const uint8_t *at,
                                      uint64_t block_bytes)
{
    const int is_long = block_bytes == LONG_BYTES;
    uint64_t a = crc, b = 0, c = 0;
    for (uint64_t i = 0; i < block_bytes; i += 8) {
        a = _mm_crc32_u64(a, load64(at + i));
        b = _mm_crc32_u64(b, load64(at + block_bytes + i));
        c = _mm_crc32_u64(c, load64(at + 2 * block_bytes + i));
    }
    return carry(a, is_long ? LONG_TWO : SHORT_TWO) ^
           carry(b, is_long ? LONG_ONE : SHORT_ONE) ^ c;
}

HARDWARE uint32_t svi_crc32c_hardware(uint32_t seed, const void *bytes,
                                      uint64_t length)
{
    const uint8_t *at = bytes;
    uint64_t crc = ~seed;
    for (; length >= 3 * LONG_BYTES; length -= 3 * LONG_BYTES) {
        crc = three_blocks(crc, at, LONG_BYTES);
        at += 3 * LONG_BYTES;
    }
    for (; length >= 3 * SHORT_BYTES; length -= 3 * SHORT_BYTES) {
        crc = three_blocks(crc, at, SHORT_BYTES);
        at += 3 * SHORT_BYTES;
    }
    for (; length >= 8; length -= 8, at += 8)
        crc = _mm_crc32_u64(crc, load64(at));
    for (; length > 0; length--, at++)
        crc = _mm_crc32_u8((uint32_t)crc, *at);
    return ~(uint32_t)crc;
}

HARDWARE static uint32_t header_hardware(const uint64_t words[8])
{
    uint64_t crc = UINT32_MAX;
    for (int i = 0; i < 7; i++)
        crc = _mm_crc32_u64(crc, words[i]);
    return ~_mm_crc32_u32((uint32_t)crc, (uint32_t)words[7]);
}

bool svi_crc32c_has_hardware(void)
{
    /* 0 not asked yet, 1 no, 2 yes: asking is idempotent, so racing is fine. */
    static atomic_int known;
    int answer = atomic_load_explicit(&known, memory_order_relaxed);
    if (answer == 0) {
        __builtin_cpu_init();
        answer = __builtin_cpu_supports("sse4.2") &&
                         __builtin_cpu_supports("pclmul")
                     ? 2
                     : 1;
        atomic_store_explicit(&known, answer, memory_order_relaxed);
    }
    return answer == 2;
}
#else
bool svi_crc32c_has_hardware(void) { return false; }

uint32_t svi_crc32c_hardware(uint32_t seed, const void *bytes, uint64_t length)
{
    return svi_crc32c_portable(seed, bytes, length);
}

static uint32_t header_hardware(const uint64_t words[8])
{
    return svi_crc32c_portable(0, words, 60);
}
#endif

uint32_t svi_crc32c_header(const uint64_t words[8])
{
    return svi_crc32c_has_hardware() ? header_hardware(words)
                                     : svi_crc32c_portable(0, words, 60);
}

uint32_t sv_crc32c(uint32_t seed, const void *bytes, uint64_t length)
{
    return svi_crc32c_has_hardware()
               ? svi_crc32c_hardware(seed, bytes, length)
               : svi_crc32c_portable(seed, bytes, length);
}
