/* oracle.c -- the oracle's file: made, found again, closed; see svi_oracle.h.
 */
#include "svi_oracle.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t MAGIC[8] = {'S', 'V', 'O', 'R', 'A', 'C', 'L', 'E'};
#define VERSION 1u
#define HEADER_BYTES UINT64_C(16384)
#define PAGE_BYTES UINT64_C(4096)

_Static_assert(sizeof(struct svi_oracle_header) <= HEADER_BYTES,
               "header fits its place");

static uint64_t sweeps_bytes(void)
{
    uint64_t bytes = sizeof(struct svi_sweep) * SVI_SWEEPS_MAX;
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

/* Of one map of 2 bytes a unit, in whole pages. */
static uint64_t map_bytes(uint64_t unit_count)
{
    return (unit_count * 2 + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

static void place(struct svi_oracle *oracle, void *memory)
{
    uint8_t *at = memory;
    oracle->header = (struct svi_oracle_header *)memory;
    at += HEADER_BYTES;
    oracle->sweeps = (struct svi_sweep *)(void *)at;
    at += sweeps_bytes();
    oracle->delta = (_Atomic uint16_t *)(void *)at;
    at += map_bytes(oracle->unit_count);
    oracle->carry = (_Atomic uint16_t *)(void *)at;
}

static bool header_fits(const struct svi_oracle_header *header,
                        const struct sv_space_spec *spec, uint64_t unit_count)
{
    return memcmp(header->magic, MAGIC, sizeof MAGIC) == 0 &&
           header->version == VERSION &&
           header->unit_bytes == spec->unit_bytes &&
           header->run_id == spec->run_id && header->run_key == spec->run_key &&
           header->unit_count == unit_count &&
           header->file_count == spec->file_count &&
           header->file_bytes == spec->file_bytes;
}

static void write_header(struct svi_oracle *oracle,
                         const struct sv_space_spec *spec)
{
    struct svi_oracle_header *header = oracle->header;
    header->version = VERSION;
    header->unit_bytes = spec->unit_bytes;
    header->run_id = spec->run_id;
    header->run_key = spec->run_key;
    header->unit_count = oracle->unit_count;
    header->file_bytes = spec->file_bytes;
    header->file_count = spec->file_count;
    /* The magic comes last: a header cut short by a crash is no header. */
    atomic_thread_fence(memory_order_release);
    memcpy(header->magic, MAGIC, sizeof MAGIC);
}

/* What a crash left half done; each intent is applied again from its record. */
static int32_t recover_intents(struct svi_oracle *oracle)
{
    for (uint32_t i = 0; i < SVI_SWEEPS_MAX; i++) {
        uint64_t intent = atomic_load(&oracle->header->carry_intent[i]);
        if (intent == 0)
            continue;
        uint64_t unit = (intent >> 16) - 1;
        if (unit >= oracle->unit_count)
            return SV_ORACLE;
        atomic_store(&oracle->carry[unit], (uint16_t)intent);
        atomic_store(&oracle->delta[unit], (uint16_t)SVI_UNSETTLED);
        atomic_store(&oracle->header->carry_intent[i], 0);
    }
    for (uint32_t i = 0; i < SVI_SWEEPS_MAX; i++) {
        if (atomic_load(&oracle->sweeps[i].state) == SVI_SWEEP_RUNNING)
            atomic_store(&oracle->sweeps[i].state, SVI_SWEEP_ENDED);
    }
    return 0;
}

static int32_t open_file(struct svi_oracle *oracle, const char *path,
                         bool recover)
{
    int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    oracle->fd = open(path, recover ? flags : flags | O_CREAT | O_EXCL, 0600);
    if (oracle->fd < 0)
        return errno == EEXIST ? SV_NOT_EMPTY : -errno;
    /* Two processes that keep one oracle would each undo what the other
     * knows. Where there are no locks (some network file systems) nobody can
     * be kept out. The kernel lets go of it with the process. */
    if (flock(oracle->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return -EWOULDBLOCK;
    if (recover) {
        struct stat facts;
        if (fstat(oracle->fd, &facts) != 0)
            return -errno;
        return (uint64_t)facts.st_size == oracle->mapped_bytes ? 0 : SV_ORACLE;
    }
    if (ftruncate(oracle->fd, (off_t)oracle->mapped_bytes) != 0)
        return -errno;
    /* A hole in a shared mapping is a SIGBUS when the disk is full. */
    int error =
        posix_fallocate(oracle->fd, 0, (off_t)(HEADER_BYTES + sweeps_bytes()));
    return -error;
}

int32_t svi_oracle_open(struct svi_oracle *oracle,
                        const struct sv_space_spec *spec, const char *path,
                        bool recover)
{
    memset(oracle, 0, sizeof *oracle);
    oracle->fd = -1;
    oracle->unit_count = spec->file_bytes / spec->unit_bytes * spec->file_count;
    oracle->mapped_bytes =
        HEADER_BYTES + sweeps_bytes() + 2 * map_bytes(oracle->unit_count);
    int32_t status = 0;
    if (path != NULL)
        status = open_file(oracle, path, recover);
    else if (recover)
        status = SV_ORACLE;
    if (status == 0) {
        int flags = path != NULL ? MAP_SHARED
                                 : MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        void *memory = mmap(NULL, oracle->mapped_bytes, PROT_READ | PROT_WRITE,
                            flags, oracle->fd, 0);
        if (memory == MAP_FAILED)
            status = -errno;
        else
            place(oracle, memory);
    }
    if (status == 0 && recover)
        status = header_fits(oracle->header, spec, oracle->unit_count)
                     ? recover_intents(oracle)
                     : SV_ORACLE;
    else if (status == 0)
        write_header(oracle, spec);
    if (status == 0 && recover)
        status = svi_oracle_fold(oracle);
    if (status != 0) {
        svi_oracle_close(oracle);
        if (path != NULL && !recover && status != SV_NOT_EMPTY)
            (void)unlink(path);
    }
    return status;
}

void svi_oracle_close(struct svi_oracle *oracle)
{
    if (oracle->header != NULL)
        (void)munmap(oracle->header, oracle->mapped_bytes);
    if (oracle->fd >= 0)
        (void)close(oracle->fd);
    memset(oracle, 0, sizeof *oracle);
    oracle->fd = -1;
}

static int32_t reserve(struct svi_oracle *oracle, const _Atomic uint16_t *map)
{
    if (oracle->fd < 0)
        return 0;
    int64_t start = (const uint8_t *)(const void *)map -
                    (const uint8_t *)(const void *)oracle->header;
    int error;
    do {
        error = posix_fallocate(oracle->fd, (off_t)start,
                                (off_t)map_bytes(oracle->unit_count));
    } while (error == EINTR);
    return -error;
}

int32_t svi_oracle_need_delta(struct svi_oracle *oracle)
{
    if (atomic_load(&oracle->header->map_in_use) != 0)
        return 0;
    int32_t status = reserve(oracle, oracle->delta);
    if (status == 0)
        atomic_store(&oracle->header->map_in_use, 1);
    return status;
}

int32_t svi_oracle_need_carry(struct svi_oracle *oracle)
{
    if (SVI_CARRY_IN_USE(oracle) != 0)
        return 0;
    int32_t status = reserve(oracle, oracle->carry);
    if (status == 0)
        atomic_store(&oracle->header->carry_in_use, 1);
    return status;
}
