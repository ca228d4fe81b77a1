/* crc32c_test.c -- sv_crc32c(): known answers, and both implementations against
 * one bit at a time, over all small lengths, alignments and cuts.
 */
#include <string.h>

#include "../../../ffi/core/src/svi_crc32c.h"
#include "expect.h"
#include "stor_core.h"

static uint32_t bitwise(uint32_t seed, const uint8_t *bytes, uint64_t length)
{
    uint32_t crc = ~seed;
    for (uint64_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0x82F63B78u & (0u - (crc & 1u)));
    }
    return ~crc;
}

static uint8_t noise[65536];

static void make_noise(void)
{
    uint64_t x = 0x5EED;
    for (size_t i = 0; i < sizeof noise; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        noise[i] = (uint8_t)(x >> 56);
    }
}

static void known_answers(void)
{
    uint8_t bytes[32];
    EXPECT_EQ(sv_crc32c(0, "123456789", 9), 0xE3069283u);
    EXPECT_EQ(sv_crc32c(0, "", 0), 0);
    memset(bytes, 0, sizeof bytes); /* RFC 3720, B.4 */
    EXPECT_EQ(sv_crc32c(0, bytes, 32), 0x8A9136AAu);
    memset(bytes, 0xFF, sizeof bytes);
    EXPECT_EQ(sv_crc32c(0, bytes, 32), 0x62A8AB43u);
    for (uint8_t i = 0; i < 32; i++)
        bytes[i] = i;
    EXPECT_EQ(sv_crc32c(0, bytes, 32), 0x46DD794Eu);
}

static void same_at_all_lengths(void)
{
    for (uint64_t length = 0; length < 1700; length++) {
        const uint8_t *at = noise + length % 13;
        const uint32_t wanted = bitwise(0, at, length);
        EXPECT_EQ(svi_crc32c_portable(0, at, length), wanted);
        if (svi_crc32c_has_hardware())
            EXPECT_EQ(svi_crc32c_hardware(0, at, length), wanted);
    }
    for (uint64_t length = 12000; length < 65000; length += 6007) {
        const uint32_t wanted = bitwise(0, noise + 3, length);
        EXPECT_EQ(svi_crc32c_portable(0, noise + 3, length), wanted);
        if (svi_crc32c_has_hardware())
            EXPECT_EQ(svi_crc32c_hardware(0, noise + 3, length), wanted);
    }
}

static void continues_from_a_seed(void)
{
    const uint32_t whole = sv_crc32c(0, noise, 40000);
    for (uint64_t cut = 0; cut <= 40000; cut += 997) {
        const uint32_t head = sv_crc32c(0, noise, cut);
        EXPECT_EQ(sv_crc32c(head, noise + cut, 40000 - cut), whole);
        EXPECT_EQ(svi_crc32c_portable(head, noise + cut, 40000 - cut), whole);
    }
}

static void header_form_is_sixty_bytes(void)
{
    for (size_t i = 0; i < 200; i++) {
        uint64_t words[8];
        memcpy(words, noise + i * 64, sizeof words);
        EXPECT_EQ(svi_crc32c_header(words), bitwise(0, noise + i * 64, 60));
    }
}

int main(void)
{
    make_noise();
    known_answers();
    same_at_all_lengths();
    continues_from_a_seed();
    header_form_is_sixty_bytes();
    return 0;
}
