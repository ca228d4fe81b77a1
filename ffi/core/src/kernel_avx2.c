/* kernel_avx2.c -- the loops in 256-bit registers. Run only when the CPU says
 * it has AVX2. */
#if defined(__x86_64__)
#define KERNEL_NAME svi_kernel_avx2
#define KERNEL_TEXT "avx2"
#define KERNEL_LEVEL SV_KERNEL_AVX2
#define KERNEL_TARGET __attribute__((target("avx2")))
#define KERNEL_LANES 4u
#include "kernel_body.h"
#else
typedef int svi_kernel_avx2_is_for_x86_64; /* C wants a declaration here */
#endif
