/* status.c -- the ABI number, and one static text for each status.
 *
 * strerror() may allocate and is not safe in threads, and strerrordesc_np()
 * needs GLIBC 2.32, so the errnos that storage gives have their text here.
 */
#include <errno.h>

#include "stor_core.h"

struct svi_errno_text {
    int code;
    const char *text;
};

static const struct svi_errno_text ERRNO_TEXTS[] = {
    {EPERM, "operation not permitted"},
    {ENOENT, "no such file or directory"},
    {EINTR, "interrupted system call"},
    {EIO, "input/output error"},
    {ENXIO, "no such device or address"},
    {EBADF, "bad file descriptor"},
    {EAGAIN, "resource temporarily unavailable"},
    {ENOMEM, "cannot allocate memory"},
    {EACCES, "permission denied"},
    {EFAULT, "bad address"},
    {ENOTBLK, "block device required"},
    {EBUSY, "device or resource busy"},
    {EEXIST, "file exists"},
    {EXDEV, "rename across file systems"},
    {ENODEV, "no such device"},
    {ENOTDIR, "not a directory"},
    {EISDIR, "is a directory"},
    {EINVAL, "invalid argument"},
    {ENFILE, "too many open files in system"},
    {EMFILE, "too many open files"},
    {ENOTTY, "inappropriate request for device"},
    {ETXTBSY, "text file busy"},
    {EFBIG, "file too large"},
    {ENOSPC, "no space left on device"},
    {ESPIPE, "illegal seek"},
    {EROFS, "read-only file system"},
    {EMLINK, "too many links"},
    {ERANGE, "result out of range"},
    {EDEADLK, "resource deadlock avoided"},
    {ENAMETOOLONG, "file name too long"},
    {ENOSYS, "function not implemented"},
    {ENOTEMPTY, "directory not empty"},
    {ELOOP, "too many levels of symbolic links"},
    {ENODATA, "no data available"},
    {ETIME, "timer expired"},
    {EREMOTEIO, "remote input/output error"},
    {EBADMSG, "bad message"},
    {EOVERFLOW, "value too large"},
    {EILSEQ, "data integrity error reported by the device"},
    {EOPNOTSUPP, "operation not supported"},
    {ETIMEDOUT, "timed out"},
    {EALREADY, "operation already in progress"},
    {EINPROGRESS, "operation in progress"},
    {ESTALE, "stale file handle"},
    {EUCLEAN, "file system structure needs cleaning"},
    {EDQUOT, "disk quota exceeded"},
    {ENOMEDIUM, "no medium found"},
    {EMEDIUMTYPE, "wrong medium type"},
    {ECANCELED, "operation cancelled"},
    {ENOTRECOVERABLE, "state not recoverable"},
};

uint32_t sv_abi(void) { return SV_ABI; }

const char *sv_status_text(int32_t status)
{
    if (status >= 0)
        return "success";
    switch (status) {
#define XX(name, value, text)                                                  \
    case SV_##name:                                                            \
        return text;
        SV_STATUS_MAP(XX)
#undef XX
    default:
        break;
    }
    for (size_t i = 0; i < sizeof ERRNO_TEXTS / sizeof ERRNO_TEXTS[0]; i++)
        if (status == -ERRNO_TEXTS[i].code)
            return ERRNO_TEXTS[i].text;
    return status > -1000 ? "system error" : "unknown status";
}
