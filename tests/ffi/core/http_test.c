/* http_test.c -- requests reach the server as they were meant and their answers
 * come back whole, also many at once, on connections that are kept. */
#include "http_rig.h"

#define MANY 64u

static char last_head[SERVER_HEAD_ROOM]; /* of the last request */
static uint64_t wrong_bytes;             /* in bodies that came */

static const uint8_t *large_body(size_t bytes)
{
    static uint8_t *body;

    if (body == NULL) {
        body = malloc(bytes);
        EXPECT(body != NULL);
        for (size_t i = 0; i < bytes; i++)
            body[i] = http_byte(i);
    }
    return body;
}

#define LARGE (UINT64_C(8) << 20)

static bool serve(struct server_request *request)
{
    memcpy(last_head, request->head, sizeof last_head);
    for (uint64_t i = 0; i < request->body_bytes; i++)
        wrong_bytes += request->body[i] != http_byte(i) ? 1 : 0;
    if (strcmp(request->path, "/large") == 0)
        return server_reply(request, "200 OK", "ETag: \"e\"\r\n",
                            large_body(LARGE), LARGE);
    if (strcmp(request->path, "/told") == 0)
        return server_reply(
            request, "206 Partial Content",
            "etag:   \"abc\"  \r\nX-Amz-Request-Id: R1\r\nRetry-After: 7\r\n"
            "x-amz-checksum-crc64nvme: rosUhgp5mIg=\r\n"
            "x-amz-checksum-crc32c: 4waSgw==\r\n"
            "x-amz-checksum-type: FULL_OBJECT\r\nContent-MD5: Jfn7\r\n"
            "Content-Range: bytes 0-3/5000000000\r\n",
            "four", 4);
    if (strcmp(request->path, "/google") == 0)
        return server_reply(request, "200 OK",
                            "x-goog-hash: md5=AAAA\r\nContent-MD5:\r\n"
                            "x-goog-hash: crc32c=n03x6A==,md5=BBBB\r\n",
                            "four", 4);
    if (strcmp(request->path, "/empty") == 0)
        return server_reply(request, "200 OK",
                            "x-amz-checksum-crc64nvme: \r\n", "four", 4);
    if (strcmp(request->path, "/error") == 0)
        return server_reply(request, "404 Not Found",
                            "x-ms-error-code: BlobNotFound\r\n",
                            "<Error><Code>NoSuchKey</Code></Error>", 37);
    return server_reply(request, "200 OK", "", "fine", 4);
}

static bool last_has(const char *line)
{
    return strstr(last_head, line) != NULL;
}

static void each_method_is_sent_as_it_is(void)
{
    static const struct {
        uint32_t method;
        const char *line;
    } METHODS[] = {
        {SVI_GET, "GET /a%20b?x=y HTTP/1.1\r\n"},
        {SVI_HEAD, "HEAD /a%20b?x=y HTTP/1.1\r\n"},
        {SVI_PUT, "PUT /a%20b?x=y HTTP/1.1\r\n"},
        {SVI_DELETE, "DELETE /a%20b?x=y HTTP/1.1\r\n"},
        {SVI_POST, "POST /a%20b?x=y HTTP/1.1\r\n"},
    };

    server_start(serve);
    http_open("");
    /* Each after each other: a handle keeps nothing of its last method. */
    for (uint32_t i = 0; i < 25; i++) {
        uint32_t method = METHODS[i * 7 % 5].method;
        struct http_asked asked = http_request(method, "/a%20b?x=y");
        bool has_body = method == SVI_PUT || method == SVI_POST;
        asked.request.body_bytes = has_body ? i * 1000 : 0;
        http_finish(&asked);
        EXPECT_EQ(asked.request.status, 0);
        EXPECT_EQ(asked.request.http_status, 200);
        EXPECT(last_has(METHODS[method == SVI_HEAD     ? 1
                                : method == SVI_PUT    ? 2
                                : method == SVI_DELETE ? 3
                                : method == SVI_POST   ? 4
                                                       : 0]
                            .line));
        EXPECT_EQ(asked.request.received_bytes, method == SVI_HEAD ? 0 : 4);
        EXPECT_EQ(asked.request.content_length, 4);
        EXPECT_EQ(last_has("Content-Length: "), has_body);
        EXPECT(!last_has("Expect") && !last_has("Accept") &&
               !last_has("Content-Type") && !last_has("Authorization"));
    }
    EXPECT_EQ(server_connections(), 1);
    EXPECT_EQ(wrong_bytes, 0);
    http_close();
    server_stop();
}

static void unusual_paths_stay_as_they_are(void)
{
    server_start(serve);
    http_open("");
    EXPECT_EQ(http_ask(SVI_GET, "/b/../a//./b/%2E%2e")->status, 0);
    EXPECT(last_has("GET /b/../a//./b/%2E%2e HTTP/1.1\r\n"));
    EXPECT_EQ(http_ask(SVI_GET, "/b?a=&b=%2F")->status, 0);
    EXPECT(last_has("GET /b?a=&b=%2F HTTP/1.1\r\n"));
    static char path[9000] = "/";
    memset(path + 1, 'a', sizeof path - 2);
    struct http_asked asked = http_request(SVI_GET, path);
    EXPECT_EQ(svi_http_send(http_client, &asked.request), SV_BOUND);
    http_close();
    server_stop();
}

static void the_answer_is_told(void)
{
    server_start(serve);
    http_open("");
    const struct svi_request *asked = http_ask(SVI_GET, "/told");
    EXPECT_EQ(asked->http_status, 206);
    EXPECT(strcmp(asked->etag, "\"abc\"") == 0);
    EXPECT(strcmp(asked->request_id, "R1") == 0);
    EXPECT(strcmp(asked->checksum, "rosUhgp5mIg=") == 0);
    EXPECT_EQ(asked->checksum_kind, SVI_SUM_CRC64);
    EXPECT_EQ(asked->retry_after_s, 7);
    EXPECT_EQ(asked->total_bytes, 5000000000);
    EXPECT_EQ(asked->new_connections, 1);
    EXPECT(asked->start_ns < asked->first_byte_ns);
    EXPECT(asked->first_byte_ns <= asked->end_ns);
    asked = http_ask(SVI_GET, "/google");
    EXPECT(strcmp(asked->checksum, "n03x6A==") == 0);
    EXPECT_EQ(asked->checksum_kind, SVI_SUM_CRC32C);
    EXPECT_EQ(http_ask(SVI_GET, "/empty")->checksum_kind, SVI_SUM_NONE);
    asked = http_ask(SVI_GET, "/error");
    EXPECT_EQ(asked->http_status, 404);
    EXPECT_EQ(asked->new_connections, 0);
    EXPECT(asked->etag[0] == '\0');
    EXPECT(asked->checksum[0] == '\0');
    EXPECT_EQ(asked->checksum_kind, SVI_SUM_NONE);
    EXPECT_EQ(asked->retry_after_s, 0);
    /* The body of an error is for `answer`, whoever takes the others. */
    EXPECT_EQ(asked->answer_bytes, 37);
    EXPECT(strcmp(asked->code, "NoSuchKey") == 0);
    EXPECT_EQ(svi_store_judge(http_store, asked), SV_HTTP_NOT_FOUND);
    asked = http_ask(SVI_HEAD, "/error");
    EXPECT(strcmp(asked->code, "BlobNotFound") == 0);
    http_close();
    server_stop();
}

static void an_answer_is_cut_to_its_room(void)
{
    server_start(serve);
    http_open("");
    struct http_asked asked = http_request(SVI_GET, "/error");
    asked.request.answer_room = 8;
    http_finish(&asked);
    EXPECT(strcmp(asked.answer, "<Error>") == 0);
    EXPECT_EQ(asked.request.received_bytes, 37);
    http_close();
    server_stop();
}

static void large_bodies_come_whole(void)
{
    uint8_t sum = 0;

    server_start(serve);
    http_open("");
    for (uint64_t i = 0; i < LARGE; i++)
        sum = (uint8_t)(sum ^ http_byte(i));
    for (uint64_t hint = 0; hint <= LARGE; hint += LARGE) {
        struct http_asked get = http_request(SVI_GET, "/large");
        get.request.expect_bytes = hint;
        http_finish(&get);
        EXPECT_EQ(get.request.status, 0);
        EXPECT_EQ(get.taken, LARGE);
        EXPECT_EQ(get.sum, sum);
    }
    struct http_asked put = http_request(SVI_PUT, "/put");
    put.request.body_bytes = LARGE + 1;
    wrong_bytes = 0;
    http_finish(&put);
    EXPECT_EQ(put.request.status, 0);
    EXPECT_EQ(put.request.sent_bytes, LARGE + 1);
    EXPECT_EQ(put.rewinds, 0);
    EXPECT(last_has("Content-Length: 8388609\r\n"));
    EXPECT_EQ(wrong_bytes, 0);
    http_close();
    server_stop();
}

/* More than the client was opened for: it takes them all the same. */
static void many_requests_share_connections(void)
{
    static struct http_asked asked[MANY];
    struct svi_request *done[MANY];
    uint64_t connections = 0, finished = 0, sent = 0;

    server_start(serve);
    http_open("");
    for (; sent < MANY; sent++) {
        asked[sent] = http_request(SVI_GET, "/any");
        EXPECT_EQ(svi_http_send(http_client, &asked[sent].request), 0);
    }
    while (finished < 10 * MANY) {
        int32_t count = svi_http_wait(http_client, 1, UINT64_MAX, done, MANY);
        EXPECT(count >= 1);
        for (int32_t i = 0; i < count; i++) {
            EXPECT_EQ(done[i]->status, 0);
            EXPECT_EQ(done[i]->received_bytes, 4);
            connections += done[i]->new_connections;
            finished++;
            if (sent++ < 10 * MANY)
                EXPECT_EQ(svi_http_send(http_client, done[i]), 0);
        }
    }
    EXPECT_EQ(connections, server_connections());
    EXPECT(connections >= MANY && connections < 10 * MANY);
    EXPECT_EQ(svi_http_wait(http_client, 1, UINT64_MAX, done, MANY), 0);
    http_close();
    server_stop();
}

static void endpoints_are_chosen_by_number(void)
{
    static const char settings[] = "endpoint=http://127.0.0.1:1";

    server_start(serve);
    http_open_with(settings, sizeof settings);
    struct http_asked asked = http_request(SVI_GET, "/any");
    asked.request.endpoint = 2;
    http_finish(&asked);
    EXPECT_EQ(asked.request.status, 0);
    asked.request.endpoint = 3;
    http_finish(&asked);
    EXPECT_EQ(asked.request.status, SV_HTTP_REFUSED);
    http_close();
    server_stop();
}

static void a_proxy_gets_the_whole_address(void)
{
    char settings[64];
    server_start(serve);
    int length = snprintf(settings, sizeof settings,
                          "proxy=http://127.0.0.1:%u",
                          (unsigned)server.port) + 1;
    http_open_to("http://store.invalid", settings, (size_t)length);
    EXPECT_EQ(http_ask(SVI_GET, "/any")->status, 0);
    EXPECT(last_has("GET http://store.invalid/any HTTP/1.1\r\n"));
    http_close();
    server_stop();
}

/* Asked of a proxy, as names below no domain cannot be resolved. */
static void a_bucket_may_be_in_the_host(void)
{
    char settings[160];

    server_start(serve);
    int length = snprintf(settings, sizeof settings,
                          "proxy=http://127.0.0.1:%u%cpath_style=0%c"
                          "region=r%caccess_key=AK%csecret_key=SK",
                          (unsigned)server.port, 0, 0, 0, 0) + 1;
    http_open_to("http://store.invalid:80", settings, (size_t)length);
    EXPECT_EQ(http_ask(SVI_GET, "/any")->status, 0);
    EXPECT(last_has("GET http://b.store.invalid:80/any HTTP/1.1\r\n") ||
           last_has("GET http://b.store.invalid/any HTTP/1.1\r\n"));
    EXPECT(last_has("Host: b.store.invalid\r\n"));
    EXPECT(last_has("SignedHeaders=host;x-amz"));
    http_close();
    server_stop();
}

static void signed_requests_carry_what_is_signed(void)
{
    static const char settings[] =
        "region=eu-west-1\0access_key=AK\0secret_key=SECRET\0"
        "session_token=TOKEN";

    server_start(serve);
    http_open_with(settings, sizeof settings);
    EXPECT_EQ(http_ask(SVI_GET, "/any")->status, 0);
    EXPECT(last_has("Authorization: AWS4-HMAC-SHA256 Credential=AK/"));
    EXPECT(last_has("/eu-west-1/s3/aws4_request"));
    EXPECT(last_has("x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"));
    EXPECT(last_has("x-amz-security-token: TOKEN\r\n"));
    EXPECT(last_has("x-amz-security-token, Signature=") ||
           last_has("x-amz-security-token,Signature="));
    EXPECT(!last_has("SECRET"));
    http_close();
    server_stop();
}

static void azure_requests_name_version_and_bearer(void)
{
    char text[256];
    int32_t failed;

    server_start(serve);
    (void)snprintf(text, sizeof text,
                   "kind=az%cendpoint=http://127.0.0.1:%u%cbucket=c%c"
                   "bearer=BT%c",
                   0, (unsigned)server.port, 0, 0, 0);
    EXPECT_EQ(sv_store_open(text, &failed, &http_store), 0);
    EXPECT_EQ(svi_http_open(http_store, 1, &http_client), 0);
    EXPECT_EQ(http_ask(SVI_GET, "/any")->status, 0);
    EXPECT(last_has("Authorization: Bearer BT\r\n"));
    EXPECT(last_has("x-ms-version: "));
    http_close();
    server_stop();
}

static void what_was_tried_is_counted(void)
{
    static _Atomic uint64_t counters[SV_COUNTER_COUNT];
    struct svi_request request = {.new_connections = 1};

    svi_http_tally(counters, &request, 0);
    request.resends = 2;
    svi_http_tally(counters, &request, SV_HTTP_THROTTLED);
    EXPECT_EQ(counters[SV_COUNTER_attempts], 4);
    EXPECT_EQ(counters[SV_COUNTER_connections_new], 2);
    EXPECT_EQ(counters[SV_COUNTER_retries], 2);
    EXPECT_EQ(counters[SV_COUNTER_retries_reset], 2);
    EXPECT_EQ(counters[SV_COUNTER_errors_reset], 2);
    EXPECT_EQ(counters[SV_COUNTER_errors_throttled], 1);
    EXPECT_EQ(counters[SV_COUNTER_errors_other], 0);
}

static void the_library_is_named(void)
{
    char text[64], tiny[4];
    uint32_t features;

    EXPECT_EQ(sv_http_probe(text, sizeof text, &features), 0);
    EXPECT(strncmp(text, "libcurl/", 8) == 0);
    EXPECT((features & SV_HTTP_TLS_OK) != 0);
    EXPECT_EQ(sv_http_probe(tiny, sizeof tiny, &features), 0);
    EXPECT(strcmp(tiny, "lib") == 0);
}

int main(void)
{
    each_method_is_sent_as_it_is();
    unusual_paths_stay_as_they_are();
    the_answer_is_told();
    an_answer_is_cut_to_its_room();
    large_bodies_come_whole();
    many_requests_share_connections();
    endpoints_are_chosen_by_number();
    a_proxy_gets_the_whole_address();
    a_bucket_may_be_in_the_host();
    signed_requests_carry_what_is_signed();
    azure_requests_name_version_and_bearer();
    what_was_tried_is_counted();
    the_library_is_named();
    free((void *)(uintptr_t)large_body(LARGE));
    return 0;
}
