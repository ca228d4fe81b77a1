/* stor_relay.h -- the part of stor_core.h about ways to an endpoint that fail
 * on purpose. Include stor_core.h, which includes this; its rules hold here.
 *
 * A relay takes connections on ports of 127.0.0.1, one for each endpoint, and
 * passes their bytes on unchanged, but where a fault of its plan fires. It has
 * one thread for all, and needs no root.
 *
 * Order of use: sv_relay_open() -> sv_relay_port() for each endpoint ->
 * sv_relay_arm() -> clients connect there -> sv_relay_fault(),
 * sv_relay_facts() -> sv_relay_close().
 */
#ifndef STOR_RELAY_H
#define STOR_RELAY_H

/* id, name. An answer goes to the client, a request to the endpoint; arg counts
 * bytes of their bodies, or of all that passes where it is sealed. */
#define SV_RELAY_MAP(XX)                                                       \
    XX(REFUSE, "refuse")               /* the port closes for arg ms: 50 */    \
    XX(THROTTLE, "throttle")           /* arg bytes/s each way: 1 MiB */       \
    XX(HTTP_429, "http-429")           /* for arg ms: 1000; Retry-After */     \
    XX(HTTP_503, "http-503")           /* the same */                          \
    XX(HALF_OPEN, "half-open")         /* request and all after it vanish */   \
    XX(DELAY_REQUEST, "delay-request") /* the request waits arg ms: 200 */     \
    XX(RESET_REQUEST, "reset-request") /* RST after arg; none: before it */    \
    XX(CUT_REQUEST, "cut-request")     /* FIN after arg; none: half */         \
    XX(DELAY, "delay")                 /* the answer waits arg ms: 200 */      \
    XX(SLOW_LORIS, "slow-loris")       /* its head by bytes, each arg ms: 5 */ \
    XX(RESET, "reset")                 /* RST after arg; none: before it */    \
    XX(CUT, "cut")                     /* FIN after arg; none: half */         \
    XX(STALL, "stall")                 /* nothing after arg; none: at all */

enum sv_relay_kind {
#define XX(id, name) SV_RELAY_##id,
    SV_RELAY_MAP(XX)
#undef XX
    SV_RELAY_KIND_COUNT
};

struct sv_relay;

/* What went through. */
struct sv_relay_facts {
    uint64_t connections;      /* taken */
    uint64_t requests;         /* whole heads; sealed endpoints have none */
    uint64_t bytes_up;         /* to endpoints */
    uint64_t bytes_down;       /* to clients */
    uint64_t endpoint_refused; /* connections that the endpoint did not take:
                                * the client's is reset */
};
_Static_assert(sizeof(struct sv_relay_facts) == 40, "sv_relay_facts");

/* Resolves the endpoints, opens a port for each and starts the thread.
 *   settings  borrowed; texts "name=value", each NUL-terminated, one more NUL
 *             at the end:
 *     endpoint  "host:port" of one that speaks HTTP/1.1 in the open; at most 64
 *     sealed    the same of one that speaks TLS: what would be told of a
 *               request is told of a connection, and http-* cannot be
 *     fault     "KIND[:after=N][:every=M][:count=K][:seed=S][:arg=X]", as
 *               sv_fault_arm() reads it; at most 32
 *   failed    out: index of the text that was refused, -1 if none is to blame
 * Returns 0, SV_LAYOUT, SV_POINT (no such kind), SV_PLAN_TEXT,
 * SV_HTTP_RESOLVE, -errno. Blocks while names are resolved. */
SV_API int32_t sv_relay_open(const char *settings, int32_t *failed,
                             struct sv_relay **out);
/* Port of endpoint `index`, counted over both kinds as they were given;
 * SV_BOUND beyond the last. */
SV_API int32_t sv_relay_port(struct sv_relay *relay, uint32_t index);
/* 1: faults happen from now on, 0: none does until they are armed again, what
 * waits goes on, and connections on which nothing passes are reset. What passes
 * meanwhile is no hit. A relay is opened unarmed.
 * It is so when this returns. */
SV_API void sv_relay_arm(struct sv_relay *relay, uint32_t is_armed);
/* Fault `index`, as they were given. hits: times its plan was asked; fired:
 * times it did something. SV_BOUND beyond the last. Any thread. */
SV_API int32_t sv_relay_fault(struct sv_relay *relay, uint32_t index,
                              struct sv_fault_state *out);
/* Any thread. */
SV_API void sv_relay_facts(struct sv_relay *relay,
                           struct sv_relay_facts *out);
/* Ends all connections and the thread. NULL is harmless. */
SV_API void sv_relay_close(struct sv_relay *relay);

#endif
