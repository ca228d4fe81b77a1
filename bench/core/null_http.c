/* null_http.c -- a small fast HTTP/1.1 server: what clients are measured
 * against. One thread, epoll, connections kept; PUT keeps the last body of each
 * path (with its query) in memory, GET gives it or a range of it back, HEAD and
 * DELETE do what they say. No TLS, no signatures, no pipelining, no chunks.
 *
 * Usage: null_http [PORT [ADDRESS]] (port 0, address 127.0.0.1); the first line
 * on stdout is the port. Ends when stdin does, unless that is /dev/null.
 *
 * Build: cc -O2 -D_GNU_SOURCE -o null_http bench/core/null_http.c
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "null_http_bucket.h"
#include "null_http_objects.h"

#define HEAD_ROOM 8192u
#define EVENTS 256

struct connection {
    int fd;
    uint32_t events; /* as epoll has them */
    uint32_t head_bytes;
    char head[HEAD_ROOM + 1];
    char path[HEAD_ROOM + 1];
    struct body *incoming; /* a PUT under way */
    uint64_t incoming_at;
    char answer[512];
    size_t answer_bytes, answer_at;
    struct body *outgoing;
    uint64_t outgoing_at, outgoing_end;
    int is_closing;
};

static int poller;

static void watch(struct connection *connection, uint32_t events)
{
    if (connection->events == events)
        return;
    struct epoll_event event = {events, {.ptr = connection}};
    (void)epoll_ctl(poller,
                    connection->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD,
                    connection->fd, &event);
    connection->events = events;
}

static void close_connection(struct connection *connection)
{
    (void)close(connection->fd);
    drop_body(connection->incoming);
    drop_body(connection->outgoing);
    free(connection);
}

static const char *header(const struct connection *connection, const char *name)
{
    size_t length = strlen(name);
    const char *at = connection->head;
    while ((at = strstr(at, "\r\n")) != NULL) {
        at += 2;
        if (strncasecmp(at, name, length) == 0 && at[length] == ':') {
            at += length + 1;
            while (*at == ' ')
                at++;
            return at;
        }
    }
    return NULL;
}

static void answer(struct connection *connection, const char *status,
                   uint64_t bytes, const char *more)
{
    connection->answer_bytes = (size_t)snprintf(
        connection->answer, sizeof connection->answer,
        "HTTP/1.1 %s\r\nContent-Length: %llu\r\n%s\r\n", status,
        (unsigned long long)bytes, more);
    connection->answer_at = 0;
}

/* "bytes=A-B", "bytes=A-", "bytes=-N". 0: the whole; -1: outside of it. */
static int range_of(const char *text, uint64_t bytes, uint64_t *from,
                    uint64_t *end)
{
    *from = 0;
    *end = bytes;
    if (text == NULL || strncmp(text, "bytes=", 6) != 0)
        return 0;
    char *after;
    if (text[6] == '-') {
        uint64_t last = strtoull(text + 7, NULL, 10);
        *from = last < bytes ? bytes - last : 0;
        return last == 0 ? -1 : 1;
    }
    *from = strtoull(text + 6, &after, 10);
    if (*after == '-' && after[1] >= '0' && after[1] <= '9')
        *end = strtoull(after + 1, NULL, 10) + 1;
    if (*end > bytes)
        *end = bytes;
    return *from < bytes ? 1 : -1;
}

static void give(struct connection *connection, int has_body)
{
    struct body *body = NULL;
    struct entry **place = place_of(connection->path);
    if (*place != NULL)
        body = (*place)->body;
    if (body == NULL) {
        answer(connection, "404 Not Found", 0, "");
        return;
    }
    uint64_t from, end;
    int kind = range_of(header(connection, "Range"), body->bytes, &from, &end);
    char more[160];
    if (kind < 0) {
        answer(connection, "416 Range Not Satisfiable", 0, "");
        return;
    }
    int length = snprintf(more, sizeof more, "ETag: \"%016llx\"\r\n",
                          (unsigned long long)body->tag);
    if (kind > 0)
        (void)snprintf(more + length, sizeof more - (size_t)length,
                       "Content-Range: bytes %llu-%llu/%llu\r\n",
                       (unsigned long long)from, (unsigned long long)end - 1,
                       (unsigned long long)body->bytes);
    answer(connection, kind > 0 ? "206 Partial Content" : "200 OK", end - from,
           more);
    if (!has_body)
        return;
    body->references++;
    connection->outgoing = body;
    connection->outgoing_at = from;
    connection->outgoing_end = end;
}

static void finish_put(struct connection *connection)
{
    struct body *body = connection->incoming;
    connection->incoming = NULL;
    if (store_body(connection->path, body) != 0) {
        drop_body(body);
        answer(connection, "507 Insufficient Storage", 0, "");
        return;
    }
    char more[64];
    (void)snprintf(more, sizeof more, "ETag: \"%016llx\"\r\n",
                   (unsigned long long)body->tag);
    answer(connection, "200 OK", 0, more);
}

static void start_put(struct connection *connection, uint32_t rest)
{
    const char *length = header(connection, "Content-Length");
    uint64_t bytes = length == NULL ? 0 : strtoull(length, NULL, 10);
    connection->incoming = make_body(bytes);
    if (connection->incoming == NULL) {
        answer(connection, "507 Insufficient Storage", 0, "");
        connection->is_closing = 1;
        return;
    }
    uint64_t here = rest < bytes ? rest : bytes;
    memcpy(connection->incoming->content,
           connection->head + connection->head_bytes - rest, here);
    connection->incoming_at = here;
    if (here == bytes)
        finish_put(connection);
}

/* 0 if the request is about an object. */
static int answer_for_bucket(struct connection *connection, const char *method)
{
    const char *text = bucket_text(method, connection->path);
    if (text == NULL)
        return 0;
    struct body *body = make_body(strlen(text));
    if (body == NULL) {
        answer(connection, "507 Insufficient Storage", 0, "");
        return 1;
    }
    memcpy(body->content, text, strlen(text));
    answer(connection, "200 OK", strlen(text), "");
    connection->outgoing = body;
    connection->outgoing_at = 0;
    connection->outgoing_end = strlen(text);
    return 1;
}

static void remove_object(struct connection *connection)
{
    struct entry **place = place_of(connection->path);
    struct entry *entry = *place;
    if (entry != NULL) {
        *place = entry->next;
        drop_body(entry->body);
        free(entry);
    }
    answer(connection, "204 No Content", 0, "");
}

/* The head is whole; `end` is behind its empty line. */
static void obey(struct connection *connection, const char *end)
{
    uint32_t rest =
        connection->head_bytes - (uint32_t)(end - connection->head);
    char method[8];
    const char *close_word = header(connection, "Connection");
    connection->is_closing =
        close_word != NULL && strncasecmp(close_word, "close", 5) == 0;
    const int words =
        sscanf(connection->head, "%7s %8191s", method, connection->path);
    drop_call_name(connection->path);
    if (words != 2) {
        answer(connection, "400 Bad Request", 0, "");
        connection->is_closing = 1;
    } else if (answer_for_bucket(connection, method)) {
        ;
    } else if (strcmp(method, "PUT") == 0) {
        start_put(connection, rest);
    } else if (strcmp(method, "GET") == 0) {
        give(connection, 1);
    } else if (strcmp(method, "HEAD") == 0) {
        give(connection, 0);
    } else if (strcmp(method, "DELETE") == 0) {
        remove_object(connection);
    } else {
        answer(connection, "501 Not Implemented", 0, "");
        connection->is_closing = 1;
    }
    connection->head_bytes = 0;
}

/* 1: all is sent, 0: the socket is full, -1: closed. */
static int send_answer(struct connection *connection)
{
    struct body *body = connection->outgoing;
    while (connection->answer_at < connection->answer_bytes ||
           (body != NULL &&
            connection->outgoing_at < connection->outgoing_end)) {
        struct iovec parts[2] = {
            {connection->answer + connection->answer_at,
             connection->answer_bytes - connection->answer_at},
            {NULL, 0}};
        if (body != NULL) {
            parts[1].iov_base = body->content + connection->outgoing_at;
            parts[1].iov_len =
                connection->outgoing_end - connection->outgoing_at;
        }
        struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
        ssize_t sent = sendmsg(connection->fd, &message, MSG_NOSIGNAL);
        if (sent < 0)
            return errno == EAGAIN ? 0 : -1;
        size_t head = parts[0].iov_len < (size_t)sent ? parts[0].iov_len
                                                      : (size_t)sent;
        connection->answer_at += head;
        connection->outgoing_at += (size_t)sent - head;
    }
    drop_body(body);
    connection->outgoing = NULL;
    connection->answer_bytes = 0;
    return connection->is_closing ? -1 : 1;
}

/* 1: more may be there, 0: nothing now, -1: closed. */
static int receive(struct connection *connection)
{
    struct body *body = connection->incoming;
    if (body != NULL) {
        ssize_t got = recv(connection->fd,
                           body->content + connection->incoming_at,
                           body->bytes - connection->incoming_at, 0);
        if (got <= 0)
            return got < 0 && errno == EAGAIN ? 0 : -1;
        connection->incoming_at += (uint64_t)got;
        if (connection->incoming_at == body->bytes)
            finish_put(connection);
        return 1;
    }
    ssize_t got =
        recv(connection->fd, connection->head + connection->head_bytes,
             HEAD_ROOM - connection->head_bytes, 0);
    if (got <= 0)
        return got < 0 && errno == EAGAIN ? 0 : -1;
    connection->head_bytes += (uint32_t)got;
    connection->head[connection->head_bytes] = '\0';
    const char *end = strstr(connection->head, "\r\n\r\n");
    if (end != NULL)
        obey(connection, end + 4);
    else if (connection->head_bytes == HEAD_ROOM)
        return -1;
    return 1;
}

static void serve(struct connection *connection)
{
    int state = 1;
    if (connection->answer_bytes > 0)
        state = send_answer(connection);
    else
        state = receive(connection);
    if (state > 0 && connection->answer_bytes > 0)
        state = send_answer(connection);
    if (state < 0) {
        close_connection(connection);
        return;
    }
    watch(connection, connection->answer_bytes > 0 ? EPOLLOUT : EPOLLIN);
}

static void take_in(int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    /* What waits in a socket stays in the cache. */
    int room = 1 << 20;
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        (void)close(fd);
        return;
    }
    connection->fd = fd;
    watch(connection, EPOLLIN);
}

static int listen_on(const char *address, uint16_t port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    socklen_t length = sizeof at;
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (inet_pton(AF_INET, address, &at.sin_addr) != 1)
        return -1;
    (void)setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) != 0 ||
        listen(listener, 4096) != 0 ||
        getsockname(listener, (struct sockaddr *)&at, &length) != 0)
        return -1;
    printf("%u\n", (unsigned)ntohs(at.sin_port));
    fflush(stdout);
    return listener;
}

int main(int argc, char **argv)
{
    static char listener_mark, stdin_mark;
    uint16_t port = argc > 1 ? (uint16_t)atoi(argv[1]) : 0;
    int listener = listen_on(argc > 2 ? argv[2] : "127.0.0.1", port);
    if (listener < 0) {
        perror("null_http: cannot listen");
        return 3;
    }
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {EPOLLIN, {.ptr = &listener_mark}};
    (void)epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    event.data.ptr = &stdin_mark;
    (void)epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &event);
    for (;;) {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            char ignored[64];
            if (events[i].data.ptr == &listener_mark)
                take_in(listener);
            else if (events[i].data.ptr != &stdin_mark)
                serve(events[i].data.ptr);
            else if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
                return 0;
        }
    }
}
