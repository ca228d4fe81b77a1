/* kept.c -- the ring behind stor_kept.h, and its way out as columns. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "svi_kept.h"
#include "svi_lane.h"

#define CAPACITY_MAX (UINT32_C(1) << 24)

int32_t svi_kept_open(uint32_t capacity, struct svi_kept_ring **out)
{
    *out = NULL;
    if (capacity == 0 || capacity > CAPACITY_MAX ||
        (capacity & (capacity - 1)) != 0)
        return SV_LAYOUT;
    struct svi_kept_ring *ring = aligned_alloc(64, sizeof *ring);
    if (ring == NULL)
        return -ENOMEM;
    memset(ring, 0, sizeof *ring);
    ring->capacity = capacity;
    void *rows = mmap(NULL, capacity * sizeof(struct sv_kept),
                      PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (rows == MAP_FAILED) {
        free(ring);
        return -ENOMEM;
    }
    ring->rows = rows;
    *out = ring;
    return 0;
}

void svi_kept_close(struct svi_kept_ring *ring)
{
    if (ring == NULL)
        return;
    (void)munmap(ring->rows, ring->capacity * sizeof(struct sv_kept));
    free(ring);
}

int32_t sv_lane_keep(struct sv_lane *lane, uint32_t capacity)
{
    struct sv_gate *gate = lane->gate;
    struct svi_kept_ring *ring = NULL;
    int32_t status = svi_kept_open(capacity, &ring);
    if (status != 0)
        return status;
    /* The lane passes this lock on its way out of the gate. */
    (void)pthread_mutex_lock(&gate->lock);
    if (gate->is_open || lane->kept != NULL)
        status = SV_STATE;
    else
        lane->kept = ring;
    (void)pthread_mutex_unlock(&gate->lock);
    if (status != 0)
        svi_kept_close(ring);
    return status;
}

/* Rows from..from + count of the columns, out of `rows`, which do not wrap. */
static void copy_out(uint8_t *columns, uint64_t room, uint64_t from,
                     const struct sv_kept *rows, uint64_t count)
{
    uint64_t *words = (uint64_t *)(void *)columns;
    int32_t *status = (int32_t *)(void *)(words + 8 * room);
    uint16_t *attempts = (uint16_t *)(void *)(status + room);
    uint8_t *op = (uint8_t *)(attempts + room);
    uint8_t *flags = op + room;
    for (uint64_t i = 0; i < count; i++) {
        const struct sv_kept *row = &rows[i];
        const uint64_t at = from + i;
        words[at] = row->intended_ns;
        words[at + room] = row->start_ns;
        words[at + 2 * room] = row->first_byte_ns;
        words[at + 3 * room] = row->end_ns;
        words[at + 4 * room] = row->place;
        words[at + 5 * room] = row->offset;
        words[at + 6 * room] = row->bytes;
        words[at + 7 * room] = row->generation;
        status[at] = row->status;
        attempts[at] = row->attempts;
        op[at] = row->op;
        flags[at] = row->flags;
    }
}

int32_t sv_lane_kept(struct sv_lane *lane, void *columns, uint32_t room,
                     uint32_t from, uint64_t *lost)
{
    struct svi_kept_ring *ring = lane->kept;
    if (ring == NULL)
        return SV_STATE;
    if (from > room || room > CAPACITY_MAX)
        return SV_BOUND;
    *lost = atomic_load_explicit(&ring->lost, memory_order_relaxed);
    uint64_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
    uint64_t count =
        atomic_load_explicit(&ring->told, memory_order_acquire) - read;
    if (count > room - from)
        count = room - from;
    const uint64_t start = read & (ring->capacity - 1);
    uint64_t first = ring->capacity - start;
    first = first < count ? first : count;
    copy_out(columns, room, from, &ring->rows[start], first);
    copy_out(columns, room, from + first, ring->rows, count - first);
    atomic_store_explicit(&ring->read, read + count, memory_order_release);
    return (int32_t)count;
}
