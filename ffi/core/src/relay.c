/* relay.c -- a relay from its settings to its end; see stor_relay.h. */
#include <errno.h>
#include <netdb.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "relay_inside.h"

static const char *const KINDS[] = {
#define XX(id, name) [SV_RELAY_##id] = name,
    SV_RELAY_MAP(XX)
#undef XX
};

/* "host:port"; the host of an IPv6 address stands in brackets. */
static int32_t resolve(struct svi_route *route, const char *value)
{
    char text[300];
    const size_t length = strlen(value);
    if (length >= sizeof text)
        return SV_LAYOUT;
    memcpy(text, value, length + 1);
    char *colon = strrchr(text, ':');
    if (colon == NULL || colon == text || colon[1] == '\0' ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
        strlen(colon + 1) > 5)
        return SV_LAYOUT;
    *colon = '\0';
    char *host = text;
    if (host[0] == '[' && colon[-1] == ']') {
        colon[-1] = '\0';
        host++;
    }
    const struct addrinfo wanted = {.ai_family = AF_UNSPEC,
                                    .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, colon + 1, &wanted, &found) != 0)
        return SV_HTTP_RESOLVE;
    for (struct addrinfo *one = found;
         one != NULL && route->address_count < SVI_ADDRESSES_MAX;
         one = one->ai_next) {
        const uint32_t at = route->address_count++;
        memcpy(&route->addresses[at], one->ai_addr, one->ai_addrlen);
        route->lengths[at] = one->ai_addrlen;
    }
    freeaddrinfo(found);
    return 0;
}

static int32_t add_route(struct sv_relay *relay, const char *value,
                         bool is_sealed)
{
    if (relay->route_count == SVI_ENDPOINTS_MAX)
        return SV_LAYOUT;
    struct svi_route *route = &relay->routes[relay->route_count];
    route->is_sealed = is_sealed;
    route->holder = route->door.fd = -1;
    const int32_t status = resolve(route, value);
    relay->route_count += status == 0 ? 1 : 0;
    return status;
}

static int32_t add_rule(struct sv_relay *relay, const char *value)
{
    const size_t length = strcspn(value, ":");
    if (relay->rule_count == SVI_RULES_MAX)
        return SV_LAYOUT;
    for (uint32_t kind = 0; kind < SV_RELAY_KIND_COUNT; kind++) {
        if (strlen(KINDS[kind]) != length ||
            memcmp(KINDS[kind], value, length) != 0)
            continue;
        struct svi_rule *rule = &relay->rules[relay->rule_count];
        rule->kind = kind;
        const int32_t status =
            svi_fault_plan_parse(KINDS[kind], value + length, &rule->plan);
        relay->rule_count += status == 0 ? 1 : 0;
        return status;
    }
    return SV_POINT;
}

static int32_t put_setting(struct sv_relay *relay, const char *text)
{
    if (strncmp(text, "endpoint=", 9) == 0)
        return add_route(relay, text + 9, false);
    if (strncmp(text, "sealed=", 7) == 0)
        return add_route(relay, text + 7, true);
    if (strncmp(text, "fault=", 6) == 0)
        return add_rule(relay, text + 6);
    return SV_LAYOUT;
}

static int32_t read_settings(struct sv_relay *relay, const char *settings,
                             int32_t *failed)
{
    int32_t index = 0;
    for (const char *text = settings; *text != '\0';
         text += strlen(text) + 1, index++) {
        const int32_t status = put_setting(relay, text);
        if (status != 0) {
            *failed = index;
            return status;
        }
    }
    return relay->route_count == 0 ? SV_LAYOUT : 0;
}

static void *run(void *relay)
{
    svi_relay_run(relay);
    return NULL;
}

static int32_t start(struct sv_relay *relay)
{
    relay->poller = epoll_create1(EPOLL_CLOEXEC);
    if (relay->poller < 0)
        return -errno;
    relay->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (relay->waker < 0)
        return -errno;
    struct epoll_event event = {EPOLLIN, {.ptr = NULL}};
    if (epoll_ctl(relay->poller, EPOLL_CTL_ADD, relay->waker, &event) != 0)
        return -errno;
    for (uint32_t i = 0; i < relay->route_count; i++) {
        const int32_t status = svi_route_open(relay, &relay->routes[i]);
        if (status != 0)
            return status;
    }
    /* Signals are the process's business, on its own threads. */
    sigset_t all, before;
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = pthread_create(&relay->thread, NULL, run, relay);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    relay->has_thread = error == 0;
    return -error;
}

int32_t sv_relay_open(const char *settings, int32_t *failed,
                      struct sv_relay **out)
{
    *out = NULL;
    *failed = -1;
    struct sv_relay *relay = calloc(1, sizeof *relay);
    if (relay == NULL)
        return -ENOMEM;
    relay->poller = relay->waker = -1;
    relay->wake_ns = UINT64_MAX;
    int32_t status = read_settings(relay, settings, failed);
    if (status == 0)
        status = start(relay);
    if (status != 0) {
        sv_relay_close(relay);
        return status;
    }
    *out = relay;
    return 0;
}

int32_t sv_relay_port(struct sv_relay *relay, uint32_t index)
{
    return index < relay->route_count ? relay->routes[index].port : SV_BOUND;
}

int32_t sv_relay_fault(struct sv_relay *relay, uint32_t index,
                       struct sv_fault_state *out)
{
    if (index >= relay->rule_count)
        return SV_BOUND;
    const struct svi_rule *rule = &relay->rules[index];
    *out = (struct sv_fault_state){
        .hits = atomic_load_explicit(&rule->hits, memory_order_relaxed),
        .fired = atomic_load_explicit(&rule->fired, memory_order_relaxed),
        .armed = 1,
    };
    return 0;
}

void sv_relay_facts(struct sv_relay *relay, struct sv_relay_facts *out)
{
    *out = (struct sv_relay_facts){
        atomic_load_explicit(&relay->connections, memory_order_relaxed),
        atomic_load_explicit(&relay->requests, memory_order_relaxed),
        atomic_load_explicit(&relay->bytes_up, memory_order_relaxed),
        atomic_load_explicit(&relay->bytes_down, memory_order_relaxed),
        atomic_load_explicit(&relay->endpoint_refused, memory_order_relaxed),
    };
}

static void wake(struct sv_relay *relay)
{
    const uint64_t one = 1;
    while (write(relay->waker, &one, sizeof one) < 0 && errno == EINTR)
        continue;
}

void sv_relay_arm(struct sv_relay *relay, uint32_t is_armed)
{
    const bool wanted = is_armed != 0;
    atomic_store(&relay->is_armed, wanted);
    wake(relay);
    while (atomic_load(&relay->was_armed) != wanted)
        (void)sched_yield();
}

void sv_relay_close(struct sv_relay *relay)
{
    if (relay == NULL)
        return;
    if (relay->has_thread) {
        atomic_store(&relay->is_closing, true);
        wake(relay);
        (void)pthread_join(relay->thread, NULL);
    }
    svi_relay_drop(relay);
    for (uint32_t i = 0; i < relay->route_count; i++)
        svi_route_close(&relay->routes[i]);
    if (relay->waker >= 0)
        (void)close(relay->waker);
    if (relay->poller >= 0)
        (void)close(relay->poller);
    free(relay);
}
