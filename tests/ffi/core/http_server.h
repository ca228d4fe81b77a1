/* http_server.h -- a small HTTP server in the test program, a thread for each
 * connection, on a port of its own on loopback. It reads requests; what it says
 * to them is a function of the test, which may also misbehave on the socket.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "expect.h"

#define SERVER_HEAD_ROOM 16384u
#define SERVER_CONNECTIONS_MAX 4096u

struct server_request {
    int fd;
    uint32_t connection; /* counted from 0, as they came */
    uint32_t turn;       /* of the request on its connection, from 0 */
    char method[8];
    char path[4096];
    char head[SERVER_HEAD_ROOM]; /* all of it */
    uint8_t *body;
    uint64_t body_bytes;
};

/* False closes the connection. */
typedef bool (*server_answer)(struct server_request *request);

static struct {
    int listener;
    uint16_t port;
    server_answer answer;
    pthread_t acceptor;
    pthread_mutex_t lock;
    pthread_t threads[SERVER_CONNECTIONS_MAX];
    int fds[SERVER_CONNECTIONS_MAX]; /* -1 once closed */
    uint32_t count;
} server;

/* A header's value in the head, "" if it is not there. Of the last call. */
static inline const char *server_header(const struct server_request *request,
                                        const char *name)
{
    static _Thread_local char value[1024];
    size_t length = strlen(name);

    value[0] = '\0';
    for (const char *at = strstr(request->head, "\r\n"); at != NULL;
         at = strstr(at + 2, "\r\n")) {
        if (strncasecmp(at + 2, name, length) != 0 || at[2 + length] != ':')
            continue;
        const char *from = at + 3 + length + strspn(at + 3 + length, " ");
        snprintf(value, sizeof value, "%.*s", (int)strcspn(from, "\r"), from);
        break;
    }
    return value;
}

static inline bool server_send(int fd, const void *bytes, size_t count)
{
    const char *at = bytes;

    while (count > 0) {
        ssize_t sent = send(fd, at, count, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
        count -= (size_t)sent;
    }
    return true;
}

static inline bool server_say(const struct server_request *request,
                              const char *text)
{
    return server_send(request->fd, text, strlen(text));
}

/* A whole answer. headers: lines with their ends, or "". */
static inline bool server_reply(const struct server_request *request,
                                const char *status, const char *headers,
                                const void *body, size_t bytes)
{
    char head[1024];
    int length = snprintf(head, sizeof head,
                          "HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n",
                          status, bytes, headers);

    if (!server_send(request->fd, head, (size_t)length))
        return false;
    return strcmp(request->method, "HEAD") == 0 ||
           server_send(request->fd, body, bytes);
}

/* Ends the connection with a reset, not with an end. */
static inline bool server_reset(const struct server_request *request)
{
    struct linger none = {1, 0};

    EXPECT(setsockopt(request->fd, SOL_SOCKET, SO_LINGER, &none,
                      sizeof none) == 0);
    return false;
}

/* Returns when the client has closed the connection. */
static inline bool server_wait_closed(const struct server_request *request)
{
    char ignored[256];

    while (recv(request->fd, ignored, sizeof ignored, 0) > 0)
        continue;
    return false;
}

static inline bool server_read(struct server_request *request)
{
    size_t have = 0;
    char *end = NULL;

    while (end == NULL) {
        ssize_t got = recv(request->fd, request->head + have,
                           sizeof request->head - 1 - have, 0);
        if (got <= 0)
            return false;
        have += (size_t)got;
        request->head[have] = '\0';
        end = strstr(request->head, "\r\n\r\n");
    }
    EXPECT(sscanf(request->head, "%7s %4095s", request->method,
                  request->path) == 2);
    request->body_bytes =
        strtoull(server_header(request, "Content-Length"), NULL, 10);
    request->body = malloc(request->body_bytes + 1);
    EXPECT(request->body != NULL);
    size_t here = have - (size_t)(end + 4 - request->head);
    EXPECT(here <= request->body_bytes);
    memcpy(request->body, end + 4, here);
    end[2] = '\0';
    while (here < request->body_bytes) {
        ssize_t got = recv(request->fd, request->body + here,
                           request->body_bytes - here, 0);
        if (got <= 0)
            return false;
        here += (size_t)got;
    }
    return true;
}

static inline void *server_connection(void *argument)
{
    uint32_t number = (uint32_t)(uintptr_t)argument;
    struct server_request *request = calloc(1, sizeof *request);
    bool is_open = true;

    EXPECT(request != NULL);
    (void)pthread_mutex_lock(&server.lock);
    request->fd = server.fds[number];
    (void)pthread_mutex_unlock(&server.lock);
    request->connection = number;
    while (is_open) {
        request->body = NULL;
        is_open = server_read(request) && server.answer(request);
        request->turn++;
        free(request->body);
    }
    (void)pthread_mutex_lock(&server.lock);
    (void)close(server.fds[number]);
    server.fds[number] = -1;
    (void)pthread_mutex_unlock(&server.lock);
    free(request);
    return NULL;
}

static inline void *server_accept(void *ignored)
{
    (void)ignored;
    for (;;) {
        int fd = accept(server.listener, NULL, NULL);
        if (fd < 0)
            return NULL;
        (void)pthread_mutex_lock(&server.lock);
        uint32_t number = server.count;
        EXPECT(number < SERVER_CONNECTIONS_MAX);
        server.fds[number] = fd;
        EXPECT(pthread_create(&server.threads[number], NULL, server_connection,
                              (void *)(uintptr_t)number) == 0);
        server.count++;
        (void)pthread_mutex_unlock(&server.lock);
    }
}

/* Connections so far. */
static inline uint32_t server_connections(void)
{
    (void)pthread_mutex_lock(&server.lock);
    uint32_t count = server.count;
    (void)pthread_mutex_unlock(&server.lock);
    return count;
}

/* A socket that is bound to a port of its own, which it stores in *port. */
static inline int server_bind(uint16_t *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t length = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT(bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
    EXPECT(getsockname(fd, (struct sockaddr *)&at, &length) == 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static inline void server_start(server_answer answer)
{
    server.answer = answer;
    server.count = 0;
    EXPECT(pthread_mutex_init(&server.lock, NULL) == 0);
    server.listener = server_bind(&server.port);
    EXPECT(listen(server.listener, 1024) == 0);
    EXPECT(pthread_create(&server.acceptor, NULL, server_accept, NULL) == 0);
}

/* The clients must have let go of their connections, or are cut off. */
static inline void server_stop(void)
{
    (void)shutdown(server.listener, SHUT_RDWR);
    EXPECT(pthread_join(server.acceptor, NULL) == 0);
    (void)close(server.listener);
    (void)pthread_mutex_lock(&server.lock);
    for (uint32_t i = 0; i < server.count; i++)
        if (server.fds[i] >= 0)
            (void)shutdown(server.fds[i], SHUT_RDWR);
    (void)pthread_mutex_unlock(&server.lock);
    for (uint32_t i = 0; i < server.count; i++)
        EXPECT(pthread_join(server.threads[i], NULL) == 0);
    (void)pthread_mutex_destroy(&server.lock);
}

#endif
