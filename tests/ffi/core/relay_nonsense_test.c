/* relay_nonsense_test.c -- a relay between a client and a server that say
 * nothing sensible: pieces of HTTP and noise, half-closed, reset and left at
 * random. It has to survive, and to pass on what it cannot read. The seed is
 * the first argument. */
#include "http_server.h"
#include "stor_core.h"

#define PAIRS 16u
#define STEPS 8000u
#define NOISE_ROOM 200000u

static uint64_t state;
static char noise[NOISE_ROOM];

static const char *const PIECES[] = {
    "GET / HTTP/1.1\r\n",
    "PUT /x HTTP/1.1\r\n",
    "HEAD /y HTTP/1.1\r\n\r\n",
    "CONNECT a:1 HTTP/1.1\r\n\r\n",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 101 Switching\r\n\r\n",
    "HTTP/1.1 204 None\r\n\r\n",
    "Host: h\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 99999999999999999999\r\n",
    "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "Connection: close\r\n",
    "\r\n",
    "\r\n\r\n",
    "\n",
    "5\r\nhello\r\n",
    "0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "HTTP/1.1 ",
    "GET ",
};

static uint32_t draw(uint32_t below)
{
    state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t word = (state ^ (state >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((word ^ (word >> 31)) % below);
}

static size_t make_noise(void)
{
    size_t at = 0;

    for (uint32_t left = 1 + draw(12); left > 0; left--) {
        const char *piece = PIECES[draw(sizeof PIECES / sizeof PIECES[0])];
        uint32_t count = draw(draw(4) == 0 ? 60000 : 60);
        if (draw(5) != 0) {
            count = (uint32_t)strlen(piece);
            memcpy(noise + at, piece, at + count < NOISE_ROOM ? count : 0);
        }
        for (uint32_t i = 0; draw(5) == 0 && i < count; i++)
            noise[(at + i) % NOISE_ROOM] = (char)draw(256);
        at = at + count < NOISE_ROOM ? at + count : at;
    }
    return at;
}

static void leave(int *fd)
{
    const struct linger none = {1, 0};

    if (*fd >= 0 && draw(2) == 0)
        (void)setsockopt(*fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static void say(int fd)
{
    const size_t bytes = make_noise();

    if (fd >= 0)
        (void)!send(fd, noise, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void hear(int fd)
{
    if (fd >= 0)
        (void)!recv(fd, noise, sizeof noise, MSG_DONTWAIT);
}

static struct sv_relay *open_relay(uint16_t port)
{
    static const char *const KINDS[] = {
#define XX(id, name) name,
        SV_RELAY_MAP(XX)
#undef XX
    };
    char text[2048];
    int32_t failed;
    struct sv_relay *relay;
    size_t at = (size_t)snprintf(text, sizeof text, "endpoint=127.0.0.1:%u",
                                 (unsigned)port) +
                1;

    for (uint32_t kind = SV_RELAY_HTTP_429; kind < SV_RELAY_KIND_COUNT; kind++)
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "fault=%s:every=%u:seed=%u:arg=%u", KINDS[kind],
                               6 + draw(9), draw(99), draw(3)) +
              1;
    text[at] = '\0';
    EXPECT_EQ(sv_relay_open(text, &failed, &relay), 0);
    sv_relay_arm(relay, 1);
    return relay;
}

static int connect_to(int32_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        leave(&fd);
    return fd;
}

int main(int argc, char **argv)
{
    const struct timeval patience = {0, 300000};
    int clients[PAIRS], servers[PAIRS];
    struct sv_relay_facts facts;
    uint16_t port;
    const int listener = server_bind(&port);

    state = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    printf("seed %llu\n", (unsigned long long)state);
    EXPECT_EQ(listen(listener, (int)PAIRS), 0);
    EXPECT_EQ(setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience,
                         sizeof patience),
              0);
    struct sv_relay *relay = open_relay(port);
    for (uint32_t i = 0; i < PAIRS; i++)
        clients[i] = servers[i] = -1;
    for (uint32_t step = 0; step < STEPS; step++) {
        const uint32_t i = draw(PAIRS);
        const uint32_t what = draw(8);
        if (clients[i] < 0) {
            leave(&servers[i]);
            clients[i] = connect_to(sv_relay_port(relay, 0));
            servers[i] = clients[i] < 0 ? -1 : accept(listener, NULL, NULL);
        } else if (what == 0) {
            leave(draw(2) == 0 ? &clients[i] : &servers[i]);
        } else if (what == 1) {
            (void)shutdown(clients[i], SHUT_WR);
        } else if (what < 5) {
            say(draw(2) == 0 ? clients[i] : servers[i]);
        } else {
            hear(clients[i]);
            hear(servers[i]);
        }
    }
    sv_relay_facts(relay, &facts);
    EXPECT(facts.connections > 100 && facts.bytes_up > 100000);
    EXPECT(facts.bytes_down > 100000);
    sv_relay_close(relay);
    for (uint32_t i = 0; i < PAIRS; i++) {
        leave(&clients[i]);
        leave(&servers[i]);
    }
    (void)close(listener);
    return 0;
}
