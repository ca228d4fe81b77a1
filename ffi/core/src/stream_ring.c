/* stream_ring.c -- the chunks of a stream, and who waits for which. */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "svi_stream.h"

#define HUGE_BYTES (UINT64_C(2) << 20)

int32_t svi_ring_open(struct sv_stream *stream)
{
    const uint64_t bytes =
        (uint64_t)stream->chunk_count * stream->spec.chunk_bytes;
    stream->chunks = calloc(stream->chunk_count, sizeof *stream->chunks);
    if (stream->chunks == NULL)
        return -ENOMEM;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return -errno;
    if (stream->spec.chunk_bytes >= HUGE_BYTES)
        (void)madvise(memory, bytes, MADV_HUGEPAGE);
    stream->memory = memory;
    for (uint32_t i = 0; i < stream->chunk_count; i++)
        stream->chunks[i].start =
            stream->memory + (uint64_t)i * stream->spec.chunk_bytes;
    return 0;
}

void svi_ring_close(struct sv_stream *stream)
{
    if (stream->memory != NULL)
        (void)munmap(stream->memory,
                     (uint64_t)stream->chunk_count * stream->spec.chunk_bytes);
    for (uint32_t i = 0; stream->chunks != NULL && i < stream->chunk_count; i++)
        free(stream->chunks[i].spoiled);
    free(stream->chunks);
    stream->memory = NULL;
    stream->chunks = NULL;
}

static void count_memory(struct sv_stream *stream, bool is_more)
{
    const uint64_t bytes = stream->spec.chunk_bytes;
    _Atomic uint64_t *now = &stream->counters[SV_STREAM_MEMORY];
    if (!is_more) {
        atomic_fetch_sub(now, bytes);
        return;
    }
    const uint64_t used = atomic_fetch_add(now, bytes) + bytes;
    if (used > atomic_load(&stream->counters[SV_STREAM_PEAK]))
        atomic_store(&stream->counters[SV_STREAM_PEAK], used);
}

static struct svi_chunk *find_free(struct sv_stream *stream)
{
    for (uint32_t i = 0; i < stream->chunk_count; i++)
        if (!stream->chunks[i].is_used)
            return &stream->chunks[i];
    return NULL;
}

static struct svi_chunk *find_full(struct sv_stream *stream)
{
    struct svi_chunk *first = NULL;
    if ((stream->spec.flags & SV_STREAM_HOLD) != 0 &&
        !stream->are_digests_right)
        return NULL;
    for (uint32_t i = 0; i < stream->chunk_count; i++) {
        struct svi_chunk *chunk = &stream->chunks[i];
        if (chunk->is_used && chunk->is_full && !chunk->is_taken &&
            (first == NULL || chunk->index < first->index))
            first = chunk;
    }
    return first;
}

static struct svi_chunk *find_index(struct sv_stream *stream, uint64_t index)
{
    for (uint32_t i = 0; i < stream->chunk_count; i++) {
        struct svi_chunk *chunk = &stream->chunks[i];
        if (chunk->is_used && chunk->is_full && chunk->index == index)
            return chunk;
    }
    return NULL;
}

struct svi_chunk *svi_ring_take_free(struct sv_stream *stream, bool waits)
{
    struct svi_chunk *chunk = NULL;
    (void)pthread_mutex_lock(&stream->lock);
    while (!atomic_load(&stream->is_over) &&
           stream->next_read < stream->chunk_total) {
        chunk = find_free(stream);
        if (chunk != NULL || !waits)
            break;
        (void)pthread_cond_wait(&stream->may_read, &stream->lock);
    }
    if (chunk != NULL) {
        const uint64_t offset = stream->next_read * stream->spec.chunk_bytes;
        const uint64_t left = stream->spec.size_bytes - offset;
        chunk->index = stream->next_read++;
        chunk->bytes = left < stream->spec.chunk_bytes
                           ? (uint32_t)left
                           : stream->spec.chunk_bytes;
        chunk->is_used = true;
        chunk->is_full = false;
        chunk->is_taken = false;
        count_memory(stream, true);
    }
    (void)pthread_mutex_unlock(&stream->lock);
    return chunk;
}

void svi_ring_put_full(struct sv_stream *stream, struct svi_chunk *chunk)
{
    (void)pthread_mutex_lock(&stream->lock);
    chunk->needed = (1u << stream->digester_count) - 1;
    if (stream->ends[SV_STREAM_SINK].is_set)
        chunk->needed |= SVI_NEED_SINK;
    chunk->is_full = true;
    (void)pthread_mutex_unlock(&stream->lock);
    (void)pthread_cond_signal(&stream->may_sink);
    (void)pthread_cond_broadcast(&stream->may_digest);
}

struct svi_chunk *svi_ring_take_full(struct sv_stream *stream, bool waits)
{
    struct svi_chunk *chunk = NULL;
    (void)pthread_mutex_lock(&stream->lock);
    while (!atomic_load(&stream->is_over) &&
           stream->sunk < stream->chunk_total) {
        chunk = find_full(stream);
        if (chunk != NULL || !waits)
            break;
        (void)pthread_cond_wait(&stream->may_sink, &stream->lock);
    }
    if (chunk != NULL)
        chunk->is_taken = true;
    (void)pthread_mutex_unlock(&stream->lock);
    return chunk;
}

struct svi_chunk *svi_ring_take_turn(struct sv_stream *stream, uint64_t index)
{
    struct svi_chunk *chunk = NULL;
    const bool is_last = index + 1 == stream->chunk_total;
    (void)pthread_mutex_lock(&stream->lock);
    while (!atomic_load(&stream->is_over)) {
        if (!is_last || stream->are_digests_right)
            chunk = find_index(stream, index);
        if (chunk != NULL)
            break;
        (void)pthread_cond_wait(&stream->may_sink, &stream->lock);
    }
    if (chunk != NULL)
        chunk->is_taken = true;
    (void)pthread_mutex_unlock(&stream->lock);
    return chunk;
}

struct svi_chunk *svi_ring_take_next(struct svi_digester *digester)
{
    struct sv_stream *stream = digester->stream;
    struct svi_chunk *chunk = NULL;
    (void)pthread_mutex_lock(&stream->lock);
    while (!atomic_load(&stream->is_over) &&
           digester->next < stream->chunk_total) {
        chunk = find_index(stream, digester->next);
        if (chunk != NULL)
            break;
        (void)pthread_cond_wait(&stream->may_digest, &stream->lock);
    }
    (void)pthread_mutex_unlock(&stream->lock);
    return chunk;
}

/* `need` is met; true: nobody needs it any more. Under the lock. */
static bool release(struct sv_stream *stream, struct svi_chunk *chunk,
                    uint32_t need)
{
    chunk->needed &= ~need;
    if (chunk->needed != 0)
        return false;
    chunk->is_used = false;
    count_memory(stream, false);
    return true;
}

void svi_ring_put_sunk(struct sv_stream *stream, struct svi_chunk *chunk)
{
    (void)pthread_mutex_lock(&stream->lock);
    stream->sunk++;
    const bool is_free = release(stream, chunk, SVI_NEED_SINK);
    (void)pthread_mutex_unlock(&stream->lock);
    if (is_free)
        (void)pthread_cond_signal(&stream->may_read);
}

/* Bytes through the slowest: the least of them all. */
static void count_digested(struct sv_stream *stream)
{
    uint64_t least = UINT64_MAX;
    for (uint32_t i = 0; i < stream->digester_count; i++)
        if (stream->digesters[i].next < least)
            least = stream->digesters[i].next;
    uint64_t bytes = least * stream->spec.chunk_bytes;
    if (bytes > stream->spec.size_bytes)
        bytes = stream->spec.size_bytes;
    atomic_store(&stream->counters[SV_STREAM_DIGESTED], bytes);
}

void svi_ring_put_digested(struct svi_digester *digester,
                           struct svi_chunk *chunk)
{
    struct sv_stream *stream = digester->stream;
    (void)pthread_mutex_lock(&stream->lock);
    digester->next++;
    count_digested(stream);
    const bool is_free = release(stream, chunk, digester->need);
    (void)pthread_mutex_unlock(&stream->lock);
    if (is_free)
        (void)pthread_cond_signal(&stream->may_read);
}

void svi_ring_wake(struct sv_stream *stream)
{
    (void)pthread_mutex_lock(&stream->lock);
    (void)pthread_cond_broadcast(&stream->may_read);
    (void)pthread_cond_broadcast(&stream->may_sink);
    (void)pthread_cond_broadcast(&stream->may_digest);
    (void)pthread_mutex_unlock(&stream->lock);
}
