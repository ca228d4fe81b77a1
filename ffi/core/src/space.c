/* space.c -- opening and closing what a load covers; see stor_core.h.
 *
 * Everything that can be refused is refused before a file is made, and what
 * was made before a failure is removed again: a refused run leaves no trace.
 */
#include "svi_space.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svi_fault.h"
#include "svi_log.h"

/* Files of a run, and units of 4 KiB in 256 TiB; 16 bits of generation. */
#define OBJECT_BITS 12
#define UNIT_BITS 36
#define IO_MAX_BYTES (UINT64_C(1) << 24)

static bool has(const struct sv_space *space, uint32_t flag)
{
    return (space->spec.flags & flag) != 0;
}

int32_t svi_space_check(const struct sv_space_spec *spec)
{
    bool unit_ok = spec->unit_bytes == 512 || spec->unit_bytes == 4096;
    if (!unit_ok || spec->file_bytes == 0 ||
        spec->file_bytes % spec->unit_bytes != 0)
        return SV_LAYOUT;
    if (spec->file_count == 0 || spec->file_count > SVI_FILES_MAX)
        return SV_LAYOUT;
    if (spec->object_tag > (UINT32_C(1) << OBJECT_BITS) - spec->file_count)
        return SV_LAYOUT;
    if (spec->compress_permille > 900 || spec->dedupe_permille > 1000)
        return SV_LAYOUT;
    if (spec->file_bytes / spec->unit_bytes > (UINT64_C(1) << UNIT_BITS))
        return SV_BOUND;
    return 0;
}

static void name_files(struct sv_space *space, const uint64_t *object_ids)
{
    for (uint32_t i = 0; i < space->spec.file_count; i++) {
        struct sv_identity *identity = &space->identities[i];
        identity->run_id = space->spec.run_id;
        identity->run_key = space->spec.run_key;
        identity->object_id = object_ids[i];
        identity->object_tag = space->spec.object_tag + i;
        identity->unit_bytes = (uint16_t)space->spec.unit_bytes;
        identity->object_bits = OBJECT_BITS;
        identity->unit_bits = UNIT_BITS;
        identity->compress_permille = space->spec.compress_permille;
        identity->dedupe_permille = space->spec.dedupe_permille;
    }
}

static int open_flags(const struct sv_space *space)
{
    int flags =
        O_CLOEXEC | (has(space, SV_SPACE_READ_ONLY) ? O_RDONLY : O_RDWR);
    if (has(space, SV_SPACE_DIRECT))
        flags |= O_DIRECT;
    if (has(space, SV_SPACE_DSYNC))
        flags |= O_DSYNC;
    return flags;
}

static int32_t open_device(struct sv_space *space, const char *path)
{
    /* O_EXCL without O_CREAT: refused while a mount, swap, RAID or another
     * holder has it, by whatever name it was given here. */
    space->fds[0] = open(path, open_flags(space) | O_EXCL);
    if (space->fds[0] < 0)
        return errno == EBUSY ? SV_BUSY_DEVICE : -errno;
    uint64_t size = 0;
    if (ioctl(space->fds[0], BLKGETSIZE64, &size) != 0)
        return -errno;
    return size < space->spec.file_bytes ? SV_BOUND : 0;
}

static int32_t open_memory(struct sv_space *space, uint32_t file)
{
    space->fds[file] = memfd_create("stor-verify", MFD_CLOEXEC);
    if (space->fds[file] < 0)
        return -errno;
    if (ftruncate(space->fds[file], (off_t)space->spec.file_bytes) != 0)
        return -errno;
    return 0;
}

static int32_t make_file(struct sv_space *space, uint32_t file,
                         const char *path)
{
    int flags = open_flags(space) | O_CREAT | O_EXCL | O_NOFOLLOW;
    space->fds[file] = open(path, flags, 0600);
    if (space->fds[file] < 0)
        return errno == EEXIST ? SV_NOT_EMPTY : -errno;
    space->made[file] = strdup(path);
    if (space->made[file] == NULL)
        return -ENOMEM;
    off_t size = (off_t)space->spec.file_bytes;
    /* Not posix_fallocate(): where the file system cannot, it writes. */
    if (has(space, SV_SPACE_ALLOCATE)) {
        if (fallocate(space->fds[file], 0, 0, size) == 0)
            return 0;
        if (errno != EOPNOTSUPP && errno != ENOSYS)
            return -errno;
    }
    return ftruncate(space->fds[file], size) != 0 ? -errno : 0;
}

static int32_t open_one(struct sv_space *space, uint32_t file, const char *path)
{
    if (has(space, SV_SPACE_DEVICE))
        return open_device(space, path);
    if (has(space, SV_SPACE_MEMORY))
        return open_memory(space, file);
    if (has(space, SV_SPACE_CREATE))
        return make_file(space, file, path);
    space->fds[file] = open(path, open_flags(space) | O_NOFOLLOW);
    return space->fds[file] < 0 ? -errno : 0;
}

static int32_t learn_alignment(struct sv_space *space, const char *path)
{
    space->align_bytes = 1;
    space->align_memory_bytes = 1;
    if (!has(space, SV_SPACE_DIRECT))
        return 0;
    struct sv_alignment alignment;
    int32_t status = sv_probe_alignment(path, &alignment);
    if (status != 0)
        return status;
    if (alignment.source == SV_ALIGN_NONE)
        return SV_ALIGN;
    space->align_bytes = alignment.offset_bytes;
    space->align_memory_bytes = alignment.memory_bytes;
    return space->spec.unit_bytes % alignment.offset_bytes != 0 ? SV_ALIGN : 0;
}

static int32_t open_files(struct sv_space *space, const char *paths,
                          int32_t *failed_file)
{
    const char *path = paths;
    for (uint32_t i = 0; i < space->spec.file_count; i++) {
        int32_t status = open_one(space, i, path);
        if (status == 0 && i == 0)
            status = learn_alignment(space, path);
        if (status != 0) {
            *failed_file = (int32_t)i;
            return status;
        }
        path += strlen(path) + 1;
    }
    return 0;
}

void svi_space_release(struct sv_space *space, bool remove_made)
{
    for (uint32_t i = 0; i < space->spec.file_count; i++) {
        if (space->fds != NULL && space->fds[i] >= 0)
            (void)close(space->fds[i]);
        if (space->made == NULL || space->made[i] == NULL)
            continue;
        if (remove_made)
            (void)unlink(space->made[i]);
        free(space->made[i]);
    }
    svi_undo_forget_all(space);
    svi_log_free(space->log);
    svi_oracle_close(&space->oracle);
    (void)pthread_mutex_destroy(&space->undo_lock);
    (void)pthread_mutex_destroy(&space->lanes_lock);
    for (uint32_t i = 0;
         space->object_paths != NULL && i < space->spec.file_count; i++) {
        if (space->object_paths[i] == NULL)
            continue;
        /* It may end in a SAS. */
        explicit_bzero(space->object_paths[i], strlen(space->object_paths[i]));
        free(space->object_paths[i]);
    }
    free(space->object_paths);
    free(space->digits_at);
    free(space->fds);
    free(space->made);
    free(space->identities);
    free(space);
}

struct sv_space *svi_space_allocate(const struct sv_space_spec *spec,
                                    const uint64_t *object_ids)
{
    struct sv_space *space = calloc(1, sizeof *space);
    if (space == NULL)
        return NULL;
    space->spec = *spec;
    space->oracle.fd = -1;
    space->file_units = spec->file_bytes / spec->unit_bytes;
    (void)pthread_mutex_init(&space->undo_lock, NULL);
    (void)pthread_mutex_init(&space->lanes_lock, NULL);
    space->identities = calloc(spec->file_count, sizeof *space->identities);
    space->fds = calloc(spec->file_count, sizeof *space->fds);
    space->made = calloc(spec->file_count, sizeof *space->made);
    if (space->identities == NULL || space->fds == NULL ||
        space->made == NULL) {
        free(space->identities);
        free(space->fds);
        free(space->made);
        free(space);
        return NULL;
    }
    for (uint32_t i = 0; i < spec->file_count; i++)
        space->fds[i] = -1;
    space->align_bytes = 1;
    space->align_memory_bytes = 1;
    name_files(space, object_ids);
    return space;
}

/* An open file outlives its name: reads go well, and all of it is lost. */
static int32_t find_names(const struct sv_space *space)
{
    if (space->store != NULL ||
        (space->spec.flags &
         (SV_SPACE_NULL | SV_SPACE_MEMORY | SV_SPACE_DEVICE)) != 0)
        return 0;
    for (uint32_t i = 0; i < space->spec.file_count; i++) {
        struct stat facts;
        if (fstat(space->fds[i], &facts) != 0)
            return -errno;
        if (facts.st_nlink == 0)
            return -ENOENT;
    }
    return 0;
}

/* A file-size limit must fail the write, not kill the process. */
static void survive_size_limit(void)
{
    struct sigaction now;
    if (sigaction(SIGXFSZ, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        (void)signal(SIGXFSZ, SIG_IGN);
}

int32_t sv_space_open(const struct sv_space_spec *spec, const char *paths,
                      const uint64_t *object_ids, const char *oracle_path,
                      int32_t *failed_file, struct sv_space **out)
{
    *out = NULL;
    *failed_file = -1;
    int32_t status = svi_space_check(spec);
    if (status != 0)
        return status;
    struct sv_space *space = svi_space_allocate(spec, object_ids);
    if (space == NULL)
        return -ENOMEM;
    survive_size_limit();
    if (!has(space, SV_SPACE_NULL))
        status = open_files(space, paths, failed_file);
    if (status == 0)
        status = svi_oracle_open(&space->oracle, spec, oracle_path,
                                 has(space, SV_SPACE_RECOVER));
    /* What is written next cannot be known from a lower bound. */
    if (status == 0 && svi_oracle_is_floor(&space->oracle) &&
        !has(space, SV_SPACE_READ_ONLY))
        status = SV_STATE;
    if (status != 0) {
        svi_space_release(space, true);
        return status;
    }
    /* Some file systems in user space count no links at all. */
    space->has_names = find_names(space) == 0;
    *out = space;
    return 0;
}

int32_t sv_space_facts(struct sv_space *space, struct sv_space_facts *out)
{
    if (atomic_load(&space->lanes) == 0) {
        int32_t status = svi_oracle_fold(&space->oracle);
        if (status != 0)
            return status;
    }
    svi_oracle_facts(&space->oracle, out);
    return space->has_names ? find_names(space) : 0;
}

void svi_space_poison(struct sv_space *space, uint32_t file, int32_t status)
{
    uint32_t none = 0;
    (void)atomic_compare_exchange_strong(&space->poisoned, &none,
                                         (uint32_t)-status);
    svi_oracle_doubt(&space->oracle, file);
}

int32_t sv_space_log(struct sv_space *space, const char *path,
                     uint32_t capacity, struct sv_log **out)
{
    *out = NULL;
    if (space->log != NULL || atomic_load(&space->lanes) != 0)
        return SV_STATE;
    int32_t status = svi_log_create(path, capacity, &space->log);
    *out = space->log;
    return status;
}

static int32_t sync_file(struct sv_space *space, uint32_t file)
{
    struct sv_log_record record = {
        .file = (uint16_t)file, .lane = SV_LOG_NO_LANE, .op = SV_SYNC};
    if (space->log != NULL)
        record.begun = svi_log_begin(space->log, record);
    int32_t status = fsync(space->fds[file]) != 0 ? -errno : 0;
    record.has_failed = status != 0 ? 1 : 0;
    if (space->log != NULL)
        svi_log_end(space->log, record);
    return status;
}

int32_t sv_space_sync(struct sv_space *space)
{
    /* A store has made durable what it acknowledged. */
    if (has(space, SV_SPACE_NULL) || space->store != NULL)
        return 0;
    /* After a failed fsync the kernel has marked the pages clean: a later
     * success would say nothing about what was lost. */
    uint32_t poisoned = atomic_load(&space->poisoned);
    if (poisoned != 0)
        return -(int32_t)poisoned;
    if (SVI_FAULT(SYNC_LIE, 0, NULL)) {
        atomic_store(&space->has_lied, true);
        return 0;
    }
    int32_t status = SVI_FAULT(SYNC_EIO, 0, NULL) ? -EIO : 0;
    for (uint32_t i = 0; i < space->spec.file_count; i++) {
        uint64_t sequence = atomic_load(&space->undo_sequence);
        if (status == 0)
            status = sync_file(space, i);
        if (status == 0)
            svi_undo_forget(space, i, sequence);
        else
            svi_space_poison(space, i, status);
    }
    return status;
}

int32_t sv_space_close(struct sv_space *space)
{
    if (space == NULL)
        return 0;
    if (atomic_load(&space->lanes) != 0)
        return SV_STATE;
    int32_t status = svi_oracle_fold(&space->oracle);
    int32_t undone = svi_undo_apply(space);
    svi_space_release(space, false);
    return status != 0 ? status : undone;
}
