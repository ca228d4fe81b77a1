/* path.c -- durable names: sync by path, and a rename that replaces nothing. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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
