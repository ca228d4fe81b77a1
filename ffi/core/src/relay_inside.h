/* relay_inside.h -- a relay as its own files see it.
 *
 * Design. One thread with an epoll, edge-triggered: each connection of a client
 * is a link with two flows, and a flow has one buffer. What came in is looked
 * at (relay_http.c) before it is sure to go on; whether something goes wrong
 * with it is asked at the head of each request and of each answer
 * (relay_fault.c). Nobody else touches links, so only the counts are atomic.
 */
#ifndef RELAY_INSIDE_H
#define RELAY_INSIDE_H

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "fault_plan.h"
#include "stor_core.h"

#define SVI_FLOW_ROOM 131072u
#define SVI_ENDPOINTS_MAX 64u
#define SVI_RULES_MAX 32u
#define SVI_ADDRESSES_MAX 8u

struct svi_rule {
    uint32_t kind; /* enum sv_relay_kind */
    struct svi_fault_plan plan;
    uint64_t burst_until_ns; /* http-*: until then all are answered so */
    atomic_uint_fast64_t hits;
    atomic_uint_fast64_t fired;
};

enum svi_stop { SVI_GO, SVI_STOP_RESET, SVI_STOP_CUT, SVI_STOP_STALL };

enum svi_framing {
    SVI_AT_HEAD,
    SVI_IN_LENGTH,
    SVI_AT_CHUNK, /* its line of size */
    SVI_IN_CHUNK,
    SVI_IN_TRAILER,
    SVI_TO_END, /* the connection's end is the body's */
    SVI_SEALED  /* mere bytes */
};

struct svi_flow {
    char *bytes;
    uint32_t start, sure, end; /* [start, sure) may go; [sure, end) is new */
    enum svi_framing framing;
    uint64_t left;         /* of the body or of a chunk */
    uint64_t passed_bytes; /* of the body, framing and all */
    bool can_read, can_write;
    bool has_ended;     /* its sender will send no more */
    bool was_reset;     /* it ended so */
    bool is_shut;       /* its receiver knows of the end */
    bool is_swallowed;  /* looked at, and passed to nobody */
    uint32_t slow_left; /* bytes that go one by one */
    uint64_t gap_ns, slow_ns; /* between those; when the next one goes */
    uint64_t hold_ns;   /* nothing goes before this time; 0: no such time */
    uint64_t rate;      /* bytes/s; 0: as fast as it goes */
    uint64_t credit_bytes, credit_ns;
    enum svi_stop stop;
    bool is_stopping;   /* all that may go is sure */
    uint64_t stop_at;   /* of passed_bytes */
    struct svi_rule *stop_rule;
};

struct svi_link;

/* What epoll points to; `link` NULL: a listener. */
struct svi_end {
    struct svi_link *link;
    struct svi_route *route;
    int fd;
};

struct svi_link {
    struct sv_relay *relay;
    struct svi_route *route;
    struct svi_link *next, *before;
    struct svi_end client, server;
    uint32_t address; /* of the route, that is tried */
    bool is_connected;
    bool has_left;   /* the client said that it sends no more */
    bool is_open;    /* a request has begun and its answer is not over */
    bool is_asked;   /* all of the request is known */
    bool is_head;    /* HEAD: no body comes back */
    bool is_tunnel;  /* CONNECT */
    bool is_answered;
    bool closes;     /* after this answer */
    bool is_dead;    /* nothing passes; the client must find out */
    bool is_over;    /* the client was told the end; it may talk to nobody */
    bool is_gone;    /* to be freed after this round */
    uint32_t refusal; /* kind of http-* that answers this request; else COUNT */
    struct svi_rule *throttle; /* has not slowed anything yet */
    uint64_t wake_ns; /* 0: no such time */
    struct svi_flow request, answer;
};

struct svi_route {
    struct svi_end door; /* listening; fd -1: closed */
    int holder;          /* keeps the port; never listens */
    uint16_t port;
    bool is_sealed;
    uint32_t address_count;
    struct sockaddr_storage addresses[SVI_ADDRESSES_MAX];
    socklen_t lengths[SVI_ADDRESSES_MAX];
};

struct sv_relay {
    int poller, waker; /* epoll; eventfd that ends the thread */
    pthread_t thread;
    bool has_thread;
    uint32_t route_count, rule_count;
    struct svi_route routes[SVI_ENDPOINTS_MAX];
    struct svi_rule rules[SVI_RULES_MAX];
    struct svi_link *links, *gone; /* of gone ones `next` alone is valid */
    uint64_t wake_ns;     /* earliest of the links'; all ones: none */
    uint64_t doors_at_ns; /* when closed doors open; 0: they are open */
    atomic_bool is_armed, is_closing;
    atomic_bool was_armed; /* when the thread last looked */
    atomic_uint_fast64_t connections, requests, bytes_up, bytes_down,
        endpoint_refused;
};

/* relay_loop.c */
int32_t svi_route_open(struct sv_relay *relay, struct svi_route *route);
void svi_route_close(struct svi_route *route);
/* Takes connections until the waker is written to. */
void svi_relay_run(struct sv_relay *relay);
/* Ends all links, after the thread did. */
void svi_relay_drop(struct sv_relay *relay);
void svi_relay_watch(struct sv_relay *relay, struct svi_end *end);

/* relay_link.c */
void svi_link_take(struct sv_relay *relay, struct svi_route *route, int fd);
/* `events` of epoll came for one of its ends. */
void svi_link_ready(struct svi_link *link, const struct svi_end *end,
                    uint32_t events);
/* Pumps it at this time, or before. */
void svi_link_wake(struct svi_link *link, uint64_t when_ns);
/* Moves what can be moved, and sets wake_ns. */
void svi_link_pump(struct svi_link *link);
/* Neither half has anything under way. */
bool svi_link_is_idle(const struct svi_link *link);
/* Faults are over: what waits goes on, and what is dead ends by a reset. */
void svi_link_release(struct svi_link *link);
/* Closes both ends, by a reset if `is_reset`; it is freed later. */
void svi_link_end(struct svi_link *link, bool is_reset);
/* Tells the client of the end, and waits for its. */
void svi_link_finish(struct svi_link *link);

/* relay_flow.c. False: nothing came, not even an end; nothing went. */
bool svi_flow_receive(struct svi_link *link, struct svi_flow *flow);
bool svi_flow_deliver(struct svi_link *link, struct svi_flow *flow);

/* relay_http.c: makes more of a flow sure, as far as nothing stops it. */
void svi_flow_look(struct svi_link *link, struct svi_flow *flow);

/* relay_fault.c. Asks whoever is to be asked before a connection is taken;
 * milliseconds for which the doors must close, 0: they stay open. */
uint64_t svi_relay_ask_door(struct sv_relay *relay);
/* How fast a connection is; also when that changes. */
void svi_relay_ask_rate(struct svi_link *link);
/* At a connection, before a byte of it is read. */
void svi_relay_ask_link(struct svi_link *link);
/* At the head of a request or answer, whose body has `body_bytes`; all ones:
 * nobody knows. `head_bytes` of it are there. */
void svi_relay_ask_request(struct svi_link *link, uint64_t body_bytes);
void svi_relay_ask_answer(struct svi_link *link, uint64_t body_bytes,
                         uint32_t head_bytes);
/* The time in so many milliseconds. */
uint64_t svi_relay_after_ms(uint64_t ms);
void svi_rule_fired(struct svi_rule *rule);
/* Puts the answer of http-429 or http-503 into the answer's flow. */
void svi_relay_refuse(struct svi_link *link);

#endif
