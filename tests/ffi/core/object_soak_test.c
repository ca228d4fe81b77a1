/* object_soak_test.c -- any mix of operations over a store that is slow, fails
 * and is honest gives no finding; over one that drops a write now and then it
 * gives some. Spaces, mixes and failures are drawn from a printed seed:
 * object_soak_test [seed [operations]].
 */
#include "object_rig.h"

#define LANES 2u

static struct svi_random draws;

static uint64_t below(uint64_t bound)
{
    return svi_random_below(&draws, bound);
}

static struct sv_object_spec draw_space(void)
{
    static const uint64_t SIZES[] = {0, 60, 5000, 30000, 70000};
    const uint64_t keys = 2 + below(200);
    struct sv_object_spec space =
        rig_space(keys, below(3) == 0 ? 100 : 0, 100 + SIZES[below(5)]);
    space.seed = below(1000);
    space.unit_bytes = below(2) == 0 ? 512 : 4096;
    space.size_kind = below(4) == 0 ? SV_SIZE_LOGNORMAL : SV_SIZE_UNIFORM;
    space.size_median = 1 + space.size_max / 3;
    space.size_sigma_milli = 900;
    space.key_style = below(2) == 0 ? SV_KEYS_FLAT : SV_KEYS_TREE;
    space.tree_width = 1 + (uint32_t)below(5);
    space.part_bytes = below(3) == 0 ? 0 : 4096 * (1 + below(4));
    if (space.part_bytes != 0 && below(2) == 0)
        space.multipart_from = 1 + below(space.size_max);
    space.dedupe_permille = below(4) == 0 ? 300 : 0;
    space.compress_permille = below(4) == 0 ? 300 : 0;
    return space;
}

static struct sv_object_lane_spec draw_lane(uint64_t keys, uint32_t lane,
                                            uint64_t operations)
{
    struct sv_object_lane_spec spec = rig_spec(keys / LANES, SV_GET);
    spec.first_key = keys / LANES * lane;
    spec.lane = lane;
    spec.seed = below(UINT64_MAX);
    spec.limit_ops = operations;
    spec.depth = 1 + (uint32_t)below(below(3) == 0 ? 200 : 20);
    spec.attempts_max = 1 + (uint32_t)below(3);
    spec.errors_max = UINT32_MAX;
    spec.list_limit = 1 + (uint32_t)below(50);
    spec.part_depth = (uint32_t)below(6);
    spec.range_bytes = 1 + below(9000);
    spec.key_choice = (uint32_t)below(4);
    spec.zipf_theta_milli = 900 + (uint32_t)below(2) * 300;
    spec.hot_space_permille = 1 + (uint32_t)below(1000);
    spec.hot_access_permille = (uint32_t)below(1001);
    for (uint32_t op = SV_GET; op <= SV_DELETE; op++)
        spec.weight[op] = (uint32_t)below(6);
    spec.weight[SV_LIST] = (uint32_t)below(2);
    spec.weight[SV_PUT]++;
    return spec;
}

static void draw_failures(void)
{
    fake.is_azure = below(2) == 0;
    fake.is_slow = below(3) != 0;
    rig_store.checksum = (uint32_t)below(3);
    if (below(4) == 0)
        return;
    fake.fail_before = (uint32_t)below(100);
    fake.fail_after = (uint32_t)below(100);
    fake.server_error = (uint32_t)below(50);
    fake.throttle = (uint32_t)below(3);
}

static void tell(const struct sv_finding *finding, uint32_t round)
{
    fprintf(stderr,
            "round %u: class %u by op %u on key %u at byte %llu, expected "
            "%llu to %llu, found %llu\n",
            round, finding->class_, finding->op, finding->file,
            (unsigned long long)finding->offset_bytes,
            (unsigned long long)finding->expected_low,
            (unsigned long long)finding->expected_high,
            (unsigned long long)finding->found_generation);
}

/* Two lanes at once; how many findings. */
static uint64_t run_round(struct sv_objects *objects, uint32_t round,
                          uint64_t operations)
{
    struct sv_gate *gate = NULL;
    struct sv_lane *lanes[LANES];
    uint64_t count[SV_COUNTER_COUNT], bad = 0;
    EXPECT_EQ(sv_gate_create(&gate), 0);
    for (uint32_t i = 0; i < LANES; i++) {
        const struct sv_object_lane_spec spec =
            draw_lane(objects->spec.key_count, i, operations);
        EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lanes[i]), 0);
    }
    EXPECT_EQ(sv_gate_open(gate), 0);
    for (uint32_t i = 0; i < LANES; i++) {
        struct sv_finding finding;
        EXPECT_EQ(sv_lane_join(lanes[i]), 0);
        EXPECT_EQ(sv_lane_counters(lanes[i], count, SV_COUNTER_COUNT),
                  SV_COUNTER_COUNT);
        bad += count[SV_COUNTER_units_bad];
        EXPECT_EQ(count[SV_COUNTER_in_flight], 0);
        if (count[SV_COUNTER_units_bad] > 0 &&
            sv_lane_findings(lanes[i], &finding, 1) == 1)
            tell(&finding, round);
        sv_lane_destroy(lanes[i]);
    }
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    return bad;
}

static void an_honest_store_gives_no_finding(uint64_t total)
{
    const uint64_t a_round = 1000;
    for (uint32_t round = 0; round * a_round * LANES < total; round++) {
        fake_reset(below(UINT64_MAX));
        const struct sv_object_spec space = draw_space();
        draw_failures();
        struct sv_objects *objects = rig_open(&space);
        EXPECT_EQ(run_round(objects, round, a_round), 0);
        /* And all that is left over is as the oracle says. */
        fake.fail_before = fake.fail_after = fake.throttle = 0;
        fake.server_error = 0;
        for (uint32_t op = SV_GET; op <= SV_LIST; op++)
            if (op != SV_PUT && op != SV_UPLOAD)
                rig_must(objects, op);
        rig_close(objects);
    }
    rig_store.checksum = SV_CHECKSUM_NONE;
}

/* The judge above is not blind. */
static void a_store_that_drops_writes_gives_findings(void)
{
    uint32_t caught = 0;
    for (uint32_t round = 0; round < 10; round++) {
        fake_reset(below(UINT64_MAX));
        struct sv_object_spec space = draw_space();
        space.multipart_from = 0; /* only puts are dropped */
        struct sv_objects *objects = rig_open(&space);
        rig_must(objects, SV_PUT);
        fake.drops_puts = true;
        rig_must(objects, SV_PUT);
        fake.drops_puts = false;
        caught += RIG_COUNT(rig_do(objects, SV_GET), units_bad) > 0;
        rig_close(objects);
    }
    /* All may be of 0 bytes, once. */
    EXPECT(caught >= 9);
}

int main(int count, char **arguments)
{
    const uint64_t seed =
        count > 1 ? strtoull(arguments[1], NULL, 0) : 20261121;
    const uint64_t total = count > 2 ? strtoull(arguments[2], NULL, 0) : 40000;
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    svi_random_seed(&draws, seed);
    an_honest_store_gives_no_finding(total);
    a_store_that_drops_writes_gives_findings();
    fake_forget_all();
    return 0;
}
