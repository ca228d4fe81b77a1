/* md5.c -- MD5 block by block; see RFC 1321 for the steps and their names. */
#include "svi_md5.h"

#include <string.h>

/* floor(2^32 |sin(i + 1)|) */
static const uint32_t SINES[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf,
    0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af,
    0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e,
    0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa,
    0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6,
    0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122,
    0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039,
    0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97,
    0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d,
    0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
static const uint8_t TURNS[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static void take_block(struct svi_md5 *md5, const uint8_t *block)
{
    uint32_t words[16], a = md5->state[0], b = md5->state[1];
    uint32_t c = md5->state[2], d = md5->state[3];
    memcpy(words, block, sizeof words); /* little endian, as this core is */
    for (uint32_t i = 0; i < 64; i++) {
        const uint32_t round = i / 16;
        uint32_t mix = (b & c) | (~b & d), at = i;
        if (round == 1) {
            mix = (d & b) | (~d & c);
            at = 5 * i + 1;
        } else if (round == 2) {
            mix = b ^ c ^ d;
            at = 3 * i + 5;
        } else if (round == 3) {
            mix = c ^ (b | ~d);
            at = 7 * i;
        }
        const uint32_t sum = a + mix + SINES[i] + words[at % 16];
        const uint32_t turn = TURNS[round][i % 4];
        a = d;
        d = c;
        c = b;
        b += sum << turn | sum >> (32 - turn);
    }
    md5->state[0] += a;
    md5->state[1] += b;
    md5->state[2] += c;
    md5->state[3] += d;
}

void svi_md5_start(struct svi_md5 *md5)
{
    static const uint32_t FIRST[4] = {0x67452301, 0xefcdab89, 0x98badcfe,
                                      0x10325476};
    memcpy(md5->state, FIRST, sizeof FIRST);
    md5->bytes = 0;
}

void svi_md5_take(struct svi_md5 *md5, const void *bytes, size_t count)
{
    const uint8_t *at = bytes;
    while (count > 0) {
        const size_t held = md5->bytes % sizeof md5->block;
        const size_t room = sizeof md5->block - held;
        const size_t taken = count < room ? count : room;
        memcpy(md5->block + held, at, taken);
        md5->bytes += taken;
        if (taken == room)
            take_block(md5, md5->block);
        at += taken;
        count -= taken;
    }
}

void svi_md5_finish(struct svi_md5 *md5, uint8_t out[SVI_MD5_BYTES])
{
    static const uint8_t PADDING[64] = {0x80};
    const uint64_t bits = md5->bytes * 8;
    const size_t held = md5->bytes % sizeof md5->block;
    svi_md5_take(md5, PADDING, (held < 56 ? 56 : 120) - held);
    svi_md5_take(md5, &bits, sizeof bits);
    memcpy(out, md5->state, SVI_MD5_BYTES);
}
