/* probe_path.c -- what a path is, before anything is written to it.
 *
 * Opens a device for reading at most, and never creates anything: `plan` must
 * be able to ask without a side effect.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "svi_probe.h"

enum path_kind {
    KIND_NONE = 0,
    KIND_FILE = 1,
    KIND_DIRECTORY = 2,
    KIND_DEVICE = 3,
    KIND_OTHER = 4
};
#define ROTATIONAL_UNKNOWN 2u

static bool read_sysfs(const char *path, uint64_t *out)
{
    char text[32];
    uint64_t value = 0;
    ssize_t at = 0;

    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, text, sizeof text);
    close(fd);
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
        value = value * 10 + (uint64_t)(text[at] - '0');
    *out = value;
    return at > 0;
}

bool svi_probe_queue(dev_t device, const char *attribute, uint64_t *out)
{
    /* The kernel resolves the link first, so ".." is the disk of a partition,
     * not /sys/dev. */
    static const char *const formats[] = {
        "/sys/dev/block/%u:%u/queue/%s",
        "/sys/dev/block/%u:%u/../queue/%s",
    };
    char path[128];

    for (size_t i = 0; i < 2; i++) {
        int length = snprintf(path, sizeof path, formats[i], major(device),
                              minor(device), attribute);
        if (length > 0 && (size_t)length < sizeof path && read_sysfs(path, out))
            return true;
    }
    return false;
}

static enum path_kind kind_of(mode_t mode)
{
    if (S_ISREG(mode))
        return KIND_FILE;
    if (S_ISDIR(mode))
        return KIND_DIRECTORY;
    return S_ISBLK(mode) ? KIND_DEVICE : KIND_OTHER;
}

static int32_t ask_device(const char *path, struct sv_path_facts *out)
{
    uint64_t size_bytes = 0;
    int is_read_only = 0;
    int32_t status = 0;

    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    if (ioctl(fd, BLKGETSIZE64, &size_bytes) != 0 ||
        ioctl(fd, BLKROGET, &is_read_only) != 0)
        status = -errno;
    close(fd);
    if (status != 0)
        return status;
    out->size_bytes = size_bytes;
    out->read_only = is_read_only != 0 ? 1u : 0u;

    /* Without O_CREAT, O_EXCL on a device asks for the claim that a mount, a
     * swap area or a RAID holds; the number of the device counts, not the name
     * or link it was reached by. */
    fd = open(path, O_RDONLY | O_EXCL | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0)
        close(fd);
    else if (errno == EBUSY)
        out->claimed = 1;
    else
        return -errno;
    return 0;
}

/* On failure *out still holds what was learnt: kind and device number. */
int32_t sv_probe_path(const char *path, struct sv_path_facts *out)
{
    struct stat facts;
    uint64_t rotational = 0;

    if (path == NULL || out == NULL)
        return SV_LAYOUT;
    *out = (struct sv_path_facts){.rotational = ROTATIONAL_UNKNOWN};
    if (stat(path, &facts) != 0)
        return errno == ENOENT ? 0 : -errno;
    bool is_device = S_ISBLK(facts.st_mode);
    dev_t device = is_device ? facts.st_rdev : facts.st_dev;
    out->kind = (uint32_t)kind_of(facts.st_mode);
    out->device_number = (uint64_t)device;
    if (svi_probe_queue(device, "rotational", &rotational))
        out->rotational = rotational != 0 ? 1u : 0u;
    if (is_device)
        return ask_device(path, out);
    if (out->kind == KIND_FILE)
        out->size_bytes = (uint64_t)facts.st_size;
    if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
        out->read_only = 1;
    return 0;
}
