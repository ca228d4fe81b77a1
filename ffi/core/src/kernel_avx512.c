/* kernel_avx512.c -- the loops in 512-bit registers. Run only when the CPU says
 * it has AVX-512F. */
#if defined(__x86_64__)
#define KERNEL_NAME svi_kernel_avx512
#define KERNEL_TEXT "avx512"
#define KERNEL_LEVEL SV_KERNEL_AVX512
#define KERNEL_TARGET __attribute__((target("avx512f")))
#define KERNEL_LANES 8u
#include "kernel_body.h"
#else
typedef int svi_kernel_avx512_is_for_x86_64; /* C wants a declaration here */
#endif
