/* object_lane_test.c -- loads over keys: each operation counts what it did and
 * leaves the oracle right, each limit ends the load, each wrong spec is told.
 */
#include "object_rig.h"

static void every_operation_counts_what_it_did(void)
{
    const struct sv_object_spec space = rig_space(50, 0, 20000);
    struct sv_objects *objects = rig_open(&space);
    struct sv_objects_facts facts;
    uint64_t bytes = 0;

    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), get_ops), 50);
    const struct rig_outcome *outcome = rig_must(objects, SV_PUT);
    EXPECT_EQ(RIG_COUNT(outcome, put_ops), 50);
    EXPECT_EQ(RIG_COUNT(outcome, attempts), 50);
    EXPECT_EQ(RIG_COUNT(outcome, passes), 1);
    for (uint64_t key = 0; key < 50; key++)
        bytes += sv_objects_size(objects, key, 1);
    EXPECT_EQ(RIG_COUNT(outcome, put_bytes), bytes);
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.keys_live, 50);
    EXPECT_EQ(facts.bytes_live, bytes);
    EXPECT_EQ(facts.keys_unsettled, 0);
    outcome = rig_must(objects, SV_GET);
    EXPECT_EQ(RIG_COUNT(outcome, get_bytes), bytes);
    EXPECT_EQ(RIG_COUNT(outcome, objects_compared), 50);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared),
              RIG_COUNT(outcome, units_read));
    outcome = rig_must(objects, SV_RANGE);
    EXPECT_EQ(RIG_COUNT(outcome, range_ops), 50);
    EXPECT(RIG_COUNT(outcome, range_bytes) > 0);
    outcome = rig_must(objects, SV_HEAD);
    EXPECT_EQ(RIG_COUNT(outcome, head_ops), 50);
    outcome = rig_must(objects, SV_LIST);
    EXPECT_EQ(RIG_COUNT(outcome, list_ops), 50);
    EXPECT_EQ(RIG_COUNT(outcome, keys_listed), 50 * 51 / 2);
    outcome = rig_must(objects, SV_DELETE);
    EXPECT_EQ(RIG_COUNT(outcome, delete_ops), 50);
    outcome = rig_must(objects, SV_DELETE);
    EXPECT_EQ(RIG_COUNT(outcome, delete_ops), 0);
    EXPECT_EQ(RIG_COUNT(outcome, writes_skipped), 50);
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.keys_deleted, 50);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), get_ops), 50);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_LIST), keys_listed), 0);
    rig_must(objects, SV_PUT);
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.keys_live, 50);
    EXPECT_EQ(facts.generation_max, 2);
    rig_close(objects);
}

static void a_large_object_goes_up_in_parts(void)
{
    struct sv_object_spec space = rig_space(20, 0, 60000);
    struct sv_objects_facts facts;
    space.part_bytes = 8192;
    space.multipart_from = 20000;
    struct sv_objects *objects = rig_open(&space);
    uint64_t large = 0;
    for (uint64_t key = 0; key < 20; key++)
        large += sv_objects_size(objects, key, 1) >= 20000;
    const struct rig_outcome *outcome = rig_must(objects, SV_PUT);
    EXPECT(large > 0 && large < 20);
    EXPECT_EQ(RIG_COUNT(outcome, upload_ops), large);
    EXPECT_EQ(RIG_COUNT(outcome, put_ops), 20 - large);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), objects_compared), 20);
    /* Asked for outright, all go up in parts, however small. */
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_UPLOAD), upload_ops), 20);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), objects_compared), 20);
    rig_must(objects, SV_RANGE);
    rig_must(objects, SV_HEAD);
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.uploads_open, 0);
    rig_close(objects);
}

static void every_shape_of_a_space_works(void)
{
    uint64_t overlapped = 0;
    for (uint32_t round = 0; round < 12; round++) {
        struct sv_object_spec space = rig_space(40, 0, 15000);
        fake_reset(round);
        fake.is_azure = round % 2 == 1;
        fake.is_slow = true;
        space.unit_bytes = round % 3 == 0 ? 512 : 4096;
        space.key_style = round % 4 < 2 ? SV_KEYS_FLAT : SV_KEYS_TREE;
        space.tree_width = 3;
        space.dedupe_permille = round % 3 == 1 ? 500 : 0;
        space.compress_permille = round % 3 == 2 ? 500 : 0;
        space.part_bytes = 4096;
        space.multipart_from = round > 6 ? 9000 : 0;
        rig_store.checksum = round % 3;
        struct sv_objects *objects = rig_open(&space);
        struct sv_object_lane_spec spec = rig_spec(40, SV_PUT);
        rig_must(objects, SV_PUT);
        for (uint32_t op = SV_GET; op <= SV_DELETE; op++)
            spec.weight[op] = 1 + op % 3;
        spec.key_choice = round % 4;
        spec.zipf_theta_milli = 1200;
        spec.hot_space_permille = 200;
        spec.hot_access_permille = 800;
        spec.limit_ops = 600;
        spec.depth = 16;
        spec.list_limit = 7;
        const struct rig_outcome *outcome = rig_run(objects, &spec);
        if (outcome->finding_count > 0)
            fprintf(stderr, "round %u class %u op %u key %u\n", round,
                    outcome->findings[0].class_, outcome->findings[0].op,
                    outcome->findings[0].file);
        EXPECT_EQ(outcome->status, 0);
        EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
        /* What is under way overlaps; nothing here was left in doubt. */
        EXPECT_EQ(RIG_COUNT(outcome, units_ambiguous), 0);
        overlapped += RIG_COUNT(outcome, units_overlapped);
        EXPECT(RIG_COUNT(outcome, objects_compared) > 0);
        EXPECT((RIG_COUNT(outcome, objects_weak) > 0) ==
               (space.dedupe_permille > 0));
        rig_close(objects);
    }
    EXPECT(overlapped > 0);
    rig_store.checksum = 0;
    fake_reset(1);
}

/* A busy host may let no lane run within so short a time: then it is longer. */
#define LONGER 8u
#define LONGER_MAX (8u * 8u)

static void limits_end_a_load(void)
{
    const struct sv_object_spec space = rig_space(10, 1000, 1000);
    struct sv_objects *objects = rig_open(&space);
    struct sv_object_lane_spec spec = rig_spec(10, SV_PUT);
    spec.limit_ops = 0;
    spec.limit_bytes = 50000;
    EXPECT_EQ(RIG_COUNT(rig_run(objects, &spec), put_ops), 50);
    spec.limit_bytes = 0;
    const struct rig_outcome *outcome;
    bool is_done = false;
    for (uint64_t by = 1; !is_done && by <= LONGER_MAX; by *= LONGER) {
        spec.limit_ns = by * 100000000;
        spec.warmup_ns = by * 50000000;
        outcome = rig_run(objects, &spec);
        EXPECT_EQ(outcome->status, 0);
        is_done = RIG_COUNT(outcome, put_ops) > 0 &&
                  RIG_COUNT(outcome, warmup_ops) > 0;
        EXPECT(RIG_COUNT(outcome, end_ns) - RIG_COUNT(outcome, start_ns) >=
               spec.limit_ns);
    }
    EXPECT(is_done);
    /* With nothing to delete it waits for its time without a request. */
    rig_must(objects, SV_DELETE);
    spec = rig_spec(10, SV_DELETE);
    spec.key_choice = SV_CHOOSE_RANDOM;
    spec.limit_ops = 0;
    is_done = false;
    for (uint64_t by = 1; !is_done && by <= LONGER_MAX; by *= LONGER) {
        spec.limit_ns = by * 20000000;
        outcome = rig_run(objects, &spec);
        EXPECT_EQ(RIG_COUNT(outcome, attempts), 0);
        is_done = RIG_COUNT(outcome, writes_skipped) > 0;
    }
    EXPECT(is_done);
    rig_close(objects);
}

static void an_open_loop_counts_from_the_intent(void)
{
    const struct sv_object_spec space = rig_space(10, 100, 100);
    struct sv_objects *objects = rig_open(&space);
    struct sv_object_lane_spec spec = rig_spec(10, SV_PUT);
    spec.arrival = SV_POISSON;
    spec.interval_ps = 200000000;
    spec.limit_ops = 100;
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, put_ops), 100);
    EXPECT(RIG_COUNT(outcome, end_ns) - RIG_COUNT(outcome, start_ns) >
           5000000);
    rig_close(objects);
}

static void latencies_and_sizes_have_their_rows(void)
{
    struct sv_object_spec space = rig_space(30, 100, 100000);
    struct sv_objects *objects = rig_open(&space);
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    struct sv_histogram_facts facts;
    struct sv_object_lane_spec spec = rig_spec(30, SV_PUT);
    uint64_t wanted[SV_SIZE_CLASSES] = {0}, bytes;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    EXPECT_EQ(sv_lane_join(lane), 0);
    for (uint32_t kind = SV_SERVICE; kind <= SV_FIRST_BYTE; kind++) {
        EXPECT_EQ(sv_lane_histogram(lane, SV_PUT, kind, NULL, 0, &facts), 0);
        EXPECT_EQ(facts.count, kind == SV_RESPONSE ? 0 : 30);
    }
    EXPECT_EQ(sv_lane_histogram(lane, SV_GET, SV_SERVICE, NULL, 0, &facts), 0);
    EXPECT_EQ(facts.count, 0);
    for (uint64_t key = 0; key < 30; key++) {
        const uint64_t size = sv_objects_size(objects, key, 1);
        uint32_t c = 0;
        while (size > sv_size_class_bytes(c))
            c++;
        wanted[c]++;
    }
    for (uint32_t c = 0; c < SV_SIZE_CLASSES; c++) {
        EXPECT_EQ(sv_lane_size_class(lane, SV_PUT, c, NULL, 0, &facts, &bytes),
                  0);
        EXPECT_EQ(facts.count, wanted[c]);
        EXPECT((bytes > 0) == (wanted[c] > 0));
    }
    EXPECT(wanted[0] > 0 && wanted[1] > 0 && wanted[2] > 0);
    EXPECT_EQ(sv_lane_size_class(lane, SV_HEAD, 0, NULL, 0, &facts, &bytes),
              SV_LAYOUT);
    EXPECT_EQ(sv_objects_close(objects), SV_STATE);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(objects);
}

static int32_t refusal(struct sv_objects *objects,
                       const struct sv_object_lane_spec *spec)
{
    struct sv_gate *gate = NULL;
    struct sv_lane *lane = NULL;
    EXPECT_EQ(sv_gate_create(&gate), 0);
    const int32_t status = sv_object_lane_create(objects, gate, spec, &lane);
    EXPECT((lane == NULL) == (status != 0));
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return status;
}

static void what_cannot_be_is_refused(void)
{
    struct sv_object_spec space = rig_space(10, 1, 10);
    struct sv_objects *objects = rig_open(&space);
    struct sv_object_lane_spec spec = rig_spec(10, SV_PUT);
    EXPECT_EQ(refusal(objects, &spec), 0);
    spec.key_count = 11;
    EXPECT_EQ(refusal(objects, &spec), SV_BOUND);
    spec = rig_spec(10, SV_READ);
    EXPECT_EQ(refusal(objects, &spec), SV_LAYOUT);
    spec = rig_spec(10, SV_PUT);
    spec.depth = 4097;
    EXPECT_EQ(refusal(objects, &spec), SV_LAYOUT);
    spec = rig_spec(10, SV_RANGE);
    spec.range_bytes = 0;
    EXPECT_EQ(refusal(objects, &spec), SV_LAYOUT);
    spec = rig_spec(10, SV_LIST);
    spec.list_limit = 1001;
    EXPECT_EQ(refusal(objects, &spec), SV_LAYOUT);
    spec = rig_spec(10, SV_PUT);
    spec.attempts_max = 0;
    EXPECT_EQ(refusal(objects, &spec), SV_LAYOUT);
    rig_close(objects);
    space.flags = SV_SPACE_READ_ONLY;
    objects = rig_open(&space);
    spec = rig_spec(10, SV_DELETE);
    EXPECT_EQ(refusal(objects, &spec), SV_STATE);
    spec = rig_spec(10, SV_GET);
    EXPECT_EQ(refusal(objects, &spec), 0);
    rig_close(objects);
}

/* Two lanes on the same keys would make each other's findings. */
static void lanes_share_no_keys(void)
{
    const struct sv_object_spec space = rig_space(10, 1, 10);
    struct sv_objects *objects = rig_open(&space);
    struct sv_gate *gate = NULL;
    struct sv_lane *lanes[2];
    struct sv_object_lane_spec spec = rig_spec(6, SV_PUT);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lanes[0]), 0);
    spec = rig_spec(4, SV_GET);
    spec.first_key = 5;
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lanes[1]),
              SV_STATE);
    spec.first_key = 6;
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lanes[1]), 0);
    sv_lane_destroy(lanes[0]);
    sv_lane_destroy(lanes[1]);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(objects);
}

int main(void)
{
    fake_reset(1);
    every_operation_counts_what_it_did();
    a_large_object_goes_up_in_parts();
    every_shape_of_a_space_works();
    limits_end_a_load();
    an_open_loop_counts_from_the_intent();
    latencies_and_sizes_have_their_rows();
    what_cannot_be_is_refused();
    lanes_share_no_keys();
    fake_forget_all();
    return 0;
}
