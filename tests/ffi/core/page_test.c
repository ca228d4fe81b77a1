/* page_test.c -- pages from nowhere: whatever their bytes say, decoders give a
 * status, and the sanitizer sees no byte outside of what they were given. */
#include "stor_core.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "svi_random.h"

#define COUNT 40u
#define ROUNDS 30000

static struct svi_random random_state;

static uint32_t below(uint32_t bound)
{
    return (uint32_t)svi_random_below(&random_state, bound);
}

/* On the heap and of the exact size, so that the sanitizer sees a byte more. */
static void *exactly(uint64_t bytes)
{
    void *memory = malloc(bytes == 0 ? 1 : bytes);
    EXPECT(memory != NULL);
    return memory;
}

static uint8_t *noise(uint32_t *length)
{
    static const uint8_t HEAD[] = {0x80, 0x01, 0x04, COUNT};
    *length = below(80);
    uint8_t *bytes = exactly(*length);
    for (uint32_t i = 0; i < *length; i++)
        bytes[i] = (uint8_t)(below(3) == 0 ? svi_random_next(&random_state)
                                           : below(9));
    if (*length > sizeof HEAD && below(2) == 0)
        memcpy(bytes, HEAD, sizeof HEAD);
    return bytes;
}

static bool is_status(int64_t said, uint32_t length)
{
    return said == SV_DECODE || (said >= 0 && said <= length);
}

static void runs_of_noise(const uint8_t *page, uint32_t length)
{
    const uint32_t width = below(33), most = below(1000);
    uint32_t *values = exactly(COUNT * 4);
    const int64_t said =
        sv_page_hybrid_decode(page, length, width, most, values, 4, COUNT);
    EXPECT(is_status(said, length));
    for (uint32_t i = 0; said >= 0 && i < COUNT; i++)
        EXPECT(values[i] <= most);
    free(values);
    uint8_t *levels = exactly(COUNT);
    EXPECT(is_status(sv_page_hybrid_decode(page, length, width, 3, levels, 1,
                                           COUNT),
                     length));
    free(levels);
}

static void numbers_of_noise(const uint8_t *page, uint32_t length)
{
    uint8_t *values = exactly(COUNT * 8);
    EXPECT(is_status(sv_page_delta_decode(page, length, 8, COUNT, values),
                     length));
    EXPECT(is_status(sv_page_delta_decode(page, length, 4, COUNT, values),
                     length));
    EXPECT(sv_page_delta_decode(page, length, 3, COUNT, values) == SV_LAYOUT);
    free(values);
}

static void bytes_of_noise(const uint8_t *page, uint32_t length)
{
    for (uint32_t encoding = 0; encoding < 3; encoding++) {
        const uint32_t count = below(4) == 0 ? below(5) : COUNT;
        const int64_t size =
            sv_page_bytes_decoded_size(encoding, page, length, count);
        EXPECT(size == SV_DECODE || size >= 0);
        if (size < 0 || size > 100000)
            continue;
        uint8_t *out = exactly((uint64_t)size);
        int32_t *ends = exactly(((uint64_t)count + 1) * 4);
        ends[0] = 0;
        EXPECT(is_status(sv_page_bytes_decode(encoding, page, length, count,
                                              ends, out, (uint64_t)size),
                         length));
        EXPECT_EQ(ends[count], size);
        if (size > 0)
            EXPECT_EQ(sv_page_bytes_decode(encoding, page, length, count, ends,
                                           out, (uint64_t)size - 1),
                      SV_BOUND);
        free(ends);
        free(out);
    }
    EXPECT_EQ(sv_page_bytes_decoded_size(3, page, length, 1), SV_LAYOUT);
}

/* What Arrow hands in may be wrong too. */
static void arrays_of_noise(const uint8_t *page, uint32_t length)
{
    const uint32_t count = length / 4;
    int32_t *offsets = exactly(length), *places = exactly(length);
    if (length > 0) {
        memcpy(offsets, page, length & ~3u);
        memcpy(places, page, length & ~3u);
    }
    uint32_t *numbers = calloc(1, (size_t)length + 1);
    EXPECT(numbers != NULL);
    int64_t found[2];
    (void)sv_page_bytes_size(offsets, count, NULL, count);
    (void)sv_page_extremes(SV_ORDER_BYTES, page, length, count + 1, offsets,
                           (const uint32_t *)places, 0, found);
    if (count > 1)
        (void)sv_page_extremes(SV_ORDER_BYTES, page, length, count, offsets,
                               NULL, count - 1, found);
    struct sv_dictionary *dictionary = NULL;
    EXPECT_EQ(sv_dictionary_open(below(200), &dictionary), 0);
    if (count > 1)
        (void)sv_dictionary_add(dictionary, page, length, count, offsets, NULL,
                                count - 1, numbers);
    (void)sv_dictionary_add(dictionary, page, length, 4, NULL, NULL, count,
                            numbers);
    sv_dictionary_close(dictionary);
    (void)sv_level_expanded_count(places, count, offsets, count);
    uint8_t *levels = exactly(count);
    memset(levels, 0, count);
    (void)sv_level_mark_nulls(levels, places, count, page, length, below(40));
    (void)sv_bits_gather(page, length, below(40), numbers, 0, levels, count);
    free(levels);
    free(numbers);
    free(places);
    free(offsets);
}

static void values_are_spread_in_bounds(const uint8_t *bits, uint32_t length)
{
    const uint64_t offset = below(30);
    const uint32_t count = below(length * 8 + 1);
    for (uint32_t width = 1; width < 10; width++) {
        uint8_t *values = exactly((uint64_t)count * width);
        memset(values, 1, (size_t)count * width);
        const int64_t said =
            sv_spread_fixed(values, (uint64_t)count * width, width, bits,
                            length, offset, count);
        EXPECT(said == SV_BOUND || (said >= 0 && said <= count));
        free(values);
    }
    int32_t *offsets = exactly(((uint64_t)count + 1) * 4);
    memset(offsets, 0, ((size_t)count + 1) * 4);
    (void)sv_spread_offsets(offsets, count + 1, bits, length, offset, count);
    EXPECT_EQ(sv_spread_offsets(offsets, count, bits, length, 0, count),
              SV_BOUND);
    free(offsets);
}

/* Whatever a part of memory is asked for, what is in it stays. */
static void room_changes_nothing(void)
{
    const uint64_t length = UINT64_C(9) << 20;
    uint8_t *memory = exactly(length);
    memset(memory, 7, length);
    for (uint64_t start = 0; start < length; start += 1234567)
        (void)sv_page_room(memory + start, below((uint32_t)(length - start)));
    EXPECT_EQ(sv_page_room(NULL, length), 0);
    EXPECT_EQ(sv_page_room(memory, 0), 0);
    for (uint64_t i = 0; i < length; i++)
        EXPECT(memory[i] == 7);
    free(memory);
}

/* Where the system has large pages they are asked for: 9 MiB have some. */
static void room_is_asked_for(void)
{
    const uint64_t length = UINT64_C(9) << 20;
    uint8_t *memory = exactly(length);
    const int32_t said = sv_page_room(memory, length);
    if (access("/sys/kernel/mm/transparent_hugepage/enabled", F_OK) == 0)
        EXPECT_EQ(said, 1);
    EXPECT_EQ(sv_page_room(memory, UINT64_C(1) << 20), 0);
    free(memory);
}

int main(void)
{
    svi_random_seed(&random_state, 4711);
    room_is_asked_for();
    room_changes_nothing();
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t length;
        uint8_t *page = noise(&length);
        runs_of_noise(page, length);
        numbers_of_noise(page, length);
        bytes_of_noise(page, length);
        arrays_of_noise(page, length);
        values_are_spread_in_bounds(page, length);
        free(page);
    }
    return 0;
}
