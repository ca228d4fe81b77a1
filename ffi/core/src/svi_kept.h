/* svi_kept.h -- the ring of operations of one lane: one writer, one reader.
 *
 * Design. The lane asks where the reader is only when the ring seems full, so
 * that an operation costs one store of 72 bytes and no miss of the other CPU.
 * The memory is there before the gate opens: no page of it is made by a load.
 */
#ifndef SVI_KEPT_H
#define SVI_KEPT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"

struct svi_kept_ring {
    struct sv_kept *rows;
    uint64_t capacity; /* a power of two */
    uint64_t written;  /* the writer's own */
    uint64_t known_read;
    _Alignas(64) _Atomic uint64_t told; /* written, for the reader */
    _Atomic uint64_t lost;
    _Alignas(64) _Atomic uint64_t read;
};

int32_t svi_kept_open(uint32_t capacity, struct svi_kept_ring **out);
void svi_kept_close(struct svi_kept_ring *ring); /* NULL is harmless */

/* Where the next row goes, or NULL, counted as lost. The writer's thread. */
static inline struct sv_kept *svi_kept_next(struct svi_kept_ring *ring)
{
    if (ring->written - ring->known_read == ring->capacity) {
        ring->known_read =
            atomic_load_explicit(&ring->read, memory_order_acquire);
        if (ring->written - ring->known_read == ring->capacity) {
            atomic_store_explicit(
                &ring->lost,
                atomic_load_explicit(&ring->lost, memory_order_relaxed) + 1,
                memory_order_relaxed);
            return NULL;
        }
    }
    return &ring->rows[ring->written & (ring->capacity - 1)];
}

/* The row is whole: the reader may have it. */
static inline void svi_kept_tell(struct svi_kept_ring *ring)
{
    atomic_store_explicit(&ring->told, ++ring->written, memory_order_release);
}

#endif
