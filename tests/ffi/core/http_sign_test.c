/* http_sign_test.c -- signatures are those of the examples in the S3 API
 * reference ("Signature Calculations: Transferring Payload in a Single Chunk"),
 * and follow what is signed. */
#include <string.h>

#include "expect.h"
#include "svi_sign.h"
#include "svi_store.h"

#define EMPTY \
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define FRIDAY UINT64_C(1369353600) /* 2013-05-24 00:00:00 */

static const char *const BODY_IS_EMPTY[] = {"x-amz-content-sha256: " EMPTY};

static struct sv_store *example_store(void)
{
    static struct sv_store store = {
        .region = "us-east-1",
        .access_key = "AKIAIOSFODNN7EXAMPLE",
        .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    };

    return &store;
}

static struct svi_signer *signer(void)
{
    struct svi_signer *made;

    EXPECT_EQ(svi_signer_open(example_store(), &made), 0);
    return made;
}

static struct svi_signed example(const char *path_query)
{
    return (struct svi_signed){
        .method = "GET",
        .path_query = path_query,
        .host = "examplebucket.s3.amazonaws.com",
        .headers = BODY_IS_EMPTY,
        .header_count = 1,
        .time_s = FRIDAY,
    };
}

static void is_signed_as(struct svi_signer *with,
                         const struct svi_signed *request, const char *wanted)
{
    struct svi_signature signature;

    EXPECT_EQ(svi_sign(with, request, &signature), 0);
    EXPECT(strcmp(signature.date, "x-amz-date: 20130524T000000Z") == 0);
    if (strstr(signature.authorization, wanted) == NULL) {
        fprintf(stderr, "%s\nlacks %s\n", signature.authorization, wanted);
        exit(1);
    }
}

static void the_examples_of_the_reference_hold(void)
{
    struct svi_signer *with = signer();
    struct svi_signed request = example("/?lifecycle=");

    is_signed_as(with, &request,
                 "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/"
                 "aws4_request, SignedHeaders=host;x-amz-content-sha256;"
                 "x-amz-date, Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c6"
                 "99e0f91ac7a200a0136783543");
    request = example("/?max-keys=2&prefix=J");
    is_signed_as(with, &request,
                 "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed"
                 "5711ef69dc6f7");
    svi_signer_close(with);
}

static void the_key_follows_the_day(void)
{
    struct svi_signer *with = signer();
    struct svi_signed request = example("/?lifecycle=");
    struct svi_signature other;

    request.time_s = FRIDAY + 86400;
    EXPECT_EQ(svi_sign(with, &request, &other), 0);
    EXPECT(strstr(other.authorization, "/20130525/") != NULL);
    request.time_s = FRIDAY;
    is_signed_as(with, &request, "Signature=fea454ca298b7da1");
    svi_signer_close(with);
}

/* What S3 wants signed is, by name, in order; the rest is not. */
static void headers_are_chosen_and_sorted(void)
{
    static const char *const HEADERS[] = {
        "Expect:",
        "x-amz-meta-b:  two   words ",
        "Range: bytes=0-9",
        "Content-Type: text/plain",
        "X-Amz-Meta-A: 1",
        "x-amz-content-sha256: UNSIGNED-PAYLOAD",
    };
    static const char *const PLAIN[] = {
        "content-type:text/plain",
        "x-amz-meta-a:1",
        "x-amz-meta-b:two words",
        "x-amz-content-sha256:UNSIGNED-PAYLOAD",
    };
    struct svi_signer *with = signer();
    struct svi_signed request = example("/k");
    struct svi_signature mixed, plain;

    request.headers = HEADERS;
    request.header_count = 6;
    EXPECT_EQ(svi_sign(with, &request, &mixed), 0);
    EXPECT(strstr(mixed.authorization,
                  "SignedHeaders=content-type;host;x-amz-content-sha256;"
                  "x-amz-date;x-amz-meta-a;x-amz-meta-b, ") != NULL);
    request.headers = PLAIN;
    request.header_count = 4;
    EXPECT_EQ(svi_sign(with, &request, &plain), 0);
    EXPECT(strcmp(mixed.authorization, plain.authorization) == 0);
    svi_signer_close(with);
}

static void another_request_has_another_signature(void)
{
    struct svi_signer *with = signer();
    struct svi_signed request = example("/k");
    struct svi_signature first, second;

    EXPECT_EQ(svi_sign(with, &request, &first), 0);
    request.method = "PUT";
    EXPECT_EQ(svi_sign(with, &request, &second), 0);
    EXPECT(strcmp(first.authorization, second.authorization) != 0);
    request = example("/l");
    EXPECT_EQ(svi_sign(with, &request, &second), 0);
    EXPECT(strcmp(first.authorization, second.authorization) != 0);
    request = example("/k?a=b");
    EXPECT_EQ(svi_sign(with, &request, &second), 0);
    EXPECT(strcmp(first.authorization, second.authorization) != 0);
    svi_signer_close(with);
}

static void too_much_is_refused(void)
{
    const char *headers[SVI_SIGN_HEADERS_MAX];
    static char path[32768];
    struct svi_signer *with = signer();
    struct svi_signed request = example("/k");
    struct svi_signature ignored;

    for (uint32_t i = 0; i < SVI_SIGN_HEADERS_MAX; i++)
        headers[i] = "x-amz-meta-a: 1";
    request.headers = headers;
    request.header_count = SVI_SIGN_HEADERS_MAX;
    EXPECT_EQ(svi_sign(with, &request, &ignored), SV_BOUND);
    memset(path, 'a', sizeof path - 1);
    request = example(path);
    EXPECT_EQ(svi_sign(with, &request, &ignored), SV_BOUND);
    svi_signer_close(with);
}

int main(void)
{
    if (!svi_signer_is_here())
        SKIP("no libcrypto on this host");
    the_examples_of_the_reference_hold();
    the_key_follows_the_day();
    headers_are_chosen_and_sorted();
    another_request_has_another_signature();
    too_much_is_refused();
    svi_signer_close(NULL);
    return 0;
}
