/* stream_fault_test.c -- a stream under faults on purpose: what fails is told
 * with its place, a short read is read on, and a flipped bit is in the bytes
 * but, on the way out, not in their digests.
 */
#include <stdbool.h>

#include "scratch.h"
#include "stor_core.h"
#include "svi_random.h"

#define CHUNK 65536u
#define LENGTH (CHUNK * 5 + 12345)

static uint8_t bytes[LENGTH];
static uint8_t found[LENGTH + 1];

static struct sv_stream *make_copy(uint32_t flags, uint64_t seed)
{
    const struct sv_stream_spec spec = {
        .size_bytes = LENGTH,
        .memory_bytes = 4 * CHUNK,
        .seed = seed,
        .chunk_bytes = CHUNK,
        .digests = SV_DIGEST_CRC64NVME,
    };
    struct sv_stream *stream;
    const uint32_t depth = (flags & SV_STREAM_DIRECT) != 0 ? 3 : 1;
    (void)remove(scratch_path("to"));
    EXPECT_EQ(sv_stream_create(&spec, &stream), 0);
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"),
                             flags, depth),
              0);
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SINK, scratch_path("to"), flags,
                             depth),
              0);
    return stream;
}

static int32_t run(struct sv_stream *stream)
{
    EXPECT_EQ(sv_stream_start(stream), 0);
    return sv_stream_join(stream);
}

/* Bits of the copy that are not those of the source. */
static uint32_t bits_flipped(void)
{
    FILE *file = fopen(scratch_path("to"), "rb");
    uint32_t count = 0;
    EXPECT(file != NULL);
    EXPECT_EQ(fread(found, 1, sizeof found, file), LENGTH);
    EXPECT_EQ(fclose(file), 0);
    for (uint32_t i = 0; i < LENGTH; i++)
        count += (uint32_t)__builtin_popcount(found[i] ^ bytes[i]);
    return count;
}

static uint64_t crc_of(const uint8_t *of)
{
    struct sv_digest *digest;
    struct sv_digests made;
    EXPECT_EQ(sv_digest_open(SV_DIGEST_CRC64NVME, &digest), 0);
    sv_digest_update(digest, of, LENGTH);
    sv_digest_finish(digest, &made);
    sv_digest_close(digest);
    return made.crc64nvme;
}

static void a_transfer_that_fails_is_told(const char *plan, int32_t status,
                                          enum sv_stream_end end,
                                          uint32_t flags)
{
    struct sv_stream_failure failure;
    EXPECT_EQ(sv_fault_arm(plan), 0);
    struct sv_stream *stream = make_copy(flags, 1);
    EXPECT_EQ(run(stream), status);
    EXPECT_EQ(sv_stream_failure(stream, &failure), 0);
    EXPECT_EQ(failure.status, status);
    EXPECT_EQ(failure.end, end);
    /* Past the page cache chunks overtake each other. */
    if (flags == 0)
        EXPECT_EQ(failure.offset_bytes, CHUNK * 2);
    sv_stream_destroy(stream);
    sv_fault_clear();
}

static void a_short_read_is_read_on(uint32_t flags)
{
    EXPECT_EQ(sv_fault_arm("stream.read.short:every=2"), 0);
    struct sv_stream *stream = make_copy(flags, 1);
    EXPECT_EQ(run(stream), 0);
    sv_stream_destroy(stream);
    sv_fault_clear();
    EXPECT_EQ(bits_flipped(), 0);
}

static void a_bit_that_flips_shows(const char *plan, bool is_digested,
                                   uint32_t flags)
{
    struct sv_digests made;
    EXPECT_EQ(sv_fault_arm(plan), 0);
    struct sv_stream *stream = make_copy(flags, 1);
    EXPECT_EQ(run(stream), 0);
    EXPECT_EQ(sv_stream_digests(stream, &made), 0);
    sv_stream_destroy(stream);
    sv_fault_clear();
    EXPECT_EQ(bits_flipped(), 1);
    EXPECT_EQ(made.crc64nvme, crc_of(is_digested ? found : bytes));
}

/* The streams of two objects do not meet the same fate chunk by chunk. */
static void a_seed_knows_one_stream_from_another(void)
{
    uint64_t crcs[3];
    const uint64_t seeds[3] = {7, 7, 8};
    for (int i = 0; i < 3; i++) {
        struct sv_digests made;
        EXPECT_EQ(sv_fault_arm("stream.read.bitflip:seed=3:every=2"), 0);
        struct sv_stream *stream = make_copy(0, seeds[i]);
        EXPECT_EQ(run(stream), 0);
        EXPECT_EQ(sv_stream_digests(stream, &made), 0);
        sv_stream_destroy(stream);
        sv_fault_clear();
        crcs[i] = made.crc64nvme;
    }
    EXPECT(crcs[0] == crcs[1]);
    EXPECT(crcs[0] != crcs[2]);
}

static void a_sync_that_fails_ends_it(void)
{
    EXPECT_EQ(sv_fault_arm("fs.sync.fail:arg=28"), 0);
    struct sv_stream *stream = make_copy(0, 1);
    EXPECT_EQ(run(stream), -28);
    sv_stream_destroy(stream);
    sv_fault_clear();
}

int main(void)
{
    static const uint32_t WAYS[] = {0, SV_STREAM_DIRECT};
    make_scratch();
    for (uint32_t i = 0; i < LENGTH; i++)
        bytes[i] = (uint8_t)svi_mix64(i);
    FILE *file = fopen(scratch_path("from"), "wb");
    EXPECT(file != NULL);
    EXPECT_EQ(fwrite(bytes, 1, LENGTH, file), LENGTH);
    EXPECT_EQ(fclose(file), 0);
    for (size_t i = 0; i < 2; i++) {
        const uint32_t flags = WAYS[i];
        a_transfer_that_fails_is_told("stream.read.fail:after=2:count=1", -5,
                                      SV_STREAM_SOURCE, flags);
        a_transfer_that_fails_is_told("stream.write.fail:after=2:count=1:"
                                      "arg=28",
                                      -28, SV_STREAM_SINK, flags);
        a_short_read_is_read_on(flags);
        a_bit_that_flips_shows("stream.read.bitflip:after=1:count=1", true,
                               flags);
        a_bit_that_flips_shows("stream.write.bitflip:after=1:count=1", false,
                               flags);
    }
    a_transfer_that_fails_is_told("stream.read.short:after=2:count=1:arg=0",
                                  SV_SHORT, SV_STREAM_SOURCE, 0);
    a_seed_knows_one_stream_from_another();
    a_sync_that_fails_ends_it();
    return 0;
}
