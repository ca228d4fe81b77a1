/* relay_link.c -- one connection through a relay: bytes from either end to the
 * other, as fast as both take them, and the ends of it.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "relay_inside.h"

/* Of one link before the others have their turn: 4 MiB. */
#define ROUNDS_MAX 32u

void svi_link_wake(struct svi_link *link, uint64_t when_ns)
{
    if (link->wake_ns == 0 || when_ns < link->wake_ns)
        link->wake_ns = when_ns;
    if (when_ns < link->relay->wake_ns)
        link->relay->wake_ns = when_ns;
}

static void close_end(struct svi_end *end, bool is_reset)
{
    const struct linger none = {1, 0};
    if (end->fd < 0)
        return;
    if (is_reset)
        (void)setsockopt(end->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    (void)close(end->fd);
    end->fd = -1;
}

void svi_link_end(struct svi_link *link, bool is_reset)
{
    struct sv_relay *relay = link->relay;
    if (link->is_gone)
        return;
    close_end(&link->client, is_reset);
    close_end(&link->server, is_reset);
    link->is_gone = true;
    if (link->before != NULL)
        link->before->next = link->next;
    else
        relay->links = link->next;
    if (link->next != NULL)
        link->next->before = link->before;
    link->next = relay->gone;
    relay->gone = link;
}

void svi_link_finish(struct svi_link *link)
{
    if (link->is_over || link->is_gone)
        return;
    close_end(&link->server, false);
    link->is_over = true;
    if (shutdown(link->client.fd, SHUT_WR) != 0)
        svi_link_end(link, false);
    else
        svi_link_wake(link, sv_now_ns()); /* what it still sends is read away */
}

void svi_link_release(struct svi_link *link)
{
    struct svi_flow *const flows[] = {&link->request, &link->answer};
    for (size_t i = 0; i < sizeof flows / sizeof flows[0]; i++) {
        flows[i]->hold_ns = 0;
        flows[i]->slow_left = 0;
        if (!flows[i]->is_stopping)
            flows[i]->stop = SVI_GO;
    }
    if (link->is_dead)
        svi_link_end(link, true);
}

bool svi_link_is_idle(const struct svi_link *link)
{
    return link->is_answered && !link->is_open && !link->is_dead &&
           link->request.framing == SVI_AT_HEAD &&
           link->request.start == link->request.end &&
           link->answer.start == link->answer.end;
}

/* All bytes before a stop are out: now it happens. */
static void stop(struct svi_link *link, struct svi_flow *flow)
{
    svi_rule_fired(flow->stop_rule);
    if (flow->stop == SVI_STOP_STALL)
        link->is_dead = true;
    else if (flow->stop == SVI_STOP_RESET)
        svi_link_end(link, true);
    else
        svi_link_finish(link);
}

static bool move(struct svi_link *link, struct svi_flow *flow)
{
    bool has_moved = svi_flow_receive(link, flow);
    svi_flow_look(link, flow);
    if (link->is_gone || link->is_dead)
        return false;
    /* Half a head is passed on as it is: nothing more will come. */
    if (flow == &link->answer && flow->has_ended && flow->sure != flow->end &&
        !flow->is_stopping && flow->framing != SVI_SEALED) {
        flow->framing = SVI_SEALED;
        svi_flow_look(link, flow);
    }
    while (svi_flow_deliver(link, flow))
        has_moved = true;
    if (!link->is_gone && flow->is_stopping && flow->start == flow->sure)
        stop(link, flow);
    return has_moved;
}

/* Nothing moves: what the ends have to hear of each other. */
static void settle(struct svi_link *link)
{
    struct svi_flow *request = &link->request, *answer = &link->answer;
    const bool is_idle = svi_link_is_idle(link);
    if (answer->has_ended && answer->start == answer->sure) {
        if (answer->was_reset)
            svi_link_end(link, true);
        else
            svi_link_finish(link);
    } else if (request->was_reset) {
        svi_link_end(link, true);
    } else if (is_idle && (request->has_ended || link->closes ||
                           link->relay->doors_at_ns != 0)) {
        svi_link_finish(link);
    } else if (request->has_ended && request->start == request->sure &&
               link->is_connected && !request->is_shut) {
        request->is_shut = true;
        (void)shutdown(link->server.fd, SHUT_WR);
    }
}

/* Reads away what a client still sends that was told of the end. */
static void drain(struct svi_link *link)
{
    char ignored[16384];
    ssize_t count;
    do
        count = recv(link->client.fd, ignored, sizeof ignored, 0);
    while (count > 0 || (count < 0 && errno == EINTR));
    if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
        svi_link_end(link, false);
}

/* A client that leaves while its request is kept back leaves for good: what it
 * gave up may not reach the endpoint behind what it sends after it. */
static bool has_given_up(const struct svi_link *link)
{
    const struct svi_flow *flow = &link->request;
    return link->has_left &&
           (link->is_dead || (flow->start != flow->end &&
                              (flow->hold_ns != 0 || flow->rate != 0)));
}

void svi_link_pump(struct svi_link *link)
{
    link->wake_ns = 0;
    for (uint32_t round = 0; round < ROUNDS_MAX; round++) {
        if (link->is_gone)
            return;
        if (has_given_up(link)) {
            svi_link_end(link, true);
            return;
        }
        if (link->is_dead)
            return;
        if (link->is_over) {
            drain(link);
            return;
        }
        bool has_moved = move(link, &link->request);
        if (!link->is_gone && !link->is_over && !link->is_dead)
            has_moved = move(link, &link->answer) || has_moved;
        else
            continue;
        if (!has_moved && !link->is_gone && !link->is_over && !link->is_dead) {
            settle(link);
            return;
        }
    }
    svi_link_wake(link, sv_now_ns());
}

/* Begins a connection to the next address; false: there is none. */
static bool connect_on(struct svi_link *link)
{
    struct svi_route *route = link->route;
    while (link->address < route->address_count) {
        const uint32_t at = link->address++;
        const struct sockaddr *to =
            (const struct sockaddr *)&route->addresses[at];
        const int one = 1;
        const int fd = socket(to->sa_family,
                              SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0)
            continue;
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        link->server.fd = fd;
        if (connect(fd, to, route->lengths[at]) == 0 || errno == EINPROGRESS) {
            svi_relay_watch(link->relay, &link->server);
            return true;
        }
        close_end(&link->server, false);
    }
    atomic_fetch_add_explicit(&link->relay->endpoint_refused, 1,
                              memory_order_relaxed);
    svi_link_end(link, true);
    return false;
}

/* The outcome of a connection that was begun; false: there is none yet. */
static bool has_connected(struct svi_link *link)
{
    int error = 0;
    socklen_t length = sizeof error;
    (void)getsockopt(link->server.fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) {
        close_end(&link->server, false);
        (void)connect_on(link);
        return false;
    }
    link->is_connected = true;
    return true;
}

void svi_link_ready(struct svi_link *link, const struct svi_end *end,
                    uint32_t events)
{
    const bool is_client = end == &link->client;
    const bool can_read = (events & (EPOLLIN | EPOLLRDHUP)) != 0;
    const bool can_write = (events & EPOLLOUT) != 0;
    const bool has_failed = (events & (EPOLLERR | EPOLLHUP)) != 0;
    if (link->is_gone || end->fd < 0)
        return;
    if (is_client) {
        link->request.can_read = link->request.can_read || can_read;
        link->answer.can_write = link->answer.can_write || can_write;
        link->has_left = link->has_left || (events & EPOLLRDHUP) != 0;
        if (has_failed) {
            svi_link_end(link, true);
            return;
        }
    } else {
        if (!link->is_connected &&
            ((!can_write && !has_failed) || !has_connected(link)))
            return;
        link->answer.can_read = link->answer.can_read || can_read || has_failed;
        link->request.can_write =
            link->request.can_write || can_write || has_failed;
    }
    svi_link_pump(link);
}

void svi_link_take(struct sv_relay *relay, struct svi_route *route, int fd)
{
    const int one = 1;
    struct svi_link *link = calloc(1, sizeof *link);
    char *bytes = link == NULL ? NULL : malloc(2 * (size_t)SVI_FLOW_ROOM);
    if (bytes == NULL) {
        free(link);
        (void)close(fd);
        return;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    link->relay = relay;
    link->route = route;
    link->client = (struct svi_end){link, route, fd};
    link->server = (struct svi_end){link, route, -1};
    link->request.bytes = bytes;
    link->answer.bytes = bytes + SVI_FLOW_ROOM;
    link->refusal = SV_RELAY_KIND_COUNT;
    link->next = relay->links;
    if (link->next != NULL)
        link->next->before = link;
    relay->links = link;
    if (route->is_sealed)
        link->request.framing = link->answer.framing = SVI_SEALED;
    svi_relay_ask_link(link);
    if (!connect_on(link))
        return;
    svi_relay_watch(relay, &link->client);
}
