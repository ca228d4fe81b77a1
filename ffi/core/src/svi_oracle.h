/* svi_oracle.h -- what each unit of a space must hold.
 *
 * Design. The state lives in one shared file mapping, so every store survives
 * the death of the process at once: what a `kill -9` leaves behind is exactly
 * what was issued and acknowledged, without a system call per operation.
 *
 *   generation(u) = base + sweeps(u) + delta(u)
 *
 * base    whole sweeps over the whole space, one number.
 * sweeps  one slot per lane that writes its region in a keyed order: the count
 *         of blocks issued and acknowledged is the whole state. At the end a
 *         slot is folded into base (all slots covered the space equally) or
 *         into delta.
 * delta   a dense map, 2 bytes a unit: 15 bits of generation, and UNSETTLED: a
 *         write of that generation was issued and not acknowledged. Touched by
 *         the first random overwrite. The carry beyond 15 bits is in a second
 *         map that stays a hole until a unit is written 32,768 times.
 *
 * A store that must not be torn by a crash is preceded by an intent that a
 * recovery applies again; applying it twice changes nothing.
 *
 * A unit that is unsettled is written again with the same generation, so the
 * legal contents never grow beyond two: the generation, or the one before.
 */
#ifndef SVI_ORACLE_H
#define SVI_ORACLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"
#include "svi_permutation.h"

#define SVI_SWEEPS_MAX 1000u
#define SVI_FILES_MAX 4096u
#define SVI_UNSETTLED 0x8000u
#define SVI_DELTA_MASK 0x7fffu

enum svi_sweep_state {
    SVI_SWEEP_EMPTY = 0,
    SVI_SWEEP_RUNNING = 1,
    SVI_SWEEP_ENDED = 2
};

/* One lane's sweep, in the file. */
struct svi_sweep {
    _Atomic uint64_t issued; /* blocks handed out, over all passes */
    _Atomic uint64_t acked;  /* all blocks below it are acknowledged */
    uint64_t region_unit;
    uint64_t region_units;
    uint64_t key; /* of the order of pass p: key + p; 0: sequential */
    _Atomic uint64_t folded; /* units already added to delta */
    uint32_t block_units;
    _Atomic uint32_t state;
    uint32_t epoch; /* counts only while equal to the header's */
    uint32_t reserved;
};
_Static_assert(sizeof(struct svi_sweep) == 64, "one cache line a lane");

struct svi_oracle_header {
    uint8_t magic[8];
    uint32_t version;
    uint32_t unit_bytes;
    uint64_t run_id;
    uint64_t run_key;
    uint64_t unit_count;
    uint64_t file_bytes;
    uint32_t file_count;
    _Atomic uint32_t map_in_use;
    _Atomic uint64_t base_epoch;  /* base << 32 | epoch: one store folds all */
    _Atomic uint64_t fold_intent; /* unit + 1 << 16 | delta, 0 none */
    _Atomic uint64_t fold_carry;  /* carry of that unit; stored before it */
    _Atomic uint32_t carry_in_use;
    _Atomic uint32_t is_floor; /* generations are lower bounds: floor.c */
    _Atomic uint64_t
        carry_intent[SVI_SWEEPS_MAX]; /* by lane: unit+1 << 16 | carry */
    _Atomic uint64_t doubted[SVI_FILES_MAX / 64]; /* a bit a file */
};

struct svi_oracle {
    struct svi_oracle_header *header;
    struct svi_sweep *sweeps;
    _Atomic uint16_t *delta;
    _Atomic uint16_t *carry;
    uint64_t unit_count;
    uint64_t mapped_bytes;
    int fd; /* -1: memory only */
};

/* path NULL: memory only. recover: the file must exist and fit `spec`. */
int32_t svi_oracle_open(struct svi_oracle *oracle,
                        const struct sv_space_spec *spec, const char *path,
                        bool recover);
void svi_oracle_close(struct svi_oracle *oracle);

/* Makes room for delta in the file and counts it as used. 0 or -errno. */
int32_t svi_oracle_need_delta(struct svi_oracle *oracle);
/* Makes room for the carries; called at most once per unit in 32,768 writes. */
int32_t svi_oracle_need_carry(struct svi_oracle *oracle);
/* Takes a slot for a sweep of `lane`; SV_BOUND if none is free. */
int32_t svi_oracle_sweep_start(struct svi_oracle *oracle,
                               const struct svi_sweep *wanted,
                               struct svi_sweep **out);
/* Adds what ended sweeps wrote to base or delta. No lane may be running. */
int32_t svi_oracle_fold(struct svi_oracle *oracle);
/* True if an ended sweep over these units is in neither yet: what a new lane
 * would expect of them is wrong. */
bool svi_oracle_is_stale(const struct svi_oracle *oracle, uint64_t unit,
                         uint64_t units);
void svi_oracle_facts(const struct svi_oracle *oracle,
                      struct sv_space_facts *out);

static inline uint64_t svi_oracle_base(const struct svi_oracle *oracle)
{
    return atomic_load_explicit(&oracle->header->base_epoch,
                                memory_order_relaxed) >>
           32;
}

static inline uint16_t svi_delta(const struct svi_oracle *oracle, uint64_t unit)
{
    return atomic_load_explicit(&oracle->delta[unit], memory_order_relaxed);
}

static inline bool svi_oracle_is_floor(const struct svi_oracle *oracle)
{
    return atomic_load_explicit(&oracle->header->is_floor,
                                memory_order_relaxed) != 0;
}

#define SVI_CARRY_IN_USE(oracle) \
    atomic_load_explicit(&(oracle)->header->carry_in_use, memory_order_relaxed)

/* base + delta with its carry; the sweep of a running lane is not in it. */
static inline uint64_t svi_generation(const struct svi_oracle *oracle,
                                      uint64_t base, uint64_t unit,
                                      uint16_t delta)
{
    uint64_t generation = base + (delta & SVI_DELTA_MASK);
    if (__builtin_expect(SVI_CARRY_IN_USE(oracle) != 0, 0)) {
        uint64_t carry =
            atomic_load_explicit(&oracle->carry[unit], memory_order_relaxed);
        generation += carry << 15;
    }
    return generation;
}

/* Marks the next write of `unit` as issued and returns its generation, or 0 if
 * the oracle's file has no room left for a carry. `writer` names the lane's
 * carry intent. Call before the write is sent. */
uint64_t svi_oracle_issue(struct svi_oracle *oracle, uint32_t writer,
                          uint64_t base, uint64_t unit);

/* A sync of `file` failed. The kernel marks pages clean that it could not
 * write, so any generation may come back from it later: what is as it should be
 * still counts as compared, and nothing else there is a finding. */
static inline void svi_oracle_doubt(struct svi_oracle *oracle, uint32_t file)
{
    (void)atomic_fetch_or(&oracle->header->doubted[file / 64],
                          UINT64_C(1) << (file % 64));
}

static inline bool svi_oracle_is_doubted(const struct svi_oracle *oracle,
                                         uint32_t file)
{
    uint64_t bits = atomic_load_explicit(&oracle->header->doubted[file / 64],
                                         memory_order_relaxed);
    return (bits >> (file % 64) & 1) != 0;
}

/* The write of `unit` that was issued last is acknowledged. */
static inline void svi_oracle_settle(struct svi_oracle *oracle, uint64_t unit)
{
    uint16_t delta = svi_delta(oracle, unit);
    atomic_store_explicit(&oracle->delta[unit],
                          (uint16_t)(delta & SVI_DELTA_MASK),
                          memory_order_relaxed);
}

#endif
