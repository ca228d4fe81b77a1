/* oracle_test.c -- what each unit must hold, after writes, sweeps, folds and
 * crashes between any two stores of them. */
#include "svi_oracle.h"

#include <fcntl.h>

#include "scratch.h"

#define UNITS 100u

static const struct sv_space_spec SPEC = {
    .run_id = 5,
    .run_key = 6,
    .file_bytes = UNITS * 4096,
    .file_count = 1,
    .unit_bytes = 4096,
};

static struct svi_oracle open_new(const char *path)
{
    struct svi_oracle oracle;

    EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, false), 0);
    return oracle;
}

static uint64_t generation(const struct svi_oracle *oracle, uint64_t unit)
{
    return svi_generation(oracle, svi_oracle_base(oracle), unit,
                          svi_delta(oracle, unit));
}

static bool is_unsettled(const struct svi_oracle *oracle, uint64_t unit)
{
    return (svi_delta(oracle, unit) & SVI_UNSETTLED) != 0;
}

/* A sweep that was handed out `issued` blocks, of which `acked` came back. */
static void sweep(struct svi_oracle *oracle, const struct svi_sweep *wanted,
                  uint64_t issued, uint64_t acked)
{
    struct svi_sweep *slot;

    EXPECT_EQ(svi_oracle_sweep_start(oracle, wanted, &slot), 0);
    atomic_store(&slot->issued, issued);
    atomic_store(&slot->acked, acked);
    atomic_store(&slot->state, SVI_SWEEP_ENDED);
}

static void whole_passes_go_into_base(void)
{
    struct svi_oracle oracle = open_new(NULL);
    struct svi_sweep first = {.region_units = 40, .block_units = 7},
                     second = {.region_unit = 40,
                               .region_units = 60,
                               .block_units = 4,
                               .key = 9};

    sweep(&oracle, &first, 2 * 6, 2 * 6);
    sweep(&oracle, &second, 2 * 15, 2 * 15);
    EXPECT_EQ(svi_oracle_fold(&oracle), 0);
    EXPECT_EQ(svi_oracle_base(&oracle), 2);
    EXPECT_EQ(atomic_load(&oracle.header->map_in_use), 0);
    EXPECT_EQ(svi_oracle_fold(&oracle), 0);
    EXPECT_EQ(svi_oracle_base(&oracle), 2);
    svi_oracle_close(&oracle);
}

/* Half of the space, or unequal passes, or a block outstanding: not base. */
static void anything_else_goes_into_delta(void)
{
    struct svi_oracle oracle = open_new(NULL);
    struct svi_sweep first = {.region_units = 40, .block_units = 4},
                     second = {.region_unit = 40,
                               .region_units = 60,
                               .block_units = 4};

    sweep(&oracle, &first, 10, 10);
    EXPECT_EQ(svi_oracle_fold(&oracle), 0);
    EXPECT_EQ(svi_oracle_base(&oracle), 0);
    sweep(&oracle, &first, 10, 10);
    sweep(&oracle, &second, 30, 30);
    EXPECT_EQ(svi_oracle_fold(&oracle), 0);
    sweep(&oracle, &first, 10, 10);
    sweep(&oracle, &second, 15, 14);
    EXPECT_EQ(svi_oracle_fold(&oracle), 0);
    EXPECT_EQ(svi_oracle_base(&oracle), 0);
    for (uint64_t u = 0; u < UNITS; u++) {
        EXPECT_EQ(generation(&oracle, u), 3);
        EXPECT_EQ(is_unsettled(&oracle, u), u >= 96);
    }
    svi_oracle_close(&oracle);
}

/* A limit in the middle of a pass, with blocks outstanding at the end. */
static void part_passes_are_told_by_place(uint64_t key)
{
    for (uint64_t issued = 0; issued <= 3 * 15; issued++) {
        for (uint64_t acked = issued / 15 * 15; acked <= issued; acked++) {
            struct svi_oracle oracle = open_new(NULL);
            struct svi_sweep wanted = {.region_unit = 3,
                                       .region_units = 58,
                                       .block_units = 4,
                                       .key = key};
            struct svi_permutation order;
            sweep(&oracle, &wanted, issued, acked);
            EXPECT_EQ(svi_oracle_fold(&oracle), 0);
            svi_permutation_init(&order, 15, key + issued / 15);
            for (uint64_t block = 0; block < 15 && issued > 0; block++) {
                uint64_t place =
                    key == 0 ? block : svi_permutation_place(&order, block);
                EXPECT_EQ(generation(&oracle, 3 + block * 4),
                          issued / 15 + (place < issued % 15));
                EXPECT_EQ(is_unsettled(&oracle, 3 + block * 4),
                          place + issued / 15 * 15 >= acked &&
                              place + issued / 15 * 15 < issued);
            }
            svi_oracle_close(&oracle);
        }
    }
}

static void an_unsettled_unit_is_written_again_as_it_was(void)
{
    struct svi_oracle oracle = open_new(NULL);

    EXPECT_EQ(svi_oracle_need_delta(&oracle), 0);
    EXPECT_EQ(svi_oracle_issue(&oracle, 0, 0, 8), 1);
    EXPECT(is_unsettled(&oracle, 8));
    EXPECT_EQ(svi_oracle_issue(&oracle, 0, 0, 8), 1);
    svi_oracle_settle(&oracle, 8);
    EXPECT(!is_unsettled(&oracle, 8));
    EXPECT_EQ(svi_oracle_issue(&oracle, 0, 0, 8), 2);
    svi_oracle_close(&oracle);
}

/* Over both edges of the carry, and found again after each of them. */
static void a_unit_outlives_sixteen_bits(void)
{
    const char *path = scratch_path("carry");
    struct svi_oracle oracle = open_new(path);

    EXPECT_EQ(svi_oracle_need_delta(&oracle), 0);
    for (uint64_t write = 1; write <= 70000; write++) {
        EXPECT_EQ(svi_oracle_issue(&oracle, 3, 0, 8), write);
        if (write % 32768 < 2) {
            svi_oracle_close(&oracle);
            EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), 0);
            EXPECT_EQ(generation(&oracle, 8), write);
            EXPECT(is_unsettled(&oracle, 8));
        }
        svi_oracle_settle(&oracle, 8);
    }
    EXPECT_EQ(generation(&oracle, 7), 0);
    svi_oracle_close(&oracle);
    EXPECT_EQ(unlink(path), 0);
}

static void a_sweep_carries_too(void)
{
    struct svi_oracle oracle = open_new(NULL);
    struct svi_sweep wanted = {.region_units = 8, .block_units = 8};

    for (uint64_t passes = 40000, sum = 40000; sum < 200000; sum += passes) {
        sweep(&oracle, &wanted, passes, passes);
        EXPECT_EQ(svi_oracle_fold(&oracle), 0);
        EXPECT_EQ(generation(&oracle, 0), sum);
        EXPECT_EQ(generation(&oracle, 7), sum);
        EXPECT_EQ(generation(&oracle, 8), 0);
    }
    svi_oracle_close(&oracle);
}

/* Puts the oracle's file at `path` into the state in which it would be if the
 * carry of unit 8 to 32768 had ended after `stores` stores. */
static void crash_in_carry(const char *path, int stores)
{
    struct svi_oracle oracle = open_new(path);

    EXPECT_EQ(svi_oracle_need_delta(&oracle), 0);
    for (uint64_t write = 1; write < 32768; write++) {
        EXPECT_EQ(svi_oracle_issue(&oracle, 3, 0, 8), write);
        svi_oracle_settle(&oracle, 8);
    }
    EXPECT_EQ(svi_oracle_need_carry(&oracle), 0);
    if (stores > 0)
        atomic_store(&oracle.header->carry_intent[3], UINT64_C(9) << 16 | 1);
    if (stores > 1)
        atomic_store(&oracle.carry[8], 1);
    if (stores > 2)
        atomic_store(&oracle.delta[8], SVI_UNSETTLED);
    svi_oracle_close(&oracle);
}

static void a_crash_in_a_carry_is_finished(void)
{
    const char *path = scratch_path("carry");

    for (int stores = 0; stores <= 3; stores++) {
        struct svi_oracle oracle;
        crash_in_carry(path, stores);
        EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), 0);
        EXPECT_EQ(generation(&oracle, 8), stores == 0 ? 32767 : 32768);
        EXPECT_EQ(is_unsettled(&oracle, 8), stores != 0);
        EXPECT_EQ(atomic_load(&oracle.header->carry_intent[3]), 0);
        svi_oracle_close(&oracle);
        EXPECT_EQ(unlink(path), 0);
    }
}

/* A fold of `wanted` that died in unit `at`, after so many of its stores: the
 * units below are folded as svi_oracle_fold() folds them. */
static void crash_in_fold(struct svi_oracle *oracle, struct svi_sweep *slot,
                          uint64_t at, int stores)
{
    for (uint64_t u = 0; u < at; u++)
        atomic_store(&oracle->delta[slot->region_unit + u], 2);
    atomic_store(&slot->folded, at);
    if (stores > 0)
        atomic_store(&oracle->header->fold_intent,
                     (slot->region_unit + at + 1) << 16 | 2);
    if (stores > 1)
        atomic_store(&oracle->delta[slot->region_unit + at], 2);
    if (stores > 2)
        atomic_store(&slot->folded, at + 1);
}

static void a_crash_in_a_fold_counts_each_unit_once(void)
{
    const char *path = scratch_path("fold");
    const uint64_t places[] = {0, 1, 38, 39};

    for (int i = 0; i < 16; i++) {
        struct svi_oracle oracle = open_new(path);
        struct svi_sweep wanted = {.region_unit = 5,
                                   .region_units = 40,
                                   .block_units = 4};
        EXPECT_EQ(svi_oracle_need_delta(&oracle), 0);
        sweep(&oracle, &wanted, 20, 20);
        wanted.region_unit = 45;
        wanted.region_units = 55;
        sweep(&oracle, &wanted, 14, 14);
        crash_in_fold(&oracle, &oracle.sweeps[0], places[i / 4], i % 4);
        svi_oracle_close(&oracle);
        EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), 0);
        for (uint64_t u = 0; u < UNITS; u++)
            EXPECT_EQ(generation(&oracle, u), u < 5 ? 0 : u < 45 ? 2 : 1);
        EXPECT_EQ(atomic_load(&oracle.header->fold_intent), 0);
        svi_oracle_close(&oracle);
        EXPECT_EQ(unlink(path), 0);
    }
}

static void a_crash_in_a_fold_keeps_the_carry(void)
{
    for (int stores = 1; stores <= 4; stores++) {
        const char *path = scratch_path("fold");
        struct svi_oracle oracle = open_new(path);
        struct svi_sweep wanted = {.region_units = 1, .block_units = 1};
        EXPECT_EQ(svi_oracle_need_delta(&oracle), 0);
        EXPECT_EQ(svi_oracle_need_carry(&oracle), 0);
        atomic_store(&oracle.delta[0], 32767);
        sweep(&oracle, &wanted, 3, 3);
        atomic_store(&oracle.header->fold_carry, 1);
        if (stores > 1)
            atomic_store(&oracle.header->fold_intent, UINT64_C(1) << 16 | 2);
        if (stores > 2)
            atomic_store(&oracle.carry[0], 1);
        if (stores > 3)
            atomic_store(&oracle.delta[0], 2);
        svi_oracle_close(&oracle);
        EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), 0);
        EXPECT_EQ(generation(&oracle, 0), 32770);
        svi_oracle_close(&oracle);
        EXPECT_EQ(unlink(path), 0);
    }
}

/* Recovering what was recovered changes nothing. */
static void a_second_recovery_finds_the_same(void)
{
    const char *path = scratch_path("twice");
    struct svi_oracle oracle = open_new(path);
    struct svi_sweep wanted = {.region_units = 77, .block_units = 5, .key = 3};
    struct sv_space_facts first, second;
    struct svi_sweep *slot;

    EXPECT_EQ(svi_oracle_need_delta(&oracle), 0);
    for (uint64_t u = 0; u < 90; u += 3)
        EXPECT(svi_oracle_issue(&oracle, 1, 0, u) != 0);
    EXPECT_EQ(svi_oracle_sweep_start(&oracle, &wanted, &slot), 0);
    atomic_store(&slot->issued, 9);
    atomic_store(&slot->acked, 4);
    svi_oracle_close(&oracle);
    EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), 0);
    svi_oracle_facts(&oracle, &first);
    svi_oracle_close(&oracle);
    EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), 0);
    svi_oracle_facts(&oracle, &second);
    svi_oracle_close(&oracle);
    EXPECT_EQ(memcmp(&first, &second, sizeof first), 0);
    EXPECT_EQ(first.generation_max, 2);
    EXPECT(first.units_unsettled >= 30);
    EXPECT_EQ(unlink(path), 0);
}

static void an_oracle_of_another_run_is_refused(void)
{
    const char *path = scratch_path("other");
    struct svi_oracle oracle = open_new(path);
    struct sv_space_spec other = SPEC;

    svi_oracle_close(&oracle);
    EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, false), SV_NOT_EMPTY);
    other.run_id++;
    EXPECT_EQ(svi_oracle_open(&oracle, &other, path, true), SV_ORACLE);
    other = SPEC;
    other.file_bytes *= 2;
    EXPECT_EQ(svi_oracle_open(&oracle, &other, path, true), SV_ORACLE);
    EXPECT_EQ(truncate(path, 4096), 0);
    EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), SV_ORACLE);
    EXPECT_EQ(unlink(path), 0);
    EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, path, true), -ENOENT);
    EXPECT_EQ(svi_oracle_open(&oracle, &SPEC, NULL, true), SV_ORACLE);
}

/* Until the first lets go of it, which the kernel does for the dead. */
static void an_oracle_has_one_holder(void)
{
    const char *path = scratch_path("held");
    struct svi_oracle first = open_new(path), second;

    EXPECT_EQ(svi_oracle_open(&second, &SPEC, path, true), -EWOULDBLOCK);
    svi_oracle_close(&first);
    EXPECT_EQ(svi_oracle_open(&second, &SPEC, path, true), 0);
    svi_oracle_close(&second);
    EXPECT_EQ(unlink(path), 0);
}

int main(void)
{
    make_scratch();
    whole_passes_go_into_base();
    anything_else_goes_into_delta();
    part_passes_are_told_by_place(0);
    part_passes_are_told_by_place(0xABCDEF);
    an_unsettled_unit_is_written_again_as_it_was();
    a_unit_outlives_sixteen_bits();
    a_sweep_carries_too();
    a_crash_in_a_carry_is_finished();
    a_crash_in_a_fold_counts_each_unit_once();
    a_crash_in_a_fold_keeps_the_carry();
    a_second_recovery_finds_the_same();
    an_oracle_of_another_run_is_refused();
    an_oracle_has_one_holder();
    return 0;
}
