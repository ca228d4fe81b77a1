/* object_lane.c -- making a lane over keys, and its end; see stor_store.h for
 * the call and svi_object_lane.h for the design. */
#include <errno.h>
#include <stdlib.h>

#include "svi_object_lane.h"

#define DEPTH_MAX 4096u
#define PART_DEPTH_MAX 64u
#define LIST_MAX 1000u

static bool changes(const struct sv_object_lane_spec *spec)
{
    return spec->weight[SV_PUT] != 0 || spec->weight[SV_UPLOAD] != 0 ||
           spec->weight[SV_DELETE] != 0;
}

static bool weights_are_valid(const struct sv_object_lane_spec *spec)
{
    uint64_t sum = 0;
    for (uint32_t op = 0; op < SV_OP_COUNT; op++)
        sum += spec->weight[op];
    return spec->weight[SV_READ] == 0 && spec->weight[SV_WRITE] == 0 &&
           spec->weight[SV_SYNC] == 0 && sum > 0 && sum <= UINT32_MAX;
}

static bool choice_is_valid(const struct sv_object_lane_spec *spec)
{
    switch (spec->key_choice) {
    case SV_CHOOSE_SEQUENTIAL:
    case SV_CHOOSE_RANDOM:
    case SV_CHOOSE_THERE:
    case SV_CHOOSE_MISSING:
        return true;
    case SV_CHOOSE_ZIPF:
        return spec->zipf_theta_milli != 0 && spec->zipf_theta_milli <= 9999 &&
               spec->zipf_theta_milli != 1000;
    case SV_CHOOSE_HOT_BAND:
        return spec->hot_space_permille != 0 &&
               spec->hot_space_permille <= 1000 &&
               spec->hot_access_permille <= 1000;
    default:
        return false;
    }
}

static bool in_range(const struct sv_object_lane_spec *spec)
{
    if (spec->depth == 0 || spec->depth > DEPTH_MAX ||
        spec->arrival > SV_POISSON || spec->verify > SV_VERIFY_ON ||
        spec->attempts_max == 0 || spec->flags != 0 || spec->reserved != 0)
        return false;
    if (spec->arrival != SV_CLOSED && spec->interval_ps == 0)
        return false;
    if (spec->weight[SV_RANGE] != 0 && spec->range_bytes == 0)
        return false;
    if (spec->weight[SV_LIST] != 0 &&
        (spec->list_limit == 0 || spec->list_limit > LIST_MAX))
        return false;
    if (spec->part_depth > PART_DEPTH_MAX)
        return false;
    return weights_are_valid(spec) && choice_is_valid(spec);
}

static int32_t check_spec(const struct sv_objects *objects,
                          const struct sv_object_lane_spec *spec)
{
    if (!in_range(spec))
        return SV_LAYOUT;
    const uint64_t keys = objects->spec.key_count;
    if (spec->key_count == 0 || spec->first_key >= keys ||
        spec->key_count > keys - spec->first_key)
        return SV_BOUND;
    if ((objects->spec.flags & SV_SPACE_READ_ONLY) != 0 && changes(spec))
        return SV_STATE;
    if (spec->weight[SV_UPLOAD] != 0 && objects->spec.part_bytes != 0 &&
        objects->spec.size_max > objects->spec.part_bytes * SVI_PARTS_MAX)
        return SV_BOUND;
    return 0;
}

/* What the parts that all lanes share go by. */
static void fill_base(struct svi_object_lane *lane)
{
    const struct sv_object_lane_spec *spec = &lane->spec;
    lane->base.spec = (struct sv_lane_spec){
        .seed = spec->seed,
        .limit_ops = spec->limit_ops,
        .limit_bytes = spec->limit_bytes,
        .limit_ns = spec->limit_ns,
        .warmup_ns = spec->warmup_ns,
        .interval_ps = spec->interval_ps,
        .phase_ns = spec->phase_ns,
        .depth = spec->depth,
        .arrival = spec->arrival,
        .verify = spec->verify,
        .errors_max = spec->errors_max,
        .lane = spec->lane,
        .cpu_plus_one = spec->cpu_plus_one,
        .endpoint = spec->endpoint,
    };
    for (uint32_t op = 0; op < SV_OP_COUNT; op++)
        lane->weight_sum += spec->weight[op];
    if (lane->spec.part_depth == 0)
        lane->spec.part_depth = 1;
    svi_random_seed(&lane->base.choices, spec->seed);
    svi_random_seed(&lane->base.arrivals, ~spec->seed);
    svi_random_seed(&lane->jitter, svi_mix64(spec->seed ^ spec->lane));
    if (spec->key_choice == SV_CHOOSE_ZIPF) {
        svi_zipf_init(&lane->zipf, spec->zipf_theta_milli / 1000.0,
                      spec->key_count);
        svi_permutation_init(&lane->scatter, spec->key_count,
                             svi_mix64(spec->seed ^ UINT64_C(0x5A495046)));
    }
    SVI_SET(&lane->base, seek_seed, spec->seed);
}

static bool shares_keys(const struct svi_object_lane *a,
                        const struct svi_object_lane *b)
{
    return a->spec.first_key < b->spec.first_key + b->spec.key_count &&
           b->spec.first_key < a->spec.first_key + a->spec.key_count &&
           (changes(&a->spec) || changes(&b->spec));
}

/* SV_STATE if a lane that was not destroyed has one of its keys, and one of the
 * two changes them. */
static int32_t enter(struct svi_object_lane *lane)
{
    struct sv_objects *objects = lane->objects;
    int32_t status = 0;
    (void)pthread_mutex_lock(&objects->lanes_lock);
    for (const struct svi_object_lane *at = objects->first_lane; at != NULL;
         at = at->next_lane)
        if (shares_keys(lane, at))
            status = SV_STATE;
    if (status == 0) {
        lane->next_lane = objects->first_lane;
        objects->first_lane = lane;
        atomic_fetch_add(&objects->lanes, 1);
    }
    (void)pthread_mutex_unlock(&objects->lanes_lock);
    return status;
}

static void leave(struct svi_object_lane *lane)
{
    struct sv_objects *objects = lane->objects;
    (void)pthread_mutex_lock(&objects->lanes_lock);
    struct svi_object_lane **link = &objects->first_lane;
    while (*link != lane)
        link = &(*link)->next_lane;
    *link = lane->next_lane;
    atomic_fetch_sub(&objects->lanes, 1);
    (void)pthread_mutex_unlock(&objects->lanes_lock);
}

static void release(struct sv_lane *base)
{
    struct svi_object_lane *lane = svi_object_lane_of(base);
    leave(lane);
    atomic_fetch_sub(&base->gate->lanes, 1);
    svi_object_lane_free(lane);
}

static int32_t open_client(struct sv_lane *base)
{
    struct svi_object_lane *lane = svi_object_lane_of(base);
    const struct sv_objects *objects = lane->objects;
    return objects->client->open(objects->store, lane->exchange_count,
                                 &lane->client);
}

static void run(struct sv_lane *base)
{
    struct svi_object_lane *lane = svi_object_lane_of(base);
    svi_object_lane_run(lane);
    lane->objects->client->close(lane->client);
}

int32_t sv_object_lane_create(struct sv_objects *objects, struct sv_gate *gate,
                              const struct sv_object_lane_spec *spec,
                              struct sv_lane **out)
{
    *out = NULL;
    int32_t status = check_spec(objects, spec);
    if (status != 0)
        return status;
    struct svi_object_lane *lane = calloc(1, sizeof *lane);
    if (lane == NULL)
        return -ENOMEM;
    lane->spec = *spec;
    lane->objects = objects;
    lane->base.gate = gate;
    lane->base.release = release;
    (void)pthread_mutex_init(&lane->base.ready_lock, NULL);
    (void)pthread_mutex_init(&lane->base.findings_lock, NULL);
    (void)pthread_cond_init(&lane->base.ready_changed, NULL);
    fill_base(lane);
    atomic_fetch_add(&gate->lanes, 1);
    status = enter(lane);
    if (status != 0) {
        atomic_fetch_sub(&gate->lanes, 1);
        svi_object_lane_free(lane);
        return status;
    }
    status = svi_object_lane_allocate(lane);
    if (status == 0)
        status = svi_lane_start(&lane->base, open_client, run);
    if (status != 0) {
        release(&lane->base);
        return status;
    }
    *out = &lane->base;
    return 0;
}
