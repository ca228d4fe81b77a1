/* lane_blocks.c -- do the blocks of a lane fit what its writes are widened to,
 * and the objects of its space? A read must lie in one object, and a write be a
 * whole one, because stores know nothing smaller. */
#include "svi_lane.h"

#define IO_MAX_BYTES (UINT32_C(1) << 24)

static bool writes(const struct sv_lane_spec *spec)
{
    return spec->read_permille != 1000;
}

static int32_t check_widening(const struct sv_space *space,
                              const struct sv_lane_spec *spec)
{
    uint32_t wide = spec->write_bytes;
    if (wide > IO_MAX_BYTES || wide % space->spec.unit_bytes != 0)
        return SV_LAYOUT;
    if (wide % space->align_bytes != 0)
        return SV_ALIGN;
    uint64_t units = wide / space->spec.unit_bytes;
    if (space->file_units % units != 0 || spec->region_unit % units != 0 ||
        spec->region_units % units != 0)
        return SV_BOUND;
    for (uint32_t i = 0; i < spec->mix_count; i++)
        if (wide % spec->mix[i].bytes != 0)
            return SV_BOUND;
    return 0;
}

static int32_t check_objects(const struct sv_space *space,
                             const struct sv_lane_spec *spec)
{
    uint32_t object = space->object_bytes;
    /* Blocks of several sizes in a row begin anywhere. */
    if (spec->mix_count > 1 && spec->pattern == SV_SEQUENTIAL)
        return SV_BOUND;
    if (writes(spec) && spec->write_bytes != 0 && spec->write_bytes != object)
        return SV_BOUND;
    for (uint32_t i = 0; i < spec->mix_count; i++) {
        uint32_t bytes = spec->mix[i].bytes;
        if (object % bytes != 0 ||
            spec->region_unit % (bytes / space->spec.unit_bytes) != 0)
            return SV_BOUND;
        if (writes(spec) && spec->write_bytes == 0 && bytes != object)
            return SV_BOUND;
        /* The last block of a sweep is cut where the region ends. */
        if (writes(spec) &&
            spec->region_units % (object / space->spec.unit_bytes) != 0)
            return SV_BOUND;
    }
    return 0;
}

int32_t svi_lane_check_blocks(const struct sv_space *space,
                              const struct sv_lane_spec *spec)
{
    int32_t status = 0;
    if (spec->write_bytes != 0)
        status = check_widening(space, spec);
    if (status == 0 && space->store != NULL)
        status = check_objects(space, spec);
    return status;
}
