/* gate.c -- holds lanes back and starts them at one instant. */
#include <errno.h>
#include <stdlib.h>

#include "svi_lane.h"

int32_t sv_gate_create(struct sv_gate **out)
{
    struct sv_gate *gate = calloc(1, sizeof *gate);
    *out = gate;
    if (gate == NULL)
        return -ENOMEM;
    (void)pthread_mutex_init(&gate->lock, NULL);
    (void)pthread_cond_init(&gate->changed, NULL);
    return 0;
}

int32_t sv_gate_open(struct sv_gate *gate)
{
    (void)pthread_mutex_lock(&gate->lock);
    int32_t status = gate->is_open ? SV_STATE : 0;
    if (status == 0) {
        gate->start_ns = svi_clock_ns();
        gate->is_open = true;
        (void)pthread_cond_broadcast(&gate->changed);
    }
    (void)pthread_mutex_unlock(&gate->lock);
    return status;
}

void sv_gate_stop(struct sv_gate *gate)
{
    atomic_store(&gate->is_stopped, 1);
    (void)pthread_mutex_lock(&gate->lock);
    (void)pthread_cond_broadcast(&gate->changed);
    (void)pthread_mutex_unlock(&gate->lock);
}

int32_t sv_gate_destroy(struct sv_gate *gate)
{
    if (gate == NULL)
        return 0;
    if (atomic_load(&gate->lanes) != 0)
        return SV_STATE;
    (void)pthread_cond_destroy(&gate->changed);
    (void)pthread_mutex_destroy(&gate->lock);
    free(gate);
    return 0;
}
