/* kernel_portable.c -- the loops for any CPU: two words are what every 64-bit
 * target has a register for (SSE2, NEON). */
#define KERNEL_NAME svi_kernel_portable
#define KERNEL_TEXT "portable"
#define KERNEL_LEVEL SV_KERNEL_PORTABLE
#define KERNEL_TARGET
#define KERNEL_LANES 2u
#include "kernel_body.h"
