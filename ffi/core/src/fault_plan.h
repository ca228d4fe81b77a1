/* fault_plan.h -- one deterministic plan: which hits of a point fire.
 *
 * Private to the fault*.c files. A plan is plain memory: whoever holds it
 * guards it, see the lock of each point in fault.c.
 */
#ifndef SVI_FAULT_PLAN_H
#define SVI_FAULT_PLAN_H

#include <stdbool.h>
#include <stdint.h>

struct svi_fault_plan {
    uint64_t after; /* hits to pass over first */
    uint64_t every;
    uint64_t count; /* most hits that may fire */
    uint64_t arg;   /* only with has_arg: 0 is a valid arg */
    uint64_t key;   /* of seed and the point's name */
    uint64_t seen;  /* hits since it was armed */
    uint64_t fired;
    bool has_seed;
    bool has_arg;
};

/* Reads what follows the point's name: "" or ":after=N:every=M...", in any
 * order, decimal, each key at most once. every=0 and count=0 are refused, as
 * a fault that can never fire would pass for one that was survived.
 * Returns 0, or SV_PLAN_TEXT with *out untouched. */
int32_t svi_fault_plan_parse(const char *name, const char *text,
                             struct svi_fault_plan *out);

/* Counts one hit and says whether it fires: with a seed by `place`, or by the
 * number of the hit where that is 0. */
bool svi_fault_plan_fires(struct svi_fault_plan *plan, uint64_t place);

/* Key of a seed and a point. By the name and not the index, so that a seed
 * keeps its meaning when the table grows. */
uint64_t svi_fault_key(uint64_t seed, const char *name);

/* Keyed hash of a hit, for SVI_FAULT_RANDOM. Independent of the hash that
 * decides whether the hit fires. */
uint64_t svi_fault_random(uint64_t key, uint64_t hit);

/* libfiu, when built with SV_HAVE_FIU. Opens the FIFOs of `basename`, once in
 * the life of the process. Returns 0, -errno, SV_STATE for another basename
 * than the first, SV_NO_FIU. */
int32_t svi_fault_fiu_open(const char *basename);
/* True if libfiu fails `name`; *arg is set to its failinfo unless that is 0. */
bool svi_fault_fiu_fires(const char *name, uint64_t *arg);
/* Disables `name` in libfiu. */
void svi_fault_fiu_disable(const char *name);

#endif
