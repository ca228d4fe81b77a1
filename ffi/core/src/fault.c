/* fault.c -- the fault points: the gate, their counts, who is armed.
 *
 * Design. The hot path sees one atomic (svi_fault_gate). Behind it a hit of a
 * point that is not armed costs one more atomic addition; an armed point takes
 * its own mutex, so that the numbers of its hits, the limit on how many fire
 * and a plan that is replaced meanwhile can never disagree. A fault run is not
 * timed, so the mutex (about 20 ns) is no loss.
 */
#include "svi_fault.h"

#include <pthread.h>
#include <string.h>

#include "fault_plan.h"

struct fault_point {
    const char *name;
    const char *text;
    atomic_uint_fast64_t hits;
    atomic_uint_fast64_t fired;
    atomic_bool armed; /* written under the lock; read without as a hint */
    pthread_mutex_t lock;
    struct svi_fault_plan plan; /* guarded by the lock */
};

static struct fault_point points[SV_FAULT_COUNT] = {
#define XX(id, point_name, what)                                               \
    [SV_FAULT_##id] = {.name = (point_name),                                   \
                       .text = (what),                                         \
                       .lock = PTHREAD_MUTEX_INITIALIZER},
    SV_FAULT_MAP(XX)
#undef XX
};

atomic_uint svi_fault_gate;

/* Orders arm, clear and control, which all move the gate. Taken before the
 * lock of a point, never the other way round. */
static pthread_mutex_t gate_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool control_open; /* written under gate_lock */

static void set_gate_locked(void)
{
    unsigned int open = atomic_load(&control_open) ? 1u : 0u;

    for (uint32_t i = 0; i < SV_FAULT_COUNT; i++)
        open += atomic_load(&points[i].armed) ? 1u : 0u;
    atomic_store(&svi_fault_gate, open);
}

/* The plan's part of a hit. */
static bool plan_fires(struct fault_point *point, uint64_t place,
                       bool is_random, uint64_t *arg)
{
    if (!atomic_load_explicit(&point->armed, memory_order_acquire))
        return false;

    pthread_mutex_lock(&point->lock);
    struct svi_fault_plan *plan = &point->plan;
    bool fires = atomic_load_explicit(&point->armed, memory_order_relaxed) &&
                 svi_fault_plan_fires(plan, place);
    if (fires && plan->has_arg)
        *arg = plan->arg;
    else if (fires && is_random)
        *arg = svi_fault_random(plan->key, place != 0 ? place : plan->seen);
    pthread_mutex_unlock(&point->lock);
    return fires;
}

/* libfiu's part of a hit. */
static bool control_fires(struct fault_point *point, uint64_t hit,
                          bool is_random, uint64_t *arg)
{
    if (!atomic_load_explicit(&control_open, memory_order_acquire))
        return false;
    if (is_random)
        *arg = svi_fault_random(svi_fault_key(0, point->name), hit);
    return svi_fault_fiu_fires(point->name, arg);
}

bool svi_fault_hit(enum sv_fault id, uint64_t place, uint64_t default_arg,
                   uint64_t *arg)
{
    struct fault_point *point = &points[id];
    bool is_random = default_arg == SVI_FAULT_RANDOM;
    uint64_t value = default_arg;
    uint64_t hit =
        atomic_fetch_add_explicit(&point->hits, 1, memory_order_relaxed) + 1;

    if (!plan_fires(point, place, is_random, &value) &&
        !control_fires(point, hit, is_random, &value))
        return false;

    atomic_fetch_add_explicit(&point->fired, 1, memory_order_relaxed);
    if (arg != NULL)
        *arg = value;
    return true;
}

/* The point whose name is the first `length` bytes of `text`, or NULL. */
static struct fault_point *find_point(const char *text, size_t length)
{
    for (uint32_t i = 0; i < SV_FAULT_COUNT; i++) {
        if (strlen(points[i].name) == length &&
            memcmp(points[i].name, text, length) == 0)
            return &points[i];
    }
    return NULL;
}

int32_t sv_fault_arm(const char *text)
{
    if (text == NULL)
        return SV_PLAN_TEXT;
    size_t name_length = strcspn(text, ":");
    struct fault_point *point = find_point(text, name_length);
    if (point == NULL)
        return SV_POINT;
    struct svi_fault_plan plan;
    int32_t status =
        svi_fault_plan_parse(point->name, text + name_length, &plan);
    if (status != 0)
        return status;

    pthread_mutex_lock(&gate_lock);
    pthread_mutex_lock(&point->lock);
    point->plan = plan;
    atomic_store_explicit(&point->armed, true, memory_order_release);
    pthread_mutex_unlock(&point->lock);
    set_gate_locked();
    pthread_mutex_unlock(&gate_lock);
    return 0;
}

/* Also takes back what fiu-ctrl enabled by name. A wildcard that it enabled
 * ("write.*") stays inside libfiu, but cannot fire until the control is opened
 * again. */
void sv_fault_clear(void)
{
    pthread_mutex_lock(&gate_lock);
    atomic_store(&control_open, false);
    for (uint32_t i = 0; i < SV_FAULT_COUNT; i++) {
        pthread_mutex_lock(&points[i].lock);
        atomic_store(&points[i].armed, false);
        atomic_store(&points[i].hits, 0);
        atomic_store(&points[i].fired, 0);
        pthread_mutex_unlock(&points[i].lock);
        svi_fault_fiu_disable(points[i].name);
    }
    set_gate_locked();
    pthread_mutex_unlock(&gate_lock);
}

uint32_t sv_fault_armed(void)
{
    return atomic_load(&svi_fault_gate) != 0 ? 1u : 0u;
}

int32_t sv_fault_state(uint32_t index, struct sv_fault_state *out)
{
    if (index >= SV_FAULT_COUNT || out == NULL)
        return SV_BOUND;
    *out = (struct sv_fault_state){
        .hits = atomic_load(&points[index].hits),
        .fired = atomic_load(&points[index].fired),
        .armed = atomic_load(&points[index].armed) ? 1u : 0u,
    };
    return 0;
}

/* NULL beyond the last point. */
const char *sv_fault_name(uint32_t index)
{
    return index < SV_FAULT_COUNT ? points[index].name : NULL;
}

/* NULL beyond the last point. */
const char *sv_fault_text(uint32_t index)
{
    return index < SV_FAULT_COUNT ? points[index].text : NULL;
}

int32_t sv_fault_ask(uint32_t index, uint64_t place, uint64_t default_arg,
                     uint64_t *arg)
{
    if (index >= SV_FAULT_COUNT || arg == NULL)
        return SV_BOUND;
    if (sv_fault_armed() == 0)
        return 0;
    const bool fires =
        svi_fault_hit((enum sv_fault)index, place, default_arg, arg);
    return fires ? 1 : 0;
}

int32_t sv_fault_control(const char *basename)
{
    if (basename == NULL)
        return SV_LAYOUT;

    pthread_mutex_lock(&gate_lock);
    int32_t status = svi_fault_fiu_open(basename);
    if (status == 0) {
        atomic_store(&control_open, true);
        set_gate_locked();
    }
    pthread_mutex_unlock(&gate_lock);
    return status;
}

static __attribute__((noinline)) uint64_t pass_closed_point(uint64_t turn)
{
    uint64_t arg = 0;

    if (SVI_FAULT(SUBMIT_EIO, 0, &arg))
        return arg;
    return turn;
}

/* Includes the call and the loop around the point, so the truth is lower. 0 if
 * `count` is 0 or the gate is open: a point that is not closed has no idle
 * time, and passing over it would disturb its counts. */
uint64_t sv_fault_idle_ps(uint64_t count)
{
    if (count == 0 || sv_fault_armed() != 0)
        return 0;

    uint64_t start_ns = sv_now_ns();
    for (uint64_t turn = 0; turn < count; turn++) {
        uint64_t kept = pass_closed_point(turn);
        __asm__ volatile("" : : "r"(kept) : "memory");
    }
    uint64_t spent_ns = sv_now_ns() - start_ns;
    return (uint64_t)((double)spent_ns * 1000.0 / (double)count);
}
