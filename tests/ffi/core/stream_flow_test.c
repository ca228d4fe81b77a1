/* stream_flow_test.c -- streams whose sink is one put that flows: what arrives
 * is what was read, within the ring; and a put whose digests are wrong, whose
 * source fails or that is stopped never has its last bytes.
 */
#include <time.h>

#include "scratch.h"
#include "store_server.h"
#include "stor_core.h"
#include "stor_fault.h"
#include "svi_random.h"

#define CHUNK 65536u
#define LENGTH (CHUNK * 9 + 12345)

static uint8_t bytes[LENGTH];
static struct sv_store *store;
static _Atomic uint32_t refuses;

static bool answer(struct server_request *request)
{
    if (atomic_load(&refuses) == 0)
        return store_answer(request);
    return server_reply(request, "507 Full", "x-request-id: r-7\r\n", "", 0) &&
           false;
}

static void start(void)
{
    char text[256];
    int32_t failed;
    atomic_store(&refuses, 0);
    EXPECT(pthread_mutex_init(&kept.lock, NULL) == 0);
    atomic_store(&kept.lie, STORE_HONEST);
    server_start(answer);
    snprintf(text, sizeof text,
             "kind=s3%cendpoint=http://127.0.0.1:%u%cbucket=objects%c"
             "prefix=p/%cpath_style=1%c",
             0, (unsigned)server.port, 0, 0, 0, 0);
    EXPECT_EQ(sv_store_open(text, &failed, &store), 0);
}

static void stop(void)
{
    sv_store_close(store);
    store_stop();
}

static struct sv_stream *make(uint64_t length, uint32_t flags)
{
    const struct sv_stream_spec spec = {
        .size_bytes = length,
        .memory_bytes = 3 * CHUNK,
        .chunk_bytes = CHUNK,
        .digests = SV_DIGEST_CRC64NVME | SV_DIGEST_CRC32C,
        .flags = flags,
    };
    struct sv_stream *stream;
    EXPECT_EQ(sv_stream_create(&spec, &stream), 0);
    return stream;
}

static int32_t flow_to(struct sv_stream *stream, const char *key,
                       uint32_t flags)
{
    const struct sv_stream_request request = {
        .depth = 1, .attempts_max = 4, .flags = SV_STREAM_FLOW | flags};
    return sv_stream_store(stream, SV_STREAM_SINK, store, key, "", &request);
}

static struct sv_stream *make_flow(uint64_t length)
{
    struct sv_stream *stream = make(length, 0);
    EXPECT_EQ(sv_stream_file(stream, SV_STREAM_SOURCE, scratch_path("from"), 0,
                             1),
              0);
    EXPECT_EQ(flow_to(stream, "k", 0), 0);
    return stream;
}

static int32_t run(struct sv_stream *stream)
{
    EXPECT_EQ(sv_stream_start(stream), 0);
    return sv_stream_join(stream);
}

static void all_of_it_arrives_within_three_chunks(void)
{
    static const uint64_t LENGTHS[] = {0,     1,         4096,  CHUNK - 1,
                                       CHUNK, CHUNK + 1, LENGTH};
    uint64_t counters[SV_STREAM_COUNTERS];
    for (uint32_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        start();
        struct sv_stream *stream = make_flow(LENGTHS[i]);
        EXPECT_EQ(run(stream), 0);
        const struct store_object *object = store_find("/objects/p/k");
        EXPECT(object != NULL);
        EXPECT_EQ(object->count, LENGTHS[i]);
        EXPECT_EQ(memcmp(object->bytes, bytes, object->count), 0);
        EXPECT_EQ(sv_stream_counters(stream, counters, SV_STREAM_COUNTERS), 0);
        EXPECT_EQ(counters[SV_STREAM_WRITTEN], LENGTHS[i]);
        EXPECT(counters[SV_STREAM_PEAK] <= 3 * CHUNK);
        EXPECT_EQ(atomic_load(&kept.puts), i + 1);
        sv_stream_destroy(stream);
        stop();
    }
}

static void ranges_that_overtake_go_out_in_order(void)
{
    const struct sv_stream_request request = {.depth = 3, .attempts_max = 1};
    start();
    (void)pthread_mutex_lock(&kept.lock);
    store_keep("/objects/p/from", bytes, LENGTH);
    (void)pthread_mutex_unlock(&kept.lock);
    struct sv_stream *stream = make(LENGTH, 0);
    EXPECT_EQ(sv_stream_store(stream, SV_STREAM_SOURCE, store, "from", "",
                              &request),
              0);
    EXPECT_EQ(flow_to(stream, "k", SV_STREAM_NEW), 0);
    EXPECT_EQ(run(stream), 0);
    const struct store_object *object = store_find("/objects/p/k");
    EXPECT(object != NULL);
    EXPECT_EQ(object->count, LENGTH);
    EXPECT_EQ(memcmp(object->bytes, bytes, LENGTH), 0);
    EXPECT(strstr(kept.last_head, "If-None-Match: *") != NULL);
    sv_stream_destroy(stream);
    stop();
}

static void expect_no_object(struct sv_stream *stream, int32_t status,
                             uint32_t end)
{
    struct sv_stream_failure failure;
    EXPECT_EQ(run(stream), status);
    EXPECT_EQ(sv_stream_failure(stream, &failure), 0);
    EXPECT_EQ(failure.end, end);
    sv_stream_destroy(stream);
    stop();
}

static void wrong_digests_never_have_the_last_bytes(void)
{
    const struct sv_digests expected = {.kinds = SV_DIGEST_CRC32C, .crc32c = 7};
    static const uint64_t LENGTHS[] = {0, 1, CHUNK + 1, LENGTH};
    for (uint32_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        start();
        const uint64_t puts = atomic_load(&kept.puts);
        struct sv_stream *stream = make_flow(LENGTHS[i]);
        EXPECT_EQ(sv_stream_expect(stream, &expected), 0);
        expect_no_object(stream, SV_DIGEST, SV_STREAM_SOURCE);
        EXPECT_EQ(atomic_load(&kept.puts), puts);
    }
}

static void a_source_that_ends_early_cuts_the_put(void)
{
    start();
    const uint64_t puts = atomic_load(&kept.puts);
    expect_no_object(make_flow(LENGTH + CHUNK), SV_SHORT, SV_STREAM_SOURCE);
    EXPECT_EQ(atomic_load(&kept.puts), puts);
}

static void what_the_store_says_is_told_once(void)
{
    struct sv_stream_failure failure;
    uint64_t counters[SV_STREAM_COUNTERS];
    start();
    atomic_store(&refuses, 1);
    struct sv_stream *stream = make_flow(LENGTH);
    EXPECT_EQ(run(stream), SV_HTTP_SERVER);
    EXPECT_EQ(sv_stream_failure(stream, &failure), 0);
    EXPECT_EQ(failure.end, SV_STREAM_SINK);
    EXPECT_EQ(failure.http_status, 507);
    EXPECT_EQ(sv_stream_counters(stream, counters, SV_STREAM_COUNTERS), 0);
    EXPECT_EQ(counters[SV_STREAM_RETRIES], 0);
    sv_stream_destroy(stream);
    stop();
}

static void faults_of_the_sink_strike_it(void)
{
    start();
    EXPECT_EQ(sv_fault_arm("stream.write.fail:after=4"), 0);
    struct sv_stream *stream = make_flow(LENGTH);
    EXPECT_EQ(run(stream), -EIO);
    sv_stream_destroy(stream);
    sv_fault_clear();
    EXPECT(store_find("/objects/p/k") == NULL);
    EXPECT_EQ(sv_fault_arm("stream.write.bitflip:after=4:count=1"), 0);
    stream = make_flow(LENGTH);
    EXPECT_EQ(run(stream), 0);
    sv_stream_destroy(stream);
    sv_fault_clear();
    const struct store_object *object = store_find("/objects/p/k");
    EXPECT(object != NULL);
    EXPECT_EQ(object->count, LENGTH);
    EXPECT(memcmp(object->bytes, bytes, LENGTH) != 0);
    stop();
}

static void a_stop_ends_it_wherever_it_is(void)
{
    struct svi_random random;
    svi_random_seed(&random, 12);
    for (int round = 0; round < 20; round++) {
        const struct timespec pause = {
            0, (long)svi_random_below(&random, 3000000)};
        start();
        struct sv_stream *stream = make_flow(LENGTH);
        EXPECT_EQ(sv_stream_start(stream), 0);
        (void)nanosleep(&pause, NULL);
        sv_stream_destroy(stream);
        const struct store_object *object = store_find("/objects/p/k");
        EXPECT(object == NULL || object->count == LENGTH);
        stop();
    }
}

static void what_makes_no_sense_is_refused(void)
{
    const struct sv_stream_request deep = {
        .depth = 2, .attempts_max = 1, .flags = SV_STREAM_FLOW};
    const struct sv_stream_request flows = {
        .depth = 1, .attempts_max = 1, .flags = SV_STREAM_FLOW};
    start();
    struct sv_stream *stream = make(LENGTH, 0);
    EXPECT_EQ(sv_stream_store(stream, SV_STREAM_SINK, store, "k", "", &deep),
              SV_LAYOUT);
    EXPECT_EQ(sv_stream_store(stream, SV_STREAM_SINK, store, "k", "u", &flows),
              SV_LAYOUT);
    EXPECT_EQ(sv_stream_store(stream, SV_STREAM_SOURCE, store, "k", "", &flows),
              SV_LAYOUT);
    sv_stream_destroy(stream);
    stream = make(CHUNK, SV_STREAM_HOLD);
    EXPECT_EQ(sv_stream_store(stream, SV_STREAM_SINK, store, "k", "", &flows),
              SV_LAYOUT);
    sv_stream_destroy(stream);
    stop();
}

int main(void)
{
    char text[64];
    uint32_t features;
    if (sv_http_probe(text, sizeof text, &features) != 0)
        SKIP("no libcurl on this host");
    make_scratch();
    for (uint32_t i = 0; i < LENGTH; i++)
        bytes[i] = (uint8_t)svi_mix64(i);
    FILE *file = fopen(scratch_path("from"), "wb");
    EXPECT(file != NULL);
    EXPECT_EQ(fwrite(bytes, 1, LENGTH, file), LENGTH);
    EXPECT_EQ(fclose(file), 0);
    all_of_it_arrives_within_three_chunks();
    ranges_that_overtake_go_out_in_order();
    wrong_digests_never_have_the_last_bytes();
    a_source_that_ends_early_cuts_the_put();
    what_the_store_says_is_told_once();
    faults_of_the_sink_strike_it();
    a_stop_ends_it_wherever_it_is();
    what_makes_no_sense_is_refused();
    return 0;
}
