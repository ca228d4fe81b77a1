/* stream_end.c -- what came of a stream, and the end of it. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "svi_stream.h"

int32_t sv_stream_counters(struct sv_stream *stream, uint64_t *out,
                           uint32_t count)
{
    if (count > SV_STREAM_COUNTERS)
        return SV_BOUND;
    for (uint32_t i = 0; i < count; i++)
        out[i] = atomic_load(&stream->counters[i]);
    return 0;
}

void sv_stream_stop(struct sv_stream *stream)
{
    svi_stream_fail(stream, SV_STREAM_SOURCE, -ECANCELED, 0, NULL);
}

static bool is_started(const struct sv_stream *stream)
{
    return atomic_load(&stream->counters[SV_STREAM_STATE]) != SV_STREAM_IDLE;
}

int32_t sv_stream_join(struct sv_stream *stream)
{
    if (!is_started(stream))
        return SV_STATE;
    if (!stream->is_joined) {
        for (uint32_t i = 0; i < stream->digester_count; i++)
            if (stream->digesters[i].has_started)
                (void)pthread_join(stream->digesters[i].thread, NULL);
        for (uint32_t i = 0; i < 2; i++)
            if (stream->has_started[i])
                (void)pthread_join(stream->threads[i], NULL);
        stream->is_joined = true;
    }
    return stream->has_failed ? stream->failure.status : 0;
}

int32_t sv_stream_digests(struct sv_stream *stream, struct sv_digests *out)
{
    if (!stream->is_joined || stream->digesters_left > 0)
        return SV_STATE;
    *out = stream->digests;
    return 0;
}

int32_t sv_stream_part(struct sv_stream *stream, uint64_t index,
                       struct sv_stream_part *out)
{
    if (stream->parts == NULL)
        return SV_STATE;
    if (index >= stream->chunk_total)
        return SV_BOUND;
    (void)pthread_mutex_lock(&stream->lock);
    *out = stream->parts[index];
    (void)pthread_mutex_unlock(&stream->lock);
    return 0;
}

int32_t sv_stream_failure(struct sv_stream *stream,
                          struct sv_stream_failure *out)
{
    if (!stream->is_joined)
        return SV_STATE;
    *out = stream->failure;
    return 0;
}

void sv_stream_destroy(struct sv_stream *stream)
{
    if (stream == NULL)
        return;
    if (is_started(stream) && !stream->is_joined) {
        sv_stream_stop(stream);
        (void)sv_stream_join(stream);
    }
    for (uint32_t i = 0; i < 2; i++) {
        if (stream->ends[i].fd >= 0)
            (void)close(stream->ends[i].fd);
        free(stream->ends[i].key);
        free(stream->ends[i].version);
    }
    svi_digesters_close(stream);
    svi_ring_close(stream);
    free(stream->parts);
    free(stream->is_known);
    (void)pthread_cond_destroy(&stream->may_read);
    (void)pthread_cond_destroy(&stream->may_sink);
    (void)pthread_cond_destroy(&stream->may_digest);
    (void)pthread_mutex_destroy(&stream->lock);
    free(stream);
}
