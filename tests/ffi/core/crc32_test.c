/* crc32_test.c -- CRC-32: known answers, and every way of making it gives the
 * same number for any length, alignment and cut. */
#include "svi_crc32.h"

#include "expect.h"
#include "stor_core.h"
#include "svi_random.h"

#define BUFFER_BYTES 5000u

static uint8_t buffer[BUFFER_BYTES];

/* One bit at a time, straight from the definition. */
static uint32_t by_definition(const uint8_t *bytes, uint64_t length)
{
    uint32_t crc = UINT32_MAX;
    for (uint64_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320u : 0u);
    }
    return ~crc;
}

static void the_check_value_is_right(void)
{
    EXPECT(sv_crc32(0, "123456789", 9) == 0xCBF43926u);
    EXPECT(sv_crc32(0, "", 0) == 0);
}

static void every_level_agrees_with_the_definition(void)
{
    const int best = (int)svi_crc32_level();
    for (uint64_t length = 0; length < 1200; length++) {
        const uint8_t *at = buffer + length % 17;
        const uint32_t wanted = by_definition(at, length);
        for (int level = 0; level <= best; level++)
            EXPECT(svi_crc32_at((enum svi_crc32_level)level, 0, at, length) ==
                   wanted);
    }
}

static void a_cut_anywhere_changes_nothing(void)
{
    const int best = (int)svi_crc32_level();
    const uint32_t wanted = by_definition(buffer, BUFFER_BYTES);
    for (uint64_t cut = 0; cut <= BUFFER_BYTES; cut += 61)
        for (int level = 0; level <= best; level++) {
            const enum svi_crc32_level at = (enum svi_crc32_level)level;
            const uint32_t first = svi_crc32_at(at, 0, buffer, cut);
            EXPECT(svi_crc32_at(at, first, buffer + cut, BUFFER_BYTES - cut) ==
                   wanted);
        }
}

static void any_flipped_bit_is_seen(void)
{
    const uint32_t right = sv_crc32(0, buffer, 700);
    for (uint32_t bit = 0; bit < 700 * 8; bit += 13) {
        buffer[bit / 8] = (uint8_t)(buffer[bit / 8] ^ 1u << bit % 8);
        EXPECT(sv_crc32(0, buffer, 700) != right);
        buffer[bit / 8] = (uint8_t)(buffer[bit / 8] ^ 1u << bit % 8);
    }
}

int main(void)
{
    struct svi_random random;
    svi_random_seed(&random, 32);
    for (uint32_t i = 0; i < BUFFER_BYTES; i++)
        buffer[i] = (uint8_t)svi_random_next(&random);
    the_check_value_is_right();
    every_level_agrees_with_the_definition();
    a_cut_anywhere_changes_nothing();
    any_flipped_bit_is_seen();
    return 0;
}
