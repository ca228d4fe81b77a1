/* crc64nvme_test.c -- CRC-64/NVME: known answers, and every way of making it
 * gives the same number for any length, alignment and cut. */
#include "svi_crc64nvme.h"

#include <string.h>

#include "expect.h"
#include "svi_random.h"

#define BUFFER_BYTES 5000u

static uint8_t buffer[BUFFER_BYTES];

/* One bit at a time, straight from the definition. */
static uint64_t by_definition(const uint8_t *bytes, uint64_t length)
{
    uint64_t crc = UINT64_MAX;
    for (uint64_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x9A6C9329AC4BC9B5u : 0u);
    }
    return ~crc;
}

static void the_check_value_is_right(void)
{
    EXPECT(svi_crc64nvme(0, "123456789", 9) == 0xAE8B14860A799888u);
    EXPECT(svi_crc64nvme(0, "", 0) == 0);
}

static void every_level_agrees_with_the_definition(void)
{
    const int best = (int)svi_crc64nvme_level();
    for (uint64_t length = 0; length < 1200; length++) {
        const uint8_t *at = buffer + length % 17;
        const uint64_t wanted = by_definition(at, length);
        for (int level = 0; level <= best; level++)
            EXPECT(svi_crc64nvme_at((enum svi_crc64_level)level, 0, at,
                                    length) == wanted);
    }
}

static void a_cut_anywhere_changes_nothing(void)
{
    const int best = (int)svi_crc64nvme_level();
    const uint64_t wanted = by_definition(buffer, BUFFER_BYTES);
    for (uint64_t cut = 0; cut <= BUFFER_BYTES; cut += 61)
        for (int level = 0; level <= best; level++) {
            const enum svi_crc64_level at = (enum svi_crc64_level)level;
            const uint64_t first = svi_crc64nvme_at(at, 0, buffer, cut);
            EXPECT(svi_crc64nvme_at(at, first, buffer + cut,
                                    BUFFER_BYTES - cut) == wanted);
        }
}

static void two_sums_join_to_one(void)
{
    const uint64_t wanted = svi_crc64nvme(0, buffer, BUFFER_BYTES);
    for (uint64_t cut = 0; cut <= BUFFER_BYTES; cut += 61) {
        const uint64_t rest = BUFFER_BYTES - cut;
        const uint64_t first = svi_crc64nvme(0, buffer, cut);
        const uint64_t second = svi_crc64nvme(0, buffer + cut, rest);
        EXPECT(svi_crc64nvme_join(first, second, rest) == wanted);
        EXPECT(cut == 0 || rest == 0 ||
               svi_crc64nvme_join(first, second, rest - 1) != wanted);
    }
}

static void any_flipped_bit_is_seen(void)
{
    const uint64_t right = svi_crc64nvme(0, buffer, 700);
    for (uint32_t bit = 0; bit < 700 * 8; bit += 13) {
        buffer[bit / 8] = (uint8_t)(buffer[bit / 8] ^ 1u << bit % 8);
        EXPECT(svi_crc64nvme(0, buffer, 700) != right);
        buffer[bit / 8] = (uint8_t)(buffer[bit / 8] ^ 1u << bit % 8);
    }
}

int main(void)
{
    struct svi_random random;
    svi_random_seed(&random, 64);
    for (uint32_t i = 0; i < BUFFER_BYTES; i++)
        buffer[i] = (uint8_t)svi_random_next(&random);
    the_check_value_is_right();
    every_level_agrees_with_the_definition();
    a_cut_anywhere_changes_nothing();
    two_sums_join_to_one();
    any_flipped_bit_is_seen();
    return 0;
}
