/* lane_memory.c -- everything a lane owns: made in one place, freed in one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "svi_lane.h"

#define HUGE_BYTES (UINT64_C(2) << 20)
#define SPARE_MAX 64u

static uint32_t largest_mix(const struct sv_lane_spec *spec)
{
    uint32_t bytes = spec->write_bytes;
    for (uint32_t i = 0; i < spec->mix_count; i++)
        bytes = spec->mix[i].bytes > bytes ? spec->mix[i].bytes : bytes;
    return bytes;
}

/* A read that came back keeps its slot until its bytes are judged. With some
 * more slots than the depth, the next operations are sent before that, and the
 * device stays busy: at depth 32, 4 KiB and 60,000 IOPS worth 5 %. Large
 * operations are judged at once, while their bytes are in the cache. */
static uint32_t spare_slots(const struct sv_lane *lane)
{
    const struct sv_lane_spec *spec = &lane->spec;
    if (spec->verify == SV_VERIFY_OFF || spec->read_permille == 0 ||
        lane->slot_bytes >= SVI_LARGE_BYTES)
        return 0;
    return spec->depth < SPARE_MAX ? spec->depth : SPARE_MAX;
}

static int32_t allocate_slab(struct sv_lane *lane)
{
    /* One more for the faults. Untouched pages of it cost nothing. */
    lane->memory_bytes = (uint64_t)lane->slot_bytes * (lane->slot_count + 1);
    /* Large operations walk whole buffers: huge pages cost them fewer faults
     * and misses (7 % of a copy out of tmpfs). Small ones would only pay. */
    bool wants_huge = lane->slot_bytes >= SVI_LARGE_BYTES;
    if (wants_huge)
        lane->memory_bytes =
            (lane->memory_bytes + HUGE_BYTES - 1) / HUGE_BYTES * HUGE_BYTES;
    void *memory = mmap(NULL, lane->memory_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return -errno;
    if (wants_huge)
        (void)madvise(memory, lane->memory_bytes, MADV_HUGEPAGE);
    lane->memory = memory;
    lane->scratch =
        lane->memory + (uint64_t)lane->slot_bytes * lane->slot_count;
    return 0;
}

static void place_slots(struct sv_lane *lane)
{
    uint32_t units = lane->slot_bytes / lane->space->spec.unit_bytes;
    lane->free_count = lane->slot_count;
    for (uint32_t i = 0; i < lane->slot_count; i++) {
        struct svi_slot *slot = &lane->slots[i];
        slot->buffer = lane->memory + (uint64_t)lane->slot_bytes * i;
        slot->generations = lane->generations + (uint64_t)units * i;
        slot->windows = lane->windows + (uint64_t)units * i;
        lane->free_slots[i] = lane->slot_count - 1 - i;
    }
}

int32_t svi_lane_allocate(struct sv_lane *lane)
{
    lane->slot_bytes = largest_mix(&lane->spec);
    /* Whole pages, so that each buffer is aligned for any device. */
    lane->slot_bytes = (lane->slot_bytes + 4095) / 4096 * 4096;
    uint32_t depth = lane->spec.depth + spare_slots(lane);
    lane->slot_count = depth;
    uint64_t units =
        (uint64_t)(lane->slot_bytes / lane->space->spec.unit_bytes) * depth;
    int32_t status = allocate_slab(lane);
    if (status != 0)
        return status;
    lane->slots = calloc(depth, sizeof *lane->slots);
    lane->generations = calloc(units, sizeof *lane->generations);
    lane->windows = calloc(units, sizeof *lane->windows);
    lane->free_slots = calloc(depth, sizeof *lane->free_slots);
    lane->fresh = calloc(depth, sizeof *lane->fresh);
    lane->parked = calloc(depth, sizeof *lane->parked);
    lane->held = calloc(depth, sizeof *lane->held);
    lane->landed = calloc(depth, sizeof *lane->landed);
    lane->ready = calloc(depth, sizeof *lane->ready);
    lane->done = calloc(depth, sizeof *lane->done);
    lane->findings = calloc(SVI_FINDINGS_MAX, sizeof *lane->findings);
    lane->histogram_ops = SV_SYNC + 1;
    uint32_t latencies = lane->histogram_ops * SVI_LATENCY_KINDS;
    lane->histograms = calloc(latencies, sizeof *lane->histograms);
    if (lane->spec.sync_policy == SV_SYNC_EVERY) {
        lane->dirty = calloc(lane->space->spec.file_count, 1);
        if (lane->dirty == NULL)
            return -ENOMEM;
    }
    if (lane->slots == NULL || lane->generations == NULL ||
        lane->windows == NULL || lane->free_slots == NULL ||
        lane->fresh == NULL || lane->parked == NULL || lane->held == NULL ||
        lane->landed == NULL || lane->ready == NULL || lane->done == NULL ||
        lane->findings == NULL || lane->histograms == NULL)
        return -ENOMEM;
    for (uint32_t i = 0; i < latencies; i++)
        SVI_STORE(lane->histograms[i].min, UINT64_MAX);
    place_slots(lane);
    return 0;
}

void svi_lane_free(struct sv_lane *lane)
{
    if (lane->memory != NULL)
        (void)munmap(lane->memory, lane->memory_bytes);
    free(lane->slots);
    free(lane->generations);
    free(lane->windows);
    free(lane->free_slots);
    free(lane->fresh);
    free(lane->parked);
    free(lane->held);
    free(lane->landed);
    free(lane->ready);
    free(lane->done);
    free(lane->findings);
    free(lane->dirty);
    free(lane->histograms);
    svi_kept_close(lane->kept);
    (void)pthread_mutex_destroy(&lane->findings_lock);
    (void)pthread_mutex_destroy(&lane->ready_lock);
    (void)pthread_cond_destroy(&lane->ready_changed);
    free(lane);
}
