/* relay_test.c -- ways that fail: what is refused when they are opened, what
 * passes through unharmed, and storms of all kinds under which every request of
 * the client comes to an end that is told. The seed is the first argument. */
#include "http_rig.h"

#define ROUNDS 10u
#define REQUESTS 60u
#define AT_ONCE 6u

static uint64_t state;

static uint32_t draw(uint32_t below)
{
    state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t word = (state ^ (state >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((word ^ (word >> 31)) % below);
}

/* "/s123": an answer of so many bytes, each http_byte() of its place; "/c123":
 * the same in chunks; "/u123": up to the end of the connection. */
static bool give(struct server_request *request)
{
    const size_t bytes = (size_t)strtoul(request->path + 4, NULL, 10);
    const char kind = request->path[3];
    uint8_t *body = malloc(bytes + 1);
    bool goes_on = true;
    char line[160];

    EXPECT(body != NULL);
    for (size_t i = 0; i < bytes; i++)
        body[i] = http_byte(i);
    if (kind == 's') {
        goes_on = server_reply(request, "200 OK", "", body, bytes);
    } else {
        const char *how =
            kind == 'c' ? "Transfer-Encoding: chunked" : "Connection: close";
        snprintf(line, sizeof line, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", how);
        goes_on = server_say(request, line);
        for (size_t at = 0; goes_on && at < bytes;) {
            const size_t piece = bytes - at < 7001 ? bytes - at : 7001;
            snprintf(line, sizeof line, "%zx\r\n", piece);
            goes_on = (kind != 'c' || server_say(request, line)) &&
                      server_send(request->fd, body + at, piece) &&
                      (kind != 'c' || server_say(request, "\r\n"));
            at += piece;
        }
        if (goes_on && kind == 'c')
            goes_on = server_say(request, "0\r\n\r\n");
        goes_on = goes_on && kind == 'c';
    }
    free(body);
    return goes_on;
}

static struct sv_relay *open_way(const char *faults, size_t bytes)
{
    char text[2048];
    int32_t failed;
    struct sv_relay *relay;
    const int length = snprintf(text, sizeof text, "endpoint=127.0.0.1:%u%c",
                                (unsigned)server.port, 0);

    EXPECT((size_t)length + bytes + 1 < sizeof text);
    memcpy(text + length, faults, bytes);
    text[(size_t)length + bytes] = '\0';
    EXPECT_EQ(sv_relay_open(text, &failed, &relay), 0);
    return relay;
}

static void open_client(struct sv_relay *relay, uint32_t stall_ms)
{
    char endpoint[64], settings[96];

    snprintf(endpoint, sizeof endpoint, "http://127.0.0.1:%d",
             (int)sv_relay_port(relay, 0));
    const int length = snprintf(
        settings, sizeof settings,
        "stall_timeout_ms=%u%crequest_timeout_ms=3000%c", stall_ms, 0, 0);
    http_open_to(endpoint, settings, (size_t)length);
}

static void test_refusals(void)
{
    static const struct {
        const char *text;
        size_t bytes;
        int32_t status, failed;
    } CASES[] = {
#define CASE(text, status, failed) {text "\0", sizeof text + 1, status, failed}
        CASE("", SV_LAYOUT, -1),
        CASE("fault=reset", SV_LAYOUT, -1),
        CASE("endpoint=127.0.0.1", SV_LAYOUT, 0),
        CASE("endpoint=:80", SV_LAYOUT, 0),
        CASE("endpoint=127.0.0.1:x", SV_LAYOUT, 0),
        CASE("endpoint=127.0.0.1:123456", SV_LAYOUT, 0),
        CASE("endpoint=no.such.host.invalid:80", SV_HTTP_RESOLVE, 0),
        CASE("endpoint=127.0.0.1:1\0fault=rest", SV_POINT, 1),
        CASE("endpoint=127.0.0.1:1\0fault=reset:x=1", SV_PLAN_TEXT, 1),
        CASE("endpoint=127.0.0.1:1\0other=1", SV_LAYOUT, 1),
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int32_t failed = 99;
        struct sv_relay *relay;
        EXPECT_EQ(sv_relay_open(CASES[i].text, &failed, &relay),
                  CASES[i].status);
        EXPECT_EQ(failed, CASES[i].failed);
        EXPECT(relay == NULL);
    }
    sv_relay_close(NULL);
}

static void test_nothing_happens_unarmed(void)
{
    static const char FAULTS[] = "fault=reset\0fault=refuse\0fault=http-503";
    struct sv_relay *relay = open_way(FAULTS, sizeof FAULTS);
    struct sv_fault_state count;
    struct sv_relay_facts facts;

    open_client(relay, 2000);
    EXPECT_EQ(http_ask(SVI_GET, "/b/s100000")->status, 0);
    EXPECT_EQ(http_ask(SVI_GET, "/b/c100000")->received_bytes, 100000);
    EXPECT_EQ(sv_relay_fault(relay, 0, &count), 0);
    EXPECT_EQ(count.hits, 0);
    EXPECT_EQ(sv_relay_fault(relay, 3, &count), SV_BOUND);
    EXPECT_EQ(sv_relay_port(relay, 1), SV_BOUND);
    sv_relay_arm(relay, 1);
    EXPECT_EQ(http_ask(SVI_GET, "/b/s10")->status, SV_HTTP_REFUSED);
    sv_relay_arm(relay, 0);
    EXPECT_EQ(http_ask(SVI_GET, "/b/s10")->status, 0);
    sv_relay_facts(relay, &facts);
    EXPECT_EQ(facts.requests, 3);
    http_close();
    sv_relay_close(relay);
}

/* Faults at random, in `text`; returns its bytes. */
static size_t draw_faults(char *text, size_t room)
{
    static const char *const KINDS[] = {
#define XX(id, name) name,
        SV_RELAY_MAP(XX)
#undef XX
    };
    static const uint32_t ARGS[] = {0, 1, 7, 100, 5000, 70000};
    size_t at = 0;

    for (uint32_t left = 1 + draw(6); left > 0; left--) {
        const char *kind = KINDS[draw(SV_RELAY_KIND_COUNT)];
        const bool is_rate = strcmp(kind, "throttle") == 0;
        const bool is_time = strncmp(kind, "http", 4) == 0 ||
                             strncmp(kind, "delay", 5) == 0 ||
                             strcmp(kind, "refuse") == 0;
        uint32_t arg = ARGS[draw(6)];
        arg = is_rate ? 3000000 + arg : is_time ? arg % 40 : arg;
        if (strcmp(kind, "slow-loris") == 0)
            arg = arg % 2;
        at += (size_t)snprintf(text + at, room - at,
                               "fault=%s:after=%u:every=%u:seed=%u", kind,
                               draw(5), 2 + draw(9), draw(1000));
        if (is_rate || is_time || strcmp(kind, "slow-loris") == 0 ||
            draw(2) == 0)
            at += (size_t)snprintf(text + at, room - at, ":arg=%u", arg);
        at++; /* its NUL */
    }
    return at;
}

/* What a request may come to on a way that fails. */
static void judge(const struct http_asked *asked)
{
    const struct svi_request *request = &asked->request;

    switch (request->status) {
    case SV_HTTP_REFUSED:
    case SV_HTTP_RESET:
    case SV_HTTP_TIMEOUT:
    case SV_HTTP_TRUNCATED:
        return;
    case 0:
        break;
    default:
        EXPECT_EQ(request->status, 0);
    }
    if (request->http_status != 200) {
        EXPECT(request->http_status == 503 || request->http_status == 429);
        EXPECT(strcmp(request->code, "SlowDown") == 0 ||
               strcmp(request->code, "ServerBusy") == 0 ||
               strcmp(request->code, "TooManyRequests") == 0);
        return;
    }
    uint8_t sum = 0;
    const uint64_t bytes = strtoull(request->path_query + 4, NULL, 10);
    EXPECT_EQ(asked->taken, bytes);
    for (uint64_t i = 0; i < bytes; i++)
        sum = (uint8_t)(sum ^ http_byte(i));
    EXPECT_EQ(asked->sum, sum);
}

static void storm(void)
{
    static char paths[REQUESTS][32];
    static struct http_asked asked[REQUESTS];
    char faults[1024];
    const size_t bytes = draw_faults(faults, sizeof faults);
    struct sv_relay *relay = open_way(faults, bytes);
    uint32_t sent = 0, done = 0;

    open_client(relay, 150);
    sv_relay_arm(relay, 1);
    while (done < REQUESTS) {
        while (sent < REQUESTS && sent - done < AT_ONCE) {
            const uint32_t size = draw(2) == 0 ? draw(300) : draw(200000);
            snprintf(paths[sent], sizeof paths[sent], "/b/%c%u",
                     "ssscu"[draw(5)], size);
            asked[sent] =
                http_request(draw(2) == 0 ? SVI_GET : SVI_PUT, paths[sent]);
            asked[sent].request.body_bytes =
                asked[sent].request.method == SVI_PUT ? draw(150000) : 0;
            asked[sent].request.answer = asked[sent].answer;
            EXPECT_EQ(svi_http_send(http_client, &asked[sent].request), 0);
            sent++;
        }
        struct svi_request *over[AT_ONCE];
        const int32_t count =
            svi_http_wait(http_client, 1, UINT64_MAX, over, AT_ONCE);
        EXPECT(count > 0);
        for (int32_t i = 0; i < count; i++)
            judge((struct http_asked *)over[i]);
        done += (uint32_t)count;
    }
    /* Either may go first. */
    const bool is_first = draw(2) == 0;
    if (is_first)
        sv_relay_close(relay);
    http_close();
    if (!is_first)
        sv_relay_close(relay);
}

int main(int argc, char **argv)
{
    const uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    const uint32_t rounds =
        argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : ROUNDS;

    printf("seed %llu\n", (unsigned long long)seed);
    server_start(give);
    test_refusals();
    test_nothing_happens_unarmed();
    state = seed;
    for (uint32_t round = 0; round < rounds; round++)
        storm();
    server_stop();
    return 0;
}
