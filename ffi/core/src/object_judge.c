/* object_judge.c -- what an answer without bytes says of a key: that it is
 * missing, or how large it is, or by which tag it goes. */
#include <string.h>

#include "svi_object_lane.h"

/* Older generations that a wrong size is compared with. */
#define BACK_MAX 16u

void svi_object_found(struct svi_operation *operation, uint64_t key,
                      struct sv_finding *finding)
{
    struct sv_lane *lane = &operation->lane->base;
    finding->time_ns = svi_clock_ns();
    finding->file = (uint32_t)key;
    finding->lane = lane->spec.lane;
    finding->op = operation->op;
    SVI_COUNT(lane, units_bad, 1);
    bool is_kept = false;
    if (operation->findings++ < SVI_FINDINGS_AN_OPERATION) {
        (void)pthread_mutex_lock(&lane->findings_lock);
        is_kept = lane->findings_count < SVI_FINDINGS_MAX;
        if (is_kept)
            lane->findings[lane->findings_count++] = *finding;
        (void)pthread_mutex_unlock(&lane->findings_lock);
    }
    if (!is_kept)
        SVI_COUNT(lane, findings_dropped, 1);
}

void svi_judge_missing(struct svi_operation *operation, uint64_t key,
                       const struct svi_key_window *window)
{
    const struct sv_objects *objects = operation->lane->objects;
    const uint64_t size = svi_object_size(objects, key, window->high);
    struct sv_finding finding;
    svi_object_finding(objects, window, &finding);
    finding.class_ = SV_CLASS_LOST;
    finding.bad_bytes = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
    SVI_COUNT(&operation->lane->base, objects_missing, 1);
    svi_object_found(operation, key, &finding);
}

/* The class of an object of this size, which none of the window has; sets the
 * generation that it would be. */
static uint32_t class_of_size(const struct sv_objects *objects, uint64_t key,
                              const struct svi_key_window *window,
                              uint64_t size, uint64_t *generation)
{
    if (window->low > window->high)
        return window->high != 0 ? SV_CLASS_STALE : SV_CLASS_FOREIGN;
    for (uint64_t back = 1; back <= BACK_MAX && back < window->low; back++) {
        if (svi_object_size(objects, key, window->low - back) != size)
            continue;
        *generation = window->low - back;
        return back == 1 ? SV_CLASS_LOST : SV_CLASS_STALE;
    }
    return size < svi_object_size(objects, key, window->high)
               ? SV_CLASS_TRUNCATED
               : SV_CLASS_FOREIGN;
}

void svi_judge_size(struct svi_operation *operation, uint64_t key,
                    const struct svi_key_window *window, uint64_t size)
{
    const struct sv_objects *objects = operation->lane->objects;
    for (uint64_t g = window->high; g >= window->low && g != 0; g--)
        if (svi_object_size(objects, key, g) == size)
            return;
    struct sv_finding finding;
    svi_object_finding(objects, window, &finding);
    const uint64_t wanted = svi_object_size(objects, key, window->high);
    const uint64_t wrong = size < wanted ? wanted - size : size - wanted;
    finding.class_ = class_of_size(objects, key, window, size,
                                   &finding.found_generation);
    finding.offset_bytes = size;
    finding.unit = size / objects->spec.unit_bytes;
    finding.bad_bytes = wrong < UINT32_MAX ? (uint32_t)wrong : UINT32_MAX;
    svi_object_found(operation, key, &finding);
}

/* Only where one content is legal and its tag is known. */
void svi_judge_etag(struct svi_operation *operation, const char *etag)
{
    const struct svi_key_window *window = &operation->window;
    if (operation->etag == 0 || etag[0] == '\0' || window->absent ||
        window->low != window->high ||
        svi_etag_hash(etag) == operation->etag)
        return;
    struct sv_finding finding;
    svi_object_finding(operation->lane->objects, window, &finding);
    finding.class_ = SV_CLASS_FOREIGN;
    svi_object_found(operation, operation->key, &finding);
}

void svi_judge_range(struct svi_operation *operation)
{
    const struct svi_key_window *window = &operation->window;
    const struct sv_objects *objects = operation->lane->objects;
    for (uint64_t g = window->high; g >= window->low && g != 0; g--) {
        if (svi_object_size(objects, operation->key, g) <= operation->start)
            return;
    }
    struct sv_finding finding;
    svi_object_finding(objects, window, &finding);
    finding.class_ =
        window->low <= window->high ? SV_CLASS_TRUNCATED : SV_CLASS_STALE;
    finding.offset_bytes = operation->start;
    finding.unit = operation->start / objects->spec.unit_bytes;
    finding.bad_bytes = operation->length < UINT32_MAX
                            ? (uint32_t)operation->length
                            : UINT32_MAX;
    svi_object_found(operation, operation->key, &finding);
}
