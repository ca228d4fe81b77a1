/* http_loop.c -- libcurl's sockets on an epoll of our own, and its one timer.
 *
 * libcurl gives up a socket at the end of each request and takes it again for
 * the next. Of those that we opened, and so see closed, the epoll is told only
 * when it reports one that nobody wants: two system calls a request less.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "http_inside.h"

#define EVENTS_MAX 128
/* None is closed because there are many: no more are made than requests were
 * in flight at once. */
#define CONNECTIONS_MAX 1000000L

#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

static struct svi_socket *socket_of(struct svi_http *http, int fd)
{
    if (fd < 0)
        return NULL;
    if ((uint32_t)fd >= http->socket_room) {
        uint32_t room = ((uint32_t)fd + 64) / 64 * 64;
        struct svi_socket *more =
            realloc(http->sockets, room * sizeof *http->sockets);
        if (more == NULL)
            return NULL;
        memset(more + http->socket_room, 0,
               (room - http->socket_room) * sizeof *more);
        http->sockets = more;
        http->socket_room = room;
    }
    return &http->sockets[fd];
}

static void tell_epoll(struct svi_http *http, int fd, struct svi_socket *known,
                       uint32_t events)
{
    if (known->registered == events)
        return;
    int change = events == 0              ? EPOLL_CTL_DEL
                 : known->registered == 0 ? EPOLL_CTL_ADD
                                          : EPOLL_CTL_MOD;
    struct epoll_event event = {events, {.fd = fd}};
    if (epoll_ctl(http->poller, change, fd, &event) == 0 ||
        change == EPOLL_CTL_DEL)
        known->registered = events;
}

static int on_socket(void *easy, int fd, int what, void *client, void *mark)
{
    struct svi_http *http = client;
    struct svi_socket *known = socket_of(http, fd);
    (void)easy, (void)mark;
    if (known == NULL)
        return 0;
    if (what == SVI_CURL_POLL_REMOVE) {
        known->wanted = 0;
        if (!known->is_ours)
            tell_epoll(http, fd, known, 0);
        return 0;
    }
    known->wanted = ((what & SVI_CURL_POLL_IN) != 0 ? EPOLLIN : 0u) |
                    ((what & SVI_CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u);
    tell_epoll(http, fd, known, known->wanted);
    return 0;
}

static int on_timer(void *multi, long timeout_ms, void *client)
{
    struct svi_http *http = client;
    (void)multi;
    http->timer_ns = timeout_ms < 0
                         ? UINT64_MAX
                         : sv_now_ns() + (uint64_t)timeout_ms * 1000000u;
    return 0;
}

int svi_loop_open_socket(void *client, int purpose,
                         struct svi_curl_address *address)
{
    struct svi_http *http = client;
    (void)purpose;
    int fd = socket(address->family, address->type | SOCK_CLOEXEC,
                    address->protocol);
    struct svi_socket *known = socket_of(http, fd);
    if (known == NULL) {
        if (fd >= 0)
            (void)close(fd);
        return SVI_CURL_SOCKET_BAD;
    }
    *known = (struct svi_socket){.is_ours = true};
    return fd;
}

/* Tells the request on this connection that it ends, unless the other side has
 * ended it: then that is why. */
static void tell_closed(struct svi_http *http, int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at;
    socklen_t length = sizeof at;
    char byte;
    if (getsockname(fd, &at.any, &length) != 0 ||
        recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        return;
    int port = ntohs(at.any.sa_family == AF_INET6 ? at.v6.sin6_port
                                                  : at.v4.sin_port);
    for (uint32_t i = 0; i < http->call_count; i++) {
        struct svi_call *call = http->calls[i];
        if (call->is_flying && call->local_port == port)
            call->was_closed = true;
    }
}

int svi_loop_close_socket(void *client, int fd)
{
    struct svi_http *http = client;
    struct svi_socket *known = socket_of(http, fd);
    if (known != NULL)
        *known = (struct svi_socket){0};
    tell_closed(http, fd);
    return close(fd);
}

int32_t svi_loop_open(struct svi_http *http)
{
    const struct svi_curl *curl = http->curl;
    http->timer_ns = UINT64_MAX;
    http->poller = epoll_create1(EPOLL_CLOEXEC);
    if (http->poller < 0)
        return -errno;
    http->multi = curl->multi_init();
    if (http->multi == NULL)
        return -ENOMEM;
    (void)curl->multi_setopt(http->multi, SVI_CURLMOPT_SOCKETFUNCTION,
                             on_socket);
    (void)curl->multi_setopt(http->multi, SVI_CURLMOPT_SOCKETDATA, http);
    (void)curl->multi_setopt(http->multi, SVI_CURLMOPT_TIMERFUNCTION, on_timer);
    (void)curl->multi_setopt(http->multi, SVI_CURLMOPT_TIMERDATA, http);
    (void)curl->multi_setopt(http->multi, SVI_CURLMOPT_MAXCONNECTS,
                             CONNECTIONS_MAX);
    (void)curl->multi_setopt(http->multi, SVI_CURLMOPT_PIPELINING,
                             http->store->http_version == 2
                                 ? (long)SVI_CURLPIPE_MULTIPLEX
                                 : (long)SVI_CURLPIPE_NOTHING);
    return 0;
}

void svi_loop_close(struct svi_http *http)
{
    /* Closes the connections, through the callback above. */
    if (http->multi != NULL)
        (void)http->curl->multi_cleanup(http->multi);
    if (http->poller >= 0)
        (void)close(http->poller);
    free(http->sockets);
}

static int wait_events(struct svi_http *http, struct epoll_event *events,
                       uint64_t sleep_ns)
{
    if (!http->has_no_pwait2 && sleep_ns != 0) {
        struct timespec limit = {(time_t)(sleep_ns / 1000000000u),
                                 (long)(sleep_ns % 1000000000u)};
        long count = syscall(SYS_epoll_pwait2, http->poller, events, EVENTS_MAX,
                             &limit, NULL, 0);
        if (count >= 0 || errno != ENOSYS)
            return (int)count;
        http->has_no_pwait2 = true; /* older than Linux 5.11 */
    }
    return epoll_wait(http->poller, events, EVENTS_MAX,
                      (int)((sleep_ns + 999999u) / 1000000u));
}

static void tell_socket(struct svi_http *http, const struct epoll_event *event)
{
    int fd = event->data.fd, running, bits = 0;
    struct svi_socket *known = socket_of(http, fd);
    if (known != NULL && known->wanted == 0) {
        /* An idle connection that its server has closed. */
        tell_epoll(http, fd, known, 0);
        return;
    }
    if ((event->events & EPOLLIN) != 0)
        bits |= SVI_CURL_CSELECT_IN;
    if ((event->events & EPOLLOUT) != 0)
        bits |= SVI_CURL_CSELECT_OUT;
    if ((event->events & (EPOLLERR | EPOLLHUP)) != 0)
        bits |= SVI_CURL_CSELECT_ERR;
    (void)http->curl->multi_socket_action(http->multi, fd, bits, &running);
}

void svi_loop_timer(struct svi_http *http)
{
    int running;
    if (http->timer_ns > sv_now_ns())
        return;
    http->timer_ns = UINT64_MAX;
    (void)http->curl->multi_socket_action(
        http->multi, SVI_CURL_SOCKET_TIMEOUT, 0, &running);
}

int32_t svi_loop_sockets(struct svi_http *http, uint64_t until_ns)
{
    struct epoll_event events[EVENTS_MAX];
    uint64_t now_ns = sv_now_ns();
    if (until_ns > http->timer_ns)
        until_ns = http->timer_ns;
    int count =
        wait_events(http, events, until_ns > now_ns ? until_ns - now_ns : 0);
    if (count < 0)
        return errno == EINTR ? 0 : -errno;
    for (int i = 0; i < count; i++)
        tell_socket(http, &events[i]);
    return 0;
}
