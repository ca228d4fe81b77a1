/* object_kill_test.c -- after a kill -9 at any moment the oracle's file says
 * what each key may hold: reading all back gives no false alarm, and a change
 * behind its back is found.
 *
 * The store outlives the lanes as a real one does: it is a folder of a child's
 * parent, in shared memory. A child runs a load without a limit and kills
 * itself when its counters reach a number drawn from a printed seed.
 */
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>

#include "object_rig.h"
#include "scratch.h"

#define KEYS 60u
#define ROOM 40000u
#define CALLS 256u

/* One slot a key: the name is enough to find it. */
struct slot {
    bool is_there;
    uint64_t size;
    uint64_t version;
    uint8_t bytes[ROOM];
};

static struct slot *slots;
static struct svi_random chance;

struct call {
    struct svi_request *request;
    uint8_t bytes[ROOM];
    uint64_t count;
    bool is_read;
};

struct client {
    struct call calls[CALLS];
    uint32_t count;
};

static struct slot *slot_of(const char *path)
{
    char name[1100];
    fake_name(path, name);
    return &slots[strtoull(name + strlen(name) - 10, NULL, 10)];
}

static int32_t open_client(const struct sv_store *store, uint32_t in_flight_max,
                           struct svi_http **out)
{
    (void)store;
    EXPECT(in_flight_max <= CALLS);
    *out = calloc(1, sizeof(struct client));
    return *out == NULL ? -1 : 0;
}

static int32_t send_request(struct svi_http *http, struct svi_request *request)
{
    struct client *client = (struct client *)http;
    struct call *call = &client->calls[client->count++];
    request->start_ns = sv_now_ns();
    request->first_byte_ns = 0;
    call->request = request;
    call->count = 0;
    call->is_read = false;
    return 0;
}

/* A put lands in one store of `is_there` and size after its bytes, but the old
 * ones are gone before: what a kill amid it leaves is what the test must not
 * look at, so all that is killed is between two calls of answer(). */
static void answer(struct call *call)
{
    struct svi_request *request = call->request;
    struct slot *slot = slot_of(request->path_query);
    request->http_status = 200;
    if (request->method == SVI_PUT) {
        while (call->count < request->body_bytes)
            call->count += request->produce(request, call->bytes + call->count,
                                            request->body_bytes - call->count);
        memcpy(slot->bytes, call->bytes, call->count);
        slot->size = call->count;
        slot->is_there = true;
        (void)snprintf(request->etag, sizeof request->etag, "\"%llu\"",
                       (unsigned long long)++slot->version);
    } else if (request->method == SVI_DELETE) {
        slot->is_there = false;
        request->http_status = 204;
    } else if (!slot->is_there) {
        request->http_status = 404;
    } else {
        request->content_length = slot->size;
        (void)snprintf(request->etag, sizeof request->etag, "\"%llu\"",
                       (unsigned long long)slot->version);
        if (request->consume != NULL && slot->size > 0)
            EXPECT(request->consume(request, slot->bytes, slot->size));
        request->received_bytes = slot->size;
    }
}

static pthread_mutex_t between = PTHREAD_MUTEX_INITIALIZER;

/* Some are done and not told of: those are in flight when the kill comes. */
static int32_t wait_for(struct svi_http *http, uint32_t least,
                        uint64_t timeout_ns, struct svi_request **done,
                        uint32_t room)
{
    struct client *client = (struct client *)http;
    uint32_t count = 0;
    (void)timeout_ns;
    do {
        for (uint32_t i = 0; i < client->count && count < room; i++) {
            struct call *call = &client->calls[i];
            if (svi_random_below(&chance, 2) == 0)
                continue;
            if (!call->is_read) {
                (void)pthread_mutex_lock(&between);
                answer(call);
                (void)pthread_mutex_unlock(&between);
                call->is_read = true;
                continue;
            }
            call->request->end_ns = sv_now_ns();
            call->request->first_byte_ns = call->request->end_ns;
            done[count++] = call->request;
            memmove(call, &client->calls[--client->count], sizeof *call);
            i--;
        }
    } while (count < least && client->count > 0);
    return (int32_t)count;
}

static void ignore_cancel(struct svi_http *http)
{
    (void)http;
}

static void close_client(struct svi_http *http)
{
    free(http);
}

static const struct svi_client_methods METHODS = {
    .open = open_client,
    .send = send_request,
    .wait = wait_for,
    .cancel = ignore_cancel,
    .close = close_client,
};

static struct sv_objects *open_keys(uint32_t flags, uint64_t size_max)
{
    struct sv_object_spec space = rig_space(KEYS, 0, size_max);
    space.flags = flags;
    struct sv_objects *objects = rig_open_at(&space, scratch_path("oracle"));
    objects->client = &METHODS;
    return objects;
}

/* Never comes back. */
static void run_until_death(uint32_t flags, uint64_t size_max, uint64_t seed,
                            uint64_t operations)
{
    struct sv_objects *objects = open_keys(flags, size_max);
    struct sv_gate *gate;
    struct sv_lane *lane;
    uint64_t count[SV_COUNTER_COUNT];
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);
    spec.limit_ops = 0;
    spec.seed = seed;
    spec.depth = 1 + (uint32_t)(seed % 40);
    spec.key_choice = SV_CHOOSE_RANDOM;
    spec.weight[SV_PUT] = 4;
    spec.weight[SV_DELETE] = (uint32_t)(seed % 3);
    spec.weight[SV_GET] = (uint32_t)(seed % 4);
    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_object_lane_create(objects, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    do {
        EXPECT_EQ(sv_lane_counters(lane, count, SV_COUNTER_COUNT),
                  SV_COUNTER_COUNT);
        EXPECT_EQ(count[SV_COUNTER_units_bad], 0);
        (void)sched_yield();
    } while (count[SV_COUNTER_put_ops] < operations);
    (void)pthread_mutex_lock(&between);
    (void)kill(getpid(), SIGKILL);
}

static void die_once(uint32_t flags, uint64_t size_max, uint64_t seed)
{
    int result = 0;
    fflush(NULL);
    const pid_t child = fork();
    EXPECT(child >= 0);
    if (child == 0) {
        run_until_death(flags, size_max, seed, 50 + seed % 300);
        _exit(1);
    }
    EXPECT_EQ(waitpid(child, &result, 0), child);
    EXPECT(WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL);
}

static uint64_t judge(uint64_t size_max, bool is_honest)
{
    struct sv_objects *objects = open_keys(SV_SPACE_RECOVER, size_max);
    struct sv_objects_facts facts;
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.keys_live + facts.keys_deleted + facts.keys_never, KEYS);
    EXPECT(facts.generation_max > 0);
    uint64_t bad = 0;
    for (uint32_t op = SV_GET; op <= SV_HEAD; op += SV_HEAD - SV_GET) {
        const struct rig_outcome *outcome = rig_do(objects, op);
        EXPECT_EQ(outcome->status, 0);
        bad += RIG_COUNT(outcome, units_bad);
        if (op == SV_GET && is_honest)
            EXPECT(RIG_COUNT(outcome, objects_compared) +
                       facts.keys_unsettled >=
                   facts.keys_live);
    }
    rig_close(objects);
    return bad;
}

/* Its bytes in the shared store, and its oracle says it is settled. */
static uint64_t settled_key(uint64_t size_max)
{
    struct sv_objects *objects = open_keys(SV_SPACE_RECOVER, size_max);
    uint64_t key = 0;
    while ((svi_key_word(&objects->oracle, key) &
            (SVI_KEY_PRESENT | SVI_KEY_UNSETTLED)) != SVI_KEY_PRESENT ||
           slots[key].size < 100)
        key++;
    EXPECT(key < KEYS);
    rig_close(objects);
    return key;
}

static void what_changed_after_the_death_is_found(uint64_t size_max)
{
    const uint64_t key = settled_key(size_max);
    slots[key].bytes[70] ^= 1;
    EXPECT_EQ(judge(size_max, true), 1);
    slots[key].bytes[70] ^= 1;
    slots[key].is_there = false;
    EXPECT_EQ(judge(size_max, false), 2); /* by GET and by HEAD */
    slots[key].is_there = true;
    EXPECT_EQ(judge(size_max, true), 0);
}

int main(int count, char **arguments)
{
    const uint64_t seed =
        count > 1 ? strtoull(arguments[1], NULL, 0) : 20261121;
    const uint32_t rounds = count > 2 ? (uint32_t)atoi(arguments[2]) : 8;
    struct svi_random random;
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    make_scratch();
    svi_random_seed(&random, seed);
    svi_random_seed(&chance, seed + 1);
    slots = mmap(NULL, KEYS * sizeof *slots, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    EXPECT(slots != MAP_FAILED);
    for (uint32_t round = 0; round < rounds; round++) {
        const uint64_t size_max = round % 2 == 0 ? ROOM : 600;
        memset(slots, 0, KEYS * sizeof *slots);
        for (uint32_t death = 0; death < 5; death++) {
            die_once(death == 0 ? 0 : SV_SPACE_RECOVER, size_max,
                     svi_random_next(&random));
            EXPECT_EQ(judge(size_max, true), 0);
        }
        what_changed_after_the_death_is_found(size_max);
        EXPECT_EQ(unlink(scratch_path("oracle")), 0);
    }
    return 0;
}
