/* stream_test.c -- a stream from file to file: the same bytes, within its
 * memory, with the digests of what passed; or one failure that says where.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "scratch.h"
#include "stor_core.h"
#include "svi_random.h"

#define CHUNK 65536u
#define LENGTH (CHUNK * 9 + 12345)
#define ALL \
    (SV_DIGEST_MD5 | SV_DIGEST_SHA256 | SV_DIGEST_CRC32C | SV_DIGEST_CRC64NVME)

static uint8_t bytes[LENGTH];
static uint8_t found[LENGTH + 1];

static void write_source(uint64_t length)
{
    FILE *file = fopen(scratch_path("from"), "wb");
    EXPECT(file != NULL);
    EXPECT_EQ(fwrite(bytes, 1, length, file), length);
    EXPECT_EQ(fclose(file), 0);
}

static void expect_copy(uint64_t length)
{
    FILE *file = fopen(scratch_path("to"), "rb");
    EXPECT(file != NULL);
    EXPECT_EQ(fread(found, 1, sizeof found, file), length);
    EXPECT_EQ(memcmp(found, bytes, length), 0);
    EXPECT_EQ(fclose(file), 0);
}

static struct sv_stream *make(uint64_t length, uint32_t chunks,
                              uint32_t digests)
{
    const struct sv_stream_spec spec = {
        .size_bytes = length,
        .memory_bytes = (uint64_t)chunks * CHUNK,
        .chunk_bytes = CHUNK,
        .digests = digests,
    };
    struct sv_stream *stream;
    EXPECT_EQ(sv_stream_create(&spec, &stream), 0);
    return stream;
}

static struct sv_stream *make_copy(uint64_t length, uint32_t flags)
{
    struct sv_stream *stream = make(length, 4, ALL);
    const uint32_t depth = (flags & SV_STREAM_DIRECT) != 0 ? 4 : 1;
    (void)remove(scratch_path("to"));
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"),
                             flags, depth),
              0);
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SINK, scratch_path("to"), flags,
                             depth),
              0);
    return stream;
}

static uint64_t counter(struct sv_stream *stream, enum sv_stream_counter which)
{
    uint64_t counters[SV_STREAM_COUNTERS];
    EXPECT_EQ(sv_stream_counters(stream, counters, SV_STREAM_COUNTERS), 0);
    return counters[which];
}

static int32_t run(struct sv_stream *stream)
{
    EXPECT_EQ(sv_stream_start(stream), 0);
    return sv_stream_join(stream);
}

static void expect_digests(struct sv_stream *stream, uint64_t length)
{
    struct sv_digest *digest;
    struct sv_digests wanted, made;
    EXPECT_EQ(sv_digest_open(ALL, &digest), 0);
    sv_digest_update(digest, bytes, length);
    sv_digest_finish(digest, &wanted);
    sv_digest_close(digest);
    EXPECT_EQ(sv_stream_digests(stream, &made), 0);
    EXPECT_EQ(memcmp(&made, &wanted, sizeof made), 0);
}

static void every_length_arrives_whole(uint32_t flags)
{
    static const uint64_t LENGTHS[] = {0,         1,
                                       511,       512,
                                       4095,      4096,
                                       4097,      CHUNK - 1,
                                       CHUNK,     CHUNK + 1,
                                       2 * CHUNK, CHUNK * 4,
                                       LENGTH,    CHUNK * 9 + 512};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        const uint64_t length = LENGTHS[i];
        write_source(length);
        struct sv_stream *stream = make_copy(length, flags);
        EXPECT_EQ(run(stream), 0);
        EXPECT_EQ(counter(stream, SV_STREAM_STATE), SV_STREAM_DONE);
        EXPECT_EQ(counter(stream, SV_STREAM_READ), length);
        EXPECT_EQ(counter(stream, SV_STREAM_WRITTEN), length);
        EXPECT_EQ(counter(stream, SV_STREAM_DIGESTED), length);
        EXPECT(counter(stream, SV_STREAM_PEAK) <= 4 * CHUNK);
        EXPECT_EQ(counter(stream, SV_STREAM_MEMORY), 0);
        expect_copy(length);
        expect_digests(stream, length);
        sv_stream_destroy(stream);
    }
}

static void a_file_that_is_written_over_is_cut_to_length(void)
{
    write_source(LENGTH);
    FILE *file = fopen(scratch_path("over"), "wb");
    EXPECT(file != NULL);
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(fwrite(found, 1, LENGTH, file), LENGTH);
    EXPECT_EQ(fclose(file), 0);
    struct sv_stream *stream = make(LENGTH, 2, 0);
    EXPECT_EQ(
        sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"), 0, 1),
        0);
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SINK, scratch_path("over"),
                             SV_STREAM_OVER, 1),
              0);
    EXPECT_EQ(run(stream), 0);
    sv_stream_destroy(stream);
    EXPECT_EQ(rename(scratch_path("over"), scratch_path("to")), 0);
    expect_copy(LENGTH);
}

static struct sv_stream_failure failure_of(struct sv_stream *stream,
                                           int32_t status)
{
    struct sv_stream_failure failure;
    struct sv_digests digests;
    EXPECT_EQ(run(stream), status);
    EXPECT_EQ(counter(stream, SV_STREAM_STATE), SV_STREAM_FAILED);
    EXPECT_EQ(sv_stream_failure(stream, &failure), 0);
    EXPECT_EQ(failure.status, status);
    EXPECT_EQ(sv_stream_digests(stream, &digests),
              status == SV_DIGEST ? 0 : SV_STATE);
    return failure;
}

static void a_source_that_shrank_is_told_with_its_place(void)
{
    write_source(CHUNK * 5 + 100);
    for (uint32_t flags = 0; flags <= SV_STREAM_DIRECT; flags++) {
        struct sv_stream *stream = make_copy(LENGTH, flags);
        const struct sv_stream_failure failure = failure_of(stream, SV_SHORT);
        EXPECT_EQ(failure.end, SV_STREAM_SOURCE);
        EXPECT(failure.offset_bytes >= CHUNK * 5);
        sv_stream_destroy(stream);
    }
}

static void a_full_destination_ends_the_stream(void)
{
    const struct rlimit small = {CHUNK * 3, RLIM_INFINITY};
    struct rlimit before;
    write_source(LENGTH);
    struct sv_stream *stream = make_copy(LENGTH, 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const struct sv_stream_failure failure = failure_of(stream, -EFBIG);
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_EQ(failure.end, SV_STREAM_SINK);
    EXPECT_EQ(failure.offset_bytes, CHUNK * 3);
    sv_stream_destroy(stream);
}

static void bytes_that_are_not_those_expected_fail(void)
{
    struct sv_digests expected = {.kinds = SV_DIGEST_CRC64NVME, .crc64nvme = 1};
    write_source(LENGTH);
    struct sv_stream *stream = make_copy(LENGTH, 0);
    EXPECT_EQ(sv_stream_expect(stream, &expected), 0);
    const struct sv_stream_failure failure = failure_of(stream, SV_DIGEST);
    EXPECT_EQ(failure.digest, SV_DIGEST_CRC64NVME);
    EXPECT_EQ(failure.end, SV_STREAM_SOURCE);
    sv_stream_destroy(stream);

    stream = make_copy(LENGTH, 0);
    struct sv_digest *digest;
    EXPECT_EQ(sv_digest_open(ALL, &digest), 0);
    sv_digest_update(digest, bytes, LENGTH);
    sv_digest_finish(digest, &expected);
    sv_digest_close(digest);
    EXPECT_EQ(sv_stream_expect(stream, &expected), 0);
    EXPECT_EQ(run(stream), 0);
    sv_stream_destroy(stream);
}

/* What cannot be kept back in memory is refused, not let through. */
static void a_sink_that_waits_gets_nothing_wrong(void)
{
    struct sv_stream_spec spec = {
        .size_bytes = CHUNK * 3,
        .memory_bytes = CHUNK * 3,
        .chunk_bytes = CHUNK,
        .digests = SV_DIGEST_SHA256,
        .flags = SV_STREAM_HOLD,
    };
    const struct sv_digests expected = {.kinds = SV_DIGEST_SHA256};
    struct sv_stream *stream;
    write_source(CHUNK * 3);
    (void)remove(scratch_path("to"));
    EXPECT_EQ(sv_stream_create(&spec, &stream), 0);
    EXPECT_EQ(
        sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"), 0, 1),
        0);
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SINK, scratch_path("to"), 0, 1),
              0);
    EXPECT_EQ(sv_stream_expect(stream, &expected), 0);
    (void)failure_of(stream, SV_DIGEST);
    EXPECT_EQ(counter(stream, SV_STREAM_WRITTEN), 0);
    sv_stream_destroy(stream);
    expect_copy(0);
    spec.size_bytes++;
    EXPECT_EQ(sv_stream_create(&spec, &stream), SV_BOUND);
}

static void a_chunk_that_is_there_is_read_and_not_written(void)
{
    struct sv_stream_part parts[10];
    write_source(LENGTH);
    struct sv_stream *stream = make_copy(LENGTH, 0);
    memset(parts, 0, sizeof parts);
    EXPECT_EQ(sv_stream_known(stream, 10, &parts[0]), SV_BOUND);
    EXPECT_EQ(sv_stream_known(stream, 0, &parts[0]), 0); /* another CRC */
    EXPECT_EQ(run(stream), 0);
    EXPECT_EQ(counter(stream, SV_STREAM_PASSED), 0);
    for (uint64_t i = 0; i < 10; i++) {
        EXPECT_EQ(sv_stream_part(stream, i, &parts[i]), 0);
        EXPECT_EQ(parts[i].is_there, 1);
    }
    EXPECT_EQ(sv_stream_part(stream, 10, &parts[0]), SV_BOUND);
    sv_stream_destroy(stream);

    stream = make_copy(LENGTH, 0);
    EXPECT_EQ(sv_stream_known(stream, 2, &parts[2]), 0);
    EXPECT_EQ(sv_stream_known(stream, 9, &parts[9]), 0);
    EXPECT_EQ(run(stream), 0);
    EXPECT_EQ(counter(stream, SV_STREAM_PASSED), CHUNK + 12345);
    EXPECT_EQ(counter(stream, SV_STREAM_WRITTEN), LENGTH - CHUNK - 12345);
    expect_digests(stream, LENGTH);
    sv_stream_destroy(stream);
    memset(bytes + 2 * CHUNK, 0, CHUNK); /* was never written: a hole */
    memset(bytes + 9 * CHUNK, 0, 12345);
    expect_copy(LENGTH);
}

static void a_stop_ends_it_at_any_moment(void)
{
    struct svi_random random;
    svi_random_seed(&random, 11);
    write_source(LENGTH);
    for (int round = 0; round < 100; round++) {
        struct sv_stream *stream = make_copy(LENGTH, 0);
        const struct timespec pause = {
            0, (long)svi_random_below(&random, 2000000)};
        EXPECT_EQ(sv_stream_start(stream), 0);
        (void)nanosleep(&pause, NULL);
        sv_stream_stop(stream);
        const int32_t status = sv_stream_join(stream);
        EXPECT(status == -ECANCELED || status == 0);
        sv_stream_destroy(stream);
        stream = make_copy(LENGTH, 0);
        EXPECT_EQ(sv_stream_start(stream), 0);
        sv_stream_destroy(stream); /* while it runs */
    }
}

static void what_makes_no_sense_is_refused(void)
{
    struct sv_stream_spec spec = {
        .size_bytes = CHUNK * 2, .memory_bytes = CHUNK, .chunk_bytes = CHUNK};
    struct sv_stream *stream;
    EXPECT_EQ(sv_stream_create(&spec, &stream), SV_BOUND);
    spec.chunk_bytes = 1000;
    EXPECT_EQ(sv_stream_create(&spec, &stream), SV_LAYOUT);
    stream = make(LENGTH, 4, 0);
    EXPECT_EQ(sv_stream_start(stream), SV_STATE);
    EXPECT_EQ(sv_stream_join(stream), SV_STATE);
    EXPECT_EQ(
        sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("absent"), 0, 1),
        -ENOENT);
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path(""), 0, 1),
              -EISDIR);
    EXPECT_EQ(
        sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"), 0, 2),
        SV_LAYOUT);
    EXPECT_EQ(
        sv_stream_file(stream, SV_STREAM_SINK, scratch_path("from"), 0, 1),
        -EEXIST);
    EXPECT_EQ(
        sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"), 0, 1),
        0);
    EXPECT_EQ(
        sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"), 0, 1),
        SV_LAYOUT);
    EXPECT_EQ(sv_stream_start(stream), SV_STATE); /* neither sink nor digest */
    sv_stream_destroy(stream);
    sv_stream_destroy(NULL);
}

int main(void)
{
    if ((sv_digest_kinds() & SV_DIGEST_SHA256) == 0)
        SKIP("no libcrypto on this host");
    make_scratch();
    for (uint32_t i = 0; i < LENGTH; i++)
        bytes[i] = (uint8_t)svi_mix64(i);
    every_length_arrives_whole(0);
    every_length_arrives_whole(SV_STREAM_DIRECT);
    a_file_that_is_written_over_is_cut_to_length();
    a_source_that_shrank_is_told_with_its_place();
    a_full_destination_ends_the_stream();
    bytes_that_are_not_those_expected_fail();
    a_sink_that_waits_gets_nothing_wrong();
    a_stop_ends_it_at_any_moment();
    what_makes_no_sense_is_refused();
    a_chunk_that_is_there_is_read_and_not_written();
    return 0;
}
