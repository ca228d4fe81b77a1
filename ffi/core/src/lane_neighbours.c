/* lane_neighbours.c -- what the lanes of one space may share: never a number,
 * by which stamps and intents know their writer, and never a unit that one of
 * them writes, because a read has one right answer only within a lane. */
#include "svi_lane.h"

#define STATE_DONE 4u

static bool writes(const struct sv_lane *lane)
{
    return lane->spec.read_permille != 1000;
}

static bool may_share(const struct sv_lane *lane, const struct sv_lane *other)
{
    const struct sv_lane_spec *a = &lane->spec, *b = &other->spec;
    if (SVI_GET(other, state) == STATE_DONE)
        return true;
    if (a->lane == b->lane)
        return false;
    bool is_shared = a->region_unit < b->region_unit + b->region_units &&
                     b->region_unit < a->region_unit + a->region_units;
    return !is_shared || (!writes(lane) && !writes(other));
}

int32_t svi_lane_enter(struct sv_lane *lane)
{
    struct sv_space *space = lane->space;
    int32_t status = 0;
    (void)pthread_mutex_lock(&space->lanes_lock);
    for (const struct sv_lane *other = space->first_lane; other != NULL;
         other = other->next_lane) {
        if (!may_share(lane, other))
            status = SV_STATE;
    }
    if (status == 0) {
        lane->next_lane = space->first_lane;
        space->first_lane = lane;
    }
    (void)pthread_mutex_unlock(&space->lanes_lock);
    return status;
}

/* Harmless for a lane that was not let in. */
void svi_lane_leave(struct sv_lane *lane)
{
    struct sv_space *space = lane->space;
    (void)pthread_mutex_lock(&space->lanes_lock);
    for (struct sv_lane **place = &space->first_lane; *place != NULL;
         place = &(*place)->next_lane) {
        if (*place != lane)
            continue;
        *place = lane->next_lane;
        break;
    }
    (void)pthread_mutex_unlock(&space->lanes_lock);
}
