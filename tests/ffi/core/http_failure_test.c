/* http_failure_test.c -- each way in which a server or the way to it fails ends
 * in its own status; nothing hangs, and the next request is not hurt. */
#include <errno.h>

#include "http_rig.h"

static uint32_t silent_turns; /* connections of /close-second that closed */

static bool is_for(const struct server_request *request, const char *path)
{
    return strcmp(request->path, path) == 0;
}

static bool say_half(const struct server_request *request)
{
    return server_say(request, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
                               "only thirty bytes of a hundred");
}

static bool trickle(const struct server_request *request)
{
    char byte;
    bool is_open = server_say(
        request, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");

    /* Until the client has had enough; the pause is the receive's. */
    struct timeval pause = {0, 20000};
    EXPECT(setsockopt(request->fd, SOL_SOCKET, SO_RCVTIMEO, &pause,
                      sizeof pause) == 0);
    while (is_open) {
        is_open = server_say(request, "x");
        if (recv(request->fd, &byte, 1, 0) == 0)
            is_open = false;
    }
    return false;
}

static bool misbehave(struct server_request *request)
{
    if (is_for(request, "/fine"))
        return server_reply(request, "200 OK", "", "fine", 4);
    if (is_for(request, "/truncated"))
        return say_half(request) && false;
    if (is_for(request, "/excess"))
        return server_say(request, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"
                                   "\r\nfine, and more than that");
    if (is_for(request, "/endless"))
        return server_say(request, "HTTP/1.1 200 OK\r\n\r\nuntil the end") &&
               false;
    if (is_for(request, "/empty"))
        return false;
    if (is_for(request, "/reset"))
        return server_reset(request);
    if (is_for(request, "/reset-within"))
        return say_half(request) && server_reset(request);
    if (is_for(request, "/garbage"))
        return server_say(request, "what do you want?\r\n\r\n") && false;
    if (is_for(request, "/silent"))
        return server_wait_closed(request);
    if (is_for(request, "/silent-within"))
        return say_half(request) && server_wait_closed(request);
    if (is_for(request, "/trickle"))
        return trickle(request);
    if (is_for(request, "/continue"))
        return server_say(request, "HTTP/1.1 100 Continue\r\n\r\n") &&
               server_reply(request, "200 OK", "", "fine", 4);
    if (is_for(request, "/elsewhere"))
        return server_reply(request, "307 Temporary Redirect",
                            "Location: /fine\r\n", "", 0);
    if (is_for(request, "/close-second") && request->turn == 1) {
        silent_turns++;
        return false;
    }
    return server_reply(request, "200 OK", "", "", 0);
}

static void fails_with(const char *path, int32_t status)
{
    const struct svi_request *asked = http_ask(SVI_GET, path);

    if (asked->status != status) {
        fprintf(stderr, "%s: status %d, not %d\n", path, asked->status, status);
        exit(1);
    }
    EXPECT(asked->end_ns >= asked->start_ns);
    asked = http_ask(SVI_GET, "/fine");
    EXPECT_EQ(asked->status, 0);
    EXPECT_EQ(asked->http_status, 200);
    EXPECT_EQ(asked->received_bytes, 4);
}

static void a_broken_answer_has_its_status(void)
{
    server_start(misbehave);
    http_open("");
    fails_with("/truncated", SV_HTTP_TRUNCATED);
    fails_with("/excess", SV_HTTP_BROKEN);
    fails_with("/empty", SV_HTTP_RESET);
    fails_with("/reset", SV_HTTP_RESET);
    fails_with("/reset-within", SV_HTTP_RESET);
    fails_with("/garbage", SV_HTTP_BROKEN);
    http_close();
    server_stop();
}

static void an_answer_without_length_is_whole_and_says_so(void)
{
    server_start(misbehave);
    http_open("");
    const struct svi_request *asked = http_ask(SVI_GET, "/endless");
    EXPECT_EQ(asked->status, 0);
    EXPECT(asked->content_length == UINT64_MAX);
    EXPECT_EQ(asked->received_bytes, strlen("until the end"));
    http_close();
    server_stop();
}

static void what_is_no_failure_is_none(void)
{
    server_start(misbehave);
    http_open("");
    const struct svi_request *asked = http_ask(SVI_GET, "/continue");
    EXPECT_EQ(asked->status, 0);
    EXPECT_EQ(asked->http_status, 200);
    asked = http_ask(SVI_GET, "/elsewhere");
    EXPECT_EQ(asked->status, 0);
    EXPECT_EQ(asked->http_status, 307);
    EXPECT_EQ(svi_store_judge(http_store, asked), SV_HTTP_REDIRECT);
    http_close();
    server_stop();
}

static void silence_and_slowness_have_limits(void)
{
    server_start(misbehave);
    http_open("stall_timeout_ms=150\0");
    fails_with("/silent", SV_HTTP_TIMEOUT);
    fails_with("/silent-within", SV_HTTP_TIMEOUT);
    http_close();
    http_open("request_timeout_ms=150\0");
    fails_with("/silent", SV_HTTP_TIMEOUT);
    fails_with("/trickle", SV_HTTP_TIMEOUT);
    http_close();
    server_stop();
}

/* Addresses of TEST-NET-1 answer nobody; some hosts have no way there at all,
 * and say so at once. */
static void a_connection_has_a_limit(void)
{
    static const char settings[] = "connect_timeout_ms=100";

    http_open_to("http://192.0.2.1:9", settings, sizeof settings);
    const struct svi_request *asked = http_ask(SVI_GET, "/fine");
    EXPECT(asked->status == SV_HTTP_TIMEOUT ||
           asked->status == SV_HTTP_REFUSED);
    http_close();
}

static void nobody_there_is_refused(void)
{
    char endpoint[64];
    uint16_t port;
    int held = server_bind(&port); /* bound, and not listening */

    snprintf(endpoint, sizeof endpoint, "http://127.0.0.1:%u", (unsigned)port);
    http_open_to(endpoint, "", 0);
    EXPECT_EQ(http_ask(SVI_GET, "/fine")->status, SV_HTTP_REFUSED);
    http_close();
    (void)close(held);
}

/* A label of 64 letters is no name: that is known without asking a server,
 * which may be far, or none. */
static void no_such_host_is_not_resolved(void)
{
    http_open_to("http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                 "aaaaaaaaaaaaaaaa.invalid",
                 "", 0);
    EXPECT_EQ(http_ask(SVI_GET, "/fine")->status, SV_HTTP_RESOLVE);
    http_close();
}

/* A kept connection that dies as the next request comes is not the request's
 * fault: it goes out once more, whole, and both are told. */
static void a_dead_connection_costs_a_resend(uint64_t bytes, uint64_t rewinds)
{
    server_start(misbehave);
    http_open("");
    EXPECT_EQ(http_ask(SVI_GET, "/close-second")->status, 0);
    struct http_asked put = http_request(SVI_PUT, "/close-second");
    put.request.body_bytes = bytes;
    http_finish(&put);
    EXPECT_EQ(put.request.status, 0);
    EXPECT_EQ(put.request.http_status, 200);
    EXPECT_EQ(silent_turns, 1);
    silent_turns = 0;
    EXPECT_EQ(put.request.resends, 1);
    EXPECT_EQ(put.rewinds, rewinds);
    EXPECT_EQ(put.request.sent_bytes, bytes);
    EXPECT_EQ(put.request.new_connections, 1);
    http_close();
    server_stop();
}

static void a_callback_may_give_up(void)
{
    server_start(misbehave);
    http_open("");
    struct http_asked asked = http_request(SVI_PUT, "/any");
    asked.request.body_bytes = 1 << 20;
    asked.produce_end = 1;
    http_finish(&asked);
    EXPECT_EQ(asked.request.status, -ECANCELED);
    asked = http_request(SVI_PUT, "/any"); /* small: made before it is sent */
    asked.request.body_bytes = 100;
    asked.gives_up = true;
    http_finish(&asked);
    EXPECT_EQ(asked.request.status, -ECANCELED);
    asked = http_request(SVI_GET, "/fine");
    asked.consume_end = 1;
    http_finish(&asked);
    EXPECT_EQ(asked.request.status, -ECANCELED);
    EXPECT_EQ(http_ask(SVI_GET, "/fine")->status, 0);
    http_close();
    server_stop();
}

static void cancelled_requests_come_back(void)
{
    struct http_asked asked[4];
    struct svi_request *done[4];

    server_start(misbehave);
    http_open("");
    for (int i = 0; i < 4; i++) {
        asked[i] = http_request(SVI_GET, "/silent");
        EXPECT_EQ(svi_http_send(http_client, &asked[i].request), 0);
    }
    EXPECT_EQ(svi_http_wait(http_client, 1, 1000000, done, 4), 0);
    svi_http_cancel(http_client);
    EXPECT_EQ(svi_http_wait(http_client, 4, UINT64_MAX, done, 4), 4);
    for (int i = 0; i < 4; i++)
        EXPECT_EQ(done[i]->status, -ECANCELED);
    /* Closing with requests in flight is as good. */
    EXPECT_EQ(svi_http_send(http_client, &asked[0].request), 0);
    EXPECT_EQ(svi_http_wait(http_client, 0, 0, done, 4), 0);
    http_close();
    server_stop();
}

int main(void)
{
    a_broken_answer_has_its_status();
    an_answer_without_length_is_whole_and_says_so();
    what_is_no_failure_is_none();
    silence_and_slowness_have_limits();
    a_connection_has_a_limit();
    nobody_there_is_refused();
    no_such_host_is_not_resolved();
    a_dead_connection_costs_a_resend(100000, 1);
    a_dead_connection_costs_a_resend(100, 0); /* it is kept until then */
    a_callback_may_give_up();
    cancelled_requests_come_back();
    return 0;
}
