/* digest_test.c -- digests give the published answers, alone and together, in
 * one piece and in many; two CRCs join to that of both pieces.
 */
#include <string.h>

#include "expect.h"
#include "stor_core.h"
#include "svi_crc64nvme.h"
#include "svi_random.h"

#define ALL \
    (SV_DIGEST_MD5 | SV_DIGEST_SHA256 | SV_DIGEST_CRC32C | SV_DIGEST_CRC64NVME)
#define LENGTH 200003u

static uint8_t bytes[LENGTH];

static void expect_hex(const uint8_t *found, size_t count, const char *wanted)
{
    for (size_t i = 0; i < count; i++) {
        char two[3];
        snprintf(two, sizeof two, "%02x", found[i]);
        EXPECT(strncmp(two, wanted + 2 * i, 2) == 0);
    }
}

static struct sv_digests digest_of(uint32_t kinds, const void *of,
                                   uint64_t length)
{
    struct sv_digest *digest;
    struct sv_digests out;
    EXPECT_EQ(sv_digest_open(kinds, &digest), 0);
    sv_digest_update(digest, of, length);
    sv_digest_finish(digest, &out);
    sv_digest_close(digest);
    return out;
}

static void published_answers_are_given(void)
{
    /* RFC 1321, FIPS 180-4, and the check value of both CRCs. */
    const struct sv_digests abc = digest_of(ALL, "abc", 3);
    expect_hex(abc.md5, 16, "900150983cd24fb0d6963f7d28e17f72");
    expect_hex(abc.sha256, 32,
               "ba7816bf8f01cfea414140de5dae2223"
               "b00361a396177a9cb410ff61f20015ad");
    const struct sv_digests check = digest_of(ALL, "123456789", 9);
    EXPECT_EQ(check.crc32c, 0xE3069283);
    EXPECT_EQ(check.crc64nvme, 0xAE8B14860A799888);
    const struct sv_digests none = digest_of(ALL, "", 0);
    expect_hex(none.md5, 16, "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(none.crc64nvme, 0);
}

static void only_what_is_asked_for_is_made(void)
{
    static const uint8_t ZEROS[32];
    const struct sv_digests crc = digest_of(SV_DIGEST_CRC32C, "abc", 3);
    EXPECT_EQ(crc.kinds, SV_DIGEST_CRC32C);
    EXPECT_EQ(memcmp(crc.sha256, ZEROS, 32), 0);
    EXPECT_EQ(memcmp(crc.md5, ZEROS, 16), 0);
    EXPECT_EQ(crc.crc64nvme, 0);
    struct sv_digest *digest;
    EXPECT_EQ(sv_digest_open(16, &digest), SV_LAYOUT);
    EXPECT(digest == NULL);
}

static void pieces_are_the_whole(void)
{
    struct svi_random random;
    struct sv_digest *digest;
    const struct sv_digests whole = digest_of(ALL, bytes, LENGTH);
    svi_random_seed(&random, 3);
    EXPECT_EQ(sv_digest_open(ALL, &digest), 0);
    for (int round = 0; round < 20; round++) {
        struct sv_digests out;
        for (uint64_t at = 0; at < LENGTH;) {
            uint64_t count = svi_random_below(&random, 9000);
            count = count < LENGTH - at ? count : LENGTH - at;
            sv_digest_update(digest, bytes + at, count);
            at += count;
        }
        /* Each round starts anew: finish left nothing behind. */
        sv_digest_finish(digest, &out);
        EXPECT_EQ(memcmp(&out, &whole, sizeof out), 0);
    }
    sv_digest_close(digest);
}

static void two_crcs_join_to_that_of_both(void)
{
    struct svi_random random;
    const uint64_t whole = svi_crc64nvme(0, bytes, LENGTH);
    svi_random_seed(&random, 4);
    for (int round = 0; round < 500; round++) {
        const uint64_t at = round == 0   ? 0
                            : round == 1 ? LENGTH
                                         : svi_random_below(&random, LENGTH);
        const uint64_t first = svi_crc64nvme(0, bytes, at);
        const uint64_t second = svi_crc64nvme(0, bytes + at, LENGTH - at);
        EXPECT_EQ(sv_crc64nvme_join(first, second, LENGTH - at), whole);
    }
}

int main(void)
{
    if ((sv_digest_kinds() & SV_DIGEST_SHA256) == 0)
        SKIP("no libcrypto on this host");
    for (uint32_t i = 0; i < LENGTH; i++)
        bytes[i] = (uint8_t)svi_mix64(i);
    published_answers_are_given();
    only_what_is_asked_for_is_made();
    pieces_are_the_whole();
    two_crcs_join_to_that_of_both();
    return 0;
}
