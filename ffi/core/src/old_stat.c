/* old_stat.c -- stat() for a C library older than the one we build with.
 *
 * glibc 2.33 made stat() and its kin real symbols; before, headers turned them
 * into __xstat(version, ...), which still exists. glibc_floor.syms renames the
 * calls of all objects to the functions below. Unused in any other build.
 */
#include <sys/stat.h>

typedef int svi_old_stat_is_not_empty;

#if defined(__x86_64__) && defined(__GLIBC__)

#define STAT_VERSION 1 /* _STAT_VER_LINUX of x86-64 */

int __xstat(int version, const char *path, struct stat *out);
int __fxstat(int version, int fd, struct stat *out);
int __lxstat(int version, const char *path, struct stat *out);
int __fxstatat(int version, int fd, const char *path, struct stat *out,
               int flags);

int svi_old_stat(const char *path, struct stat *out);
int svi_old_fstat(int fd, struct stat *out);
int svi_old_lstat(const char *path, struct stat *out);
int svi_old_fstatat(int fd, const char *path, struct stat *out, int flags);

int svi_old_stat(const char *path, struct stat *out)
{
    return __xstat(STAT_VERSION, path, out);
}

int svi_old_fstat(int fd, struct stat *out)
{
    return __fxstat(STAT_VERSION, fd, out);
}

int svi_old_lstat(const char *path, struct stat *out)
{
    return __lxstat(STAT_VERSION, path, out);
}

int svi_old_fstatat(int fd, const char *path, struct stat *out, int flags)
{
    return __fxstatat(STAT_VERSION, fd, path, out, flags);
}

#endif
