/* killing_calls.c -- preloaded before a program: kills it at the Nth call that
 * changes a path below a folder, whichever thread makes it.
 *
 * KILL_UNDER beginning of the paths that count
 * KILL_NTH   from 1; the call is not made. More than there are: nothing happens
 * KILL_HALF  1: a write that is to be killed writes half of its bytes first
 * KILL_TOLD  file that gets a line for each call: its name and its path
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

static atomic_int calls;

static void tell(const char *call, const char *path)
{
    const char *told = getenv("KILL_TOLD");
    char line[PATH_MAX + 32];
    if (!told)
        return;
    int fd = REAL(int (*)(const char *, int, ...), "open64")(
        told, O_CREAT | O_WRONLY | O_APPEND, 0600);
    int length = snprintf(line, sizeof line, "%s %s\n", call, path);
    if (fd < 0 || REAL(ssize_t(*)(int, const void *, size_t), "write")(
                      fd, line, (size_t)length) != length)
        abort();
    close(fd);
}

static int is_last(const char *call, const char *path)
{
    const char *under = getenv("KILL_UNDER"), *nth = getenv("KILL_NTH");
    if (!under || !nth || strncmp(path, under, strlen(under)) != 0)
        return 0;
    tell(call, path);
    return atomic_fetch_add(&calls, 1) + 1 == atoi(nth);
}

static void end(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static void at(const char *call, const char *path)
{
    if (is_last(call, path))
        end();
}

#define SECTOR 512u

/* How many of the bytes are to be written before the end, or -1. */
static ssize_t half_at(const char *call, int fd, size_t count)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return -1;
    path[length] = '\0';
    if (!is_last(call, path))
        return -1;
    const char *half = getenv("KILL_HALF");
    if (!half || *half != '1')
        return 0;
    /* Past the page cache only whole sectors can be written. */
    size_t wanted = count / 2;
    return (ssize_t)(count % SECTOR == 0 ? wanted - wanted % SECTOR : wanted);
}

#define OPEN(name)                                                           \
    int name(const char *path, int flags, ...)                               \
    {                                                                        \
        va_list more;                                                        \
        va_start(more, flags);                                               \
        mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;     \
        va_end(more);                                                        \
        if ((flags & (O_WRONLY | O_RDWR)) != 0)                              \
            at("open", path);                                                \
        return REAL(int (*)(const char *, int, mode_t), #name)(path, flags,  \
                                                               mode);        \
    }
OPEN(open)
OPEN(open64)

#define SYNC(name)                                                           \
    int name(int fd)                                                         \
    {                                                                        \
        if (half_at(#name, fd, 0) >= 0)                                      \
            end();                                                           \
        return REAL(int (*)(int), #name)(fd);                                \
    }
SYNC(fsync)
SYNC(fdatasync)

ssize_t write(int fd, const void *bytes, size_t count)
{
    ssize_t (*real)(int, const void *, size_t) =
        REAL(ssize_t(*)(int, const void *, size_t), "write");
    ssize_t half = half_at("write", fd, count);
    if (half < 0)
        return real(fd, bytes, count);
    if (half > 0 && real(fd, bytes, (size_t)half) != half)
        abort();
    end();
    return -1;
}

#define PWRITE(name)                                                         \
    ssize_t name(int fd, const void *bytes, size_t count, off_t offset)      \
    {                                                                        \
        ssize_t (*real)(int, const void *, size_t, off_t) =                  \
            REAL(ssize_t(*)(int, const void *, size_t, off_t), #name);       \
        ssize_t half = half_at("pwrite", fd, count);                         \
        if (half < 0)                                                        \
            return real(fd, bytes, count, offset);                           \
        if (half > 0 && real(fd, bytes, (size_t)half, offset) != half)       \
            abort();                                                         \
        end();                                                               \
        return -1;                                                           \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

int rename(const char *from, const char *to)
{
    at("rename", to);
    return REAL(int (*)(const char *, const char *), "rename")(from, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to,
              unsigned flags)
{
    at("renameat2", to);
    return REAL(int (*)(int, const char *, int, const char *, unsigned),
                "renameat2")(from_dir, from, to_dir, to, flags);
}

int link(const char *from, const char *to)
{
    at("link", to);
    return REAL(int (*)(const char *, const char *), "link")(from, to);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to,
           int flags)
{
    at("linkat", to);
    return REAL(int (*)(int, const char *, int, const char *, int),
                "linkat")(from_dir, from, to_dir, to, flags);
}

int mkdir(const char *path, mode_t mode)
{
    at("mkdir", path);
    return REAL(int (*)(const char *, mode_t), "mkdir")(path, mode);
}

int unlink(const char *path)
{
    at("unlink", path);
    return REAL(int (*)(const char *), "unlink")(path);
}
