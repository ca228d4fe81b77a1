/* fault_fiu.c -- libfiu behind the gate: faults armed from outside the process
 * by fiu-ctrl, under the names of SV_FAULT_MAP.
 *
 * Once the FIFOs are open a thread of libfiu runs this library's code until
 * the process ends. Unloading the library then is a segmentation fault, hence
 * the -z nodelete of the link.
 */
#include "fault_plan.h"

#include "stor_core.h"

#ifdef SV_HAVE_FIU

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>

#define FIU_ENABLE
#include <fiu-control.h>
#include <fiu.h>

/* libfiu copies the basename into PATH_MAX bytes without a check and appends
 * "-PID.out". */
#define SUFFIX_BYTES 32u

static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;
static char opened_as[PATH_MAX];

static int32_t open_locked(const char *basename, size_t length)
{
    if (opened_as[0] != '\0')
        return strcmp(opened_as, basename) == 0 ? 0 : SV_STATE;

    errno = 0;
    if (fiu_init(0) != 0 || fiu_rc_fifo(basename) != 0)
        return errno != 0 ? -errno : -EIO;
    memcpy(opened_as, basename, length + 1);
    return 0;
}

int32_t svi_fault_fiu_open(const char *basename)
{
    size_t length = strlen(basename);
    if (length == 0)
        return -ENOENT;
    if (length >= PATH_MAX - SUFFIX_BYTES)
        return -ENAMETOOLONG;

    pthread_mutex_lock(&open_lock);
    int32_t status = open_locked(basename, length);
    pthread_mutex_unlock(&open_lock);
    return status;
}

bool svi_fault_fiu_fires(const char *name, uint64_t *arg)
{
    if (fiu_fail(name) == 0)
        return false;
    uint64_t info = (uint64_t)(uintptr_t)fiu_failinfo();
    if (info != 0)
        *arg = info;
    return true;
}

void svi_fault_fiu_disable(const char *name)
{
    pthread_mutex_lock(&open_lock);
    if (opened_as[0] != '\0')
        (void)fiu_disable(name); /* fails only if it was not enabled */
    pthread_mutex_unlock(&open_lock);
}

#else

int32_t svi_fault_fiu_open(const char *basename)
{
    (void)basename;
    return SV_NO_FIU;
}

bool svi_fault_fiu_fires(const char *name, uint64_t *arg)
{
    (void)name;
    (void)arg;
    return false;
}

void svi_fault_fiu_disable(const char *name)
{
    (void)name;
}

#endif
