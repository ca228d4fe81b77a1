/* store_lane_test.c -- block lanes over a store: what was put is read back and
 * judged, what the store did otherwise is a finding of the right class, what
 * failed on the way is an error and no finding. */
#include "store_lane_rig.h"

static void what_is_put_is_read_back(void)
{
    struct sv_space *space = start();
    const struct rig_outcome *outcome = put_all(space);

    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_written), UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, attempts), OBJECTS);
    EXPECT(RIG_COUNT(outcome, connections_new) >= 1 &&
           RIG_COUNT(outcome, connections_new) <= 4);
    EXPECT_EQ(atomic_load(&kept.puts), OBJECTS);
    EXPECT_EQ(kept.count, OBJECTS);
    EXPECT(store_find("/b/p/one/00000000") != NULL);
    EXPECT(store_find("/b/p/t%20w/o/00000007") != NULL);
    expect_clean(space);
    stop(space);
}

static void the_first_byte_is_timed(void)
{
    struct sv_space *space = start();
    const struct sv_lane_spec spec = put_spec();
    struct sv_histogram_facts first, whole;
    struct sv_gate *gate;
    struct sv_lane *lane;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    EXPECT_EQ(sv_lane_join(lane), 0);
    EXPECT_EQ(sv_lane_histogram(lane, SV_WRITE, SV_FIRST_BYTE, NULL, 0, &first),
              0);
    EXPECT_EQ(sv_lane_histogram(lane, SV_WRITE, SV_SERVICE, NULL, 0, &whole),
              0);
    EXPECT_EQ(first.count, OBJECTS);
    EXPECT_EQ(whole.count, OBJECTS);
    EXPECT(first.sum_ns <= whole.sum_ns);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    stop(space);
}

static void what_was_never_put_is_no_error(void)
{
    struct sv_space *space = start();
    const struct rig_outcome *outcome = get_all(space, 1);

    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_unwritten), UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, read_errors), 0);
    EXPECT_EQ(RIG_COUNT(outcome, errors_missing), 0);
    EXPECT_EQ(RIG_COUNT(outcome, objects_missing), 0);
    stop(space);
}

static void a_small_write_puts_its_whole_object(void)
{
    struct sv_space *space = start();
    struct sv_lane_spec spec = put_spec();

    spec.pattern = SV_RANDOM;
    spec.read_permille = 500;
    spec.mix_count = 2;
    spec.mix[0].bytes = RIG_UNIT_BYTES;
    spec.mix[1] = (struct sv_mix){2 * RIG_UNIT_BYTES, 1};
    spec.write_bytes = OBJECT_BYTES;
    spec.limit_ops = 2000;
    spec.depth = 16;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT(RIG_COUNT(outcome, conflicts) > 0);
    EXPECT_EQ(RIG_COUNT(outcome, write_bytes),
              RIG_COUNT(outcome, write_ops) * OBJECT_BYTES);
    EXPECT_EQ(atomic_load(&kept.put_bytes_min), OBJECT_BYTES);
    EXPECT_EQ(atomic_load(&kept.put_bytes_max), OBJECT_BYTES);
    expect_clean(space);
    stop(space);
}

static void a_widened_sweep_covers_its_objects(void)
{
    struct sv_space *space = start();
    struct sv_lane_spec spec = put_spec();

    spec.pattern = SV_SHUFFLE;
    spec.mix[0].bytes = RIG_UNIT_BYTES;
    spec.write_bytes = OBJECT_BYTES;
    spec.limit_ops = UNITS;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_written), UNITS * OBJECT_UNITS);
    expect_clean(space);
    stop(space);
}

/* Puts with the lie, reads without it: how many units are bad, and each finding
 * is of the class. */
static void a_lie_is_found(uint32_t lie, uint32_t read_units, uint32_t class_,
                           uint64_t bad_units)
{
    struct sv_space *space = start();

    EXPECT_EQ(put_all(space)->status, 0);
    atomic_store(&kept.lie, lie);
    EXPECT_EQ(put_all(space)->status, 0);
    atomic_store(&kept.lie, STORE_HONEST);
    const struct rig_outcome *outcome = get_all(space, read_units);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, read_errors), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), bad_units);
    EXPECT(outcome->finding_count > 0);
    for (uint32_t i = 0; i < outcome->finding_count; i++) {
        EXPECT_EQ(outcome->findings[i].class_, class_);
        EXPECT_EQ(outcome->findings[i].op, SV_READ);
        EXPECT(outcome->findings[i].file < FILES);
    }
    stop(space);
}

static void lies_are_found_whole_and_by_range(void)
{
    for (uint32_t units = 1; units <= OBJECT_UNITS; units *= 4) {
        uint64_t reads = UNITS / units;
        a_lie_is_found(STORE_LOSES, units, SV_CLASS_LOST, UNITS);
        a_lie_is_found(STORE_KEEPS_HALF, units, SV_CLASS_TRUNCATED, UNITS / 2);
        a_lie_is_found(STORE_FLIPS, units, SV_CLASS_BIT_ROT, OBJECTS);
        a_lie_is_found(STORE_ADDS, units, SV_CLASS_FOREIGN, reads);
    }
}

static void an_object_that_vanished_is_lost(void)
{
    struct sv_space *space = start();

    EXPECT_EQ(put_all(space)->status, 0);
    (void)pthread_mutex_lock(&kept.lock);
    store_find("/b/p/one/00000003")->path[0] = '\0';
    (void)pthread_mutex_unlock(&kept.lock);
    const struct rig_outcome *outcome = get_all(space, OBJECT_UNITS);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, read_errors), 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), OBJECT_UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, objects_missing), 1);
    EXPECT_EQ(outcome->finding_count, OBJECT_UNITS);
    EXPECT_EQ(outcome->findings[0].class_, SV_CLASS_LOST);
    EXPECT_EQ(outcome->findings[0].offset_bytes, 3 * OBJECT_BYTES);
    stop(space);
}

static void a_failed_put_leaves_old_or_new(uint32_t lie, uint64_t bad_units)
{
    struct sv_space *space = start();
    struct sv_lane_spec spec = put_spec();

    EXPECT_EQ(put_all(space)->status, 0);
    atomic_store(&kept.lie, lie);
    spec.limit_ops = 1;
    spec.depth = 1;
    spec.errors_max = 1;
    const struct rig_outcome *outcome = rig_run(space, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, write_errors), 1);
    EXPECT_EQ(RIG_COUNT(outcome, errors_throttled), 1);
    EXPECT_EQ(RIG_COUNT(outcome, writes_ambiguous), OBJECT_UNITS);
    EXPECT_EQ(-(int64_t)RIG_COUNT(outcome, first_error_status),
              SV_HTTP_THROTTLED);
    atomic_store(&kept.lie, STORE_HONEST);
    outcome = get_all(space, OBJECT_UNITS);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), bad_units);
    EXPECT_EQ(RIG_COUNT(outcome, units_compared), UNITS);
    stop(space);
}

/* What makes reads fail on the way is told by its status, and is no finding. */
static void a_failing_world_is_no_finding(uint32_t lie, uint32_t units,
                                          int32_t status, uint32_t counter)
{
    struct sv_space *space = start();

    EXPECT_EQ(put_all(space)->status, 0);
    atomic_store(&kept.lie, lie);
    const struct rig_outcome *outcome = get_all(space, units);
    EXPECT_EQ(outcome->status, status);
    EXPECT_EQ(outcome->finding_count, 0);
    EXPECT(RIG_COUNT(outcome, read_errors) >= 1);
    EXPECT(outcome->count[counter] >= 1);
    stop(space);
}

/* `put` true: wrong when it was put, else when it was read. */
static void a_wrong_checksum_is_found(uint32_t kind, bool put)
{
    struct sv_space *space = start();

    kept.sum_kind = kind;
    const struct rig_outcome *outcome = put_all(space);
    EXPECT_EQ(RIG_COUNT(outcome, sums_compared), OBJECTS);
    outcome = get_all(space, OBJECT_UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, sums_compared), OBJECTS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    outcome = get_all(space, 1);
    EXPECT_EQ(RIG_COUNT(outcome, sums_unknown), UNITS);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    atomic_store(&kept.lie, STORE_SUMS_WRONG);
    outcome = put ? put_all(space) : get_all(space, OBJECT_UNITS);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(outcome->finding_count, OBJECTS);
    for (uint32_t i = 0; i < outcome->finding_count; i++) {
        const struct sv_finding *finding = &outcome->findings[i];
        EXPECT_EQ(finding->class_, SV_CLASS_CHECKSUM);
        EXPECT_EQ(finding->op, put ? SV_WRITE : SV_READ);
        EXPECT_EQ(finding->offset_bytes % OBJECT_BYTES, 0);
        EXPECT(memcmp(finding->expected, finding->found, 16) != 0);
    }
    /* Nor is it news beside wrong bytes, nor beside what was never put. */
    store_find("/b/p/one/00000003")->bytes[700] ^= 1;
    outcome = get_all(space, OBJECT_UNITS);
    EXPECT_EQ(outcome->finding_count, OBJECTS);
    uint32_t rotten = 0;
    for (uint32_t i = 0; i < outcome->finding_count; i++)
        rotten += outcome->findings[i].class_ == SV_CLASS_BIT_ROT;
    EXPECT_EQ(rotten, 1);
    stop(space);
}

int main(void)
{
    what_is_put_is_read_back();
    the_first_byte_is_timed();
    what_was_never_put_is_no_error();
    a_small_write_puts_its_whole_object();
    a_widened_sweep_covers_its_objects();
    lies_are_found_whole_and_by_range();
    an_object_that_vanished_is_lost();
    a_wrong_checksum_is_found(SVI_SUM_CRC64, true);
    a_wrong_checksum_is_found(SVI_SUM_CRC64, false);
    a_wrong_checksum_is_found(SVI_SUM_CRC32C, false);
    a_failed_put_leaves_old_or_new(STORE_THROTTLES, 0);
    a_failed_put_leaves_old_or_new(STORE_TEARS, 1);
    a_failing_world_is_no_finding(STORE_CUTS, OBJECT_UNITS, SV_HTTP_TRUNCATED,
                                  SV_COUNTER_errors_truncated);
    a_failing_world_is_no_finding(STORE_NO_RANGES, 1, SV_HTTP_BROKEN,
                                  SV_COUNTER_errors_broken);
    a_failing_world_is_no_finding(STORE_NO_BUCKET, 1, SV_HTTP_REQUEST,
                                  SV_COUNTER_errors_other);
    return 0;
}
