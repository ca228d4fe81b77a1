/* path.c -- durable names: sync by path, a rename that replaces nothing, locks,
 * and names that are not UTF-8. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "svi_fault.h"

int32_t sv_path_sync(const char *path)
{
    uint64_t error;
    int result;

    if (path == NULL)
        return SV_LAYOUT;
    if (SVI_FAULT(FS_FOLDER_SYNC_FAIL, EIO, &error))
        return svi_fault_errno(error);
    /* O_NONBLOCK: a FIFO in the place of the file must not hold us. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    do
        result = fsync(fd);
    while (result != 0 && errno == EINTR);
    int32_t status = result != 0 ? -errno : 0;
    close(fd);
    return status;
}

/* -EINVAL comes from file systems without RENAME_NOREPLACE (NFS). There is no
 * fallback: link() and unlink() would show both names for a while. */
int32_t sv_path_rename_new(const char *from, const char *to)
{
    if (from == NULL || to == NULL)
        return SV_LAYOUT;
    uint64_t error;
    if (SVI_FAULT(FS_RENAME_FAIL, EIO, &error))
        return svi_fault_errno(error);
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0)
        return -errno;
    return 0;
}

int32_t sv_path_lock(const char *path)
{
    if (path == NULL)
        return SV_LAYOUT;
    const int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    const int32_t status = -errno;
    (void)close(fd);
    return status;
}

void sv_path_unlock(int32_t lock)
{
    if (lock >= 0)
        (void)close(lock);
}

/* Bytes of the character that begins here, 0 where none does: as RFC 3629 has
 * it, without surrogates and longer forms of shorter ones. */
static size_t character(const uint8_t *at)
{
    const uint8_t first = at[0];
    uint8_t least = 0x80;
    uint8_t most = 0xBF;
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    if (first == 0xE0)
        least = 0xA0;
    if (first == 0xED)
        most = 0x9F;
    if (first == 0xF0)
        least = 0x90;
    if (first == 0xF4)
        most = 0x8F;
    const size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at[1] < least || at[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0; /* also at the end, which is 0 */
    return length;
}

static bool is_utf8(const char *name)
{
    const uint8_t *at = (const uint8_t *)name;
    while (*at != 0) {
        const size_t length = character(at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

int32_t sv_path_foreign_names(const char *path, uint64_t *count)
{
    if (path == NULL || count == NULL)
        return SV_LAYOUT;
    *count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return -errno;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL)
            break;
        if (!is_utf8(entry->d_name))
            ++*count;
    }
    const int32_t status = -errno;
    (void)closedir(folder);
    return status;
}
