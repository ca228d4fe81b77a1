/* file_object.c -- files as objects: written once from start to end, read in
 * any range. The slow and careful path; loads go through lanes.
 *
 * Design. With O_DIRECT every transfer passes an aligned bounce buffer of the
 * handle, so callers may use any address, length and offset. A writer holds
 * back what does not fill the buffer; sync writes it padded and cuts the file
 * to its true length.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svi_fault.h"
#include "svi_file.h"
#include "svi_probe.h"

/* Of one transfer with O_DIRECT, and the most that a writer holds back. */
#define BOUNCE_BYTES 1048576u
/* Of an offset: rounding up to a whole block must not overflow off_t. */
#define END_MAX (INT64_MAX - (int64_t)BOUNCE_BYTES)

struct sv_file {
    int fd;
    bool is_writer;
    uint32_t align_bytes;  /* of offsets and lengths; 1 without O_DIRECT */
    uint8_t *bounce;       /* only with O_DIRECT */
    uint64_t length_bytes; /* appended so far */
    uint64_t landed_bytes; /* of them on the file; the rest is in bounce */
    int32_t failed;        /* first failure of append or sync, else 0 */
};

/* Once an append or a sync failed, so does each later one, with the same
 * status. After a failed fsync the kernel marks the pages clean: the next fsync
 * would succeed over bytes that never reached the disk. After a failed append
 * nobody knows which part of it landed. */
static int32_t poison(struct sv_file *file, int32_t status)
{
    if (status != 0 && file->failed == 0)
        file->failed = status;
    return status;
}

static int32_t set_up_direct(struct sv_file *file)
{
    struct sv_alignment alignment;
    void *bounce = NULL;

    int32_t status =
        svi_probe_alignment_fd(file->fd, file->is_writer, &alignment);
    if (status != 0)
        return status;
    if (alignment.source == SV_ALIGN_NONE)
        return -EINVAL; /* as open(O_DIRECT) would */
    if (BOUNCE_BYTES % alignment.offset_bytes != 0 ||
        BOUNCE_BYTES % alignment.memory_bytes != 0)
        return SV_ALIGN;
    /* A buffer that starts on a multiple of its own size suits any device. */
    if (posix_memalign(&bounce, BOUNCE_BYTES, BOUNCE_BYTES) != 0)
        return -ENOMEM;
    file->bounce = bounce;
    file->align_bytes = alignment.offset_bytes;
    return 0;
}

static int32_t check_kind(int fd)
{
    struct stat facts;

    if (fstat(fd, &facts) != 0)
        return -errno;
    if (S_ISDIR(facts.st_mode))
        return -EISDIR;
    return S_ISREG(facts.st_mode) || S_ISBLK(facts.st_mode) ? 0 : -EINVAL;
}

int32_t svi_file_adopt(int fd, uint32_t flags, struct sv_file **out)
{
    *out = NULL;
    struct sv_file *file = calloc(1, sizeof *file);
    if (file == NULL) {
        close(fd);
        return -ENOMEM;
    }
    file->fd = fd;
    file->is_writer = (flags & SV_FILE_CREATE) != 0;
    file->align_bytes = 1;
    int32_t status = check_kind(fd);
    if (status == 0 && (flags & SV_FILE_DIRECT) != 0)
        status = set_up_direct(file);
    if (status != 0) {
        sv_file_close(file);
        return status;
    }
    *out = file;
    return 0;
}

/* With SV_FILE_CREATE a failure leaves no file behind. */
int32_t sv_file_open(const char *path, uint32_t flags, struct sv_file **out)
{
    if (out == NULL)
        return SV_LAYOUT;
    *out = NULL;
    if (path == NULL || (flags & ~(SV_FILE_CREATE | SV_FILE_DIRECT)) != 0)
        return SV_LAYOUT;
    uint64_t injected;
    if (SVI_FAULT(FS_OPEN_FAIL, EIO, &injected))
        return svi_fault_errno(injected);
    bool is_writer = (flags & SV_FILE_CREATE) != 0;
    /* Writers open for reading too: the probe of the alignment may need it. */
    int how = is_writer ? O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
                        : SVI_FILE_READ_HOW;
    int fd = open(path, how | O_CLOEXEC, 0666);
    if (fd < 0)
        return -errno;
    int32_t status = svi_file_adopt(fd, flags, out);
    if (status != 0 && is_writer)
        (void)unlink(path); /* O_EXCL: it is ours */
    return status;
}

/* Of a writer: what was appended, also while it is held back. */
int64_t sv_file_size(struct sv_file *file)
{
    if (file == NULL)
        return SV_STATE;
    if (file->is_writer)
        return (int64_t)file->length_bytes;
    off_t end = lseek(file->fd, 0, SEEK_END); /* st_size of a device is 0 */
    return end < 0 ? (int64_t)-errno : (int64_t)end;
}

static int64_t read_once(int fd, void *buffer, uint64_t length, uint64_t offset)
{
    ssize_t moved;

    do
        moved = pread(fd, buffer, length, (off_t)offset);
    while (moved < 0 && errno == EINTR);
    return moved < 0 ? (int64_t)-errno : (int64_t)moved;
}

/* One transfer through the bounce buffer; 0 at the end of the file. */
static int64_t read_bounced(struct sv_file *file, uint8_t *buffer,
                            uint64_t length, uint64_t offset)
{
    uint64_t align = file->align_bytes;
    uint64_t skip = offset % align;
    uint64_t want = BOUNCE_BYTES;

    if (length < BOUNCE_BYTES - skip)
        want = (skip + length + align - 1) / align * align;
    int64_t got = read_once(file->fd, file->bounce, want, offset - skip);
    if (got <= (int64_t)skip)
        return got < 0 ? got : 0;
    uint64_t useful = (uint64_t)got - skip;
    useful = useful < length ? useful : length;
    memcpy(buffer, file->bounce + skip, useful);
    return (int64_t)useful;
}

int64_t sv_file_read(struct sv_file *file, void *buffer, uint64_t length,
                     uint64_t offset)
{
    uint64_t done = 0;

    if (file == NULL || file->is_writer)
        return SV_STATE;
    if ((buffer == NULL && length != 0) || offset > END_MAX ||
        length > END_MAX - offset)
        return SV_LAYOUT;
    uint64_t error;
    if (SVI_FAULT(FS_READ_FAIL, EIO, &error))
        return svi_fault_errno(error);
    while (done < length) {
        uint8_t *to = (uint8_t *)buffer + done;
        int64_t moved =
            file->bounce != NULL
                ? read_bounced(file, to, length - done, offset + done)
                : read_once(file->fd, to, length - done, offset + done);
        if (moved < 0)
            return moved;
        if (moved == 0)
            break;
        done += (uint64_t)moved;
    }
    return (int64_t)done;
}

static int32_t write_whole(struct sv_file *file, const uint8_t *buffer,
                           uint64_t length, uint64_t offset)
{
    while (length > 0) {
        ssize_t moved = pwrite(file->fd, buffer, length, (off_t)offset);
        if (moved < 0 && errno == EINTR)
            continue;
        if (moved < 0)
            return -errno;
        /* A direct write that was cut goes on from the last whole block. */
        uint64_t kept = (uint64_t)moved - (uint64_t)moved % file->align_bytes;
        if (kept == 0)
            return SV_SHORT;
        buffer += kept;
        length -= kept;
        offset += kept;
    }
    return 0;
}

static int32_t append_bounced(struct sv_file *file, const uint8_t *buffer,
                              uint64_t length)
{
    while (length > 0) {
        uint64_t held = file->length_bytes - file->landed_bytes;
        uint64_t room = BOUNCE_BYTES - held;
        uint64_t part = length < room ? length : room;
        memcpy(file->bounce + held, buffer, part);
        file->length_bytes += part;
        buffer += part;
        length -= part;
        if (part < room)
            continue;
        int32_t status = write_whole(file, file->bounce, BOUNCE_BYTES,
                                     file->landed_bytes);
        if (status != 0)
            return status;
        file->landed_bytes = file->length_bytes;
    }
    return 0;
}

static int32_t append(struct sv_file *file, const uint8_t *buffer,
                      uint64_t length)
{
    uint64_t error = EIO;

    if (SVI_FAULT(FS_WRITE_FAIL, EIO, &error))
        return svi_fault_errno(error);
    if (file->bounce != NULL)
        return append_bounced(file, buffer, length);
    int32_t status = write_whole(file, buffer, length, file->length_bytes);
    if (status == 0) {
        file->length_bytes += length;
        file->landed_bytes = file->length_bytes;
    }
    return status;
}

int32_t sv_file_append(struct sv_file *file, const void *buffer,
                       uint64_t length)
{
    if (file == NULL || !file->is_writer)
        return SV_STATE;
    if ((buffer == NULL && length != 0) ||
        length > END_MAX - file->length_bytes)
        return SV_LAYOUT;
    if (file->failed != 0)
        return file->failed;
    return poison(file, append(file, buffer, length));
}

/* Writes the held bytes padded and keeps them, so that appending may go on. */
static int32_t write_held(struct sv_file *file)
{
    uint64_t held = file->length_bytes - file->landed_bytes;
    uint64_t align = file->align_bytes;
    uint64_t padded = (held + align - 1) / align * align;

    if (held == 0)
        return 0;
    memset(file->bounce + held, 0, padded - held);
    int32_t status =
        write_whole(file, file->bounce, padded, file->landed_bytes);
    if (status != 0)
        return status;
    return ftruncate(file->fd, (off_t)file->length_bytes) != 0 ? -errno : 0;
}

static int32_t sync_now(struct sv_file *file)
{
    uint64_t error = EIO;
    int result;

    int32_t status = write_held(file);
    if (status != 0)
        return status;
    if (SVI_FAULT(FS_SYNC_FAIL, EIO, &error))
        return svi_fault_errno(error);
    do
        result = fsync(file->fd);
    while (result != 0 && errno == EINTR);
    return result != 0 ? -errno : 0;
}

int32_t sv_file_sync(struct sv_file *file)
{
    if (file == NULL)
        return SV_STATE;
    if (file->failed != 0)
        return file->failed;
    return poison(file, sync_now(file));
}

/* What a writer still holds back is lost without sv_file_sync(): a file that
 * was given up need not be finished. */
void sv_file_close(struct sv_file *file)
{
    if (file == NULL)
        return;
    close(file->fd);
    free(file->bounce);
    free(file);
}
