/* stream_store_test.c -- streams between files and a store: ranges of one
 * version in, parts out, each tried again while that makes sense; and what the
 * store said when it does not.
 */
#include <time.h>

#include "scratch.h"
#include "store_server.h"
#include "stor_core.h"
#include "svi_random.h"

#define CHUNK 65536u
#define LENGTH (CHUNK * 9 + 12345)

static uint8_t bytes[LENGTH];
static uint8_t found[LENGTH + 1];
static struct sv_store *store;
static _Atomic uint32_t fail_each; /* each n-th request, before it is done */
static _Atomic uint32_t fail_all;
static _Atomic uint32_t requests;

static bool answer(struct server_request *request)
{
    const uint32_t number = atomic_fetch_add(&requests, 1) + 1;
    const uint32_t each = atomic_load(&fail_each);
    if (atomic_load(&fail_all) != 0 || (each != 0 && number % each == 0)) {
        static const char error[] = "<Error><Code>InternalError</Code></Error>";
        return number % 2 == 0 && atomic_load(&fail_all) == 0
                   ? server_reset(request)
                   : server_reply(request, "500 Oh",
                                  "x-amz-request-id: r-1\r\n", error,
                                  sizeof error - 1);
    }
    return store_answer(request);
}

static void start(const char *kind)
{
    char text[256];
    int32_t failed;
    atomic_store(&fail_each, 0);
    atomic_store(&fail_all, 0);
    EXPECT(pthread_mutex_init(&kept.lock, NULL) == 0);
    atomic_store(&kept.lie, STORE_HONEST);
    server_start(answer);
    snprintf(text, sizeof text,
             "kind=%s%cendpoint=http://127.0.0.1:%u%cbucket=b%cprefix=p/%c"
             "path_style=1%cchecksum=crc64nvme%c",
             kind, 0, (unsigned)server.port, 0, 0, 0, 0, 0);
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
        .memory_bytes = 4 * CHUNK,
        .chunk_bytes = CHUNK,
        .digests = SV_DIGEST_CRC64NVME,
        .flags = flags,
    };
    struct sv_stream *stream;
    EXPECT_EQ(sv_stream_create(&spec, &stream), 0);
    return stream;
}

static int32_t set_store(struct sv_stream *stream, uint32_t end,
                         const char *key, const char *version)
{
    const struct sv_stream_request request = {.depth = 3, .attempts_max = 4};
    return sv_stream_store(stream, end, store, key, version, &request);
}

static void set_file(struct sv_stream *stream, uint32_t end, const char *name)
{
    EXPECT_EQ(sv_stream_file(stream, end, scratch_path(name), 0, 1), 0);
}

static int32_t run(struct sv_stream *stream)
{
    EXPECT_EQ(sv_stream_start(stream), 0);
    return sv_stream_join(stream);
}

static void write_source(void)
{
    FILE *file = fopen(scratch_path("from"), "wb");
    EXPECT(file != NULL);
    EXPECT_EQ(fwrite(bytes, 1, LENGTH, file), LENGTH);
    EXPECT_EQ(fclose(file), 0);
}

static uint64_t retries(struct sv_stream *stream)
{
    uint64_t counters[SV_STREAM_COUNTERS];
    EXPECT_EQ(sv_stream_counters(stream, counters, SV_STREAM_COUNTERS), 0);
    return counters[SV_STREAM_RETRIES];
}

static void expect_parts(const char *format)
{
    EXPECT_EQ(kept.count, 10);
    for (uint32_t i = 0; i < 10; i++) {
        char path[256];
        snprintf(path, sizeof path, format, i + 1);
        const struct store_object *part = store_find(path);
        EXPECT(part != NULL);
        EXPECT_EQ(part->count, i < 9 ? CHUNK : 12345);
        EXPECT_EQ(memcmp(part->bytes, bytes + i * CHUNK, part->count), 0);
    }
}

static void a_file_goes_up_in_parts(void)
{
    struct sv_stream_part part;
    start("s3");
    atomic_store(&fail_each, 3);
    struct sv_stream *stream = make(LENGTH, 0);
    set_file(stream, SV_STREAM_SOURCE, "from");
    EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "a key", "u+/="), 0);
    EXPECT_EQ(run(stream), 0);
    EXPECT(retries(stream) >= 2);
    expect_parts("/b/p/a%%20key?partNumber=%u&uploadId=u%%2B%%2F%%3D");
    for (uint64_t i = 0; i < 10; i++) {
        EXPECT_EQ(sv_stream_part(stream, i, &part), 0);
        EXPECT_EQ(part.is_there, 1);
        EXPECT_EQ(strcmp(part.etag, "\"e\""), 0);
    }
    sv_stream_destroy(stream);
    EXPECT(strstr(kept.last_head, "x-amz-checksum-crc64nvme: ") != NULL);
    stop();
}

static void azure_gets_blocks_of_one_length(void)
{
    start("az");
    struct sv_stream *stream = make(LENGTH, 0);
    set_file(stream, SV_STREAM_SOURCE, "from");
    EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "k", "0123456789abcdef"), 0);
    EXPECT_EQ(run(stream), 0);
    /* base64 of "0123456789abcdef-00001", as the control plane commits it */
    EXPECT(store_find("/b/p/k?blockid=MDEyMzQ1Njc4OWFiY2RlZi0wMDAwMQ%3D%3D"
                      "&comp=block") != NULL);
    EXPECT_EQ(kept.count, 10);
    sv_stream_destroy(stream);
    stop();
}

static void put_some(const char *key, uint64_t length)
{
    char path[64];
    snprintf(path, sizeof path, "/b/p/%s", key);
    (void)pthread_mutex_lock(&kept.lock);
    store_keep(path, bytes, length);
    (void)pthread_mutex_unlock(&kept.lock);
}

static void put_object(const char *key)
{
    put_some(key, LENGTH);
}

static void an_object_comes_down_in_ranges(void)
{
    start("s3");
    put_object("k");
    atomic_store(&fail_each, 3);
    (void)remove(scratch_path("to"));
    struct sv_stream *stream = make(LENGTH, 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SOURCE, "k", "\"v\""), 0);
    set_file(stream, SV_STREAM_SINK, "to");
    EXPECT_EQ(run(stream), 0);
    EXPECT(retries(stream) >= 2);
    sv_stream_destroy(stream);
    FILE *file = fopen(scratch_path("to"), "rb");
    EXPECT(file != NULL);
    EXPECT_EQ(fread(found, 1, sizeof found, file), LENGTH);
    EXPECT_EQ(memcmp(found, bytes, LENGTH), 0);
    EXPECT_EQ(fclose(file), 0);
    stop();
}

static void store_to_store_within_four_chunks(void)
{
    uint64_t counters[SV_STREAM_COUNTERS];
    start("s3");
    put_object("k");
    struct sv_stream *stream = make(LENGTH, 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SOURCE, "k", ""), 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "to", "u"), 0);
    EXPECT_EQ(run(stream), 0);
    EXPECT_EQ(sv_stream_counters(stream, counters, SV_STREAM_COUNTERS), 0);
    EXPECT(counters[SV_STREAM_PEAK] <= 4 * CHUNK);
    EXPECT_EQ(kept.count, 11);
    sv_stream_destroy(stream);
    stop();
}

static void a_small_object_is_one_put_or_none(void)
{
    struct sv_digests expected = {.kinds = SV_DIGEST_CRC64NVME, .crc64nvme = 7};
    for (uint64_t length = 0; length <= CHUNK; length += CHUNK) {
        start("s3");
        struct sv_stream *stream = make(length, SV_STREAM_HOLD);
        set_file(stream, SV_STREAM_SOURCE, "from");
        EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "k", ""), 0);
        EXPECT_EQ(run(stream), 0);
        sv_stream_destroy(stream);
        const struct store_object *object = store_find("/b/p/k");
        EXPECT(object != NULL);
        EXPECT_EQ(object->count, length);

        stream = make(length, SV_STREAM_HOLD);
        set_file(stream, SV_STREAM_SOURCE, "from");
        EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "other", ""), 0);
        EXPECT_EQ(sv_stream_expect(stream, &expected), 0);
        EXPECT_EQ(run(stream), SV_DIGEST);
        sv_stream_destroy(stream);
        EXPECT_EQ(kept.count, 1);
        stop();
    }
}

static void only_a_single_put_can_ask_for_a_new_key(void)
{
    const struct sv_stream_request request = {
        .depth = 1, .attempts_max = 1, .flags = SV_STREAM_NEW};
    static const char *const VERSIONS[] = {"", "u"};
    for (uint32_t i = 0; i < 2; i++) {
        start("s3");
        struct sv_stream *stream = make(CHUNK, SV_STREAM_HOLD);
        set_file(stream, SV_STREAM_SOURCE, "from");
        const int32_t status = sv_stream_store(stream, SV_STREAM_SINK, store,
                                               "k", VERSIONS[i], &request);
        EXPECT_EQ(status, i == 0 ? 0 : SV_LAYOUT);
        if (status == 0) {
            EXPECT_EQ(run(stream), 0);
            EXPECT(strstr(kept.last_head, "If-None-Match: *") != NULL);
        }
        sv_stream_destroy(stream);
        stop();
    }
}

static void expect_failure(uint32_t lie, uint64_t length, int32_t status)
{
    struct sv_stream_failure failure;
    start("s3");
    put_some("k", length);
    atomic_store(&kept.lie, lie);
    struct sv_stream *stream = make(length, 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SOURCE,
                        lie == STORE_HONEST ? "absent" : "k", ""),
              0);
    EXPECT_EQ(run(stream), status);
    EXPECT_EQ(sv_stream_failure(stream, &failure), 0);
    EXPECT_EQ(failure.end, SV_STREAM_SOURCE);
    if (lie == STORE_HONEST) {
        EXPECT_EQ(failure.http_status, 404);
        EXPECT_EQ(strcmp(failure.code, "NoSuchKey"), 0);
    }
    sv_stream_destroy(stream);
    stop();
}

static void a_source_that_is_another_by_now_is_told(void)
{
    start("s3");
    put_object("k");
    struct sv_stream *stream = make(LENGTH - CHUNK, 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SOURCE, "k", ""), 0);
    EXPECT_EQ(run(stream), SV_SHORT);
    sv_stream_destroy(stream);
    stream = make(LENGTH + CHUNK, 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SOURCE, "k", ""), 0);
    EXPECT_EQ(run(stream), SV_SHORT);
    sv_stream_destroy(stream);
    stop();
}

static void after_the_last_attempt_the_store_is_quoted(void)
{
    struct sv_stream_failure failure;
    start("s3");
    atomic_store(&fail_all, 1);
    struct sv_stream *stream = make(LENGTH, 0);
    set_file(stream, SV_STREAM_SOURCE, "from");
    EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "k", "u"), 0);
    EXPECT_EQ(run(stream), SV_HTTP_SERVER);
    EXPECT_EQ(sv_stream_failure(stream, &failure), 0);
    EXPECT_EQ(failure.end, SV_STREAM_SINK);
    EXPECT_EQ(failure.http_status, 500);
    EXPECT_EQ(strcmp(failure.code, "InternalError"), 0);
    EXPECT_EQ(strcmp(failure.request_id, "r-1"), 0);
    EXPECT(retries(stream) >= 3);
    sv_stream_destroy(stream);
    stop();
}

static void a_stop_ends_waits_and_requests(void)
{
    struct svi_random random;
    svi_random_seed(&random, 12);
    for (int round = 0; round < 20; round++) {
        const struct timespec pause = {
            0, (long)svi_random_below(&random, 20000000)};
        start("s3");
        put_object("k");
        atomic_store(&fail_each, 2);
        struct sv_stream *stream = make(LENGTH, 0);
        EXPECT_EQ(set_store(stream, SV_STREAM_SOURCE, "k", ""), 0);
        EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "to", "u"), 0);
        EXPECT_EQ(sv_stream_start(stream), 0);
        (void)nanosleep(&pause, NULL);
        sv_stream_destroy(stream);
        stop();
    }
}

static void what_makes_no_sense_is_refused(void)
{
    start("s3");
    struct sv_stream *stream = make(LENGTH, 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "k", ""), SV_LAYOUT);
    EXPECT_EQ(set_store(stream, 2, "k", "u"), SV_LAYOUT);
    sv_stream_destroy(stream);
    stream = make((uint64_t)CHUNK * 10001, 0);
    EXPECT_EQ(set_store(stream, SV_STREAM_SINK, "k", "u"), SV_BOUND);
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
    write_source();
    a_file_goes_up_in_parts();
    azure_gets_blocks_of_one_length();
    an_object_comes_down_in_ranges();
    store_to_store_within_four_chunks();
    a_small_object_is_one_put_or_none();
    only_a_single_put_can_ask_for_a_new_key();
    expect_failure(STORE_HONEST, LENGTH, SV_HTTP_NOT_FOUND);
    expect_failure(STORE_CUTS, CHUNK, SV_HTTP_TRUNCATED);
    expect_failure(STORE_NO_RANGES, LENGTH, SV_HTTP_BROKEN);
    a_source_that_is_another_by_now_is_told();
    after_the_last_attempt_the_store_is_quoted();
    a_stop_ends_waits_and_requests();
    what_makes_no_sense_is_refused();
    return 0;
}
