/* relay_loop.c -- the thread of a relay: its doors, its epoll and its clock. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "relay_inside.h"

#define EVENTS_MAX 128
#define BACKLOG 1024
/* Without descriptors no connection can be taken: a pause, and it is tried
 * again. */
#define PAUSE_NS UINT64_C(20000000)
#define NEVER UINT64_MAX

/* A socket bound to `port` of this host, 0: to any that is free. */
static int bound_socket(uint16_t port)
{
    const int one = 1;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const int fd =
        socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (const struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    const int status = -errno;
    (void)close(fd);
    return status;
}

static int32_t open_door(struct sv_relay *relay, struct svi_route *route)
{
    const int fd = bound_socket(route->port);
    if (fd < 0)
        return fd;
    if (listen(fd, BACKLOG) != 0) {
        const int32_t status = -errno;
        (void)close(fd);
        return status;
    }
    struct epoll_event event = {EPOLLIN, {.ptr = &route->door}};
    route->door.fd = fd;
    (void)epoll_ctl(relay->poller, EPOLL_CTL_ADD, fd, &event);
    return 0;
}

static void close_door(struct svi_route *route)
{
    if (route->door.fd >= 0)
        (void)close(route->door.fd);
    route->door.fd = -1;
}

int32_t svi_route_open(struct sv_relay *relay, struct svi_route *route)
{
    struct sockaddr_in at;
    socklen_t length = sizeof at;
    route->door = (struct svi_end){NULL, route, -1};
    /* While nobody listens, this one keeps the port from all others. */
    route->holder = bound_socket(0);
    if (route->holder < 0)
        return route->holder;
    if (getsockname(route->holder, (struct sockaddr *)&at, &length) != 0)
        return -errno;
    route->port = ntohs(at.sin_port);
    return open_door(relay, route);
}

void svi_route_close(struct svi_route *route)
{
    close_door(route);
    if (route->holder >= 0)
        (void)close(route->holder);
}

void svi_relay_watch(struct sv_relay *relay, struct svi_end *end)
{
    struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                                {.ptr = end}};
    (void)epoll_ctl(relay->poller, EPOLL_CTL_ADD, end->fd, &event);
}

/* Takes who is in line; false: not all could be taken. */
static bool take_line(struct sv_relay *relay, struct svi_route *route)
{
    for (;;) {
        const int fd =
            accept4(route->door.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK;
        atomic_fetch_add_explicit(&relay->connections, 1, memory_order_relaxed);
        svi_link_take(relay, route, fd);
        const uint64_t ms =
            relay->doors_at_ns == 0 ? svi_relay_ask_door(relay) : 0;
        if (ms != 0)
            relay->doors_at_ns = svi_relay_after_ms(ms);
    }
}

/* From here on the system refuses who comes; whoever is here ends with the
 * exchange that is under way, however short the doors stay closed. */
static void close_doors(struct sv_relay *relay)
{
    for (uint32_t i = 0; i < relay->route_count; i++) {
        if (relay->routes[i].door.fd >= 0)
            (void)take_line(relay, &relay->routes[i]);
        close_door(&relay->routes[i]);
    }
    for (struct svi_link *link = relay->links; link != NULL;
         link = link->next) {
        link->closes = true;
        svi_link_wake(link, sv_now_ns());
    }
}

static void open_doors(struct sv_relay *relay)
{
    const uint64_t ms = svi_relay_ask_door(relay);
    relay->doors_at_ns = ms != 0 ? svi_relay_after_ms(ms) : 0;
    for (uint32_t i = 0; ms == 0 && i < relay->route_count; i++)
        if (relay->routes[i].door.fd < 0 &&
            open_door(relay, &relay->routes[i]) != 0)
            relay->doors_at_ns = sv_now_ns() + PAUSE_NS;
}

static void take_connections(struct sv_relay *relay, struct svi_route *route)
{
    const bool is_whole = take_line(relay, route);
    if (relay->doors_at_ns != 0) {
        close_doors(relay);
    } else if (!is_whole) {
        relay->doors_at_ns = sv_now_ns() + PAUSE_NS;
        close_door(route);
    }
}

/* Somebody armed or disarmed the faults. */
static void take_notice(struct sv_relay *relay)
{
    const bool is_armed = atomic_load(&relay->is_armed);
    uint64_t count;
    (void)!read(relay->waker, &count, sizeof count);
    if (is_armed == atomic_load(&relay->was_armed))
        return;
    struct svi_link *next;
    for (struct svi_link *link = relay->links; link != NULL; link = next) {
        next = link->next;
        svi_relay_ask_rate(link);
        if (!is_armed)
            svi_link_release(link);
        svi_link_wake(link, sv_now_ns());
    }
    const uint64_t ms = relay->doors_at_ns == 0 ? svi_relay_ask_door(relay) : 0;
    if (relay->doors_at_ns != 0) {
        open_doors(relay);
    } else if (ms != 0) {
        relay->doors_at_ns = svi_relay_after_ms(ms);
        close_doors(relay);
    }
    atomic_store(&relay->was_armed, is_armed);
}

static void wake_links(struct sv_relay *relay, uint64_t now_ns)
{
    if (relay->doors_at_ns != 0 && now_ns >= relay->doors_at_ns)
        open_doors(relay);
    if (now_ns < relay->wake_ns)
        return;
    relay->wake_ns = NEVER;
    struct svi_link *next;
    for (struct svi_link *link = relay->links; link != NULL; link = next) {
        next = link->next;
        if (link->wake_ns == 0)
            continue;
        if (link->wake_ns <= now_ns)
            svi_link_pump(link);
        else if (link->wake_ns < relay->wake_ns)
            relay->wake_ns = link->wake_ns;
    }
}

static void free_gone(struct sv_relay *relay)
{
    while (relay->gone != NULL) {
        struct svi_link *link = relay->gone;
        relay->gone = link->next;
        free(link->request.bytes);
        free(link);
    }
}

/* Milliseconds up to the next thing to do, rounded up; -1: none is known. */
static int patience(const struct sv_relay *relay)
{
    uint64_t until_ns = relay->wake_ns;
    if (relay->doors_at_ns != 0 && relay->doors_at_ns < until_ns)
        until_ns = relay->doors_at_ns;
    if (until_ns == NEVER)
        return -1;
    const uint64_t now_ns = sv_now_ns();
    const uint64_t left_ms =
        until_ns <= now_ns ? 0 : (until_ns - now_ns + 999999) / 1000000;
    return left_ms > 60000 ? 60000 : (int)left_ms;
}

void svi_relay_run(struct sv_relay *relay)
{
    struct epoll_event events[EVENTS_MAX];
    while (!atomic_load(&relay->is_closing)) {
        const int count =
            epoll_wait(relay->poller, events, EVENTS_MAX, patience(relay));
        for (int i = 0; i < count; i++) {
            struct svi_end *end = events[i].data.ptr;
            if (end == NULL)
                take_notice(relay);
            else if (end->link != NULL)
                svi_link_ready(end->link, end, events[i].events);
            else if (end->fd >= 0)
                take_connections(relay, end->route);
        }
        wake_links(relay, sv_now_ns());
        free_gone(relay);
    }
}

void svi_relay_drop(struct sv_relay *relay)
{
    while (relay->links != NULL)
        svi_link_end(relay->links, false);
    free_gone(relay);
}
