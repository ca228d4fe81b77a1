/* http_fault_test.c -- what each fault point of a request does to it: what the
 * client is told, and what the store saw of it. */
#include "http_rig.h"
#include "svi_fault.h"

#define BODY_BYTES 40000u

static _Atomic uint64_t asked, whole_bodies, connections;
static char last_range[128];

/* Counts what came whole; a body that is cut never gets here. */
static bool answer(struct server_request *request)
{
    static uint8_t body[BODY_BYTES];
    atomic_fetch_add(&asked, 1);
    if (request->turn == 0)
        atomic_fetch_add(&connections, 1);
    if (request->body_bytes > 0)
        atomic_fetch_add(&whole_bodies, 1);
    snprintf(last_range, sizeof last_range, "%.127s",
             server_header(request, "Range"));
    return server_reply(request, "200 OK",
                        "ETag: \"etag\"\r\n"
                        "x-amz-checksum-crc32c: AAAAAA==\r\n",
                        body, request->body_bytes > 0 ? 0 : BODY_BYTES);
}

static const struct svi_request *ask_with(const char *plan, uint32_t method,
                                          uint64_t body_bytes)
{
    static struct http_asked one;
    atomic_store(&asked, 0);
    atomic_store(&whole_bodies, 0);
    sv_fault_clear();
    if (plan != NULL)
        EXPECT_EQ(sv_fault_arm(plan), 0);
    one = http_request(method, "/b/key");
    one.request.body_bytes = body_bytes;
    if (method != SVI_GET)
        one.request.consume = NULL;
    http_finish(&one);
    EXPECT_EQ(one.request.faults, plan != NULL ? 1 : 0);
    EXPECT_EQ(one.taken, one.request.consume != NULL
                             ? one.request.received_bytes
                             : 0);
    return &one.request;
}

struct instead {
    const char *plan;
    int32_t status; /* of the judge */
};

/* The store never hears of these, and no connection is counted. */
static void some_are_never_sent(void)
{
    static const struct instead INSTEAD[] = {
        {"http.connect.refused", SV_HTTP_REFUSED},
        {"http.resolve.fail", SV_HTTP_RESOLVE},
        {"http.tls.fail", SV_HTTP_TLS},
        {"http.status", SV_HTTP_THROTTLED},
        {"http.status:arg=403", SV_HTTP_DENIED},
        {"http.status:arg=404", SV_HTTP_NOT_FOUND},
        {"http.throttle:arg=7", SV_HTTP_THROTTLED},
        {"http.error-body", SV_HTTP_ERROR_BODY},
    };
    for (size_t i = 0; i < sizeof INSTEAD / sizeof INSTEAD[0]; i++) {
        printf("%s\n", INSTEAD[i].plan);
        const struct svi_request *one =
            ask_with(INSTEAD[i].plan, SVI_PUT, 100);
        EXPECT_EQ(svi_store_judge(http_store, one), INSTEAD[i].status);
        EXPECT_EQ(one->new_connections, 0);
        EXPECT_EQ(one->retry_after_s, i == 6 ? 7 : 0);
        EXPECT_EQ(atomic_load(&asked), 0);
        EXPECT(one->end_ns >= one->start_ns && one->start_ns > 0);
    }
}

/* Small bodies go out with their head, large ones in pieces: both are cut. */
static void a_body_is_cut_on_its_way_out(void)
{
    static const char *const PLANS[] = {"http.send.reset",
                                        "http.send.reset:arg=99",
                                        "http.send.reset:arg=999999999"};
    for (size_t i = 0; i < 3; i++) {
        for (uint64_t bytes = 100; bytes < 1000000; bytes *= 1000) {
            const struct svi_request *one = ask_with(PLANS[i], SVI_PUT, bytes);
            EXPECT_EQ(one->status, SV_HTTP_RESET);
            EXPECT_EQ(atomic_load(&whole_bodies), 0);
            uint64_t sent = i == 0 ? 0 : i == 1 ? 99 : bytes - 1;
            EXPECT_EQ(one->sent_bytes, sent);
        }
    }
}

/* The store did it; the client cannot know. */
static void an_answer_is_lost(void)
{
    static const char *const PLANS[] = {"http.receive.reset",
                                        "http.receive.stall",
                                        "http.status.after"};
    static const int32_t STATUSES[] = {SV_HTTP_RESET, SV_HTTP_TIMEOUT,
                                       SV_HTTP_SERVER};
    for (size_t i = 0; i < 3; i++) {
        const struct svi_request *one = ask_with(PLANS[i], SVI_PUT, 100);
        EXPECT_EQ(svi_store_judge(http_store, one), STATUSES[i]);
        EXPECT_EQ(one->etag[0], 0);
        EXPECT_EQ(atomic_load(&whole_bodies), 1);
        (void)ask_with(PLANS[i], SVI_GET, 0);
        EXPECT_EQ(atomic_load(&asked), 1);
        /* The next request is none the worse for it. */
        one = ask_with(NULL, SVI_GET, 0);
        EXPECT_EQ(one->status, 0);
        EXPECT_EQ(one->received_bytes, BODY_BYTES);
    }
}

static void a_body_is_cut_on_its_way_in(void)
{
    const struct svi_request *one = ask_with("http.receive.cut", SVI_GET, 0);
    EXPECT_EQ(one->status, SV_HTTP_TRUNCATED);
    EXPECT_EQ(one->received_bytes, 512);
    one = ask_with("http.receive.cut:arg=0", SVI_GET, 0);
    EXPECT_EQ(one->received_bytes, 0);
    one = ask_with("http.receive.cut:arg=50000", SVI_GET, 0);
    EXPECT_EQ(one->status, SV_HTTP_TRUNCATED);
    EXPECT_EQ(one->received_bytes, BODY_BYTES - 1);
    one = ask_with(NULL, SVI_GET, 0);
    EXPECT_EQ(one->new_connections, 1); /* the other was really dropped */
}

static void a_range_goes_astray(void)
{
    static const char *const PLANS[] = {NULL, "http.range.shifted",
                                        "http.range.shifted:arg=9000",
                                        "http.range.ignored"};
    static const char *const RANGES[] = {"bytes=8192-12287", "bytes=4096-8191",
                                         "bytes=17192-21287", ""};
    for (size_t i = 0; i < 4; i++) {
        struct http_asked one = http_request(SVI_GET, "/b/key");
        sv_fault_clear();
        if (PLANS[i] != NULL)
            EXPECT_EQ(sv_fault_arm(PLANS[i]), 0);
        one.request.headers[0] = "Range: bytes=8192-12287";
        http_finish(&one);
        EXPECT_EQ(one.request.status, 0);
        EXPECT(strcmp(last_range, RANGES[i]) == 0);
    }
}

static void a_word_of_the_answer_is_another(void)
{
    const struct svi_request *one = ask_with("http.etag.wrong", SVI_GET, 0);
    EXPECT_EQ(strlen(one->etag), strlen("\"etag\""));
    EXPECT(strcmp(one->etag, "\"etag\"") != 0);
    EXPECT(strcmp(one->checksum, "AAAAAA==") == 0);
    one = ask_with("http.checksum.wrong", SVI_PUT, 100);
    EXPECT_EQ(strlen(one->checksum), strlen("AAAAAA=="));
    EXPECT(strcmp(one->checksum, "AAAAAA==") != 0);
    EXPECT(strcmp(one->etag, "\"etag\"") == 0);
}

/* The same operations, in whatever order they come. */
static void a_seed_hits_the_same_places(void)
{
    bool is_hit[200], is_again;
    uint32_t hits = 0;
    sv_fault_clear();
    for (int round = 0; round < 2; round++) {
        EXPECT_EQ(sv_fault_arm("http.connect.refused:every=5:seed=3"), 0);
        for (uint32_t i = 0; i < 200; i++) {
            const uint32_t at = round == 0 ? i : i * 77 % 200;
            struct http_asked one = http_request(SVI_GET, "/b/key");
            one.request.place = svi_fault_place(3, at + 1, 0);
            http_finish(&one);
            is_again = one.request.status != 0;
            if (round == 1)
                EXPECT_EQ(is_again, is_hit[at]);
            is_hit[at] = is_again;
            hits += is_again ? 1u : 0u;
        }
    }
    EXPECT(hits > 40 && hits < 120);
}

int main(void)
{
    server_start(answer);
    http_open("stall_timeout_ms=200\0");
    some_are_never_sent();
    a_body_is_cut_on_its_way_out();
    an_answer_is_lost();
    a_body_is_cut_on_its_way_in();
    a_range_goes_astray();
    a_word_of_the_answer_is_another();
    a_seed_hits_the_same_places();
    sv_fault_clear();
    http_close();
    server_stop();
    return 0;
}
