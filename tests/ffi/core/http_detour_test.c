/* http_detour_test.c -- connections that lead elsewhere: the names that a
 * server hears stay those of the URL, and other hosts are left alone. */
#include "http_rig.h"

static char heard[1024];

static bool say_hello(struct server_request *request)
{
    snprintf(heard, sizeof heard, "%s", server_header(request, "Host"));
    return server_reply(request, "200 OK", "", "hello", 5);
}

/* Asks `endpoint` with connections to `from` led to the server. */
static const struct svi_request *ask_by(const char *endpoint, const char *from)
{
    char settings[256];
    const int length =
        snprintf(settings, sizeof settings,
                 "detours=other.invalid:1:127.0.0.1:1,%s:127.0.0.1:%u%c", from,
                 (unsigned)server.port, 0);

    heard[0] = '\0';
    http_open_to(endpoint, settings, (size_t)length);
    const struct svi_request *asked = http_ask(SVI_GET, "/b/k");
    http_close();
    return asked;
}

static void test_names_stay(void)
{
    EXPECT_EQ(ask_by("http://store.invalid:7070", "store.invalid:7070")->status,
              0);
    EXPECT(strcmp(heard, "store.invalid:7070") == 0);
    EXPECT_EQ(ask_by("http://store.invalid", "store.invalid:80")->status, 0);
    EXPECT(strcmp(heard, "store.invalid") == 0);
    EXPECT_EQ(ask_by("http://[::1]:7070", "[::1]:7070")->status, 0);
    EXPECT(strcmp(heard, "[::1]:7070") == 0);
}

static void test_others_are_left_alone(void)
{
    const struct svi_request *asked =
        ask_by("http://store.invalid:7070", "store.invalid:7071");

    EXPECT_EQ(asked->status, SV_HTTP_RESOLVE);
    EXPECT(heard[0] == '\0');
}

int main(void)
{
    server_start(say_hello);
    test_names_stay();
    test_others_are_left_alone();
    server_stop();
    return 0;
}
