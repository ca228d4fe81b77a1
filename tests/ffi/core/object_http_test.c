/* object_http_test.c -- lanes over keys on real sockets: an honest server gives
 * no finding; one that flips, loses, cuts or throttles is told by its name, and
 * one that is not there is an error.
 */
#include "object_rig.h"
#include "store_server.h"

#define KEYS 20u

static bool answer(struct server_request *request)
{
    if (strcmp(request->method, "PUT") == 0 ||
        strcmp(request->method, "GET") == 0)
        return store_answer(request);
    (void)pthread_mutex_lock(&kept.lock);
    struct store_object *object = store_find(request->path);
    const bool is_head = strcmp(request->method, "HEAD") == 0;
    char head[128];
    if (object == NULL) {
        snprintf(head, sizeof head,
                 "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    } else if (is_head) {
        snprintf(head, sizeof head,
                 "HTTP/1.1 200 OK\r\nContent-Length: %llu\r\n\r\n",
                 (unsigned long long)object->count);
    } else {
        free(object->bytes);
        *object = kept.objects[--kept.count];
        kept.objects[kept.count].bytes = NULL;
        snprintf(head, sizeof head, "HTTP/1.1 204 No Content\r\n\r\n");
    }
    (void)pthread_mutex_unlock(&kept.lock);
    return server_say(request, head);
}

static struct sv_store *store;

static struct sv_objects *open_keys(uint64_t size_max, unsigned port)
{
    const struct sv_object_spec space = rig_space(KEYS, 0, size_max);
    struct sv_objects *objects = NULL;
    char text[256];
    int32_t failed;
    snprintf(text, sizeof text,
             "kind=s3%cendpoint=http://127.0.0.1:%u%cbucket=b%cprefix=p/%c"
             "path_style=1%c",
             0, port, 0, 0, 0, 0);
    EXPECT_EQ(sv_store_open(text, &failed, &store), 0);
    EXPECT_EQ(sv_objects_open(&space, store, "k e y/", NULL, &objects), 0);
    return objects;
}

static void close_keys(struct sv_objects *objects)
{
    rig_close(objects);
    sv_store_close(store);
}

static void start(void)
{
    EXPECT(pthread_mutex_init(&kept.lock, NULL) == 0);
    atomic_store(&kept.lie, STORE_HONEST);
    atomic_store(&kept.put_bytes_min, UINT64_MAX);
    server_start(answer);
}

static void an_honest_server_gives_no_finding(void)
{
    start();
    struct sv_objects *objects = open_keys(300000, server.port);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);
    const struct rig_outcome *outcome = rig_must(objects, SV_PUT);
    EXPECT_EQ(RIG_COUNT(outcome, put_ops), KEYS);
    EXPECT(RIG_COUNT(outcome, connections_new) <= 4);
    outcome = rig_must(objects, SV_GET);
    EXPECT_EQ(RIG_COUNT(outcome, objects_compared), KEYS);
    rig_must(objects, SV_RANGE);
    rig_must(objects, SV_HEAD);
    for (uint32_t op = SV_GET; op <= SV_DELETE; op++)
        spec.weight[op] = op == SV_LIST || op == SV_UPLOAD ? 0 : 2;
    spec.key_choice = SV_CHOOSE_RANDOM;
    spec.limit_ops = 400;
    spec.depth = 12;
    outcome = rig_run(objects, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT_EQ(RIG_COUNT(outcome, attempts) + RIG_COUNT(outcome, writes_skipped),
              400);
    close_keys(objects);
    store_stop();
}

static void an_object_of_no_bytes_is_one(void)
{
    start();
    struct sv_objects *objects = open_keys(0, server.port);
    rig_must(objects, SV_PUT);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), objects_compared), KEYS);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_RANGE), range_ops), KEYS);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_HEAD), head_ops), KEYS);
    rig_must(objects, SV_DELETE);
    rig_must(objects, SV_GET);
    close_keys(objects);
    store_stop();
}

static void a_lying_server_is_told(void)
{
    static const struct {
        enum store_lie lie;
        uint32_t class_;
    } LIES[] = {
        {STORE_LOSES, SV_CLASS_LOST},
        {STORE_FLIPS, SV_CLASS_BIT_ROT},
        {STORE_KEEPS_HALF, SV_CLASS_TRUNCATED},
        {STORE_ADDS, SV_CLASS_FOREIGN},
    };
    for (uint32_t i = 0; i < sizeof LIES / sizeof LIES[0]; i++) {
        start();
        struct sv_objects *objects = open_keys(100000, server.port);
        rig_must(objects, SV_PUT);
        atomic_store(&kept.lie, LIES[i].lie);
        rig_must(objects, SV_PUT);
        atomic_store(&kept.lie, STORE_HONEST);
        rig_expect(rig_do(objects, SV_GET), LIES[i].class_, SV_GET);
        close_keys(objects);
        store_stop();
    }
}

/* A body that ends before its promised length is an error of the transport: it
 * says nothing of what is stored. */
static void a_cut_body_is_an_error_and_no_finding(void)
{
    start();
    struct sv_objects *objects = open_keys(100000, server.port);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_GET);
    rig_must(objects, SV_PUT);
    atomic_store(&kept.lie, STORE_CUTS);
    spec.errors_max = KEYS;
    spec.attempts_max = 2;
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, units_bad), 0);
    EXPECT(RIG_COUNT(outcome, get_errors) > 0);
    EXPECT(RIG_COUNT(outcome, retries) > 0);
    close_keys(objects);
    store_stop();
}

static void a_storm_of_503_is_counted(void)
{
    start();
    struct sv_objects *objects = open_keys(1000, server.port);
    struct sv_object_lane_spec spec = rig_spec(KEYS, SV_PUT);
    rig_must(objects, SV_PUT);
    atomic_store(&kept.lie, STORE_THROTTLES);
    spec.errors_max = KEYS;
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(RIG_COUNT(outcome, put_errors), KEYS);
    EXPECT_EQ(RIG_COUNT(outcome, errors_throttled), KEYS);
    EXPECT_EQ(RIG_COUNT(outcome, first_error_status),
              (uint64_t)-SV_HTTP_THROTTLED);
    atomic_store(&kept.lie, STORE_HONEST);
    rig_must(objects, SV_GET);
    close_keys(objects);
    store_stop();
}

static void a_server_that_is_not_there_is_an_error(void)
{
    uint16_t port;
    const int fd = server_bind(&port);
    EXPECT(fd >= 0);
    (void)close(fd);
    struct sv_objects *objects = open_keys(1000, port);
    const struct rig_outcome *outcome = rig_do(objects, SV_PUT);
    EXPECT_EQ(outcome->status, SV_HTTP_REFUSED);
    EXPECT(RIG_COUNT(outcome, errors_refused) > 0);
    EXPECT_EQ(RIG_COUNT(outcome, put_ops), 0);
    EXPECT_EQ(outcome->finding_count, 0);
    close_keys(objects);
}

int main(void)
{
    uint32_t features;
    char text[64];
    if (sv_http_probe(text, sizeof text, &features) != 0)
        SKIP("no libcurl on this host");
    an_honest_server_gives_no_finding();
    an_object_of_no_bytes_is_one();
    a_lying_server_is_told();
    a_cut_body_is_an_error_and_no_finding();
    a_storm_of_503_is_counted();
    a_server_that_is_not_there_is_an_error();
    return 0;
}
