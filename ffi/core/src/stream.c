/* stream.c -- a stream's life: made, given its ends, run, asked, taken down.
 * See stor_stream.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svi_fault.h"
#include "svi_probe.h"
#include "svi_stream.h"

#define CHUNK_ALIGN 4096u
#define CHUNK_MAX (UINT32_C(1) << 30)
#define RING_CHUNKS_MAX 4096u

static bool is_sound(const struct sv_stream_spec *spec)
{
    return spec->chunk_bytes != 0 && spec->chunk_bytes <= CHUNK_MAX &&
           spec->chunk_bytes % CHUNK_ALIGN == 0 && spec->reserved == 0 &&
           (spec->flags & ~(SV_STREAM_HOLD | SV_STREAM_PARTS)) == 0 &&
           spec->size_bytes <= (UINT64_C(1) << 50);
}

/* Two at least: one is read while one is written. */
static int32_t size_ring(struct sv_stream *stream)
{
    const struct sv_stream_spec *spec = &stream->spec;
    const uint64_t size = spec->size_bytes;
    stream->chunk_total = (size + spec->chunk_bytes - 1) / spec->chunk_bytes;
    if (stream->chunk_total == 0)
        stream->chunk_total = 1;
    uint64_t count = spec->memory_bytes / spec->chunk_bytes;
    if (count > stream->chunk_total)
        count = stream->chunk_total;
    if (count > RING_CHUNKS_MAX)
        count = RING_CHUNKS_MAX;
    stream->chunk_count = (uint32_t)count;
    const bool holds = (spec->flags & SV_STREAM_HOLD) != 0;
    const uint64_t least = holds                     ? stream->chunk_total
                           : stream->chunk_total < 2 ? 1
                                                     : 2;
    return count < least ? SV_BOUND : 0;
}

/* Room for what is known of each chunk. */
static int32_t make_parts(struct sv_stream *stream)
{
    if (stream->parts != NULL)
        return 0;
    stream->parts = calloc(stream->chunk_total, sizeof *stream->parts);
    stream->is_known = calloc(stream->chunk_total, sizeof *stream->is_known);
    return stream->parts == NULL || stream->is_known == NULL ? -ENOMEM : 0;
}

static int32_t set_up(struct sv_stream *stream)
{
    int32_t status = size_ring(stream);
    if (status == 0)
        status = svi_ring_open(stream);
    if (status == 0)
        status = svi_digesters_open(stream);
    if (status == 0 && (stream->spec.flags & SV_STREAM_PARTS) != 0)
        status = make_parts(stream);
    return status;
}

int32_t sv_stream_create(const struct sv_stream_spec *spec,
                         struct sv_stream **out)
{
    *out = NULL;
    if (!is_sound(spec))
        return SV_LAYOUT;
    struct sv_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL)
        return -ENOMEM;
    stream->spec = *spec;
    stream->ends[SV_STREAM_SOURCE].fd = -1;
    stream->ends[SV_STREAM_SINK].fd = -1;
    (void)pthread_mutex_init(&stream->lock, NULL);
    (void)pthread_cond_init(&stream->may_read, NULL);
    (void)pthread_cond_init(&stream->may_sink, NULL);
    (void)pthread_cond_init(&stream->may_digest, NULL);
    const int32_t status = set_up(stream);
    if (status != 0) {
        sv_stream_destroy(stream);
        return status;
    }
    *out = stream;
    return 0;
}

/* The end if it can be set now, else NULL. */
static struct svi_stream_end *free_end(struct sv_stream *stream, uint32_t end,
                                       uint32_t depth)
{
    const bool is_right =
        end <= SV_STREAM_SINK && depth >= 1 && depth <= SVI_STREAM_DEPTH_MAX &&
        !stream->has_started[SV_STREAM_SOURCE] && !stream->ends[end].is_set;
    return is_right ? &stream->ends[end] : NULL;
}

static int open_file(const char *path, uint32_t end, uint32_t flags)
{
    int how = O_CLOEXEC | O_NOFOLLOW;
    if (end == SV_STREAM_SOURCE)
        how |= O_RDONLY | O_NONBLOCK; /* a FIFO must not hold us */
    else
        how |=
            (flags & SV_STREAM_OVER) != 0 ? O_RDWR : O_RDWR | O_CREAT | O_EXCL;
    return open(path, how, 0666);
}

static int32_t check_file(struct svi_stream_end *at, uint32_t end,
                          uint32_t flags)
{
    struct stat facts;
    struct sv_alignment alignment;
    if (fstat(at->fd, &facts) != 0)
        return -errno;
    if (!S_ISREG(facts.st_mode))
        return S_ISDIR(facts.st_mode) ? -EISDIR : -EINVAL;
    at->align_bytes = 1;
    if ((flags & SV_STREAM_DIRECT) == 0)
        return 0;
    const int32_t status =
        svi_probe_alignment_fd(at->fd, end == SV_STREAM_SINK, &alignment);
    if (status != 0)
        return status;
    if (alignment.source == SV_ALIGN_NONE)
        return -EINVAL; /* as open(O_DIRECT) would */
    at->align_bytes = alignment.offset_bytes;
    if (CHUNK_ALIGN % alignment.offset_bytes != 0 ||
        CHUNK_ALIGN % alignment.memory_bytes != 0)
        return SV_ALIGN;
    const int had = fcntl(at->fd, F_GETFL);
    return had < 0 || fcntl(at->fd, F_SETFL, had | O_DIRECT) != 0 ? -errno : 0;
}

int32_t sv_stream_file(struct sv_stream *stream, uint32_t end, const char *path,
                       uint32_t flags, uint32_t depth)
{
    struct svi_stream_end *at = free_end(stream, end, depth);
    uint64_t error;
    if (at == NULL || (flags & ~(SV_STREAM_DIRECT | SV_STREAM_OVER)) != 0 ||
        (depth > 1 && (flags & SV_STREAM_DIRECT) == 0))
        return SV_LAYOUT;
    if (SVI_FAULT(FS_OPEN_FAIL, EIO, &error))
        return svi_fault_errno(error);
    at->fd = open_file(path, end, flags);
    if (at->fd < 0)
        return -errno;
    const int32_t status = check_file(at, end, flags);
    if (status != 0) {
        if (end == SV_STREAM_SINK && (flags & SV_STREAM_OVER) == 0)
            (void)unlink(path); /* O_EXCL: it is ours */
        (void)close(at->fd);
        at->fd = -1;
        return status;
    }
    at->depth = depth;
    at->is_set = true;
    return 0;
}

int32_t sv_stream_store(struct sv_stream *stream, uint32_t end,
                        struct sv_store *store, const char *key,
                        const char *version,
                        const struct sv_stream_request *request)
{
    struct svi_stream_end *at = free_end(stream, end, request->depth);
    const bool is_sink = end == SV_STREAM_SINK;
    const bool is_put = is_sink && version[0] == '\0';
    const uint32_t known = is_put ? SV_STREAM_NEW | SV_STREAM_FLOW : 0;
    if (at == NULL || (request->flags & ~known) != 0 ||
        request->attempts_max == 0)
        return SV_LAYOUT;
    const bool flows = (request->flags & SV_STREAM_FLOW) != 0;
    const bool holds = (stream->spec.flags & SV_STREAM_HOLD) != 0;
    if (flows && (holds || request->depth != 1))
        return SV_LAYOUT;
    if (is_put && !flows && (stream->chunk_total > 1 || !holds))
        return SV_LAYOUT; /* parts that overtake are no single put */
    if (is_sink && version[0] != '\0' && stream->chunk_total > 10000)
        return SV_BOUND;
    int32_t status = is_sink && !flows ? make_parts(stream) : 0;
    if (status != 0)
        return status;
    at->key = strdup(key);
    at->version = strdup(version);
    if (at->key == NULL || at->version == NULL)
        return -ENOMEM;
    at->store = store;
    at->request = *request;
    at->depth = request->depth;
    at->align_bytes = 1;
    at->is_set = true;
    return 0;
}

int32_t sv_stream_expect(struct sv_stream *stream,
                         const struct sv_digests *digests)
{
    if (stream->has_started[SV_STREAM_SOURCE])
        return SV_STATE;
    if ((digests->kinds & ~stream->spec.digests) != 0)
        return SV_LAYOUT;
    stream->expected = *digests;
    return 0;
}

int32_t sv_stream_known(struct sv_stream *stream, uint64_t index,
                        const struct sv_stream_part *part)
{
    if (stream->has_started[SV_STREAM_SOURCE])
        return SV_STATE;
    if (index >= stream->chunk_total)
        return SV_BOUND;
    const int32_t status = make_parts(stream);
    if (status != 0)
        return status;
    stream->parts[index] = *part;
    stream->parts[index].etag[SV_STREAM_ETAG_ROOM - 1] = '\0';
    stream->is_known[index] = true;
    return 0;
}

static void set_state(struct sv_stream *stream, enum sv_stream_state state)
{
    atomic_store(&stream->counters[SV_STREAM_STATE], (uint64_t)state);
}

void svi_stream_fail(struct sv_stream *stream, enum sv_stream_end end,
                     int32_t status, uint64_t offset,
                     const struct svi_request *request)
{
    (void)pthread_mutex_lock(&stream->lock);
    const bool has_ended = atomic_load(&stream->counters[SV_STREAM_ENDED]) != 0;
    if (!stream->has_failed && !has_ended) {
        struct sv_stream_failure *failure = &stream->failure;
        stream->has_failed = true;
        failure->status = status;
        failure->end = (uint32_t)end;
        failure->offset_bytes = offset;
        if (request != NULL) {
            failure->http_status = request->http_status;
            memcpy(failure->code, request->code, sizeof failure->code);
            memcpy(failure->request_id, request->request_id,
                   sizeof failure->request_id);
        }
    }
    atomic_store(&stream->is_over, true);
    (void)pthread_mutex_unlock(&stream->lock);
    svi_ring_wake(stream);
}

void svi_stream_leave(struct sv_stream *stream)
{
    (void)pthread_mutex_lock(&stream->lock);
    if (--stream->threads_left == 0) {
        atomic_store(&stream->counters[SV_STREAM_ENDED], sv_now_ns());
        set_state(stream,
                  stream->has_failed ? SV_STREAM_FAILED : SV_STREAM_DONE);
    }
    (void)pthread_mutex_unlock(&stream->lock);
}

/* One that cannot be started counts as gone; the others then leave. */
static bool start(struct sv_stream *stream, pthread_t *thread,
                  void *(*body)(void *), void *argument)
{
    const int error = pthread_create(thread, NULL, body, argument);
    if (error == 0)
        return true;
    svi_stream_fail(stream, SV_STREAM_SOURCE, -error, 0, NULL);
    svi_stream_leave(stream);
    return false;
}

int32_t sv_stream_start(struct sv_stream *stream)
{
    const bool has_sink = stream->ends[SV_STREAM_SINK].is_set;
    if (stream->has_started[SV_STREAM_SOURCE] ||
        !stream->ends[SV_STREAM_SOURCE].is_set ||
        (!has_sink && stream->digester_count == 0))
        return SV_STATE;
    stream->threads_left = 1 + (has_sink ? 1u : 0u) + stream->digester_count;
    set_state(stream, SV_STREAM_RUNS);
    atomic_store(&stream->counters[SV_STREAM_STARTED], sv_now_ns());
    for (uint32_t i = 0; i < stream->digester_count; i++) {
        struct svi_digester *digester = &stream->digesters[i];
        digester->has_started =
            start(stream, &digester->thread, svi_digester_run, digester);
    }
    if (has_sink)
        stream->has_started[SV_STREAM_SINK] = start(
            stream, &stream->threads[SV_STREAM_SINK], svi_sink_run, stream);
    stream->has_started[SV_STREAM_SOURCE] = start(
        stream, &stream->threads[SV_STREAM_SOURCE], svi_source_run, stream);
    return 0;
}
