/* stream_digest.c -- digests made while the bytes are in the ring. The slow
 * ones have a thread each: SHA-256 is what most copies wait for. */
#include <string.h>

#include "svi_stream.h"

#define CRCS (SV_DIGEST_CRC32C | SV_DIGEST_CRC64NVME)

int32_t svi_digesters_open(struct sv_stream *stream)
{
    /* CRCs cost less than the switches to a thread of their own; MD5 is what
     * a copy waits for, and nothing is laid upon it. */
    const uint32_t wanted = stream->spec.digests;
    const uint32_t beside = (wanted & SV_DIGEST_SHA256) != 0 ? CRCS : 0;
    const uint32_t groups[SVI_DIGESTERS_MAX] = {SV_DIGEST_SHA256 | beside,
                                                SV_DIGEST_MD5, CRCS & ~beside};
    for (uint32_t i = 0; i < SVI_DIGESTERS_MAX; i++) {
        const uint32_t kinds = wanted & groups[i];
        if (kinds == 0)
            continue;
        struct svi_digester *digester =
            &stream->digesters[stream->digester_count];
        const int32_t status = sv_digest_open(kinds, &digester->digest);
        if (status != 0)
            return status;
        digester->stream = stream;
        digester->need = 1u << stream->digester_count++;
    }
    stream->digesters_left = stream->digester_count;
    stream->are_digests_right = stream->digester_count == 0;
    return 0;
}

void svi_digesters_close(struct sv_stream *stream)
{
    for (uint32_t i = 0; i < SVI_DIGESTERS_MAX; i++)
        sv_digest_close(stream->digesters[i].digest);
}

/* The first expected digest that is another one; 0: all are as expected. */
static uint32_t difference(const struct sv_digests *made,
                           const struct sv_digests *expected)
{
    const uint32_t kinds = made->kinds & expected->kinds;
    if ((kinds & SV_DIGEST_SHA256) != 0 &&
        memcmp(made->sha256, expected->sha256, sizeof made->sha256) != 0)
        return SV_DIGEST_SHA256;
    if ((kinds & SV_DIGEST_MD5) != 0 &&
        memcmp(made->md5, expected->md5, sizeof made->md5) != 0)
        return SV_DIGEST_MD5;
    if ((kinds & SV_DIGEST_CRC64NVME) != 0 &&
        made->crc64nvme != expected->crc64nvme)
        return SV_DIGEST_CRC64NVME;
    if ((kinds & SV_DIGEST_CRC32C) != 0 && made->crc32c != expected->crc32c)
        return SV_DIGEST_CRC32C;
    return 0;
}

static void take_kinds(struct sv_digests *all, const struct sv_digests *some)
{
    all->kinds |= some->kinds;
    if ((some->kinds & SV_DIGEST_SHA256) != 0)
        memcpy(all->sha256, some->sha256, sizeof all->sha256);
    if ((some->kinds & SV_DIGEST_MD5) != 0)
        memcpy(all->md5, some->md5, sizeof all->md5);
    if ((some->kinds & CRCS) == 0)
        return;
    all->crc32c = some->crc32c;
    all->crc64nvme = some->crc64nvme;
}

/* The last digester judges them all. */
static void hand_over(struct svi_digester *digester)
{
    struct sv_stream *stream = digester->stream;
    struct sv_digests some;
    uint32_t other = 0;
    sv_digest_finish(digester->digest, &some);
    (void)pthread_mutex_lock(&stream->lock);
    take_kinds(&stream->digests, &some);
    const bool is_last = --stream->digesters_left == 0;
    if (is_last) {
        other = difference(&stream->digests, &stream->expected);
        stream->are_digests_right = other == 0;
        if (other != 0 && !stream->has_failed)
            stream->failure.digest = other;
        (void)pthread_cond_signal(&stream->may_sink);
    }
    (void)pthread_mutex_unlock(&stream->lock);
    if (other != 0)
        svi_stream_fail(stream, SV_STREAM_SOURCE, SV_DIGEST, 0, NULL);
}

void *svi_digester_run(void *argument)
{
    struct svi_digester *digester = argument;
    struct sv_stream *stream = digester->stream;
    struct svi_chunk *chunk;
    while ((chunk = svi_ring_take_next(digester)) != NULL) {
        sv_digest_update(digester->digest, chunk->start, chunk->bytes);
        svi_ring_put_digested(digester, chunk);
    }
    if (digester->next == stream->chunk_total)
        hand_over(digester);
    svi_stream_leave(stream);
    return NULL;
}
