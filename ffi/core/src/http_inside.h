/* http_inside.h -- one lane's HTTP client as its own files see it. */
#ifndef HTTP_INSIDE_H
#define HTTP_INSIDE_H

#include "curl_abi.h"
#include "svi_sign.h"
#include "svi_store.h"

/* Headers beside those of the request: Expect, Accept, token, date, ... */
#define SVI_OWN_HEADERS 10u
#define SVI_URL_ROOM 8192u

/* curl_slist: public in libcurl, and not copied by it. */
struct svi_curl_list {
    const char *data;
    struct svi_curl_list *next;
};

/* The fault that a request meets; see http_fault.c. */
struct svi_call_fault {
    uint32_t kind; /* enum sv_fault; SV_FAULT_COUNT: none */
    uint64_t arg;
    bool is_instead; /* it is never sent */
    char range[64];  /* the header in the place of its own */
};

/* One easy handle, and the request it carries. */
struct svi_call {
    struct svi_http *http;
    void *easy;
    struct svi_request *request; /* NULL: free */
    struct svi_call *next;       /* of the free or the finished ones */
    struct svi_curl_list list[SVI_HEADERS_MAX + SVI_OWN_HEADERS];
    uint64_t activity_ns; /* last sign of life */
    int64_t uploaded;     /* as libcurl told at the last look */
    uint32_t starts;      /* times the request was begun on a connection */
    uint32_t method;      /* as the handle is set; SVI_METHOD_NONE */
    uint32_t buffer_bytes;
    struct svi_signature signature;
    char *body;      /* of a small request, whole; NULL: none was yet */
    bool is_inline;  /* its body is there */
    bool was_inline; /* the handle is set for that */
    bool is_flying;
    bool is_success;   /* the answer's status is 2xx */
    bool says_close;   /* the answer ends its connection */
    int local_port;    /* of its connection; 0: not yet, or not known */
    bool was_closed;   /* its connection was, by us, during the request */
    struct svi_call_fault fault;
};

#define SVI_METHOD_NONE UINT32_MAX

/* What is known of one descriptor. */
struct svi_socket {
    uint32_t wanted;     /* EPOLL*, by libcurl */
    uint32_t registered; /* EPOLL*, in the epoll */
    bool is_ours;        /* opened by us: we will see it closed */
};

struct svi_http {
    const struct svi_curl *curl;
    const struct sv_store *store;
    void *multi;
    int poller;
    bool has_no_pwait2;
    uint64_t timer_ns; /* when libcurl wants to be called; all ones: not */
    uint64_t look_ns;  /* next look at the time limits */
    uint32_t in_flight_max;
    uint32_t call_count;
    uint32_t flying_count;
    uint32_t finished_count;
    struct svi_call **calls;
    struct svi_call *free_calls;
    struct svi_call *finished;
    struct svi_call **finished_end;
    struct svi_socket *sockets; /* by descriptor */
    uint32_t socket_room;
    char **bases; /* "https://bucket.host" of each endpoint */
    char **hosts; /* "Host: bucket.host", as it is signed */
    struct svi_signer *signer; /* NULL: nothing to sign, or libcurl does */
    char *token_header;
    char *bearer_header;
    struct svi_curl_list *detours; /* NULL: all go where the URL says */
    char *detour_text;
    char url[SVI_URL_ROOM]; /* libcurl copies it */
};

/* http_call.c: a request into a handle, and what libcurl calls for it. */
struct svi_call *svi_call_make(struct svi_http *http);
/* 0 or SV_BOUND: the URL is too long. */
int32_t svi_call_prepare(struct svi_call *call, struct svi_request *request);

/* http_answer.c: one line of an answer's head; a piece of the body of an error,
 * of which as much is kept as has room. */
void svi_answer_line(struct svi_call *call, const char *line, size_t length);
void svi_answer_keep(struct svi_request *request, const char *bytes,
                     size_t count);

/* http_fault.c. Before the request is prepared: which fault it meets. */
void svi_http_fault_choose(struct svi_call *call);
/* A header as it is sent; NULL: not at all. */
const char *svi_http_fault_header(struct svi_call *call, const char *header);
/* The status of a request that is never sent. */
int32_t svi_http_fault_instead(struct svi_call *call);
/* How much of `room` of its body may go out; 0: no more of it. */
size_t svi_http_fault_send(const struct svi_call *call, size_t room);
/* How much of the next `length` bytes of a body comes; fewer: it is cut. */
size_t svi_http_fault_receive(struct svi_call *call, size_t length);
/* It is done, with a CURLcode, and waits for its time-out all the same. */
bool svi_http_fault_stalls(const struct svi_call *call, int result);
/* The status that it ends with, by that which it would have. */
int32_t svi_http_fault_end(struct svi_call *call, int32_t status);

/* http_headers.c: fills call->list. 0 or SV_BOUND: too long to be signed. */
int32_t svi_call_headers(struct svi_call *call);

/* http_detour.c: 0 or -ENOMEM, which leaves what close frees. */
int32_t svi_detours_open(struct svi_http *http);
void svi_detours_close(struct svi_http *http);

/* http_loop.c: sockets and timers. */
int32_t svi_loop_open(struct svi_http *http);
void svi_loop_close(struct svi_http *http);
/* Lets libcurl do what is due: begin requests, first of all. A request may be
 * answered and done within. */
void svi_loop_timer(struct svi_http *http);
/* Lets libcurl do what sockets are ready for; sleeps at most until `until_ns`
 * (0: not at all). 0 or -errno. */
int32_t svi_loop_sockets(struct svi_http *http, uint64_t until_ns);
int svi_loop_open_socket(void *client, int purpose,
                         struct svi_curl_address *address);
int svi_loop_close_socket(void *client, int fd);

/* http.c: takes the request off its handle and queues it as finished. */
void svi_http_finish(struct svi_call *call, int32_t status);

/* http_status.c: CURLcode to a status. */
int32_t svi_curl_status(int code);

#endif
