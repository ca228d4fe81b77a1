/* svi_fault.h -- fault points as the core's own code meets them.
 *
 * SVI_FAULT(ID, default, &arg) costs one relaxed load and a predicted branch
 * while nothing is armed. libfiu alone costs 78-300 ns a point, which is why
 * it stands behind the gate and is asked only once the gate is open.
 */
#ifndef SVI_FAULT_H
#define SVI_FAULT_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"

/* 0 while nothing is armed; else the number of armed points, plus one if the
 * libfiu control is open. Only fault.c writes it. */
extern atomic_uint svi_fault_gate;

#define SVI_FAULT_GATE_OPEN \
    (__builtin_expect(      \
        atomic_load_explicit(&svi_fault_gate, memory_order_relaxed) != 0u, 0))

/* As default_arg: without an arg in the plan the caller gets a keyed hash of
 * (seed, point, hit), the same in every run with the same seed. */
#define SVI_FAULT_RANDOM UINT64_MAX

/* Counts one hit of `point` and says whether it fires. If so *arg (may be
 * NULL) is the arg of the plan, or libfiu's failinfo, or default_arg. `place`:
 * which operation it is, see svi_fault_place(); 0: none. Any thread. Call it
 * through SVI_FAULT, which keeps it off the hot path. */
bool svi_fault_hit(enum sv_fault point, uint64_t place, uint64_t default_arg,
                   uint64_t *arg);

/* What a seed knows an operation by: its lane, its number there, and which
 * attempt or part of it this is. The same in every run of one plan, which the
 * order of hits is not once lanes overtake each other. Never 0. */
static inline uint64_t svi_fault_place(uint32_t lane, uint64_t number,
                                       uint64_t again)
{
    uint64_t place = ((uint64_t)lane + 1) << 44 ^ number;
    place += again * 0x9E3779B97F4A7C15u;
    return place != 0 ? place : 1;
}

/* The status of a call that fails with errno `arg`; EIO if that is none. */
static inline int32_t svi_fault_errno(uint64_t arg)
{
    return arg >= 1 && arg <= 999 ? -(int32_t)arg : -EIO;
}

/* True if the point fires now, at an operation. */
#define SVI_FAULT_AT(id, place, default_arg, arg_out)                          \
    (__builtin_expect(                                                         \
         atomic_load_explicit(&svi_fault_gate, memory_order_relaxed) != 0u,    \
         0) &&                                                                 \
     svi_fault_hit(SV_FAULT_##id, (place), (default_arg), (arg_out)))
/* The same where there are no operations: SVI_FAULT(FS_SYNC_FAIL, 0, NULL). */
#define SVI_FAULT(id, default_arg, arg_out)                                    \
    SVI_FAULT_AT(id, 0, default_arg, arg_out)

#endif
