/* object_oracle.c -- the file that knows what each key must hold, and the
 * steps of a mutation; see svi_object_oracle.h. */
#include "svi_object_oracle.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t MAGIC[8] = {'S', 'V', 'O', 'B', 'J', 'E', 'C', 'T'};
#define VERSION 1u
#define HEADER_BYTES UINT64_C(4096)

_Static_assert(sizeof(struct svi_object_header) <= HEADER_BYTES,
               "header fits its place");

/* The spec as the file keeps it: how it was opened is not part of it. */
static struct sv_object_spec kept_spec(const struct sv_object_spec *spec)
{
    struct sv_object_spec kept = *spec;
    kept.flags = 0;
    return kept;
}

static bool header_fits(const struct svi_object_header *header,
                        const struct sv_object_spec *spec)
{
    const struct sv_object_spec kept = kept_spec(spec);
    return memcmp(header->magic, MAGIC, sizeof MAGIC) == 0 &&
           header->version == VERSION &&
           memcmp(&header->spec, &kept, sizeof kept) == 0;
}

static void write_header(struct svi_object_header *header,
                         const struct sv_object_spec *spec)
{
    header->version = VERSION;
    header->spec = kept_spec(spec);
    /* The magic comes last: a header cut short by a crash is no header. */
    atomic_thread_fence(memory_order_release);
    memcpy(header->magic, MAGIC, sizeof MAGIC);
}

static int32_t open_file(struct svi_object_oracle *oracle, const char *path,
                         bool recover)
{
    int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    oracle->fd = open(path, recover ? flags : flags | O_CREAT | O_EXCL, 0600);
    if (oracle->fd < 0)
        return errno == EEXIST ? SV_NOT_EMPTY : -errno;
    if (flock(oracle->fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? -EBUSY : -errno;
    if (recover) {
        struct stat facts;
        if (fstat(oracle->fd, &facts) != 0)
            return -errno;
        return (uint64_t)facts.st_size == oracle->mapped_bytes ? 0 : SV_ORACLE;
    }
    if (ftruncate(oracle->fd, (off_t)oracle->mapped_bytes) != 0)
        return -errno;
    /* A hole in a shared mapping is a SIGBUS when the disk is full. */
    int error;
    do {
        error = posix_fallocate(oracle->fd, 0, (off_t)oracle->mapped_bytes);
    } while (error == EINTR);
    return -error;
}

static int32_t map_words(struct svi_object_oracle *oracle, bool is_shared)
{
    int flags = is_shared ? MAP_SHARED
                          : MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *memory = mmap(NULL, oracle->mapped_bytes, PROT_READ | PROT_WRITE,
                        flags, oracle->fd, 0);
    if (memory == MAP_FAILED)
        return -errno;
    oracle->header = memory;
    oracle->words =
        (_Atomic uint64_t *)(void *)((uint8_t *)memory + HEADER_BYTES);
    return 0;
}

int32_t svi_object_oracle_open(struct svi_object_oracle *oracle,
                               const struct sv_object_spec *spec,
                               const char *path)
{
    const bool recover = (spec->flags & SV_SPACE_RECOVER) != 0;
    memset(oracle, 0, sizeof *oracle);
    oracle->fd = -1;
    oracle->key_count = spec->key_count;
    oracle->mapped_bytes = HEADER_BYTES + spec->key_count * sizeof(uint64_t);
    int32_t status = 0;
    if (path != NULL)
        status = open_file(oracle, path, recover);
    else if (recover)
        status = SV_ORACLE;
    bool is_made = path != NULL && !recover && oracle->fd >= 0;
    if (status == 0)
        status = map_words(oracle, path != NULL);
    if (status == 0 && recover)
        status = header_fits(oracle->header, spec) ? 0 : SV_ORACLE;
    else if (status == 0)
        write_header(oracle->header, spec);
    if (status != 0) {
        svi_object_oracle_close(oracle);
        if (is_made)
            (void)unlink(path);
    }
    return status;
}

void svi_object_oracle_close(struct svi_object_oracle *oracle)
{
    if (oracle->header != NULL)
        (void)munmap(oracle->header, oracle->mapped_bytes);
    if (oracle->fd >= 0)
        (void)close(oracle->fd);
    memset(oracle, 0, sizeof *oracle);
    oracle->fd = -1;
}

static void store(struct svi_object_oracle *oracle, uint64_t key, uint64_t word)
{
    atomic_store_explicit(&oracle->words[key], word, memory_order_release);
}

static uint64_t without_etag(uint64_t word)
{
    return word & ((UINT64_C(1) << SVI_KEY_ETAG_SHIFT) - 1);
}

uint64_t svi_key_issue_put(struct svi_object_oracle *oracle, uint64_t key)
{
    uint64_t word = svi_key_word(oracle, key);
    if ((word & SVI_KEY_PUT) == 0) {
        if ((word & SVI_KEY_GENERATION) == SVI_KEY_GENERATION)
            return 0;
        word = (word + 1) | SVI_KEY_PUT;
        store(oracle, key, word);
    }
    return word & SVI_KEY_GENERATION;
}

void svi_key_settle_put(struct svi_object_oracle *oracle, uint64_t key,
                        uint64_t etag)
{
    uint64_t word = without_etag(svi_key_word(oracle, key));
    word &= ~SVI_KEY_UNSETTLED;
    store(oracle, key,
          word | SVI_KEY_PRESENT | SVI_KEY_EVER |
              (etag & SVI_KEY_ETAG_MASK) << SVI_KEY_ETAG_SHIFT);
}

void svi_key_issue_delete(struct svi_object_oracle *oracle, uint64_t key)
{
    store(oracle, key, svi_key_word(oracle, key) | SVI_KEY_DELETE);
}

void svi_key_settle_delete(struct svi_object_oracle *oracle, uint64_t key)
{
    uint64_t word = without_etag(svi_key_word(oracle, key));
    store(oracle, key, word & ~(SVI_KEY_UNSETTLED | SVI_KEY_PRESENT));
}

void svi_key_set_upload(struct svi_object_oracle *oracle, uint64_t key,
                        bool is_open)
{
    uint64_t word = svi_key_word(oracle, key);
    store(oracle, key,
          is_open ? word | SVI_KEY_UPLOAD : word & ~SVI_KEY_UPLOAD);
}

void svi_key_window_open(uint64_t word, struct svi_key_window *out)
{
    const uint64_t generation = word & SVI_KEY_GENERATION;
    const bool is_present = (word & SVI_KEY_PRESENT) != 0;
    const bool is_put = (word & SVI_KEY_PUT) != 0;
    out->absent = !is_present || (word & SVI_KEY_DELETE) != 0;
    out->unsettled = (word & SVI_KEY_UNSETTLED) != 0;
    out->high = generation;
    out->low = generation;
    if (is_present && is_put)
        out->low = generation - 1;
    else if (!is_present && !is_put)
        out->low = generation + 1;
}

void svi_key_window_widen(struct svi_key_window *window, uint64_t word,
                          bool was_deleted)
{
    const uint64_t generation = word & SVI_KEY_GENERATION;
    if (generation > window->high)
        window->high = generation;
    window->absent = window->absent || was_deleted;
}
