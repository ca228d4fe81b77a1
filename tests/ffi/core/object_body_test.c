/* object_body_test.c -- the bytes of an object: however a body is cut on its
 * way it is the same, what was made is found right, and each way of spoiling
 * it is found with its name. */
#include "object_body_rig.h"
#include "svi_crc64nvme.h"
#include "svi_store.h"

static void a_body_is_the_same_however_it_is_cut(void)
{
    static uint8_t again[ROOM + 16];
    for (uint32_t round = 0; round < 3000; round++) {
        const uint32_t unit = round % 2 == 0 ? 4096 : 512;
        shape_space(0, round % 3 == 0 ? 300 : 60000,
                    round % 5 == 0 ? 8192 : round % 7 == 0 ? 12288 : 0, unit);
        const uint64_t generation = 1 + svi_random_below(&random_state, 50);
        const uint64_t size = whole(generation, body);
        struct svi_maker *maker = make(generation, 0);
        for (uint32_t pass = 0; pass < 2; pass++) {
            uint64_t at = 0;
            const uint64_t offset = svi_random_below(&random_state, 9);
            while (at < size) {
                uint64_t room =
                    1 + svi_random_below(&random_state,
                                         round % 4 == 0 ? 100 : 30000);
                room = room < ROOM - at ? room : ROOM - at;
                const size_t count =
                    svi_maker_fill(maker, again + offset + at, room);
                EXPECT(count > 0 && count <= room);
                at += count;
                if (pass == 0 && svi_random_below(&random_state, 9) == 0)
                    break;
            }
            if (pass == 1) {
                EXPECT_EQ(at, size);
                EXPECT_EQ(svi_maker_fill(maker, again, 10), 0);
                EXPECT(memcmp(again + offset, body, size) == 0);
            }
            svi_maker_rewind(maker);
        }
        const struct svi_checker *checker = check(generation, generation, size);
        EXPECT_EQ(finding_count, 0);
        EXPECT_EQ(checker->units_compared, (size + unit - 1) / unit);
    }
}

static void a_part_alone_is_its_share_of_the_whole(void)
{
    static uint8_t part[ROOM];
    shape_space(50000, 50000, 8192, 4096);
    (void)whole(3, body);
    for (uint64_t start = 0; start < 50000; start += 8192) {
        struct svi_maker *maker = make(3, 0);
        const uint64_t end = start + 8192 < 50000 ? start + 8192 : 50000;
        uint64_t at = 0;
        svi_maker_start(maker, start, end);
        while (at < end - start)
            at += svi_maker_fill(maker, part + at, 5000);
        EXPECT(memcmp(part, body + start, end - start) == 0);
    }
}

static void every_range_of_a_body_is_right(void)
{
    for (uint32_t round = 0; round < 4000; round++) {
        shape_space(1, round % 3 == 0 ? 700 : 30000,
                    round % 4 == 0 ? 8192 : 0, round % 2 == 0 ? 4096 : 512);
        const uint64_t size = whole(1 + round % 20, body);
        const uint64_t start = svi_random_below(&random_state, size);
        const uint64_t length = 1 + svi_random_below(&random_state, 20000);
        const uint64_t count = length < size - start ? length : size - start;
        /* Legal are some generations, of which this is one. */
        const struct svi_key_window window = {
            .low = 1 + round % 20 - (round % 20 > 0 ? 1 : 0),
            .high = 1 + round % 20 + round % 3};
        const struct svi_checker *checker =
            check_with(window, body + start, count, start, length);
        if (finding_count != 0)
            fprintf(stderr, "round %u size %lu start %lu length %lu\n", round,
                    size, start, length);
        EXPECT_EQ(finding_count, 0);
        EXPECT(checker->bytes_unseen < SVI_TRAILER_BYTES * 2);
    }
}

/* Nothing but a trailer: only it can say which generation it is of. */
static void a_range_of_a_trailer_is_right_for_any_legal_generation(void)
{
    shape_space(9000, 9000, 0, 4096);
    const struct svi_key_window window = {.low = 4, .high = 6};
    for (uint64_t generation = 3; generation <= 7; generation++) {
        (void)whole(generation, body);
        (void)check_with(window, body + 9000 - 64, 64, 9000 - 64, 64);
        EXPECT_EQ(finding_count == 0, generation >= 4 && generation <= 6);
    }
}

/* Any flipped bit in any byte, trailer and cut header included. */
static void any_flipped_bit_is_found(void)
{
    static const uint64_t SIZES[] = {1, 40, 63, 64, 4095, 4100, 4159,
                                     4160, 4200, 12288, 20000};
    for (uint32_t s = 0; s < sizeof SIZES / sizeof SIZES[0]; s++) {
        shape_space(SIZES[s], SIZES[s], s % 2 == 0 ? 8192 : 0, 4096);
        const uint64_t size = whole(4, body);
        const uint64_t step = size > 5000 ? 37 : size > 100 ? 3 : 1;
        for (uint64_t at = 0; at < size; at += step) {
            body[at] ^= 4;
            (void)check(4, 4, size);
            EXPECT(finding_count >= 1);
            EXPECT(findings[0].class_ == SV_CLASS_BIT_ROT ||
                   (at < 64 && size < 200));
            body[at] ^= 4;
        }
    }
}

/* Also one in what it says of its upload, which all parts share: the others are
 * not held against it. */
static void a_rotten_trailer_accuses_no_other_part(void)
{
    shape_space(30000, 30000, 8192, 4096);
    const uint64_t size = whole(4, body);
    for (uint64_t at = 8192 - SVI_TRAILER_BYTES; at < 8192; at++) {
        body[at] ^= 4;
        (void)check(4, 4, size);
        expect_one(SV_CLASS_BIT_ROT);
        EXPECT_EQ(findings[0].unit, 1);
        body[at] ^= 4;
    }
}

static void an_old_object_is_one_finding(void)
{
    shape_space(20000, 30000, 0, 4096);
    uint64_t size = whole(4, body);
    (void)check(5, 5, size);
    expect_one(SV_CLASS_LOST);
    EXPECT_EQ(findings[0].found_generation, 4);
    size = whole(3, body);
    (void)check(5, 6, size);
    expect_one(SV_CLASS_STALE);
    size = whole(7, body);
    (void)check(5, 6, size);
    expect_one(SV_CLASS_FOREIGN);
    /* After a delete, with nothing issued since. */
    size = whole(5, body);
    (void)check(6, 5, size);
    expect_one(SV_CLASS_STALE);
    (void)check(4, 6, size);
    EXPECT_EQ(finding_count, 0);
}

static void a_mixture_of_two_legal_generations_is_torn(void)
{
    static uint8_t other[ROOM];
    shape_space(24000, 24000, 0, 4096);
    const uint64_t size = whole(5, other);
    (void)whole(6, body);
    memcpy(body + 8192, other + 8192, 4096);
    (void)check(5, 6, size);
    expect_one(SV_CLASS_TORN);
    EXPECT_EQ(findings[0].unit, 2);
    /* Its end with the trailer is of the other. */
    (void)whole(6, body);
    memcpy(body + 12288, other + 12288, size - 12288);
    (void)check(5, 6, size);
    EXPECT(finding_count >= 2);
    for (uint32_t i = 0; i < finding_count; i++)
        EXPECT_EQ(findings[i].class_, SV_CLASS_TORN);
}

static void a_wrong_length_is_found(void)
{
    shape_space(20000, 20000, 0, 4096);
    uint64_t size = whole(2, body);
    (void)check(2, 2, size - 1);
    expect_one(SV_CLASS_TRUNCATED);
    EXPECT_EQ(findings[0].offset_bytes, size - 1);
    (void)check(2, 2, 0);
    expect_one(SV_CLASS_TRUNCATED);
    EXPECT_EQ(findings[0].bad_bytes, 20000);
    (void)check(2, 2, 4096);
    expect_one(SV_CLASS_TRUNCATED);
    memset(body + size, 7, 5000);
    (void)check(2, 2, size + 5000);
    expect_one(SV_CLASS_FOREIGN);
    EXPECT_EQ(findings[0].bad_bytes, 5000);
    shape_space(50, 50, 0, 4096);
    size = whole(2, body);
    (void)check(2, 2, size + 10);
    expect_one(SV_CLASS_FOREIGN);
    (void)check(2, 2, size - 10);
    expect_one(SV_CLASS_TRUNCATED);
    shape_space(0, 0, 0, 4096);
    (void)check(2, 2, 0);
    EXPECT_EQ(finding_count, 0);
    (void)check(2, 2, 1);
    EXPECT_EQ(finding_count, 1);
}

/* With the trailers' checksums made right again, as a store that mixes whole
 * parts would leave them. */
static void parts_of_two_uploads_are_told(void)
{
    static uint8_t other[ROOM];
    shape_space(24000, 24000, 8192, 4096);
    struct svi_maker *maker = make(3, 111);
    uint64_t size = svi_maker_fill(maker, body, ROOM);
    while (size < 24000)
        size += svi_maker_fill(maker, body + size, ROOM - size);
    (void)check(3, 3, size);
    EXPECT_EQ(finding_count, 0);
    maker = make(3, 222);
    for (uint64_t at = 0; at < 24000;)
        at += svi_maker_fill(maker, other + at, ROOM - at);
    memcpy(body + 8192, other + 8192, 8192);
    (void)check(3, 3, size);
    expect_one(SV_CLASS_TORN);
    EXPECT_EQ(findings[0].offset_bytes, 16384 - 64);
}

static void parts_in_the_wrong_order_are_told(void)
{
    static uint8_t part[8192];
    shape_space(24000, 24000, 8192, 4096);
    const uint64_t size = whole(3, body);
    memcpy(part, body, sizeof part);
    memcpy(body, body + 8192, sizeof part);
    memcpy(body + 8192, part, sizeof part);
    (void)check(3, 3, size);
    EXPECT(finding_count >= 4);
    uint32_t misdirected = 0, reordered = 0;
    for (uint32_t i = 0; i < finding_count; i++) {
        misdirected += findings[i].class_ == SV_CLASS_MISDIRECTED;
        reordered += findings[i].class_ == SV_CLASS_REORDERED;
    }
    EXPECT_EQ(misdirected, 4);
    EXPECT_EQ(reordered, 2);
}

static void what_is_not_ours_is_told_once(void)
{
    shape_space(20000, 20000, 0, 4096);
    for (uint32_t i = 0; i < 20000; i++)
        body[i] = (uint8_t)svi_random_next(&random_state);
    (void)check(1, 0, 20000);
    expect_one(SV_CLASS_FOREIGN);
    memset(body, 0, 20000);
    (void)check(2, 2, 20000);
    EXPECT(finding_count >= 5);
    EXPECT_EQ(findings[0].class_, SV_CLASS_ZEROED);
}

static void expect_all(uint32_t class_)
{
    EXPECT(finding_count >= 5);
    for (uint32_t i = 0; i < finding_count; i++)
        EXPECT_EQ(findings[i].class_, class_);
}

/* Trailer included. */
static void a_body_that_is_blank_or_turned_is_named(void)
{
    shape_space(20000, 20000, 0, 4096);
    memset(body, 0xFF, 20000);
    (void)check(2, 2, 20000);
    expect_all(SV_CLASS_ERASED);
    for (uint32_t bytes = 2; bytes <= 8; bytes *= 2) {
        (void)whole(2, body);
        for (uint64_t at = 0; at < 20000; at += bytes)
            for (uint32_t i = 0; i < bytes / 2; i++) {
                const uint8_t held = body[at + i];
                body[at + i] = body[at + bytes - 1 - i];
                body[at + bytes - 1 - i] = held;
            }
        (void)check(2, 2, 20000);
        expect_all(SV_CLASS_SWAPPED);
    }
}

static void a_trailer_sums_what_precedes_it(void)
{
    shape_space(24000, 24000, 8192, 4096);
    (void)whole(3, body);
    EXPECT(svi_trailer_crc(body + 8192 - 64) ==
           svi_crc64nvme(0, body, 8192 - 64));
    EXPECT(svi_trailer_crc(body + 24000 - 64) ==
           svi_crc64nvme(0, body + 16384, 24000 - 64 - 16384));
    /* A part that is made alone knows its own. */
    for (uint64_t start = 0; start < 24000; start += 8192) {
        struct svi_maker *maker = make(3, 0);
        const uint64_t end = start + 8192 < 24000 ? start + 8192 : 24000;
        uint8_t part[8192];
        uint64_t crc = 0, at = 0;
        svi_maker_start(maker, start, end);
        EXPECT(!svi_maker_sum(maker, &crc));
        while (at < end - start)
            at += svi_maker_fill(maker, part + at, end - start - at);
        EXPECT(svi_maker_sum(maker, &crc));
        EXPECT(crc == svi_crc64nvme(0, part, end - start));
    }
    struct svi_maker *maker = make(3, 0);
    uint64_t crc;
    for (uint64_t at = 0; at < 24000;)
        at += svi_maker_fill(maker, body + at, ROOM - at);
    EXPECT(!svi_maker_sum(maker, &crc)); /* more than one segment */
}

/* Of an upload, as stores make it: the sum of the sums of the parts. */
static void a_composite_checksum_is_made_by_parts(void)
{
    for (uint32_t round = 0; round < 50; round++) {
        const uint64_t part = 4096 * (1 + round % 5);
        const uint64_t size = 1 + svi_random_below(&random_state, 50000);
        struct svi_request request = {.content_length = size,
                                      .checksum_kind = SVI_SUM_CRC32C,
                                      .checksum = "AAAAAA==-9"};
        struct svi_returned_sum sum;
        char wanted[SVI_SUM_ROOM], said[SVI_SUM_ROOM];
        uint32_t list = 0, parts = 0;
        for (uint64_t at = 0; at < size; at += part, parts++) {
            const uint64_t left = size - at < part ? size - at : part;
            const uint32_t crc = __builtin_bswap32(
                sv_crc32c(0, body + at, left));
            list = sv_crc32c(list, &crc, sizeof crc);
        }
        svi_sum_text(SVI_SUM_CRC32C, list, wanted);
        (void)snprintf(wanted + 8, sizeof wanted - 8, "-%u", parts);
        svi_returned_start(&sum, &request, part, true);
        for (uint64_t at = 0; at < size;) {
            uint64_t piece = 1 + svi_random_below(&random_state, 9000);
            piece = piece < size - at ? piece : size - at;
            EXPECT(!svi_returned_expected(&sum, said)); /* not whole yet */
            svi_returned_take(&sum, body + at, piece);
            at += piece;
        }
        EXPECT(svi_returned_expected(&sum, said));
        EXPECT(strcmp(said, wanted) == 0);
        svi_returned_take(&sum, body, 1);
        EXPECT(!svi_returned_expected(&sum, said)); /* more than promised */
    }
}

/* One in two pieces is as good as one in one piece, wherever it is cut, and a
 * wrong one is still named. */
static void a_unit_in_two_pieces_is_judged(void)
{
    shape_space(20000, 20000, 0, 4096);
    const struct svi_key_window window = {.low = 2, .high = 2};
    (void)whole(2, body);
    for (uint32_t flip = 0; flip < 2; flip++) {
        for (uint64_t cut = 4097; cut < 8192; cut += 255) {
            struct svi_checker checker = {.objects = &objects,
                                          .key = KEY,
                                          .window = window,
                                          .length = UINT64_MAX,
                                          .found = keep,
                                          .stage = stage};
            finding_count = 0;
            svi_checker_start(&checker);
            body[5000] ^= (uint8_t)flip;
            svi_checker_take(&checker, body, cut);
            svi_checker_take(&checker, body + cut, 20000 - cut);
            svi_checker_finish(&checker);
            body[5000] ^= (uint8_t)flip;
            EXPECT_EQ(checker.units_compared, 5);
            EXPECT_EQ(finding_count, flip);
            if (flip == 1)
                expect_one(SV_CLASS_BIT_ROT);
        }
    }
}

int main(int count, char **arguments)
{
    start_rig(count, arguments);
    a_body_is_the_same_however_it_is_cut();
    a_part_alone_is_its_share_of_the_whole();
    every_range_of_a_body_is_right();
    a_range_of_a_trailer_is_right_for_any_legal_generation();
    any_flipped_bit_is_found();
    a_rotten_trailer_accuses_no_other_part();
    an_old_object_is_one_finding();
    a_mixture_of_two_legal_generations_is_torn();
    a_wrong_length_is_found();
    parts_of_two_uploads_are_told();
    parts_in_the_wrong_order_are_told();
    what_is_not_ours_is_told_once();
    a_body_that_is_blank_or_turned_is_named();
    a_trailer_sums_what_precedes_it();
    a_composite_checksum_is_made_by_parts();
    a_unit_in_two_pieces_is_judged();
    return 0;
}
