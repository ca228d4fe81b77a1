/* failing_calls.c -- preloaded before a program: fails the Nth call of one kind
 * that touches a path below a folder, as a disk would that is full or broken.
 *
 * FAIL_CALL  open, write, fsync, rename, mkdir, unlink, ftruncate, fallocate
 * FAIL_UNDER beginning of the paths that count
 * FAIL_NTH   from 1
 * FAIL_ERRNO number of the error
 * FAIL_TOLD  file that is made when the call was failed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

static atomic_int calls;

static int fails(const char *call, const char *path)
{
    const char *wanted = getenv("FAIL_CALL"), *under = getenv("FAIL_UNDER");
    const char *nth = getenv("FAIL_NTH"), *error = getenv("FAIL_ERRNO");
    const char *told = getenv("FAIL_TOLD");
    if (!wanted || !under || !nth || !error || strcmp(wanted, call) != 0 ||
        strncmp(path, under, strlen(under)) != 0)
        return 0;
    if (atomic_fetch_add(&calls, 1) + 1 != atoi(nth))
        return 0;
    if (told) {
        int fd = REAL(int (*)(const char *, int, ...), "open64")(
            told, O_CREAT | O_WRONLY, 0600);
        if (fd >= 0)
            close(fd);
    }
    errno = atoi(error);
    return 1;
}

static int fd_fails(const char *call, int fd)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    return fails(call, path);
}

static int open_fails(const char *path, int flags)
{
    return (flags & (O_WRONLY | O_RDWR)) != 0 && fails("open", path);
}

static mode_t mode_of(int flags, va_list more)
{
    return (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
}

#define OPEN(name)                                                           \
    int name(const char *path, int flags, ...)                               \
    {                                                                        \
        va_list more;                                                        \
        va_start(more, flags);                                               \
        mode_t mode = mode_of(flags, more);                                  \
        va_end(more);                                                        \
        if (open_fails(path, flags))                                         \
            return -1;                                                       \
        return REAL(int (*)(const char *, int, mode_t), #name)(path, flags,  \
                                                               mode);        \
    }
OPEN(open)
OPEN(open64)

int fsync(int fd)
{
    return fd_fails("fsync", fd) ? -1 : REAL(int (*)(int), "fsync")(fd);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    if (fd_fails("write", fd))
        return -1;
    return REAL(ssize_t(*)(int, const void *, size_t), "write")(fd, bytes,
                                                                count);
}

int rename(const char *from, const char *to)
{
    if (fails("rename", to))
        return -1;
    return REAL(int (*)(const char *, const char *), "rename")(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    if (fails("mkdir", path))
        return -1;
    return REAL(int (*)(const char *, mode_t), "mkdir")(path, mode);
}

int unlink(const char *path)
{
    if (fails("unlink", path))
        return -1;
    return REAL(int (*)(const char *), "unlink")(path);
}

int ftruncate(int fd, off_t length)
{
    if (fd_fails("ftruncate", fd))
        return -1;
    return REAL(int (*)(int, off_t), "ftruncate")(fd, length);
}

/* The number itself, and errno untouched. */
int posix_fallocate(int fd, off_t from, off_t length)
{
    if (fd_fails("fallocate", fd))
        return errno;
    return REAL(int (*)(int, off_t, off_t), "posix_fallocate")(fd, from,
                                                               length);
}
