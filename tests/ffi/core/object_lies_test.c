/* object_lies_test.c -- a store that lies in a known way is caught: for each
 * lie the class of what is found, and by which operation.
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

static void a_lost_write_is_found(void)
{
    struct sv_objects *objects = filled(9000, 0);
    fake.drops_puts = true;
    rig_must(objects, SV_PUT);
    const struct rig_outcome *outcome = rig_do(objects, SV_GET);
    rig_expect(outcome, SV_CLASS_LOST, SV_GET);
    EXPECT_EQ(outcome->finding_count, KEYS);
    EXPECT_EQ(outcome->findings[0].found_generation, 2);
    EXPECT_EQ(outcome->findings[0].expected_low, 3);
    EXPECT_EQ(RIG_COUNT(outcome, objects_compared), 0);
    rig_must(objects, SV_PUT);
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_STALE, SV_GET);
    rig_close(objects);
}

static void a_stale_read_is_found(void)
{
    struct sv_objects *objects = filled(9000, 0);
    fake.is_stale = true;
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_LOST, SV_GET);
    rig_expect(rig_do(objects, SV_RANGE), SV_CLASS_LOST, SV_RANGE);
    rig_close(objects);
}

static void a_missing_object_is_found_by_all_who_look(void)
{
    struct sv_objects *objects = filled(100, 0);
    fake.has_no_objects = true;
    for (uint32_t op = SV_GET; op <= SV_HEAD; op++) {
        if (op == SV_PUT || op == SV_UPLOAD)
            continue;
        const struct rig_outcome *outcome = rig_do(objects, op);
        EXPECT_EQ(outcome->status, 0);
        EXPECT_EQ(outcome->finding_count, KEYS);
        EXPECT_EQ(RIG_COUNT(outcome, objects_missing), KEYS);
        rig_expect(outcome, SV_CLASS_LOST, op);
        uint32_t keys = 0;
        for (uint32_t i = 0; i < KEYS; i++)
            keys += outcome->findings[i].file;
        EXPECT_EQ(keys, KEYS * (KEYS - 1) / 2);
    }
    rig_close(objects);
}

static void a_deleted_object_that_is_there_is_found(void)
{
    struct sv_objects *objects = filled(9000, 0);
    fake.drops_deletes = true;
    rig_must(objects, SV_DELETE);
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_STALE, SV_GET);
    rig_expect(rig_do(objects, SV_HEAD), SV_CLASS_STALE, SV_HEAD);
    const struct rig_outcome *outcome = rig_do(objects, SV_LIST);
    rig_expect(outcome, SV_CLASS_STALE, SV_LIST);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), KEYS * (KEYS + 1) / 2);
    rig_close(objects);
}

/* Azure tells of a delete whose key is not there. */
static void a_delete_tells_that_its_key_was_missing(void)
{
    const struct sv_object_spec space = rig_space(KEYS, 10, 10);
    fake_reset(1);
    fake.is_azure = true;
    struct sv_objects *objects = rig_open(&space);
    rig_must(objects, SV_PUT);
    for (uint32_t i = 0; i < FAKE_BUCKETS; i++)
        for (struct fake_object *at = fake.buckets[i]; at; at = at->next)
            at->is_there = false;
    rig_expect(rig_do(objects, SV_DELETE), SV_CLASS_LOST, SV_DELETE);
    rig_close(objects);
}

static void what_is_rightly_absent_is_counted(void)
{
    static const uint32_t OPS[] = {SV_GET, SV_RANGE, SV_HEAD};
    struct sv_objects *objects = filled(100, 0);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), objects_absent), 0);
    rig_must(objects, SV_DELETE);
    for (uint32_t i = 0; i < 3; i++)
        EXPECT_EQ(RIG_COUNT(rig_must(objects, OPS[i]), objects_absent), KEYS);
    rig_close(objects);
}

static void a_wrong_body_is_found(void)
{
    struct sv_objects *objects = filled(9000, 0);
    for (int64_t at = 0; at < 9000; at += 997) {
        fake.flip_byte = at;
        const struct rig_outcome *outcome = rig_do(objects, SV_GET);
        EXPECT_EQ(outcome->finding_count, KEYS);
        rig_expect(outcome, SV_CLASS_BIT_ROT, SV_GET);
        EXPECT_EQ(outcome->findings[0].bad_bits, 1);
    }
    fake.flip_byte = -1;
    fake.cut_bytes = 5000;
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_TRUNCATED, SV_GET);
    fake.cut_bytes = 1;
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_TRUNCATED, SV_GET);
    rig_expect(rig_do(objects, SV_RANGE), SV_CLASS_TRUNCATED, SV_RANGE);
    fake.cut_bytes = 0;
    fake.grow_bytes = 1;
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_FOREIGN, SV_GET);
    rig_expect(rig_do(objects, SV_RANGE), SV_CLASS_FOREIGN, SV_RANGE);
    fake.grow_bytes = 0;
    fake.tears = true;
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_TORN, SV_GET);
    fake.tears = false;
    fake.zeroes = true;
    const struct rig_outcome *outcome = rig_do(objects, SV_GET);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_ZEROED);
    rig_close(objects);
}

static void parts_in_the_wrong_order_are_found(void)
{
    struct sv_objects *objects = filled(20000, 8192);
    fake.joins_backwards = true;
    rig_must(objects, SV_PUT);
    const struct rig_outcome *outcome = rig_do(objects, SV_GET);
    uint32_t misdirected = 0;
    for (uint32_t i = 0; i < outcome->finding_count; i++)
        misdirected += outcome->findings[i].class_ == SV_CLASS_MISDIRECTED;
    EXPECT(misdirected >= KEYS);
    rig_close(objects);
}

static void a_wrong_size_is_found(void)
{
    struct sv_objects *objects = filled(9000, 0);
    fake.size_off = -1;
    rig_expect(rig_do(objects, SV_HEAD), SV_CLASS_TRUNCATED, SV_HEAD);
    rig_expect(rig_do(objects, SV_LIST), SV_CLASS_TRUNCATED, SV_LIST);
    fake.size_off = 1;
    rig_expect(rig_do(objects, SV_HEAD), SV_CLASS_FOREIGN, SV_HEAD);
    const struct rig_outcome *outcome = rig_do(objects, SV_LIST);
    rig_expect(outcome, SV_CLASS_FOREIGN, SV_LIST);
    EXPECT_EQ(outcome->findings[0].offset_bytes, 9001);
    rig_close(objects);
    /* A size that the generation before had says which one it is. */
    const struct sv_object_spec space = rig_space(KEYS, 1, 1000000);
    fake_reset(1);
    objects = rig_open(&space);
    rig_must(objects, SV_PUT);
    fake.drops_puts = true;
    rig_must(objects, SV_PUT);
    rig_expect(rig_do(objects, SV_HEAD), SV_CLASS_LOST, SV_HEAD);
    rig_expect(rig_do(objects, SV_LIST), SV_CLASS_LOST, SV_LIST);
    rig_close(objects);
}

static void a_wrong_tag_is_found(void)
{
    struct sv_objects *objects = filled(100, 0);
    fake.wrong_etag = true;
    rig_expect(rig_do(objects, SV_HEAD), SV_CLASS_FOREIGN, SV_HEAD);
    rig_expect(rig_do(objects, SV_GET), SV_CLASS_FOREIGN, SV_GET);
    rig_close(objects);
}

static const struct rig_outcome *page(struct sv_objects *objects)
{
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_LIST);
    spec.limit_ops = 1;
    return rig_run(objects, &spec);
}

static void a_wrong_page_is_found(void)
{
    for (uint32_t azure = 0; azure < 2; azure++) {
        struct sv_objects *objects = filled(100, 0);
        fake.is_azure = azure == 1;
        rig_store.kind = azure == 1 ? SVI_STORE_AZ : SVI_STORE_S3;
        const uint32_t listed = azure == 1 ? 12 : KEYS;
        EXPECT_EQ(RIG_COUNT(page(objects), keys_listed), listed);
        fake.hides_listed = true;
        rig_expect(page(objects), SV_CLASS_LOST, SV_LIST);
        EXPECT_EQ(page(objects)->finding_count, KEYS / 3);
        fake.hides_listed = false;
        fake.doubles_listed = true;
        rig_expect(page(objects), SV_CLASS_DUPLICATED, SV_LIST);
        EXPECT_EQ(page(objects)->finding_count, 1);
        fake.doubles_listed = false;
        fake.swaps_listed = true;
        const struct rig_outcome *outcome = page(objects);
        EXPECT_EQ(outcome->finding_count, 2);
        EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_LOST);
        EXPECT_EQ(outcome->findings[1].class_, SV_CLASS_REORDERED);
        fake.swaps_listed = false;
        fake.lists_foreign = true;
        outcome = page(objects);
        EXPECT_EQ(outcome->finding_count, 1);
        rig_expect(outcome, SV_CLASS_FOREIGN, SV_LIST);
        EXPECT_EQ(outcome->findings[0].file, UINT32_MAX);
        EXPECT_EQ(outcome->findings[0].bad_bytes, 18);
        EXPECT(memcmp(outcome->findings[0].found, "keys/somebody-else", 19) ==
               0);
        fake.lists_foreign = false;
        rig_must(objects, SV_DELETE);
        EXPECT_EQ(page(objects)->finding_count, 0);
        fake.lists_deleted = true;
        EXPECT_EQ(page(objects)->finding_count, KEYS);
        rig_expect(page(objects), SV_CLASS_STALE, SV_LIST);
        rig_close(objects);
    }
}

/* Asks for five keys from key 3 on. */
static const struct rig_outcome *short_page(struct sv_objects *objects)
{
    struct sv_object_lane_spec spec = rig_spec(9, SV_LIST);
    spec.first_key = 3;
    spec.limit_ops = 1;
    spec.list_limit = 5;
    return rig_run(objects, &spec);
}

static void keys_that_no_page_was_asked_for_are_named(void)
{
    struct sv_objects *objects = filled(100, 0);
    EXPECT_EQ(RIG_COUNT(short_page(objects), keys_listed), 5);
    EXPECT_EQ(short_page(objects)->finding_count, 0);
    fake.lists_more = true;
    const struct rig_outcome *outcome = short_page(objects);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(outcome->finding_count, 1);
    rig_expect(outcome, SV_CLASS_EXTRA, SV_LIST);
    EXPECT_EQ(outcome->findings[0].file, 8);
    EXPECT_EQ(outcome->findings[0].offset_bytes, 5);
    /* What makes it too long has a name of its own. */
    fake.doubles_listed = true;
    rig_expect(short_page(objects), SV_CLASS_DUPLICATED, SV_LIST);
    fake.doubles_listed = fake.lists_more = false;
    /* Nor is what lies between it and the page missing. */
    fake.adds_last = true;
    outcome = short_page(objects);
    EXPECT_EQ(outcome->finding_count, 1);
    rig_expect(outcome, SV_CLASS_EXTRA, SV_LIST);
    EXPECT_EQ(outcome->findings[0].file, KEYS - 1);
    fake.adds_last = false;
    fake.lists_before = true;
    outcome = short_page(objects);
    EXPECT_EQ(outcome->finding_count, 3);
    rig_expect(outcome, SV_CLASS_EXTRA, SV_LIST);
    EXPECT_EQ(outcome->findings[0].file, 0);
    EXPECT_EQ(outcome->findings[0].offset_bytes, 0);
    /* One of the lane's own that was deleted is told as that. */
    fake.lists_deleted = true;
    rig_must(objects, SV_DELETE);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_LIST);
    spec.limit_ops = 2;
    spec.key_choice = SV_CHOOSE_SEQUENTIAL;
    outcome = rig_run(objects, &spec);
    rig_expect(outcome, SV_CLASS_STALE, SV_LIST);
    EXPECT_EQ(outcome->finding_count, 2 * KEYS);
    rig_close(objects);
}

static void what_is_no_answer_is_an_error_and_no_finding(void)
{
    struct sv_objects *objects = filled(9000, 0);
    fake.breaks_xml = true;
    const struct rig_outcome *outcome = page(objects);
    EXPECT_EQ(outcome->status, SV_HTTP_BROKEN);
    EXPECT_EQ(RIG_COUNT(outcome, list_errors), 1);
    EXPECT_EQ(RIG_COUNT(outcome, errors_broken), 1);
    EXPECT_EQ(outcome->finding_count, 0);
    fake.breaks_xml = false;
    fake.ignores_ranges = true;
    outcome = rig_do(objects, SV_RANGE);
    EXPECT_EQ(outcome->status, SV_HTTP_BROKEN);
    EXPECT_EQ(outcome->finding_count, 0);
    rig_close(objects);
}

static void with_verify_off_nothing_is_claimed(void)
{
    struct sv_objects *objects = filled(9000, 0);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_GET);
    fake.zeroes = true;
    spec.verify = SV_VERIFY_OFF;
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, objects_compared), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_unchecked), 3 * KEYS);
    rig_close(objects);
}

int main(void)
{
    a_lost_write_is_found();
    a_stale_read_is_found();
    a_missing_object_is_found_by_all_who_look();
    a_deleted_object_that_is_there_is_found();
    a_delete_tells_that_its_key_was_missing();
    what_is_rightly_absent_is_counted();
    a_wrong_body_is_found();
    parts_in_the_wrong_order_are_found();
    a_wrong_size_is_found();
    a_wrong_tag_is_found();
    a_wrong_page_is_found();
    keys_that_no_page_was_asked_for_are_named();
    what_is_no_answer_is_an_error_and_no_finding();
    with_verify_off_nothing_is_claimed();
    fake_forget_all();
    return 0;
}
