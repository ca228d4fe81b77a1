/* md5_test.c -- MD5: the answers of RFC 1321, lengths around its padding, and
 * no cut changes it. */
#include "svi_md5.h"

#include <string.h>

#include "expect.h"

static uint8_t bytes[70001];

static void expect_digest(const void *from, size_t count, size_t piece,
                          const char *hex)
{
    struct svi_md5 md5;
    uint8_t out[SVI_MD5_BYTES];
    char text[2 * SVI_MD5_BYTES + 1];
    svi_md5_start(&md5);
    for (size_t at = 0; at < count; at += piece)
        svi_md5_take(&md5, (const uint8_t *)from + at,
                     count - at < piece ? count - at : piece);
    svi_md5_finish(&md5, out);
    for (size_t i = 0; i < sizeof out; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", out[i]);
    EXPECT(strcmp(text, hex) == 0);
}

int main(void)
{
    static const struct {
        const char *text, *hex;
    } KNOWN[] = {
        {"",
         "d41d8cd98f00b204e9800998ecf8427e"},
        {"a",
         "0cc175b9c0f1b6a831c399e269772661"},
        {"abc",
         "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest",
         "f96b697d7cb7938d525a2f31aaf161d0"},
        {"abcdefghijklmnopqrstuvwxyz",
         "c3fcd3d76192e4007dfb496cca67e13b"},
    };
    /* Of (7 i + 3) modulo 256, by another program. */
    static const struct {
        size_t count;
        const char *hex;
    } LONG[] = {
        {0, "d41d8cd98f00b204e9800998ecf8427e"},
        {1, "8666683506aacd900bbd5a74ac4edf68"},
        {55, "52c0e574e1198de5fe3f8f11440dcb1b"},
        {56, "46c9907fc908ee68b1e7b8e71286a518"},
        {57, "1c805dd236c35cab25fcb1bc73802c51"},
        {63, "a62f6d59e837867693f042f5b8f5a236"},
        {64, "7160b8fb5e9e4023d549c3971fbaeead"},
        {65, "70bd662e7aefbda85a0f7244167b7897"},
        {119, "e84905d4214f4d1ca56c2cdcc152b143"},
        {120, "e3eb5a6c8669ea01a8c185b8abc8a5dc"},
        {121, "82f02aff7c685d5ef5f6abdfc38fd04f"},
        {128, "10b2da1a82f16d99a81a7203fe9f02cb"},
        {1000, "10046f077f2082ac19676b8079f1cb1a"},
        {4096, "d105289f5617c241f52a191c6b2fc809"},
        {70001, "d804818c918e88ec78fba3cdf7af6791"},
    };
    static const size_t PIECES[] = {1, 3, 63, 64, 65, 70001};
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7 + 3);
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        expect_digest(KNOWN[i].text, strlen(KNOWN[i].text), 5, KNOWN[i].hex);
    for (size_t i = 0; i < sizeof LONG / sizeof LONG[0]; i++)
        for (size_t k = 0; k < sizeof PIECES / sizeof PIECES[0]; k++)
            expect_digest(bytes, LONG[i].count, PIECES[k], LONG[i].hex);
    return 0;
}
