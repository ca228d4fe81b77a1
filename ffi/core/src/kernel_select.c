/* kernel_select.c -- which of the kernels runs. Asked once per call, by one
 * relaxed load; changed from any thread by sv_kernel_select(). */
#include "kernel.h"

#include <stdatomic.h>
#include <stddef.h>

static _Atomic(const struct svi_kernel *) current;

const struct svi_kernel *svi_kernel_of(uint32_t level)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (level == SV_KERNEL_AVX512)
        return __builtin_cpu_supports("avx512f") ? &svi_kernel_avx512 : NULL;
    if (level == SV_KERNEL_AVX2)
        return __builtin_cpu_supports("avx2") ? &svi_kernel_avx2 : NULL;
#endif
    return level == SV_KERNEL_PORTABLE ? &svi_kernel_portable : NULL;
}

uint32_t sv_kernel_best(void)
{
    uint32_t level = SV_KERNEL_AVX512;
    while (svi_kernel_of(level) == NULL)
        level--;
    return level;
}

int32_t sv_kernel_select(uint32_t level)
{
    const struct svi_kernel *kernel = svi_kernel_of(level);
    if (kernel == NULL)
        return SV_BOUND;
    atomic_store_explicit(&current, kernel, memory_order_relaxed);
    return 0;
}

const struct svi_kernel *svi_kernel_current(void)
{
    const struct svi_kernel *kernel =
        atomic_load_explicit(&current, memory_order_relaxed);
    if (kernel == NULL) {
        /* Two threads may both come here; an explicit choice must win. */
        const struct svi_kernel *best = svi_kernel_of(sv_kernel_best());
        if (atomic_compare_exchange_strong(&current, &kernel, best))
            kernel = best;
    }
    return kernel;
}
