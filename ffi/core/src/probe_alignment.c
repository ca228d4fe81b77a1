/* probe_alignment.c -- what O_DIRECT wants of buffers, offsets and lengths.
 *
 * Asks the kernel (statx since Linux 6.1), then the device, and at last tries
 * on the file itself. A file system that silently buffers what is not aligned
 * (btrfs, tmpfs since 6.6) takes any size when tried; SV_ALIGN_PROBED marks
 * such an answer as the weaker one.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "svi_probe.h"

/* Of <linux/stat.h>, which on older build hosts lacks the two fields. */
#define DIOALIGN_MASK 0x2000u
#define STATX_WORDS 64u
#define STATX_WORD_MASK 0u
#define STATX_WORD_DIO_MEMORY 38u
#define STATX_WORD_DIO_OFFSET 39u

#define PROBE_BYTES_MIN 512u
#define PROBE_BYTES_MAX 65536u
#define PROBE_MEMORY_MIN 4u
/* For a file that is too short to be tried: the page size, which every file
 * system of today takes. */
#define PROBE_BYTES_UNKNOWN 4096u

int32_t svi_probe_set_direct(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_DIRECT) != 0)
        return -errno;
    return 0;
}

/* False if the kernel or the file system does not answer. Both numbers 0 mean
 * that O_DIRECT is not possible on this file (encrypted, for example). */
static bool ask_statx(int fd, struct sv_alignment *out)
{
    uint32_t words[STATX_WORDS] = {0};

    if (syscall(SYS_statx, fd, "", AT_EMPTY_PATH, DIOALIGN_MASK, words) != 0 ||
        (words[STATX_WORD_MASK] & DIOALIGN_MASK) == 0)
        return false;
    out->memory_bytes = words[STATX_WORD_DIO_MEMORY];
    out->offset_bytes = words[STATX_WORD_DIO_OFFSET];
    out->source = out->offset_bytes != 0 ? SV_ALIGN_STATX : SV_ALIGN_NONE;
    return true;
}

static bool ask_device(int fd, struct sv_alignment *out)
{
    int logical_bytes = 0;

    if (ioctl(fd, BLKSSZGET, &logical_bytes) != 0 || logical_bytes <= 0)
        return false;
    out->memory_bytes = (uint32_t)logical_bytes;
    out->offset_bytes = (uint32_t)logical_bytes;
    out->source = SV_ALIGN_DEVICE;
    return true;
}

static uint32_t find_physical_bytes(int fd, const struct stat *stat)
{
    unsigned int device_bytes = 0;
    uint64_t queue_bytes = 0;

    if (S_ISBLK(stat->st_mode))
        return ioctl(fd, BLKPBSZGET, &device_bytes) == 0 ? device_bytes : 0;
    if (svi_probe_queue(stat->st_dev, "physical_block_size", &queue_bytes) &&
        queue_bytes <= UINT32_MAX)
        return (uint32_t)queue_bytes;
    return 0;
}

struct trial {
    int fd;
    bool may_write;
    uint8_t *buffer; /* 2 * PROBE_BYTES_MAX, aligned to PROBE_BYTES_MAX */
};

/* One transfer of `bytes` at offset `bytes`, so that neither is a multiple of
 * anything larger. Returns 1 taken, 0 refused or not to be told, -errno. */
static int32_t try_transfer(const struct trial *trial, uint32_t bytes,
                            uint32_t memory_bytes)
{
    uint8_t *start = trial->buffer + memory_bytes;
    ssize_t moved;

    do
        moved = trial->may_write
                    ? pwrite(trial->fd, start, bytes, (off_t)bytes)
                    : pread(trial->fd, start, bytes, (off_t)bytes);
    while (moved < 0 && errno == EINTR);
    if (moved < 0)
        return errno == EINVAL ? 0 : -errno;
    /* At the end of a file a read gives less before anything is checked. */
    return moved == (ssize_t)bytes ? 1 : 0;
}

static int32_t try_sizes(const struct trial *trial, uint32_t start_bytes,
                         struct sv_alignment *out)
{
    int32_t taken = 0;
    uint32_t bytes = start_bytes;
    uint32_t memory_bytes = PROBE_MEMORY_MIN;

    while (bytes <= PROBE_BYTES_MAX) {
        taken = try_transfer(trial, bytes, PROBE_BYTES_MAX);
        if (taken != 0)
            break;
        bytes *= 2;
    }
    if (taken < 0)
        return taken;
    if (taken == 0)
        bytes = PROBE_BYTES_UNKNOWN > start_bytes ? PROBE_BYTES_UNKNOWN
                                                  : start_bytes;
    while (taken == 1 && memory_bytes < bytes &&
           try_transfer(trial, bytes, memory_bytes) != 1)
        memory_bytes *= 2;
    out->offset_bytes = bytes;
    out->memory_bytes = taken == 1 ? memory_bytes : bytes;
    out->source = SV_ALIGN_PROBED;
    return 0;
}

/* Before Linux 6.1 only trying is left. Starts at the sector of the device:
 * a hole in a file takes less than the sectors below its other parts. */
static int32_t ask_by_trying(int fd, bool may_write, const struct stat *stat,
                             struct sv_alignment *out)
{
    struct trial trial = {fd, may_write, NULL};
    uint64_t sector_bytes = 0;
    uint32_t start_bytes = PROBE_BYTES_MIN;
    void *buffer = NULL;

    if (svi_probe_queue(stat->st_dev, "logical_block_size", &sector_bytes) &&
        sector_bytes > start_bytes && sector_bytes <= PROBE_BYTES_MAX)
        start_bytes = (uint32_t)sector_bytes;
    if (posix_memalign(&buffer, PROBE_BYTES_MAX, 2u * PROBE_BYTES_MAX) != 0)
        return -ENOMEM;
    memset(buffer, 0, 2u * PROBE_BYTES_MAX);
    trial.buffer = buffer;
    int32_t status = try_sizes(&trial, start_bytes, out);
    free(buffer);
    if (may_write && ftruncate(fd, 0) != 0 && status == 0)
        status = -errno;
    return status;
}

int32_t svi_probe_alignment_fd(int fd, bool may_write, struct sv_alignment *out)
{
    struct stat stat;

    *out = (struct sv_alignment){.source = SV_ALIGN_NONE};
    if (fstat(fd, &stat) != 0)
        return -errno;
    out->physical_bytes = find_physical_bytes(fd, &stat);
    int32_t status = svi_probe_set_direct(fd);
    if (status != 0)
        return status == -EINVAL ? 0 : status;
    if (ask_statx(fd, out))
        return 0;
    if (S_ISBLK(stat.st_mode) && ask_device(fd, out))
        return 0;
    return ask_by_trying(fd, may_write, &stat, out);
}

/* An unlinked file in `directory`, or -errno. */
static int open_unlinked(const char *directory)
{
    char path[PATH_MAX];

    int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    /* EISDIR: a kernel before O_TMPFILE; EOPNOTSUPP: a file system without. */
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return fd >= 0 ? fd : -errno;
    int length = snprintf(path, sizeof path, "%s/.sv-probe-XXXXXX", directory);
    if (length < 0 || (size_t)length >= sizeof path)
        return -ENAMETOOLONG;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return -errno;
    if (unlink(path) != 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int32_t sv_probe_alignment(const char *path, struct sv_alignment *out)
{
    struct stat facts;
    int fd;

    if (path == NULL || out == NULL)
        return SV_LAYOUT;
    *out = (struct sv_alignment){.source = SV_ALIGN_NONE};
    if (stat(path, &facts) != 0)
        return -errno;
    bool is_directory = S_ISDIR(facts.st_mode);
    if (is_directory) {
        fd = open_unlinked(path);
    } else if (S_ISREG(facts.st_mode) || S_ISBLK(facts.st_mode)) {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        fd = fd >= 0 ? fd : -errno;
    } else {
        return 0;
    }
    if (fd < 0)
        return fd;
    int32_t status = svi_probe_alignment_fd(fd, is_directory, out);
    close(fd);
    return status;
}
