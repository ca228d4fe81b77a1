/* http_tls_test.c -- a certificate that nobody vouches for is refused, taken
 * with its authority or when checking is switched off; and a server without TLS
 * is told from one that does not answer. Needs the program `openssl`. */
#include <poll.h>
#include <signal.h>

#include "http_rig.h"
#include "scratch.h"

static pid_t tls_server;
static uint16_t tls_port;

static bool run(const char *command)
{
    fflush(NULL);
    return system(command) == 0;
}

static void make_certificate(void)
{
    char command[1024];

    if (!run("openssl version >/dev/null 2>&1"))
        SKIP("no openssl program on this host");
    snprintf(command, sizeof command,
             "openssl req -x509 -newkey ec -pkeyopt "
             "ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 "
             "-addext subjectAltName=IP:127.0.0.1 -keyout %.200s -out %.200s "
             "2>/dev/null",
             scratch_path("key"), scratch_path("cert"));
    EXPECT(run(command));
}

/* `openssl s_server` on a port of its own; it says which on its stdout. */
static void start_tls_server(void)
{
    int said[2];
    char text[4096] = "";
    size_t have = 0;

    EXPECT(pipe(said) == 0);
    tls_server = fork();
    EXPECT(tls_server >= 0);
    if (tls_server == 0) {
        (void)dup2(said[1], STDOUT_FILENO);
        (void)close(said[0]);
        (void)execlp("openssl", "openssl", "s_server", "-www", "-accept",
                     "127.0.0.1:0", "-key", scratch_path("key"), "-cert",
                     scratch_path("cert"), (char *)NULL);
        _exit(127);
    }
    (void)close(said[1]);
    const char *line = NULL;
    while (line == NULL || strchr(line, '\n') == NULL) {
        ssize_t got = read(said[0], text + have, sizeof text - 1 - have);
        EXPECT(got > 0);
        have += (size_t)got;
        text[have] = '\0';
        line = strstr(text, "ACCEPT ");
    }
    tls_port = (uint16_t)atoi(strrchr(line, ':') + 1);
    (void)close(said[0]);
}

static void stop_tls_server(void)
{
    int ignored;

    (void)kill(tls_server, SIGKILL);
    (void)waitpid(tls_server, &ignored, 0);
}

static int32_t status_with(uint16_t port, const char *settings, size_t bytes)
{
    char endpoint[64];

    snprintf(endpoint, sizeof endpoint, "https://127.0.0.1:%u",
             (unsigned)port);
    http_open_to(endpoint, settings, bytes);
    int32_t status = http_ask(SVI_GET, "/")->status;
    http_close();
    return status;
}

static void a_certificate_must_be_vouched_for(void)
{
    static const char insecure[] = "insecure=1";
    char trusting[PATH_MAX + 80];

    EXPECT_EQ(status_with(tls_port, "", 0), SV_HTTP_TLS);
    EXPECT_EQ(status_with(tls_port, insecure, sizeof insecure), 0);
    int length = snprintf(trusting, sizeof trusting, "ca_file=%s",
                          scratch_path("cert"));
    EXPECT_EQ(status_with(tls_port, trusting, (size_t)length + 1), 0);
    length = snprintf(trusting, sizeof trusting, "ca_file=%s",
                      scratch_path("missing"));
    EXPECT_EQ(status_with(tls_port, trusting, (size_t)length + 1), SV_HTTP_TLS);
}

static void *answer_plainly(void *listener)
{
    static const char text[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
    int fd = accept(*(int *)listener, NULL, NULL);

    EXPECT(fd >= 0);
    EXPECT(server_send(fd, text, sizeof text - 1));
    (void)close(fd);
    return NULL;
}

static void a_server_without_tls_is_told(void)
{
    static const char insecure[] = "insecure=1";
    uint16_t port;
    int listener = server_bind(&port);
    pthread_t thread;

    EXPECT(listen(listener, 1) == 0);
    EXPECT(pthread_create(&thread, NULL, answer_plainly, &listener) == 0);
    EXPECT_EQ(status_with(port, insecure, sizeof insecure), SV_HTTP_TLS);
    EXPECT(pthread_join(thread, NULL) == 0);
    (void)close(listener);
}

/* Passes on what comes from one side to the other until one of them ends. */
static void tunnel(int a, int b)
{
    struct pollfd sides[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
    char bytes[4096];

    for (;;) {
        EXPECT(poll(sides, 2, -1) > 0);
        for (int i = 0; i < 2; i++) {
            if (sides[i].revents == 0)
                continue;
            ssize_t got = recv(sides[i].fd, bytes, sizeof bytes, 0);
            if (got <= 0 || !server_send(sides[1 - i].fd, bytes, (size_t)got))
                return;
        }
    }
}

static void *serve_as_proxy(void *listener)
{
    static const char yes[] = "HTTP/1.1 200 Connection established\r\n"
                              "Content-Length: 99\r\nETag: proxy\r\n\r\n";
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(tls_port)};
    char head[4096] = "";
    size_t have = 0;
    int fd = accept(*(int *)listener, NULL, NULL);
    int behind = socket(AF_INET, SOCK_STREAM, 0);

    while (strstr(head, "\r\n\r\n") == NULL) {
        ssize_t got = recv(fd, head + have, sizeof head - 1 - have, 0);
        EXPECT(got > 0);
        have += (size_t)got;
    }
    EXPECT(strncmp(head, "CONNECT 127.0.0.1:", 18) == 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT(connect(behind, (struct sockaddr *)&at, sizeof at) == 0);
    EXPECT(server_send(fd, yes, sizeof yes - 1));
    tunnel(fd, behind);
    (void)close(fd);
    (void)close(behind);
    return NULL;
}

static void a_proxy_is_tunnelled_through(void)
{
    char endpoint[64], settings[128];
    uint16_t port;
    int listener = server_bind(&port);
    pthread_t thread;

    EXPECT(listen(listener, 1) == 0);
    EXPECT(pthread_create(&thread, NULL, serve_as_proxy, &listener) == 0);
    snprintf(endpoint, sizeof endpoint, "https://127.0.0.1:%u",
             (unsigned)tls_port);
    int length = snprintf(settings, sizeof settings,
                          "insecure=1%cproxy=http://127.0.0.1:%u", 0,
                          (unsigned)port);
    http_open_to(endpoint, settings, (size_t)length + 1);
    const struct svi_request *asked = http_ask(SVI_GET, "/");
    EXPECT_EQ(asked->status, 0);
    EXPECT_EQ(asked->http_status, 200);
    EXPECT(asked->etag[0] == '\0'); /* what the proxy said is not the answer */
    http_close();
    EXPECT(pthread_join(thread, NULL) == 0);
    (void)close(listener);
}

int main(void)
{
    make_scratch();
    make_certificate();
    start_tls_server();
    a_certificate_must_be_vouched_for();
    a_proxy_is_tunnelled_through();
    stop_tls_server();
    a_server_without_tls_is_told();
    return 0;
}
