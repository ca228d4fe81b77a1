/* fake_store.h -- a store in memory behind the client's methods: S3 and Azure
 * as far as lanes use them, that can be slow, fail and lie on purpose.
 *
 * Requests take effect and are answered in two steps, each when a seeded draw
 * says so, in any order: what lanes must live with. One client a lane; all of
 * a process share one store. The switches are plain fields.
 */
#ifndef FAKE_STORE_H
#define FAKE_STORE_H

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "svi_crc64nvme.h"
#include "svi_object_lane.h"
#include "svi_random.h"

#define FAKE_BUCKETS 4096u
#define FAKE_FLYING_MAX 8192u
#define FAKE_UPLOADS 512u
#define FAKE_PARTS 64u

struct fake_object {
    struct fake_object *next;
    char name[160];
    uint8_t *bytes;
    uint64_t size;
    uint64_t version;
    uint8_t *old_bytes; /* the version before, for stale answers */
    uint64_t old_size;
    bool has_old;
    bool is_there;
};

struct fake_upload {
    bool is_open;
    char id[64];
    char name[160];
    uint8_t *parts[FAKE_PARTS];
    uint64_t sizes[FAKE_PARTS];
};

/* Chances are in 10,000 requests. */
static struct fake_store {
    pthread_mutex_t lock;
    struct svi_random random;
    struct fake_object *buckets[FAKE_BUCKETS];
    struct fake_upload uploads[FAKE_UPLOADS];
    uint64_t versions;
    uint64_t requests;
    char last_query[4096];
    bool is_azure;
    bool is_slow; /* answers come late and in any order */
    uint32_t fail_before; /* reset, and nothing was done */
    uint32_t fail_after;  /* done, and then reset */
    uint32_t throttle;
    uint32_t server_error;
    uint32_t fail_next; /* so many requests end in fail_status, */
    int32_t fail_status;
    bool fail_is_after; /* once they were done */
    uint32_t retry_after_s;
    char fail_query[32]; /* only requests whose query has it */

    bool drops_puts;      /* acknowledged, not kept */
    bool drops_deletes;
    bool is_stale;        /* reads see the version before */
    bool has_no_objects;  /* reads see nothing */
    bool joins_backwards; /* an upload's parts */
    bool hides_listed;    /* every third entry */
    bool doubles_listed;
    bool swaps_listed;
    bool lists_foreign;
    bool lists_deleted;
    bool lists_more;      /* than it was asked for, by one */
    bool lists_before;    /* also what comes before the page */
    bool adds_last;       /* the last key of all, behind a page that is cut */
    bool breaks_xml;
    bool ignores_ranges;
    bool wrong_etag;
    bool wrong_sum;
    bool wrong_sum_of_upload;
    uint32_t returns_sums; /* of what is read: enum svi_sum_kind */
    int64_t size_off;     /* added to sizes in HEAD and listings */
    int64_t cut_bytes;    /* bodies end early, and say so (positive) */
    uint64_t grow_bytes;  /* bodies have more than was put */
    int64_t flip_byte;    /* this byte of each body is wrong; -1: none */
    bool zeroes;
    bool tears;           /* the second half is of the version before */
} fake;

struct fake_call {
    struct svi_request *request;
    bool is_applied;
    bool is_failed;
    uint8_t *body;
    uint64_t body_bytes;
};

struct svi_http {
    struct fake_call calls[FAKE_FLYING_MAX];
    uint32_t count;
    bool is_cancelled;
};

#define FAKE_CHANCE(of) \
    ((of) != 0 && svi_random_below(&fake.random, 10000) < (of))

static struct fake_object *fake_find(const char *name, bool make)
{
    uint64_t hash = 7;
    for (const char *at = name; *at != '\0'; at++)
        hash = svi_mix64(hash ^ (uint8_t)*at);
    struct fake_object **link = &fake.buckets[hash % FAKE_BUCKETS];
    while (*link != NULL && strcmp((*link)->name, name) != 0)
        link = &(*link)->next;
    if (*link == NULL && make) {
        *link = calloc(1, sizeof **link);
        EXPECT(*link != NULL && strlen(name) < sizeof (*link)->name);
        strcpy((*link)->name, name);
    }
    return *link;
}

static void fake_keep(const char *name, uint8_t *bytes, uint64_t size)
{
    struct fake_object *object = fake_find(name, true);
    free(object->old_bytes);
    object->old_bytes = object->bytes;
    object->old_size = object->size;
    object->has_old = object->is_there;
    object->bytes = bytes;
    object->size = size;
    object->is_there = true;
    object->version = ++fake.versions;
}

static void fake_forget_all(void)
{
    for (uint32_t i = 0; i < FAKE_BUCKETS; i++) {
        while (fake.buckets[i] != NULL) {
            struct fake_object *object = fake.buckets[i];
            fake.buckets[i] = object->next;
            free(object->bytes);
            free(object->old_bytes);
            free(object);
        }
    }
    for (uint32_t i = 0; i < FAKE_UPLOADS; i++)
        for (uint32_t part = 0; part < FAKE_PARTS; part++)
            free(fake.uploads[i].parts[part]);
    memset(fake.uploads, 0, sizeof fake.uploads);
}

/* Honest again, and empty. */
static inline void fake_reset(uint64_t seed)
{
    fake_forget_all();
    memset(&fake, 0, sizeof fake);
    (void)pthread_mutex_init(&fake.lock, NULL);
    fake.flip_byte = -1;
    svi_random_seed(&fake.random, seed);
}

/* Value of `name` in the query, decoded; false: not there. */
static bool fake_query(const char *path, const char *name, char *out)
{
    const char *at = strchr(path, '?');
    const size_t length = strlen(name);
    while (at != NULL) {
        at++;
        if (strncmp(at, name, length) == 0 && at[length] == '=') {
            at += length + 1;
            const size_t count = strcspn(at, "&");
            EXPECT(count < 1000);
            memcpy(out, at, count);
            out[count] = '\0';
            EXPECT(svi_percent_decode(out, false));
            return true;
        }
        at = strchr(at, '&');
    }
    return false;
}

/* The key of "/bucket/key?..."; "" for the bucket itself. */
static void fake_name(const char *path, char *out)
{
    const char *at = strchr(path + 1, '/');
    const char *query = strchr(path, '?');
    out[0] = '\0';
    if (at == NULL || (query != NULL && query < at))
        return;
    const size_t count = strcspn(at + 1, "?");
    memcpy(out, at + 1, count);
    out[count] = '\0';
    EXPECT(svi_percent_decode(out, false));
}

static void fake_answer(struct svi_request *request, uint32_t http_status,
                        const char *text)
{
    request->http_status = http_status;
    if (request->answer == NULL)
        return;
    const size_t count = strlen(text);
    EXPECT(count < request->answer_room);
    memcpy(request->answer, text, count + 1);
    request->answer_bytes = (uint32_t)count;
}

static void fake_tag(struct svi_request *request, uint64_t version)
{
    (void)snprintf(request->etag, sizeof request->etag, "\"v%llu\"",
                   (unsigned long long)version + (fake.wrong_etag ? 1 : 0));
}

static const char *fake_header(const struct svi_request *request,
                               const char *name)
{
    const size_t length = strlen(name);
    for (uint32_t i = 0; i < SVI_HEADERS_MAX && request->headers[i]; i++)
        if (strncmp(request->headers[i], name, length) == 0)
            return request->headers[i] + length;
    return NULL;
}

#include "fake_store_requests.h"

/* Reads the body in pieces of any size, as a client does. */
static void fake_read_body(struct fake_call *call)
{
    struct svi_request *request = call->request;
    if (request->body_bytes == 0)
        return;
    call->body = malloc(request->body_bytes);
    EXPECT(call->body != NULL);
    while (call->body_bytes < request->body_bytes) {
        uint64_t room = request->body_bytes - call->body_bytes;
        const uint64_t most = 1 + svi_random_below(&fake.random, 70000);
        room = room < most ? room : most;
        const size_t count =
            request->produce(request, call->body + call->body_bytes, room);
        EXPECT(count > 0 && count <= room);
        call->body_bytes += count;
    }
}

static bool fake_fails(struct fake_call *call)
{
    struct svi_request *request = call->request;
    const bool is_chosen = fake.fail_query[0] == '\0' ||
                           strstr(request->path_query, fake.fail_query) != NULL;
    if (fake.fail_next > 0 && is_chosen) {
        fake.fail_next--;
        if (fake.fail_is_after)
            fake_apply(call);
        request->retry_after_s = fake.retry_after_s;
        request->http_status = 0;
        request->status = fake.fail_status;
        return true;
    }
    if (FAKE_CHANCE(fake.fail_before)) {
        request->status = SV_HTTP_RESET;
        return true;
    }
    if (FAKE_CHANCE(fake.throttle)) {
        fake_answer(request, 503, "<Error><Code>SlowDown</Code></Error>");
        return true;
    }
    if (FAKE_CHANCE(fake.server_error)) {
        fake_answer(request, 500, "<Error><Code>Inner</Code></Error>");
        return true;
    }
    if (FAKE_CHANCE(fake.fail_after)) {
        fake_apply(call);
        request->http_status = 0;
        request->status = SV_HTTP_TIMEOUT;
        return true;
    }
    return false;
}

static int32_t fake_open(const struct sv_store *store, uint32_t in_flight_max,
                         struct svi_http **out)
{
    (void)store;
    EXPECT(in_flight_max > 0 && in_flight_max <= FAKE_FLYING_MAX);
    *out = calloc(1, sizeof **out);
    return *out == NULL ? -1 : 0;
}

static int32_t fake_send(struct svi_http *client, struct svi_request *request)
{
    EXPECT(client->count < FAKE_FLYING_MAX);
    EXPECT(request->path_query[0] == '/');
    request->start_ns = sv_now_ns();
    request->first_byte_ns = 0;
    client->calls[client->count++] = (struct fake_call){.request = request};
    return 0;
}

static void fake_finish(struct svi_http *client, uint32_t index,
                        struct svi_request **done, uint32_t *count)
{
    struct fake_call *call = &client->calls[index];
    free(call->body);
    call->request->first_byte_ns = sv_now_ns();
    call->request->end_ns = call->request->first_byte_ns + 1;
    done[(*count)++] = call->request;
    client->calls[index] = client->calls[--client->count];
}

static int32_t fake_wait(struct svi_http *client, uint32_t least,
                         uint64_t timeout_ns, struct svi_request **done,
                         uint32_t room)
{
    uint32_t count = 0;
    (void)timeout_ns;
    (void)pthread_mutex_lock(&fake.lock);
    do {
        for (uint32_t i = 0; i < client->count && count < room;) {
            struct fake_call *call = &client->calls[i];
            const bool waits =
                fake.is_slow && svi_random_below(&fake.random, 4) != 0;
            if (waits) {
                i++;
                continue;
            }
            if (client->is_cancelled) {
                call->request->status = -ECANCELED;
                call->is_applied = true;
            }
            if (!call->is_applied) {
                call->is_applied = true;
                fake.requests++;
                fake_read_body(call);
                call->is_failed = fake_fails(call);
                if (!call->is_failed)
                    fake_apply(call);
                if (fake.is_slow) {
                    i++;
                    continue;
                }
            }
            fake_deliver(call);
            fake_finish(client, i, done, &count);
        }
    } while (count < least && client->count > 0);
    (void)pthread_mutex_unlock(&fake.lock);
    return (int32_t)count;
}

static void fake_cancel(struct svi_http *client)
{
    client->is_cancelled = true;
}

static void fake_close(struct svi_http *client)
{
    EXPECT_EQ(client->count, 0);
    free(client);
}

static const struct svi_client_methods FAKE_METHODS = {
    .open = fake_open,
    .send = fake_send,
    .wait = fake_wait,
    .cancel = fake_cancel,
    .close = fake_close,
};

#endif
