/* store_space_test.c -- spaces over a store: what fits them, what they ask of
 * the store, and what outlives them. */
#include "scratch.h"
#include "store_lane_rig.h"

static void blocks_that_fit_no_object_are_refused(void)
{
    struct sv_space *space = start();
    struct sv_gate *gate;
    struct sv_lane *lane;

    EXPECT_EQ(sv_gate_create(&gate), 0);
#define REFUSED(status, change)                                  \
    do {                                                         \
        struct sv_lane_spec spec = put_spec();                   \
        change;                                                  \
        EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane),     \
                  (status));                                     \
        EXPECT(lane == NULL);                                    \
    } while (0)
    REFUSED(SV_BOUND, spec.mix[0].bytes = RIG_UNIT_BYTES);
    REFUSED(SV_BOUND, spec.write_bytes = 2 * OBJECT_BYTES);
    REFUSED(SV_LAYOUT, spec.write_bytes = 1000);
    REFUSED(SV_BOUND, spec.region_unit = 1; spec.region_units = 8);
    REFUSED(SV_BOUND, spec.region_units = 6);
    REFUSED(SV_STATE, spec.io = SV_IO_PSYNC);
    REFUSED(SV_STATE, spec.io = SV_IO_NULL);
    REFUSED(SV_LAYOUT, spec.io = SV_IO_HTTP + 1);
    REFUSED(SV_BOUND, spec = get_spec(1); spec.mix[0].bytes = 3 * 4096);
    REFUSED(SV_BOUND, spec = get_spec(2); spec.region_unit = 1;
            spec.region_units = 8);
    REFUSED(SV_BOUND, spec = get_spec(1); spec.mix_count = 2;
            spec.mix[1] = spec.mix[0]);
    REFUSED(SV_BOUND, spec = get_spec(1); spec.write_bytes = OBJECT_BYTES;
            spec.region_units = 6);
#undef REFUSED
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    stop(space);
}

static void spaces_that_cannot_be_are_refused(void)
{
    struct sv_space *space;
    struct sv_space_spec spec = space_spec(SV_SPACE_DIRECT);

    store_start();
    open_store("s3", "");
    EXPECT_EQ(try_space(&spec, OBJECT_BYTES, NULL, &space), SV_LAYOUT);
    spec = space_spec(0);
    EXPECT_EQ(try_space(&spec, 0, NULL, &space), SV_LAYOUT);
    EXPECT_EQ(try_space(&spec, 1000, NULL, &space), SV_LAYOUT);
    EXPECT_EQ(try_space(&spec, 5 * RIG_UNIT_BYTES, NULL, &space), SV_BOUND);
    EXPECT_EQ(try_space(&spec, (16 << 20) + 4096, NULL, &space), SV_LAYOUT);
    EXPECT(space == NULL);
    EXPECT_EQ(atomic_load(&server.count), 0);
    sv_store_close(store);
    store_stop();
}

static void the_oracle_outlives_the_space(void)
{
    const struct sv_space_spec made = space_spec(SV_SPACE_CREATE);
    const struct sv_space_spec again = space_spec(SV_SPACE_RECOVER);
    const char *oracle = scratch_path("oracle");
    struct sv_space *space;

    store_start();
    open_store("s3", "");
    EXPECT_EQ(try_space(&made, OBJECT_BYTES, oracle, &space), 0);
    EXPECT_EQ(put_all(space)->status, 0);
    rig_close(space);
    EXPECT_EQ(try_space(&made, OBJECT_BYTES, oracle, &space), SV_NOT_EMPTY);
    EXPECT_EQ(try_space(&again, OBJECT_BYTES, oracle, &space), 0);
    expect_clean(space);
    EXPECT_EQ(sv_space_sync(space), 0);
    struct sv_space_facts facts;
    EXPECT_EQ(sv_space_facts(space, &facts), 0);
    EXPECT_EQ(facts.units_written, UNITS);
    stop(space);
}

static void a_sync_is_counted_and_asks_nothing(void)
{
    struct sv_space *space = start();
    struct sv_lane_spec spec = put_spec();

    spec.sync_policy = SV_SYNC_EVERY;
    spec.sync_every = 4;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT(RIG_COUNT(outcome, sync_ops) >= OBJECTS / 4);
    EXPECT_EQ(RIG_COUNT(outcome, attempts), OBJECTS);
    stop(space);
}

static void azure_puts_name_their_blob_and_keep_the_sas(void)
{
    store_start();
    open_store("az", "sas=sv=1&sig=x%2By");
    struct sv_space *space = open_space();
    EXPECT_EQ(put_all(space)->status, 0);
    EXPECT(strstr(kept.last_head, "x-ms-blob-type: BlockBlob\r\n") != NULL);
    EXPECT(store_find("/b/p/one/00000005?sv=1&sig=x%2By") != NULL);
    expect_clean(space);
    stop(space);
}

static void a_checksum_goes_with_each_put(void)
{
    store_start();
    open_store("s3", "checksum=crc64nvme");
    struct sv_space *space = open_space();
    EXPECT_EQ(put_all(space)->status, 0);
    EXPECT(strstr(kept.last_head, "x-amz-checksum-crc64nvme: ") != NULL);
    expect_clean(space);
    stop(space);
}

int main(void)
{
    make_scratch();
    blocks_that_fit_no_object_are_refused();
    spaces_that_cannot_be_are_refused();
    the_oracle_outlives_the_space();
    a_sync_is_counted_and_asks_nothing();
    azure_puts_name_their_blob_and_keep_the_sas();
    a_checksum_goes_with_each_put();
    return 0;
}
