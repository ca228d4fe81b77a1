/* file_below.c -- one call that opens a file below a folder, reads it and
 * closes it: what a read of a small file costs is threads handing over.
 *
 * Design. No link is followed below the folder. openat2() has the kernel hold
 * to that in one step; where it is missing, or a sandbox forbids it, each
 * folder on the way is opened by the handle of the one before, so that nobody
 * who swaps one for a link leads us elsewhere.
 */
#include <errno.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "svi_fault.h"
#include "svi_file.h"

#define FOLDER_HOW (O_PATH | O_DIRECTORY | O_CLOEXEC)
#define FLAGS (SV_FILE_DIRECT | SV_FILE_FITTING)

static bool is_dots(const char *part, size_t length)
{
    return (length == 1 || length == 2) && strncmp(part, "..", length) == 0;
}

/* Whether each part of `name` is one that a file can have below its folder. */
static int32_t check_name(const char *name)
{
    for (const char *at = name;;) {
        size_t length = strcspn(at, "/");
        if (length == 0 || is_dots(at, length))
            return SV_LAYOUT;
        if (length > NAME_MAX)
            return -ENAMETOOLONG;
        if (at[length] == 0)
            return 0;
        at += length + 1;
    }
}

/* The next part, opened in `folder`. A link in its place is -ELOOP, also where
 * the kernel says that it is no folder. */
static int open_part(int folder, const char *part, int how)
{
    struct stat facts;

    int fd = openat(folder, part, how | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0)
        return fd;
    int error = errno;
    if (error == ENOTDIR &&
        fstatat(folder, part, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(facts.st_mode))
        error = ELOOP;
    return -error;
}

/* As open_kernel(), a part of the name at a time. */
static int open_walking(int root, const char *name)
{
    char part[NAME_MAX + 1];
    int folder = root;

    for (;;) {
        size_t length = strcspn(name, "/");
        bool is_last = name[length] == 0;
        memcpy(part, name, length);
        part[length] = 0;
        int how = is_last ? SVI_FILE_READ_HOW : FOLDER_HOW;
        int next = open_part(folder, part, how);
        if (folder != root)
            close(folder);
        if (next < 0 || is_last)
            return next;
        folder = next;
        name += length + 1;
    }
}

/* A handle, or -errno. */
static int open_kernel(int root, const char *name)
{
    struct open_how how = {
        .flags = SVI_FILE_READ_HOW | O_CLOEXEC,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
    };

    long fd = syscall(SYS_openat2, root, name, &how, sizeof how);
    return fd < 0 ? -errno : (int)fd;
}

static int open_below(const char *path, const char *name)
{
    int root = open(path, FOLDER_HOW);
    if (root < 0)
        return -errno;
    int fd = open_kernel(root, name);
    /* A kernel before 5.6, or a filter that knows nothing of the call. */
    if (fd == -ENOSYS || fd == -EPERM)
        fd = open_walking(root, name);
    close(root);
    return fd;
}

/* As the flags ask; the file stays open. */
static int64_t read_open(struct sv_file *file, uint32_t flags, void *buffer,
                         uint64_t length, uint64_t offset, uint64_t *size_bytes)
{
    int64_t size = sv_file_size(file);
    if (size < 0)
        return size;
    *size_bytes = (uint64_t)size;
    if ((flags & SV_FILE_FITTING) != 0 && *size_bytes > offset &&
        *size_bytes - offset > length)
        return 0;
    return sv_file_read(file, buffer, length, offset);
}

int64_t sv_file_read_below(const char *root, const char *name, uint32_t flags,
                           void *buffer, uint64_t length, uint64_t offset,
                           uint64_t *size_bytes)
{
    struct sv_file *file;
    uint64_t error;

    if (root == NULL || name == NULL || size_bytes == NULL ||
        (flags & ~FLAGS) != 0)
        return SV_LAYOUT;
    *size_bytes = 0;
    int32_t status = check_name(name);
    if (status != 0)
        return status;
    int fd = open_below(root, name);
    if (fd < 0)
        return fd;
    /* Not before: as a file that is looked at and then opened, one that is not
     * there is no hit. */
    if (SVI_FAULT(FS_OPEN_FAIL, EIO, &error)) {
        close(fd);
        return svi_fault_errno(error);
    }
    status = svi_file_adopt(fd, flags & SV_FILE_DIRECT, &file);
    if (status != 0)
        return status;
    int64_t result = read_open(file, flags, buffer, length, offset, size_bytes);
    sv_file_close(file);
    return result;
}
