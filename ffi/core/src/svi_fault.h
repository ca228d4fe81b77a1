/* svi_fault.h -- fault points as the core's own code meets them.
 *
 * SVI_FAULT(ID, default, &arg) costs one relaxed load and a predicted branch
 * while nothing is armed. libfiu alone costs 78-300 ns a point, which is why
 * it stands behind the gate and is asked only once the gate is open.
 */
#ifndef SVI_FAULT_H
#define SVI_FAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"

/* 0 while nothing is armed; else the number of armed points, plus one if the
 * libfiu control is open. Only fault.c writes it. */
extern atomic_uint svi_fault_gate;

/* As default_arg: without an arg in the plan the caller gets a keyed hash of
 * (seed, point, hit), the same in every run with the same seed. */
#define SVI_FAULT_RANDOM UINT64_MAX

/* Counts one hit of `point` and says whether it fires. If so *arg (may be
 * NULL) is the arg of the plan, or libfiu's failinfo, or default_arg. Any
 * thread. Call it through SVI_FAULT, which keeps it off the hot path. */
bool svi_fault_hit(enum sv_fault point, uint64_t default_arg, uint64_t *arg);

/* True if the point fires now: SVI_FAULT(READ_EIO, 0, NULL). */
#define SVI_FAULT(id, default_arg, arg_out)                                    \
    (__builtin_expect(                                                         \
         atomic_load_explicit(&svi_fault_gate, memory_order_relaxed) != 0u,    \
         0) &&                                                                 \
     svi_fault_hit(SV_FAULT_##id, (default_arg), (arg_out)))

#endif
