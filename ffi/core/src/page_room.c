/* page_room.c -- memory for whole columns, before it is touched. */
#include <sys/mman.h>

#include "stor_core.h"

#define LARGE_BYTES (UINT64_C(2) << 20) /* a large page of x86-64 and arm64 */

int32_t sv_page_room(void *memory, uint64_t length)
{
    const uintptr_t start = (uintptr_t)memory;
    const uintptr_t first = (start + LARGE_BYTES - 1) & ~(LARGE_BYTES - 1);
    const uintptr_t end = (start + length) & ~(LARGE_BYTES - 1);
    if (memory == NULL || end <= first)
        return 0;
    const uintptr_t bytes = end - first;
    /* Nothing depends on it: the memory is the same without. */
    return madvise((uint8_t *)memory + (first - start), bytes,
                   MADV_HUGEPAGE) == 0
               ? 1
               : 0;
}
