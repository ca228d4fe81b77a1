/* http_rig.h -- a client for the C tests of HTTP, on the server of
 * http_server.h: http_open() makes one, http_ask() sends one request and gives
 * back what became of it. */
#ifndef HTTP_RIG_H
#define HTTP_RIG_H

#include "http_server.h"
#include "svi_store.h"

#define HTTP_ANSWER_ROOM 1024u

/* One request with its body and its answer. */
struct http_asked {
    struct svi_request request; /* first: the two pointers are one */
    uint64_t made, taken, rewinds;
    uint8_t sum; /* exclusive or of all bytes that came */
    uint64_t produce_end, consume_end; /* give up behind so many; 0: never */
    bool gives_up; /* produces nothing at all */
    char answer[HTTP_ANSWER_ROOM];
};

static struct sv_store *http_store;
static struct svi_http *http_client;

/* settings: beside endpoint, kind and bucket; each with its NUL. */
static inline void http_open_to(const char *endpoint, const char *settings,
                                size_t bytes)
{
    char text[2048];
    int32_t failed;
    int length = snprintf(text, sizeof text, "kind=s3%cendpoint=%s%cbucket=b%c"
                                             "path_style=1%c",
                          0, endpoint, 0, 0, 0);

    EXPECT((size_t)length + bytes + 1 < sizeof text);
    memcpy(text + length, settings, bytes);
    text[(size_t)length + bytes] = '\0';
    EXPECT_EQ(sv_store_open(text, &failed, &http_store), 0);
    int32_t status = svi_http_open(http_store, 8, &http_client);
    if (status == SV_NO_CURL)
        SKIP("no libcurl on this host");
    EXPECT_EQ(status, 0);
}

#define http_open(settings) http_open_with(settings, sizeof settings - 1)

static inline void http_open_with(const char *settings, size_t bytes)
{
    char endpoint[64];

    snprintf(endpoint, sizeof endpoint, "http://127.0.0.1:%u",
             (unsigned)server.port);
    http_open_to(endpoint, settings, bytes);
}

static inline void http_close(void)
{
    svi_http_close(http_client);
    sv_store_close(http_store);
}

/* Byte `at` of every body that is sent. */
static inline uint8_t http_byte(uint64_t at) { return (uint8_t)(at * 7 + 3); }

static inline size_t http_produce(struct svi_request *request, void *buffer,
                                  size_t room)
{
    struct http_asked *asked = (struct http_asked *)request;
    uint8_t *bytes = buffer;

    if (asked->gives_up ||
        (asked->produce_end != 0 && asked->made >= asked->produce_end))
        return 0;
    for (size_t i = 0; i < room; i++)
        bytes[i] = http_byte(asked->made++);
    return room;
}

static inline void http_rewind(struct svi_request *request)
{
    struct http_asked *asked = (struct http_asked *)request;

    asked->rewinds++;
    asked->made = 0;
}

static inline bool http_consume(struct svi_request *request,
                                const uint8_t *bytes, size_t count)
{
    struct http_asked *asked = (struct http_asked *)request;

    for (size_t i = 0; i < count; i++)
        asked->sum = (uint8_t)(asked->sum ^ bytes[i]);
    asked->taken += count;
    return asked->consume_end == 0 || asked->taken < asked->consume_end;
}

/* Of `path`, of which it keeps the pointer. */
static inline struct http_asked http_request(uint32_t method, const char *path)
{
    struct http_asked asked = {.request = {.method = method,
                                           .path_query = path,
                                           .produce = http_produce,
                                           .rewind = http_rewind,
                                           .consume = http_consume,
                                           .answer_room = HTTP_ANSWER_ROOM}};

    return asked;
}

/* Sends it and waits until it is done. */
static inline void http_finish(struct http_asked *asked)
{
    struct svi_request *done = NULL;

    asked->request.answer = asked->answer;
    EXPECT_EQ(svi_http_send(http_client, &asked->request), 0);
    EXPECT_EQ(svi_http_wait(http_client, 1, UINT64_MAX, &done, 1), 1);
    EXPECT(done == &asked->request);
}

/* The last one asked; valid until the next. */
static inline const struct svi_request *http_ask(uint32_t method,
                                                 const char *path)
{
    static struct http_asked asked;

    asked = http_request(method, path);
    http_finish(&asked);
    return &asked.request;
}

#endif
