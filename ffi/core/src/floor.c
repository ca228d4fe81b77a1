/* floor.c -- an oracle made from what another host kept; see stor_floor.h. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "svi_oracle.h"
#include "svi_space.h"

#define GENERATION_MAX (UINT64_C(1) << 31)

struct sv_floor {
    struct svi_oracle oracle;
};

int32_t sv_floor_create(const struct sv_space_spec *spec, const char *path,
                        struct sv_floor **out)
{
    *out = NULL;
    int32_t status = path == NULL ? SV_LAYOUT : svi_space_check(spec);
    if (status != 0)
        return status;
    struct sv_floor *floor = calloc(1, sizeof *floor);
    if (floor == NULL)
        return -ENOMEM;
    status = svi_oracle_open(&floor->oracle, spec, path, false);
    if (status != 0) {
        free(floor);
        return status;
    }
    status = svi_oracle_need_delta(&floor->oracle);
    if (status != 0) {
        sv_floor_close(floor);
        (void)unlink(path);
        return status;
    }
    atomic_store(&floor->oracle.header->is_floor, 1);
    *out = floor;
    return 0;
}

static int32_t raise_unit(struct svi_oracle *oracle, uint64_t unit,
                          uint64_t generation)
{
    if (generation <= svi_generation(oracle, 0, unit, svi_delta(oracle, unit)))
        return 0;
    if (generation > SVI_DELTA_MASK) {
        int32_t status = svi_oracle_need_carry(oracle);
        if (status != 0)
            return status;
        atomic_store(&oracle->carry[unit], (uint16_t)(generation >> 15));
    }
    atomic_store(&oracle->delta[unit], (uint16_t)(generation & SVI_DELTA_MASK));
    return 0;
}

int32_t sv_floor_raise(struct sv_floor *floor, const uint64_t *ranges,
                       uint32_t count)
{
    struct svi_oracle *oracle = &floor->oracle;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t unit = ranges[3 * i], units = ranges[3 * i + 1],
                 generation = ranges[3 * i + 2];
        if (unit > oracle->unit_count || units > oracle->unit_count - unit ||
            generation >= GENERATION_MAX)
            return SV_BOUND;
        for (uint64_t at = unit; at < unit + units; at++) {
            int32_t status = raise_unit(oracle, at, generation);
            if (status != 0)
                return status;
        }
    }
    return 0;
}

void sv_floor_close(struct sv_floor *floor)
{
    if (floor == NULL)
        return;
    svi_oracle_close(&floor->oracle);
    free(floor);
}
