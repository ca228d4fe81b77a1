/* lane.c -- making a lane, watching it from outside, and its end; see
 * stor_core.h for the calls and svi_lane.h for the design. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svi_lane.h"

#define IO_MAX_BYTES (UINT32_C(1) << 24)
#define DEPTH_MAX 4096u

uint64_t svi_clock_ns(void)
{
    return sv_now_ns();
}

static bool in_range(const struct sv_lane_spec *spec)
{
    if (spec->depth == 0 || spec->depth > DEPTH_MAX || spec->io > SV_IO_HTTP ||
        spec->pattern > SV_HOT_BAND || spec->arrival > SV_POISSON)
        return false;
    if (spec->read_permille > 1000 || spec->verify > SV_VERIFY_ON ||
        spec->sync_policy > SV_SYNC_END || spec->lane >= SVI_SWEEPS_MAX)
        return false;
    if (spec->sync_policy == SV_SYNC_EVERY && spec->sync_every == 0)
        return false;
    if (spec->arrival != SV_CLOSED && spec->interval_ps == 0)
        return false;
    if (spec->pattern == SV_ZIPF &&
        (spec->zipf_theta_milli == 0 || spec->zipf_theta_milli > 9999 ||
         spec->zipf_theta_milli == 1000))
        return false;
    if (spec->pattern == SV_HOT_BAND &&
        (spec->hot_space_permille == 0 || spec->hot_space_permille > 1000 ||
         spec->hot_access_permille > 1000))
        return false;
    if (spec->pattern == SV_SHUFFLE && spec->mix_count != 1)
        return false;
    return spec->mix_count >= 1 && spec->mix_count <= SV_MIX_MAX;
}

static int32_t check_mix(const struct sv_space *space,
                         const struct sv_lane_spec *spec)
{
    for (uint32_t i = 0; i < spec->mix_count; i++) {
        uint32_t bytes = spec->mix[i].bytes;
        if (bytes == 0 || bytes > IO_MAX_BYTES || spec->mix[i].weight == 0 ||
            bytes % space->spec.unit_bytes != 0)
            return SV_LAYOUT;
        if (bytes % space->align_bytes != 0)
            return SV_ALIGN;
        if (bytes / space->spec.unit_bytes > spec->region_units ||
            bytes > space->spec.file_bytes)
            return SV_BOUND;
    }
    return 0;
}

static int32_t check_spec(const struct sv_space *space,
                          const struct sv_lane_spec *spec)
{
    uint64_t units = space->oracle.unit_count;
    if (!in_range(spec))
        return SV_LAYOUT;
    if (spec->region_units == 0 || spec->region_unit >= units ||
        spec->region_units > units - spec->region_unit)
        return SV_BOUND;
    if ((space->spec.flags & SV_SPACE_READ_ONLY) != 0 &&
        spec->read_permille != 1000)
        return SV_STATE;
    if ((space->store != NULL) != (spec->io == SV_IO_HTTP))
        return SV_STATE;
    if (space->store == NULL &&
        (space->fds[0] < 0) != (spec->io == SV_IO_NULL))
        return SV_STATE;
    int32_t status = check_mix(space, spec);
    return status != 0 ? status : svi_lane_check_blocks(space, spec);
}

/* A sweep's state is one number only if every block is whole in one file, no
 * write may fail and go on, and no unit has an unknown outcome from before. */
static bool is_sweep(const struct sv_space *space,
                     const struct sv_lane_spec *spec)
{
    if (spec->read_permille != 0 || spec->mix_count != 1 ||
        spec->errors_max != 0 ||
        (spec->pattern != SV_SEQUENTIAL && spec->pattern != SV_SHUFFLE))
        return false;
    if (spec->write_bytes != 0 && spec->write_bytes != spec->mix[0].bytes)
        return false;
    uint64_t block = spec->mix[0].bytes / space->spec.unit_bytes;
    if (space->spec.file_count > 1 &&
        (space->file_units % block != 0 || spec->region_unit % block != 0))
        return false;
    if (atomic_load(&space->oracle.header->map_in_use) == 0)
        return true;
    for (uint64_t i = 0; i < spec->region_units; i++) {
        if ((svi_delta(&space->oracle, spec->region_unit + i) &
             SVI_UNSETTLED) != 0)
            return false;
    }
    return true;
}

/* Chooses how the lane's writes are known to the oracle. */
static int32_t prepare_oracle(struct sv_lane *lane)
{
    struct sv_space *space = lane->space;
    int32_t status = 0;
    if (atomic_load(&space->lanes) == 1)
        status = svi_oracle_fold(&space->oracle);
    else if (svi_oracle_is_stale(&space->oracle, lane->spec.region_unit,
                                 lane->spec.region_units))
        status = SV_STATE;
    lane->base = svi_oracle_base(&space->oracle);
    lane->sweep_floor = UINT64_MAX;
    if (status != 0 || lane->spec.read_permille == 1000)
        return status;
    if (!is_sweep(space, &lane->spec))
        return svi_oracle_need_delta(&space->oracle);
    struct svi_sweep wanted = {
        .region_unit = lane->spec.region_unit,
        .region_units = lane->spec.region_units,
        .key = svi_pattern_key(&lane->spec),
        .block_units = lane->spec.mix[0].bytes / space->spec.unit_bytes,
    };
    return svi_oracle_sweep_start(&space->oracle, &wanted, &lane->sweep);
}

static void tell_ready(struct sv_lane *lane, int32_t status)
{
    (void)pthread_mutex_lock(&lane->ready_lock);
    lane->setup_status = status;
    lane->is_ready = true;
    (void)pthread_cond_broadcast(&lane->ready_changed);
    (void)pthread_mutex_unlock(&lane->ready_lock);
}

static int32_t open_io(struct sv_lane *lane)
{
    struct svi_io_options options = {
        .space = lane->space,
        .counters = lane->counters,
        .endpoint = lane->spec.endpoint,
        .fds = lane->space->fds,
        .fd_count = lane->space->spec.file_count,
        .depth = lane->spec.depth,
        .memory = lane->memory,
        .memory_bytes = lane->memory_bytes,
        .flags = lane->spec.flags,
        .copy_from_bytes = (lane->space->spec.flags & SV_SPACE_DIRECT) == 0 &&
                                   lane->spec.depth > 1
                               ? SVI_LARGE_BYTES
                               : 0,
    };
    if (lane->spec.io == SV_IO_NULL)
        return svi_null_open(&options, &lane->io);
    if (lane->spec.io == SV_IO_HTTP)
        return svi_store_io_open(&options, &lane->io);
    if (lane->spec.io == SV_IO_PSYNC)
        return svi_psync_open(&options, &lane->io);
    return svi_uring_open(&options, &lane->io);
}

static int32_t open_units(struct sv_lane *lane)
{
    int32_t status = open_io(lane);
    if (status == 0) {
        SVI_SET(lane, fixed_buffers, lane->io->fixed_buffers);
        SVI_SET(lane, fixed_files, lane->io->fixed_files);
        SVI_SET(lane, ring_flags, lane->io->ring_flags);
    }
    return status;
}

static void run_units(struct sv_lane *lane)
{
    svi_lane_run(lane);
    lane->io->methods->close(lane->io);
    if (lane->sweep != NULL)
        atomic_store(&lane->sweep->state, SVI_SWEEP_ENDED);
}

static void *lane_main(void *argument)
{
    struct sv_lane *lane = argument;
    int32_t status = svi_lane_pin(lane);
    if (status == 0)
        status = lane->open(lane);
    tell_ready(lane, status);
    if (status != 0)
        return NULL;
    lane->run(lane);
    SVI_SET(lane, state, 4);
    return NULL;
}

int32_t svi_lane_start(struct sv_lane *lane,
                       int32_t (*open)(struct sv_lane *lane),
                       void (*run)(struct sv_lane *lane))
{
    lane->open = open;
    lane->run = run;
    int error = pthread_create(&lane->thread, NULL, lane_main, lane);
    if (error != 0)
        return -error;
    (void)pthread_mutex_lock(&lane->ready_lock);
    while (!lane->is_ready)
        (void)pthread_cond_wait(&lane->ready_changed, &lane->ready_lock);
    (void)pthread_mutex_unlock(&lane->ready_lock);
    if (lane->setup_status != 0)
        (void)pthread_join(lane->thread, NULL);
    return lane->setup_status;
}

int32_t sv_lane_create(struct sv_space *space, struct sv_gate *gate,
                       const struct sv_lane_spec *spec, struct sv_lane **out)
{
    *out = NULL;
    int32_t status = check_spec(space, spec);
    if (status != 0)
        return status;
    struct sv_lane *lane = calloc(1, sizeof *lane);
    if (lane == NULL)
        return -ENOMEM;
    lane->spec = *spec;
    lane->space = space;
    lane->gate = gate;
    (void)pthread_mutex_init(&lane->ready_lock, NULL);
    (void)pthread_mutex_init(&lane->findings_lock, NULL);
    (void)pthread_cond_init(&lane->ready_changed, NULL);
    atomic_fetch_add(&space->lanes, 1);
    atomic_fetch_add(&gate->lanes, 1);
    svi_random_seed(&lane->choices, spec->seed);
    svi_random_seed(&lane->arrivals, ~spec->seed);
    svi_pattern_init(&lane->pattern, spec, space->spec.unit_bytes,
                     space->file_units);
    SVI_SET(lane, seek_seed, spec->seed);
    status = svi_lane_enter(lane);
    if (status == 0)
        status = svi_lane_allocate(lane);
    if (status == 0)
        status = prepare_oracle(lane);
    if (status == 0)
        status = svi_lane_start(lane, open_units, run_units);
    if (status != 0) {
        if (lane->sweep != NULL)
            atomic_store(&lane->sweep->state, SVI_SWEEP_EMPTY);
        svi_lane_leave(lane);
        atomic_fetch_sub(&space->lanes, 1);
        atomic_fetch_sub(&gate->lanes, 1);
        svi_lane_free(lane);
        return status;
    }
    *out = lane;
    return 0;
}

void sv_lane_stop(struct sv_lane *lane)
{
    atomic_store(&lane->is_stopped, 1);
    (void)pthread_mutex_lock(&lane->gate->lock);
    (void)pthread_cond_broadcast(&lane->gate->changed);
    (void)pthread_mutex_unlock(&lane->gate->lock);
}

int32_t sv_lane_join(struct sv_lane *lane)
{
    if (!lane->is_joined)
        (void)pthread_join(lane->thread, NULL);
    lane->is_joined = true;
    return -(int32_t)SVI_GET(lane, status);
}

void sv_lane_destroy(struct sv_lane *lane)
{
    if (lane == NULL)
        return;
    sv_lane_stop(lane);
    (void)sv_lane_join(lane);
    if (lane->release != NULL) {
        lane->release(lane);
        return;
    }
    svi_lane_leave(lane);
    atomic_fetch_sub(&lane->space->lanes, 1);
    atomic_fetch_sub(&lane->gate->lanes, 1);
    svi_lane_free(lane);
}
