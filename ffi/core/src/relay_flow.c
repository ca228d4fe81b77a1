/* relay_flow.c -- one direction of a connection through a relay: bytes in, as
 * far as its buffer has room, and out, when they may go.
 */
#include <errno.h>
#include <string.h>

#include "relay_inside.h"

#define TICK_NS UINT64_C(5000000)

static struct svi_end *source(struct svi_link *link,
                              const struct svi_flow *flow)
{
    return flow == &link->request ? &link->client : &link->server;
}

static struct svi_end *sink(struct svi_link *link, const struct svi_flow *flow)
{
    return flow == &link->request ? &link->server : &link->client;
}

static void make_room(struct svi_flow *flow)
{
    if (flow->start == 0 ||
        (flow->start != flow->end && flow->start < SVI_FLOW_ROOM / 2))
        return;
    const uint32_t start = flow->start;
    memmove(flow->bytes, flow->bytes + start, flow->end - start);
    flow->start = 0;
    flow->sure -= start;
    flow->end -= start;
}

/* False: nothing came, not even an end. */
bool svi_flow_receive(struct svi_link *link, struct svi_flow *flow)
{
    make_room(flow);
    if (!flow->can_read || flow->has_ended || flow->end == SVI_FLOW_ROOM)
        return false;
    const ssize_t count = recv(source(link, flow)->fd, flow->bytes + flow->end,
                               SVI_FLOW_ROOM - flow->end, 0);
    if (count > 0) {
        flow->end += (uint32_t)count;
        return true;
    }
    if (count < 0 && errno == EINTR)
        return true;
    flow->can_read = false;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return false;
    flow->has_ended = true;
    flow->was_reset = count < 0;
    return true;
}

/* How many of `count` bytes its rate allows by now; 0: not one tick's worth,
 * for less would be as many wakings as bytes. */
static uint32_t paid(struct svi_link *link, struct svi_flow *flow,
                     uint32_t count, uint64_t now_ns)
{
    const uint64_t tick_bytes = flow->rate / (1000000000u / TICK_NS) + 1;
    const uint64_t since_ns = now_ns - flow->credit_ns;
    const uint64_t more =
        since_ns > UINT64_C(1000000000)
            ? 2 * tick_bytes
            : (uint64_t)((double)flow->rate * (double)since_ns / 1e9);
    if (more > 0) {
        flow->credit_bytes += more;
        flow->credit_ns = now_ns;
    }
    /* More may not lie ready, or a rate would mean nothing. */
    if (flow->credit_bytes > 2 * tick_bytes)
        flow->credit_bytes = 2 * tick_bytes;
    if (flow->credit_bytes >= count)
        return count;
    if (link->throttle != NULL)
        svi_rule_fired(link->throttle);
    link->throttle = NULL;
    if (flow->credit_bytes >= tick_bytes)
        return (uint32_t)flow->credit_bytes;
    svi_link_wake(link, now_ns + TICK_NS);
    return 0;
}

/* How many of `count` bytes may go now; 0: later, and the link is woken. */
static uint32_t allowed(struct svi_link *link, struct svi_flow *flow,
                        uint32_t count)
{
    if (flow->hold_ns == 0 && flow->slow_left == 0 && flow->rate == 0)
        return count;
    const uint64_t now_ns = sv_now_ns();
    if (flow->hold_ns > now_ns) {
        svi_link_wake(link, flow->hold_ns);
        return 0;
    }
    flow->hold_ns = 0;
    if (flow->slow_left > 0) {
        if (flow->slow_ns > now_ns) {
            svi_link_wake(link, flow->slow_ns);
            return 0;
        }
        flow->slow_ns = now_ns + flow->gap_ns;
        flow->slow_left--;
        return 1;
    }
    return flow->rate == 0 ? count : paid(link, flow, count, now_ns);
}

/* False: nothing went. */
bool svi_flow_deliver(struct svi_link *link, struct svi_flow *flow)
{
    struct sv_relay *relay = link->relay;
    uint32_t count = flow->sure - flow->start;
    if (count == 0 || !flow->can_write)
        return false;
    count = allowed(link, flow, count);
    if (count == 0)
        return false;
    const ssize_t sent = send(sink(link, flow)->fd, flow->bytes + flow->start,
                              count, MSG_NOSIGNAL);
    if (sent > 0) {
        const bool is_up = flow == &link->request;
        atomic_fetch_add_explicit(is_up ? &relay->bytes_up : &relay->bytes_down,
                                  (uint64_t)sent, memory_order_relaxed);
        flow->start += (uint32_t)sent;
        if (flow->rate != 0)
            flow->credit_bytes -= (uint64_t)sent;
        return true;
    }
    if (errno == EINTR)
        return true;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
        flow->can_write = false;
    } else if (flow == &link->request) {
        /* The endpoint wants no more of it; its answer may be there. */
        flow->is_swallowed = true;
        flow->start = flow->sure;
    } else {
        svi_link_end(link, true);
    }
    return false;
}
