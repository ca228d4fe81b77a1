/* object_sum_test.c -- checksums that a store returns: right ones are compared
 * and counted, wrong ones are found, by each operation that gets one.
 */
#include "object_rig.h"

#define KEYS 12u

/* KEYS objects of one size, written twice. */
static struct sv_objects *filled(uint64_t size, uint64_t part)
{
    struct sv_object_spec space = rig_space(KEYS, size, size);
    fake_reset(1);
    space.part_bytes = part;
    space.multipart_from = part != 0 ? part : 0;
    struct sv_objects *objects = rig_open(&space);
    rig_must(objects, SV_PUT);
    rig_must(objects, SV_PUT);
    rig_must(objects, SV_GET);
    return objects;
}

static void a_wrong_checksum_of_a_put_is_found(void)
{
    struct sv_objects *objects = filled(20000, 8192);
    for (uint32_t checksum = 1; checksum <= 2; checksum++) {
        rig_store.checksum = checksum;
        fake.wrong_sum = false;
        /* Three parts, and the whole. */
        EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_PUT), sums_compared),
                  4 * KEYS);
        fake.wrong_sum = true;
        const struct rig_outcome *outcome = rig_do(objects, SV_PUT);
        rig_expect(outcome, SV_CLASS_CHECKSUM, SV_UPLOAD);
        EXPECT_EQ(RIG_COUNT(outcome, units_bad), 3 * KEYS);
        fake.wrong_sum = false;
        fake.wrong_sum_of_upload = true;
        outcome = rig_do(objects, SV_PUT);
        rig_expect(outcome, SV_CLASS_CHECKSUM, SV_UPLOAD);
        EXPECT_EQ(outcome->finding_count, KEYS);
        fake.wrong_sum_of_upload = false;
    }
    rig_store.checksum = SV_CHECKSUM_NONE;
    rig_close(objects);
}

/* Small ones are made anew for it, large ones have it in their trailer. */
static void a_checksum_that_nobody_sent_is_judged(void)
{
    static const uint64_t SIZES[] = {0, 100, 9000, 300000};
    for (uint32_t i = 0; i < 4; i++) {
        struct sv_objects *objects = filled(SIZES[i], 0);
        fake.returns_sums = SVI_SUM_CRC64;
        EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_PUT), sums_compared), KEYS);
        fake.wrong_sum = true;
        rig_expect(rig_do(objects, SV_PUT), SV_CLASS_CHECKSUM, SV_PUT);
        rig_close(objects);
    }
}

/* How objects of this size fare when they are read with their sums. */
static void read_sums(uint64_t size, uint64_t part, uint32_t kind, uint32_t op)
{
    struct sv_objects *objects = filled(size, part);
    fake.returns_sums = kind;
    rig_store.checksum = SV_CHECKSUM_CRC64NVME; /* each read asks */
    const struct rig_outcome *outcome = rig_must(objects, op);
    EXPECT_EQ(RIG_COUNT(outcome, sums_compared), KEYS);
    EXPECT_EQ(RIG_COUNT(outcome, sums_unknown), 0);
    fake.wrong_sum = true;
    outcome = rig_do(objects, op);
    rig_expect(outcome, SV_CLASS_CHECKSUM, op);
    EXPECT_EQ(outcome->finding_count, KEYS);
    EXPECT(memcmp(outcome->findings[0].expected, outcome->findings[0].found,
                  64) != 0);
    EXPECT_EQ(outcome->findings[0].found[0] == 'A' ||
                  outcome->findings[0].found[0] == 'B',
              1);
    /* A wrong body is told, and its sum is no news. */
    if (op == SV_GET && size > 0) {
        fake.flip_byte = (int64_t)size / 2;
        rig_expect(rig_do(objects, op), SV_CLASS_BIT_ROT, op);
    }
    rig_store.checksum = SV_CHECKSUM_NONE;
    rig_close(objects);
}

static void a_wrong_checksum_of_what_is_read_is_found(void)
{
    for (uint32_t kind = SVI_SUM_CRC32C; kind <= SVI_SUM_CRC64; kind++) {
        read_sums(0, 0, kind, SV_GET);
        read_sums(100, 0, kind, SV_GET);
        read_sums(9000, 0, kind, SV_GET);
        read_sums(20000, 8192, kind, SV_GET); /* the last part: no trailer */
        read_sums(16384, 4096, kind, SV_GET); /* no trailer at all */
        read_sums(300000, 65536, kind, SV_GET);
        read_sums(100, 0, kind, SV_HEAD);
    }
}

/* Where nothing is said of checksums, a few of the small objects ask, and not
 * always the same; each large one does. */
static void small_objects_ask_now_and_then(void)
{
    uint64_t compared = 0;
    struct sv_objects *objects = filled(100, 0);
    for (int round = 0; round < 40; round++) {
        fake.returns_sums = SVI_SUM_NONE;
        rig_must(objects, SV_PUT);
        fake.returns_sums = SVI_SUM_CRC64;
        compared += RIG_COUNT(rig_must(objects, SV_GET), sums_compared);
    }
    EXPECT(compared >= 40 * KEYS / 32 && compared <= 40 * KEYS / 8);
    rig_close(objects);
    objects = filled(65536, 0);
    fake.returns_sums = SVI_SUM_CRC64;
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), sums_compared), KEYS);
    rig_close(objects);
}

static void a_checksum_of_another_kind_is_counted(void)
{
    struct sv_objects *objects = filled(9000, 0);
    fake.returns_sums = SVI_SUM_OTHER;
    rig_store.checksum = SV_CHECKSUM_CRC64NVME;
    const struct rig_outcome *outcome = rig_must(objects, SV_GET);
    rig_store.checksum = SV_CHECKSUM_NONE;
    EXPECT_EQ(RIG_COUNT(outcome, sums_unknown), KEYS);
    EXPECT_EQ(RIG_COUNT(outcome, sums_compared), 0);
    rig_close(objects);
}

/* Of a range S3 has none: one that comes with it is of the whole object. */
static void a_checksum_beside_a_range_is_of_the_whole(void)
{
    struct svi_request request = {.content_length = 100,
                                  .checksum_kind = SVI_SUM_CRC32C,
                                  .checksum = "AAAAAA=="};
    struct svi_returned_sum sum;
    char text[SVI_SUM_ROOM];
    svi_returned_start(&sum, &request, 0, false);
    svi_returned_take(&sum, (const uint8_t[100]){0}, 100);
    EXPECT(!svi_returned_expected(&sum, text));
}

/* Azure has one of each blob that went up at once; only small ones are made. */
static void a_wrong_md5_is_found(void)
{
    static const uint64_t SIZES[] = {0, 100, 9000, 65536, 65537};
    static const uint32_t OPS[] = {SV_PUT, SV_GET, SV_HEAD};
    for (uint32_t i = 0; i < 15; i++) {
        const uint64_t size = SIZES[i / 3];
        const uint32_t op = OPS[i % 3];
        const bool is_known = size <= (op == SV_HEAD ? 100 : 65536);
        const struct sv_object_spec space = rig_space(KEYS, size, size);
        fake_reset(1);
        fake.is_azure = true;
        struct sv_objects *objects = rig_open(&space);
        rig_must(objects, SV_PUT);
        fake.returns_sums = SVI_SUM_MD5;
        const struct rig_outcome *outcome = rig_must(objects, op);
        EXPECT_EQ(RIG_COUNT(outcome, sums_compared), is_known ? KEYS : 0);
        EXPECT_EQ(RIG_COUNT(outcome, sums_unknown), is_known ? 0 : KEYS);
        fake.wrong_sum = true;
        outcome = rig_do(objects, op);
        EXPECT_EQ(outcome->finding_count, is_known ? KEYS : 0);
        if (is_known)
            rig_expect(outcome, SV_CLASS_CHECKSUM, op);
        rig_close(objects);
    }
}

/* Azure sums ranges, when it is asked to. */
static void a_wrong_checksum_of_a_range_is_found(void)
{
    const struct sv_object_spec space = rig_space(KEYS, 9000, 9000);
    fake_reset(1);
    fake.is_azure = true;
    rig_store.checksum = SV_CHECKSUM_CRC64NVME;
    struct sv_objects *objects = rig_open(&space);
    rig_must(objects, SV_PUT);
    fake.returns_sums = SVI_SUM_CRC64_AZURE;
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_RANGE), sums_compared), KEYS);
    fake.wrong_sum = true;
    rig_expect(rig_do(objects, SV_RANGE), SV_CLASS_CHECKSUM, SV_RANGE);
    rig_store.checksum = SV_CHECKSUM_NONE;
    rig_close(objects);
}

int main(void)
{
    a_wrong_checksum_of_a_put_is_found();
    a_checksum_that_nobody_sent_is_judged();
    a_wrong_checksum_of_what_is_read_is_found();
    small_objects_ask_now_and_then();
    a_checksum_of_another_kind_is_counted();
    a_checksum_beside_a_range_is_of_the_whole();
    a_wrong_checksum_of_a_range_is_found();
    a_wrong_md5_is_found();
    fake_forget_all();
    return 0;
}
