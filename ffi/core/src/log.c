/* log.c -- the ring of records behind stor_log.h; see svi_log.h. */
#include "svi_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t MAGIC[8] = {'S', 'V', 'W', 'R', 'L', 'O', 'G', '1'};
#define HEADER_BYTES UINT64_C(4096)
#define CAPACITY_MAX (UINT32_C(1) << 26)

struct log_header {
    uint8_t magic[8];
    uint64_t capacity;
    _Atomic uint64_t written; /* places taken so far */
    _Atomic uint64_t read;
    _Atomic uint64_t dropped;
};

struct sv_log {
    struct log_header *header;
    struct sv_log_record *records;
    uint64_t mapped_bytes;
    bool is_dead; /* nobody writes any more */
};

static uint64_t bytes_of(uint64_t capacity)
{
    return HEADER_BYTES + capacity * sizeof(struct sv_log_record);
}

static int32_t map(struct sv_log *log, int fd)
{
    int flags = fd >= 0 ? MAP_SHARED
                        : MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *memory =
        mmap(NULL, log->mapped_bytes, PROT_READ | PROT_WRITE, flags, fd, 0);
    if (memory == MAP_FAILED)
        return -errno;
    log->header = memory;
    log->records = (void *)((uint8_t *)memory + HEADER_BYTES);
    return 0;
}

static int32_t make_file(const char *path, uint64_t bytes, int *fd)
{
    *fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_CREAT | O_EXCL, 0600);
    if (*fd < 0)
        return errno == EEXIST ? SV_NOT_EMPTY : -errno;
    /* A hole in a shared mapping is a SIGBUS when the disk is full. */
    return -posix_fallocate(*fd, 0, (off_t)bytes);
}

int32_t svi_log_create(const char *path, uint32_t capacity,
                       struct sv_log **out)
{
    *out = NULL;
    if (capacity == 0 || capacity > CAPACITY_MAX)
        return SV_LAYOUT;
    struct sv_log *log = calloc(1, sizeof *log);
    if (log == NULL)
        return -ENOMEM;
    log->mapped_bytes = bytes_of(capacity);
    int fd = -1;
    int32_t status = 0;
    if (path != NULL)
        status = make_file(path, log->mapped_bytes, &fd);
    if (status == 0)
        status = map(log, fd);
    if (status != 0 && fd >= 0)
        (void)unlink(path);
    /* The mapping keeps the file. */
    if (fd >= 0)
        (void)close(fd);
    if (status != 0) {
        free(log);
        return status;
    }
    log->header->capacity = capacity;
    memcpy(log->header->magic, MAGIC, sizeof MAGIC);
    *out = log;
    return 0;
}

void svi_log_free(struct sv_log *log)
{
    if (log == NULL)
        return;
    (void)munmap(log->header, log->mapped_bytes);
    free(log);
}

uint64_t svi_log_take(struct sv_log *log, uint32_t count)
{
    struct log_header *header = log->header;
    uint64_t taken = atomic_load(&header->written);
    do {
        uint64_t unread = taken - atomic_load(&header->read);
        if (unread + count > header->capacity) {
            atomic_fetch_add(&header->dropped, count);
            return 0;
        }
    } while (!atomic_compare_exchange_weak(&header->written, &taken,
                                           taken + count));
    return taken + 1;
}

static struct sv_log_record *place_of(const struct sv_log *log,
                                      uint64_t sequence)
{
    return &log->records[(sequence - 1) % log->header->capacity];
}

void svi_log_put(struct sv_log *log, const struct sv_log_record *record)
{
    struct sv_log_record *place = place_of(log, record->sequence);
    memcpy((uint8_t *)place + sizeof place->sequence,
           (const uint8_t *)record + sizeof place->sequence,
           sizeof *place - sizeof place->sequence);
    __atomic_store_n(&place->sequence, record->sequence, __ATOMIC_RELEASE);
}

uint64_t svi_log_begin(struct sv_log *log, struct sv_log_record record)
{
    record.sequence = svi_log_take(log, 1);
    if (record.sequence == 0)
        return 0;
    record.begun = record.sequence;
    record.stage = SV_LOG_BEGUN;
    record.time_ns = sv_now_ns();
    svi_log_put(log, &record);
    return record.sequence;
}

void svi_log_end(struct sv_log *log, struct sv_log_record record)
{
    if (record.begun == 0)
        return;
    record.sequence = svi_log_take(log, 1);
    if (record.sequence == 0)
        return;
    record.stage = SV_LOG_ENDED;
    record.time_ns = sv_now_ns();
    svi_log_put(log, &record);
}

int32_t sv_log_read(struct sv_log *log, struct sv_log_record *out,
                    uint32_t capacity)
{
    struct log_header *header = log->header;
    uint64_t written = atomic_load(&header->written);
    uint64_t read = atomic_load(&header->read);
    uint32_t count = 0;
    while (count < capacity && count < INT32_MAX && read < written) {
        const struct sv_log_record *place = place_of(log, read + 1);
        bool is_there = __atomic_load_n(&place->sequence, __ATOMIC_ACQUIRE) ==
                        read + 1;
        if (is_there)
            out[count++] = *place;
        else if (log->is_dead)
            atomic_fetch_add(&header->dropped, 1);
        else
            break;
        read++;
    }
    atomic_store(&header->read, read);
    return (int32_t)count;
}

int32_t sv_log_facts(struct sv_log *log, struct sv_log_facts *out)
{
    out->capacity = log->header->capacity;
    out->written = atomic_load(&log->header->written);
    out->read = atomic_load(&log->header->read);
    out->dropped = atomic_load(&log->header->dropped);
    return 0;
}

/* A private mapping: looking at a log does not change it. */
static int32_t map_dead(struct sv_log *log, int fd)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0)
        return -errno;
    if ((uint64_t)facts.st_size <= HEADER_BYTES)
        return SV_ORACLE;
    log->mapped_bytes = (uint64_t)facts.st_size;
    void *memory = mmap(NULL, log->mapped_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE, fd, 0);
    if (memory == MAP_FAILED)
        return -errno;
    log->header = memory;
    log->records = (void *)((uint8_t *)memory + HEADER_BYTES);
    log->is_dead = true;
    const struct log_header *header = log->header;
    uint64_t capacity = header->capacity;
    if (memcmp(header->magic, MAGIC, sizeof MAGIC) != 0 || capacity == 0 ||
        capacity > CAPACITY_MAX || bytes_of(capacity) != log->mapped_bytes ||
        header->written > UINT64_MAX - capacity)
        return SV_ORACLE;
    uint64_t written = header->written;
    atomic_store(&log->header->read,
                 written > capacity ? written - capacity : 0);
    return 0;
}

int32_t sv_log_open(const char *path, struct sv_log **out)
{
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    struct sv_log *log = calloc(1, sizeof *log);
    int32_t status = log == NULL ? -ENOMEM : map_dead(log, fd);
    (void)close(fd);
    if (status == 0) {
        *out = log;
        return 0;
    }
    if (log != NULL && log->header != NULL)
        svi_log_free(log);
    else
        free(log);
    return status;
}

void sv_log_close(struct sv_log *log)
{
    svi_log_free(log);
}
