/* oracle_fold.c -- generations issued one by one, and sweeps folded into them;
 * see svi_oracle.h. */
#include "svi_oracle.h"

#include <errno.h>
#include <string.h>

uint64_t svi_oracle_issue(struct svi_oracle *oracle, uint32_t writer,
                          uint64_t base, uint64_t unit)
{
    uint16_t delta = svi_delta(oracle, unit);
    if ((delta & SVI_UNSETTLED) != 0)
        return svi_generation(oracle, base, unit, delta);
    uint16_t next = (uint16_t)((delta + 1) & SVI_DELTA_MASK);
    if (__builtin_expect(next == 0, 0)) {
        if (svi_oracle_need_carry(oracle) != 0)
            return 0;
        uint16_t carry = (uint16_t)(atomic_load(&oracle->carry[unit]) + 1);
        atomic_store(&oracle->header->carry_intent[writer],
                     (unit + 1) << 16 | carry);
        atomic_store(&oracle->carry[unit], carry);
        atomic_store(&oracle->delta[unit], (uint16_t)SVI_UNSETTLED);
        atomic_store(&oracle->header->carry_intent[writer], 0);
    } else {
        atomic_store_explicit(&oracle->delta[unit],
                              (uint16_t)(next | SVI_UNSETTLED),
                              memory_order_release);
    }
    return svi_generation(oracle, base, unit, next);
}

static uint32_t epoch(const struct svi_oracle *oracle)
{
    return (uint32_t)atomic_load(&oracle->header->base_epoch);
}

static bool counts(const struct svi_oracle *oracle,
                   const struct svi_sweep *sweep)
{
    return sweep->epoch == epoch(oracle) &&
           atomic_load(&sweep->state) != SVI_SWEEP_EMPTY;
}

int32_t svi_oracle_sweep_start(struct svi_oracle *oracle,
                               const struct svi_sweep *wanted,
                               struct svi_sweep **out)
{
    for (uint32_t i = 0; i < SVI_SWEEPS_MAX; i++) {
        struct svi_sweep *sweep = &oracle->sweeps[i];
        if (counts(oracle, sweep))
            continue;
        atomic_store(&sweep->state, SVI_SWEEP_EMPTY);
        atomic_store(&sweep->issued, 0);
        atomic_store(&sweep->acked, 0);
        atomic_store(&sweep->folded, 0);
        sweep->region_unit = wanted->region_unit;
        sweep->region_units = wanted->region_units;
        sweep->key = wanted->key;
        sweep->block_units = wanted->block_units;
        sweep->epoch = epoch(oracle);
        atomic_store(&sweep->state, SVI_SWEEP_RUNNING);
        *out = sweep;
        return 0;
    }
    return SV_BOUND;
}

static uint64_t block_count(const struct svi_sweep *sweep)
{
    return (sweep->region_units + sweep->block_units - 1) / sweep->block_units;
}

/* If all sweeps together covered every unit the same number of whole times,
 * returns that number, else 0. */
static uint64_t common_passes(const struct svi_oracle *oracle)
{
    uint64_t covered = 0, passes = 0;
    for (uint32_t i = 0; i < SVI_SWEEPS_MAX; i++) {
        const struct svi_sweep *sweep = &oracle->sweeps[i];
        if (!counts(oracle, sweep))
            continue;
        uint64_t issued = atomic_load(&sweep->issued);
        uint64_t blocks = block_count(sweep);
        if (atomic_load(&sweep->state) != SVI_SWEEP_ENDED || issued == 0 ||
            issued != atomic_load(&sweep->acked) || issued % blocks != 0 ||
            atomic_load(&sweep->folded) != 0)
            return 0;
        if (passes != 0 && passes != issued / blocks)
            return 0;
        passes = issued / blocks;
        covered += sweep->region_units;
    }
    return covered == oracle->unit_count ? passes : 0;
}

/* Blocks of the order that came to `place` at least once, of `count` blocks
 * handed out: whole passes, and one more if the place is in the part pass. */
static uint64_t times(uint64_t count, uint64_t blocks, uint64_t place)
{
    return count / blocks + (place < count % blocks ? 1 : 0);
}

struct order {
    struct svi_permutation issued, acked; /* of the pass each count stands in */
    uint64_t blocks;
    bool sequential;
};

static void order_init(struct order *order, const struct svi_sweep *sweep)
{
    order->blocks = block_count(sweep);
    order->sequential = sweep->key == 0;
    uint64_t issued = atomic_load(&sweep->issued),
             acked = atomic_load(&sweep->acked);
    svi_permutation_init(&order->issued, order->blocks,
                         sweep->key + issued / order->blocks);
    svi_permutation_init(&order->acked, order->blocks,
                         sweep->key + acked / order->blocks);
}

static int32_t add_to_delta(struct svi_oracle *oracle, struct svi_sweep *sweep,
                            uint64_t unit, uint64_t issued, uint64_t acked)
{
    uint16_t delta = svi_delta(oracle, unit);
    uint64_t sum = (delta & SVI_DELTA_MASK) + issued;
    uint16_t keep =
        (delta & SVI_UNSETTLED) | (issued != acked ? SVI_UNSETTLED : 0);
    uint16_t next = (uint16_t)((sum & SVI_DELTA_MASK) | keep);
    uint16_t carry = 0;
    if (sum >> 15 != 0 || SVI_CARRY_IN_USE(oracle) != 0) {
        int32_t status = svi_oracle_need_carry(oracle);
        if (status != 0)
            return status;
        carry = (uint16_t)(atomic_load(&oracle->carry[unit]) + (sum >> 15));
        atomic_store(&oracle->header->fold_carry, carry);
    }
    atomic_store(&oracle->header->fold_intent, (unit + 1) << 16 | next);
    if (SVI_CARRY_IN_USE(oracle) != 0)
        atomic_store(&oracle->carry[unit], carry);
    atomic_store(&oracle->delta[unit], next);
    atomic_store(&sweep->folded, atomic_load(&sweep->folded) + 1);
    atomic_store(&oracle->header->fold_intent, 0);
    return 0;
}

static int32_t fold_into_delta(struct svi_oracle *oracle,
                               struct svi_sweep *sweep)
{
    struct order order;
    order_init(&order, sweep);
    uint64_t issued = atomic_load(&sweep->issued),
             acked = atomic_load(&sweep->acked);
    for (uint64_t at = atomic_load(&sweep->folded); at < sweep->region_units;
         at++) {
        uint64_t block = at / sweep->block_units;
        uint64_t place_issued = block, place_acked = block;
        if (!order.sequential) {
            place_issued = svi_permutation_place(&order.issued, block);
            place_acked = svi_permutation_place(&order.acked, block);
        }
        int32_t status = add_to_delta(oracle, sweep, sweep->region_unit + at,
                                      times(issued, order.blocks, place_issued),
                                      times(acked, order.blocks, place_acked));
        if (status != 0)
            return status;
    }
    atomic_store(&sweep->state, SVI_SWEEP_EMPTY);
    return 0;
}

/* A crash between the two stores of a fold: the unit has its sum already, or
 * gets it now; either way it is counted once. */
static void finish_fold(struct svi_oracle *oracle)
{
    uint64_t intent = atomic_load(&oracle->header->fold_intent);
    if (intent == 0)
        return;
    uint64_t unit = (intent >> 16) - 1;
    for (uint32_t i = 0; i < SVI_SWEEPS_MAX; i++) {
        struct svi_sweep *sweep = &oracle->sweeps[i];
        if (!counts(oracle, sweep) ||
            sweep->region_unit + atomic_load(&sweep->folded) != unit ||
            atomic_load(&sweep->folded) >= sweep->region_units)
            continue;
        if (SVI_CARRY_IN_USE(oracle) != 0)
            atomic_store(&oracle->carry[unit],
                         (uint16_t)atomic_load(&oracle->header->fold_carry));
        atomic_store(&oracle->delta[unit], (uint16_t)intent);
        atomic_store(&sweep->folded, atomic_load(&sweep->folded) + 1);
        break;
    }
    atomic_store(&oracle->header->fold_intent, 0);
}

int32_t svi_oracle_fold(struct svi_oracle *oracle)
{
    finish_fold(oracle);
    uint64_t passes = common_passes(oracle);
    if (passes != 0) {
        uint64_t base = svi_oracle_base(oracle) + passes;
        atomic_store(&oracle->header->base_epoch,
                     base << 32 | (epoch(oracle) + 1));
        return 0;
    }
    for (uint32_t i = 0; i < SVI_SWEEPS_MAX; i++) {
        struct svi_sweep *sweep = &oracle->sweeps[i];
        if (!counts(oracle, sweep) ||
            atomic_load(&sweep->state) != SVI_SWEEP_ENDED)
            continue;
        if (atomic_load(&sweep->issued) == 0) {
            atomic_store(&sweep->state, SVI_SWEEP_EMPTY);
            continue;
        }
        int32_t status = svi_oracle_need_delta(oracle);
        if (status == 0)
            status = fold_into_delta(oracle, sweep);
        if (status != 0)
            return status;
    }
    return 0;
}

bool svi_oracle_is_stale(const struct svi_oracle *oracle, uint64_t unit,
                         uint64_t units)
{
    for (uint32_t i = 0; i < SVI_SWEEPS_MAX; i++) {
        const struct svi_sweep *sweep = &oracle->sweeps[i];
        if (counts(oracle, sweep) && atomic_load(&sweep->issued) != 0 &&
            atomic_load(&sweep->state) == SVI_SWEEP_ENDED &&
            sweep->region_unit < unit + units &&
            unit < sweep->region_unit + sweep->region_units)
            return true;
    }
    return false;
}

void svi_oracle_facts(const struct svi_oracle *oracle,
                      struct sv_space_facts *out)
{
    uint64_t base = svi_oracle_base(oracle);
    memset(out, 0, sizeof *out);
    out->units = oracle->unit_count;
    out->map_in_use = atomic_load(&oracle->header->map_in_use);
    out->generation_max = base;
    if (out->map_in_use == 0) {
        out->units_written = base > 0 ? oracle->unit_count : 0;
        return;
    }
    for (uint64_t unit = 0; unit < oracle->unit_count; unit++) {
        uint16_t delta = svi_delta(oracle, unit);
        uint64_t generation = svi_generation(oracle, base, unit, delta);
        if (generation > 0)
            out->units_written++;
        if ((delta & SVI_UNSETTLED) != 0)
            out->units_unsettled++;
        if (generation > out->generation_max)
            out->generation_max = generation;
    }
}
