/* store_test.c -- settings of a store are taken in or refused by their index;
 * keys become paths, answers become statuses. */
#include <string.h>

#include "expect.h"
#include "svi_store.h"

#define BASIC "kind=s3\0endpoint=http://h:1\0bucket=b\0"

static struct sv_store *opened(const char *settings)
{
    struct sv_store *store = NULL;
    int32_t failed = 0;

    EXPECT_EQ(sv_store_open(settings, &failed, &store), 0);
    EXPECT_EQ(failed, -1);
    EXPECT(store != NULL);
    return store;
}

static void every_setting_reaches_its_field(void)
{
    struct sv_store *store = opened(
        "kind=az\0endpoint=http://one:1/\0endpoint=https://two//\0"
        "bucket=acc/con\0prefix=a/b/\0path_style=1\0insecure=1\0"
        "region=eu\0access_key=AK\0secret_key=SK=\0session_token=ST\0"
        "sas=sv=1&sig=2\0bearer=BT\0ca_file=/ca\0proxy=http://p:3\0"
        "connect_timeout_ms=1\0stall_timeout_ms=2\0request_timeout_ms=3\0"
        "checksum=crc64nvme\0http_version=2\0");

    EXPECT_EQ(store->kind, SVI_STORE_AZ);
    EXPECT_EQ(store->endpoint_count, 2);
    EXPECT(strcmp(store->endpoints[0], "http://one:1") == 0);
    EXPECT(strcmp(store->endpoints[1], "https://two") == 0);
    EXPECT(strcmp(store->bucket, "acc/con") == 0);
    EXPECT(strcmp(store->prefix, "a/b/") == 0);
    EXPECT(store->path_style && store->insecure);
    EXPECT(strcmp(store->region, "eu") == 0);
    EXPECT(strcmp(store->access_key, "AK") == 0);
    EXPECT(strcmp(store->secret_key, "SK=") == 0);
    EXPECT(strcmp(store->session_token, "ST") == 0);
    EXPECT(strcmp(store->sas, "sv=1&sig=2") == 0);
    EXPECT(strcmp(store->bearer, "BT") == 0);
    EXPECT(strcmp(store->ca_file, "/ca") == 0);
    EXPECT(strcmp(store->proxy, "http://p:3") == 0);
    EXPECT_EQ(store->connect_timeout_ms, 1);
    EXPECT_EQ(store->stall_timeout_ms, 2);
    EXPECT_EQ(store->request_timeout_ms, 3);
    EXPECT_EQ(store->checksum, SV_CHECKSUM_CRC64NVME);
    EXPECT_EQ(store->http_version, 2);
    sv_store_close(store);
}

static void what_is_not_said_has_its_default(void)
{
    struct sv_store *store = opened(BASIC);

    EXPECT_EQ(store->kind, SVI_STORE_S3);
    EXPECT(strcmp(store->prefix, "") == 0);
    EXPECT_EQ(store->http_version, 1);
    EXPECT_EQ(store->checksum, SV_CHECKSUM_NONE);
    EXPECT(!store->path_style && !store->insecure);
    EXPECT(store->access_key == NULL && store->sas == NULL);
    sv_store_close(store);
    sv_store_close(NULL);
}

static void refused(const char *settings, int32_t index)
{
    struct sv_store *store;
    int32_t failed = 99;

    EXPECT_EQ(sv_store_open(settings, &failed, &store), SV_LAYOUT);
    EXPECT_EQ(failed, index);
    EXPECT(store == NULL);
}

static void a_wrong_setting_is_refused_by_its_index(void)
{
    refused(BASIC "colour=red\0", 3);
    refused(BASIC "prefix\0", 3);
    refused(BASIC "path_style=yes\0", 3);
    refused(BASIC "stall_timeout_ms=\0", 3);
    refused(BASIC "stall_timeout_ms=-1\0", 3);
    refused(BASIC "stall_timeout_ms=1s\0", 3);
    refused(BASIC "stall_timeout_ms=1000000001\0", 3);
    refused(BASIC "checksum=md5\0", 3);
    refused(BASIC "http_version=3\0", 3);
    refused(BASIC "http_version=\0", 3);
    refused(BASIC "session_token=a\r\nX: y\0", 3);
    refused("kind=s4\0", 0);
    refused("kind=s3\0endpoint=ftp://h\0", 1);
    refused("kind=s3\0endpoint=http://\0", 1);
    refused("kind=s3\0endpoint=http://h/path\0", 1);
    refused("kind=s3\0endpoint=http://u:p@h\0", 1);
}

static void a_missing_setting_is_refused_by_none(void)
{
    refused("\0", -1);
    refused("endpoint=http://h:1\0bucket=b\0", -1);
    refused("kind=s3\0bucket=b\0", -1);
    refused("kind=s3\0endpoint=http://h:1\0", -1);
    refused(BASIC "access_key=a\0region=r\0", -1);
    refused(BASIC "access_key=a\0secret_key=s\0", -1);
}

static void path_is(const struct sv_store *store, const char *key,
                    const char *query, const char *wanted)
{
    char out[256];

    EXPECT_EQ(svi_store_path(store, key, query, out, sizeof out), 0);
    if (strcmp(out, wanted) != 0) {
        fprintf(stderr, "path is %s, not %s\n", out, wanted);
        exit(1);
    }
}

static void keys_become_paths(void)
{
    struct sv_store *store = opened(BASIC "path_style=1\0prefix=p q/\0");

    path_is(store, "k", NULL, "/b/p%20q/k");
    path_is(store, "\xC3\xA9+?#%&=\x01~'(", NULL,
            "/b/p%20q/%C3%A9%2B%3F%23%25%26%3D%01~%27%28");
    path_is(store, "a//../b", NULL, "/b/p%20q/a//../b");
    path_is(store, "k", "uploads=", "/b/p%20q/k?uploads=");
    path_is(store, NULL, "list-type=2", "/b?list-type=2");
    path_is(store, "", NULL, "/b/p%20q/");
    store->path_style = false;
    path_is(store, "k", NULL, "/p%20q/k");
    path_is(store, NULL, "list-type=2", "/?list-type=2");
    sv_store_close(store);
    store = opened("kind=az\0endpoint=http://h\0bucket=acc/con\0"
                   "sas=?sv=1&sig=a%2B\0");
    path_is(store, "k", NULL, "/acc/con/k?sv=1&sig=a%2B");
    path_is(store, "k", "comp=block", "/acc/con/k?comp=block&sv=1&sig=a%2B");
    sv_store_close(store);
}

static void a_path_without_room_is_refused(void)
{
    struct sv_store *store = opened(BASIC "path_style=1\0");
    char out[8];

    EXPECT_EQ(svi_store_path(store, "abcd", NULL, out, 8), 0);
    EXPECT(strcmp(out, "/b/abcd") == 0);
    EXPECT_EQ(svi_store_path(store, "abcde", NULL, out, 8), SV_BOUND);
    EXPECT_EQ(svi_store_path(store, "abc%", NULL, out, 8), SV_BOUND);
    EXPECT_EQ(svi_store_path(store, "a", NULL, out, 0), SV_BOUND);
    sv_store_close(store);
}

static int32_t judged(uint32_t http_status, const char *answer)
{
    struct sv_store store = {.kind = SVI_STORE_S3};
    char room[512] = "";
    struct svi_request request = {.http_status = http_status,
                                  .answer = room,
                                  .answer_room = sizeof room};

    request.answer_bytes =
        (uint32_t)snprintf(room, sizeof room, "%s", answer);
    svi_store_take_code(&request);
    return svi_store_judge(&store, &request);
}

#define ERROR_OF(code) \
    "<?xml version=\"1.0\"?>\n<Error><Code>" code "</Code></Error>"

static void answers_mean_what_they_say(void)
{
    EXPECT_EQ(judged(200, ""), 0);
    EXPECT_EQ(judged(206, ""), 0);
    EXPECT_EQ(judged(204, ""), 0);
    EXPECT_EQ(judged(301, ""), SV_HTTP_REDIRECT);
    EXPECT_EQ(judged(307, ""), SV_HTTP_REDIRECT);
    EXPECT_EQ(judged(304, ""), SV_HTTP_PRECONDITION);
    EXPECT_EQ(judged(400, ""), SV_HTTP_REQUEST);
    EXPECT_EQ(judged(401, ""), SV_HTTP_DENIED);
    EXPECT_EQ(judged(403, ERROR_OF("RequestTimeTooSkewed")), SV_HTTP_DENIED);
    EXPECT_EQ(judged(404, ERROR_OF("NoSuchKey")), SV_HTTP_NOT_FOUND);
    EXPECT_EQ(judged(408, ""), SV_HTTP_TIMEOUT);
    EXPECT_EQ(judged(409, ""), SV_HTTP_CONFLICT);
    EXPECT_EQ(judged(412, ""), SV_HTTP_PRECONDITION);
    EXPECT_EQ(judged(416, ""), SV_HTTP_RANGE);
    EXPECT_EQ(judged(429, ""), SV_HTTP_THROTTLED);
    EXPECT_EQ(judged(500, ""), SV_HTTP_SERVER);
    EXPECT_EQ(judged(501, ""), SV_HTTP_REQUEST);
    EXPECT_EQ(judged(503, ""), SV_HTTP_THROTTLED);
    EXPECT_EQ(judged(100, ""), SV_HTTP_BROKEN);
}

static void the_code_says_more_than_the_status(void)
{
    EXPECT_EQ(judged(404, ERROR_OF("NoSuchBucket")), SV_HTTP_REQUEST);
    EXPECT_EQ(judged(400, ERROR_OF("ExpiredToken")), SV_HTTP_DENIED);
    EXPECT_EQ(judged(400, ERROR_OF("AuthorizationHeaderMalformed")),
              SV_HTTP_REDIRECT);
    EXPECT_EQ(judged(400, ERROR_OF("RequestTimeout")), SV_HTTP_TIMEOUT);
    EXPECT_EQ(judged(500, ERROR_OF("ServerBusy")), SV_HTTP_THROTTLED);
}

static void a_200_may_be_an_error(void)
{
    EXPECT_EQ(judged(200, ERROR_OF("InternalError")), SV_HTTP_ERROR_BODY);
    EXPECT_EQ(judged(200, ERROR_OF("SlowDown")), SV_HTTP_THROTTLED);
    EXPECT_EQ(judged(200, "<Error xmlns=\"x\"></Error>"), SV_HTTP_ERROR_BODY);
    EXPECT_EQ(judged(200, "<DeleteResult><Errors/></DeleteResult>"), 0);
}

static void a_broken_request_is_judged_by_its_status(void)
{
    struct sv_store store = {.kind = SVI_STORE_S3};
    struct svi_request request = {.status = SV_HTTP_TRUNCATED,
                                  .http_status = 200};

    EXPECT_EQ(svi_store_judge(&store, &request), SV_HTTP_TRUNCATED);
}

static void a_checksum_header_is_what_stores_expect(void)
{
    struct sv_store store = {.kind = SVI_STORE_S3};
    char out[64];

    EXPECT(!svi_store_checksum(&store, "123456789", 9, out, sizeof out));
    store.checksum = SV_CHECKSUM_CRC32C;
    EXPECT(svi_store_checksum(&store, "123456789", 9, out, sizeof out));
    EXPECT(strcmp(out, "x-amz-checksum-crc32c: 4waSgw==") == 0);
    store.checksum = SV_CHECKSUM_CRC64NVME;
    EXPECT(svi_store_checksum(&store, "123456789", 9, out, sizeof out));
    EXPECT(strcmp(out, "x-amz-checksum-crc64nvme: rosUhgp5mIg=") == 0);
    store.kind = SVI_STORE_AZ;
    EXPECT(svi_store_checksum(&store, "123456789", 9, out, sizeof out));
    EXPECT(strcmp(out, "x-ms-content-crc64: iJh5CoYUi64=") == 0);
    store.checksum = SV_CHECKSUM_CRC32C;
    EXPECT(!svi_store_checksum(&store, "123456789", 9, out, sizeof out));
}

int main(void)
{
    every_setting_reaches_its_field();
    what_is_not_said_has_its_default();
    a_wrong_setting_is_refused_by_its_index();
    a_missing_setting_is_refused_by_none();
    keys_become_paths();
    a_path_without_room_is_refused();
    answers_mean_what_they_say();
    the_code_says_more_than_the_status();
    a_200_may_be_an_error();
    a_broken_request_is_judged_by_its_status();
    a_checksum_header_is_what_stores_expect();
    return 0;
}
