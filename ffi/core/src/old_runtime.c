/* old_runtime.c -- what the C++ runtime below snappy asks of a C library newer
 * than the oldest that we run on. glibc_floor.syms renames both names in its
 * archives to the ones below. Unused in any other build.
 *
 * Only snappy is C++. It throws nothing but for lack of memory, and nobody
 * catches that: finding no frame to unwind ends the process as a throw would.
 */
#include <features.h>

typedef int svi_old_runtime_is_not_empty;

#if defined(__x86_64__) && defined(__GLIBC__)

/* glibc 2.32 says here that a process has one thread. Ours has many. */
extern char svi_old_single_threaded;
char svi_old_single_threaded = 0;

/* Since glibc 2.35 the unwinder asks here for the frames of a library. */
int svi_old_dl_find_object(void *address, void *result);

int svi_old_dl_find_object(void *address, void *result)
{
    (void)address;
    (void)result;
    return -1;
}

#endif
