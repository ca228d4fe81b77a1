/* usage.c -- the clock, and what this process has used of the machine.
 *
 * One clock for the whole program: every Deno worker has its own time origin,
 * the core has only CLOCK_MONOTONIC.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "stor_core.h"

static uint64_t timeval_ns(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

uint64_t sv_now_ns(void)
{
    struct timespec now;

    /* Cannot fail: the clock exists on every Linux and `now` is ours. */
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The second number of /proc/self/statm: resident pages. */
static int32_t read_resident_bytes(uint64_t *out)
{
    char text[128];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t length;
    do
        length = read(fd, text, sizeof text - 1);
    while (length < 0 && errno == EINTR);
    int32_t status = length < 0 ? -errno : 0;
    close(fd);
    if (status != 0)
        return status;
    text[length] = '\0';

    uint64_t pages = 0;
    const char *at = strchr(text, ' ');
    if (at == NULL)
        return -EPROTO;
    for (at++; *at >= '0' && *at <= '9'; at++)
        pages = pages * 10 + (uint64_t)(*at - '0');
    *out = pages * (uint64_t)sysconf(_SC_PAGESIZE);
    return 0;
}

int32_t sv_process_usage(struct sv_usage *out)
{
    struct rusage usage;

    if (out == NULL)
        return SV_LAYOUT;
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return -errno;
    *out = (struct sv_usage){
        .user_ns = timeval_ns(usage.ru_utime),
        .system_ns = timeval_ns(usage.ru_stime),
        .resident_bytes_max = (uint64_t)usage.ru_maxrss * 1024u,
        .switches_voluntary = (uint64_t)usage.ru_nvcsw,
        .switches_forced = (uint64_t)usage.ru_nivcsw,
    };
    return read_resident_bytes(&out->resident_bytes);
}
