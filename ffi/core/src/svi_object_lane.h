/* svi_object_lane.h -- one stream of operations on the keys of an object space.
 *
 * Design. The lane is an sv_lane with another loop: gate, counters, histograms
 * and findings are those of block lanes. An operation is one or more exchanges,
 * an exchange one request with its attempts. Mutations of one key are never
 * outstanding together: the later one is parked. Reads may run beside a
 * mutation of their key; what they may see is a window that opens when they
 * start and is widened when they end. Bodies are made and judged inside the
 * client's callbacks, so no object is ever held whole.
 */
#ifndef SVI_OBJECT_LANE_H
#define SVI_OBJECT_LANE_H

#include "svi_lane.h"
#include "svi_object.h"
#include "svi_object_body.h"
#include "svi_object_xml.h"
#include "svi_zipf.h"

#define SVI_PATH_ROOM 4096u
#define SVI_ANSWER_ROOM 2048u
#define SVI_HEADER_ROOM 128u
#define SVI_HEADER_TEXTS 4u
/* Findings of one operation that are told whole; the rest are only counted. */
#define SVI_FINDINGS_AN_OPERATION 16u

enum svi_purpose {
    SVI_PURPOSE_ALONE = 0, /* the only request of its operation */
    SVI_PURPOSE_CREATE = 1,
    SVI_PURPOSE_PART = 2,
    SVI_PURPOSE_COMPLETE = 3,
    SVI_PURPOSE_ABORT = 4
};

/* How a fault spoils a body on its way; see object_fault.c. */
struct svi_spoil {
    uint32_t kind; /* enum sv_fault; SV_FAULT_COUNT: not at all */
    uint64_t arg;
    uint64_t at; /* bytes of the body that went by */
};

/* A page of a listing as it comes; see object_list.c. */
struct svi_page {
    struct svi_xml xml;
    uint64_t begin; /* the page may hold keys from here on, */
    uint64_t next;  /* the key that must come next if it is there */
    uint64_t end;   /* up to here */
    uint64_t extra; /* the first key beyond as many as were asked for; all
                     * ones: none */
    uint64_t last;  /* the last key it held; all ones: none yet */
    uint64_t size;  /* of the entry under way; all ones: not said */
    uint32_t touch; /* lane->touch_count when it was asked for */
    uint32_t entries;
    bool is_truncated;
    bool has_name;
    char name[SVI_KEY_ROOM];
};

struct svi_exchange {
    struct svi_request request; /* first: the two pointers are one */
    struct svi_operation *operation;
    struct svi_exchange *next_free;
    uint32_t purpose; /* enum svi_purpose */
    uint32_t part;    /* from 0 */
    uint32_t attempts;
    bool has_waited;    /* held by a latency fault once already */
    uint64_t due_ns;    /* of the next attempt, or when it may be finished */
    int32_t held;       /* status to be finished with */
    bool is_held;
    bool is_sent; /* the client has it */
    struct svi_spoil spoil;
    char *text; /* body of a control request, owned; NULL: none */
    uint64_t text_at;
    char sum[SVI_HEADER_ROOM / 2]; /* checksum sent, base64; "" if none */
    char header_texts[SVI_HEADER_TEXTS][SVI_HEADER_ROOM];
    char path[SVI_PATH_ROOM];
    char answer[SVI_ANSWER_ROOM];
    union {
        struct svi_maker maker;
        struct svi_checker checker;
        struct svi_page page;
    } body;
};

enum svi_operation_state {
    SVI_OPERATION_FREE = 0,
    SVI_OPERATION_PARKED = 1, /* waits for a mutation of its key */
    SVI_OPERATION_FLYING = 2
};

/* An upload in parts, or in blocks. */
struct svi_part {
    char etag[SVI_ETAG_ROOM];
    char sum[16]; /* base64 */
};
struct svi_upload {
    char id[1024]; /* as the store gave it; az: our own */
    uint64_t hash;
    uint32_t part_count;
    uint32_t next_part;
    uint32_t parts_done;
    uint32_t in_flight;
    int32_t status; /* of the first request that failed */
    bool is_failed;
    bool is_dropped; /* not failed, but its lane was told to stop */
    bool was_open; /* before it another upload of the key was */
    bool is_stalled; /* wants an exchange, and there was none */
    struct svi_part parts[];
};

struct svi_operation {
    struct svi_object_lane *lane;
    uint32_t op;    /* enum sv_op */
    uint32_t state; /* enum svi_operation_state */
    uint64_t key;
    uint64_t generation; /* put, upload; of a body once it was compared */
    uint64_t size;       /* put, upload: of that generation */
    uint64_t start;      /* range */
    uint64_t length;     /* range; all ones: whole */
    struct svi_key_window window; /* get, range, head */
    uint64_t etag;       /* of the only legal content; 0 not known */
    bool was_deleted;    /* a delete was issued while it ran */
    uint32_t findings;
    uint64_t number; /* in its lane, from 1 */
    uint64_t intended_ns;
    uint64_t submit_ns; /* start of its first request */
    uint64_t log_begun; /* sequence in the log; 0: not in it */
    uint32_t attempts;  /* requests of all its exchanges */
    struct svi_upload *upload;
    struct svi_operation *next_of_key;
};

struct svi_object_lane {
    struct sv_lane base; /* first: the two pointers are one */
    struct sv_object_lane_spec spec;
    struct sv_objects *objects;
    struct svi_object_lane *next_lane; /* of its space */
    struct svi_http *client;
    struct svi_zipf zipf;
    struct svi_permutation scatter;
    struct svi_random jitter;
    uint64_t cursor;    /* sequential */
    uint32_t weight_sum;
    uint64_t skipped_in_a_row;

    struct svi_operation *operations;
    uint32_t *free_operations;
    uint32_t free_count;
    struct svi_operation **parked; /* oldest first */
    uint32_t parked_count;
    uint32_t flying_count;
    struct svi_operation **by_key; /* flying ones, chained */
    uint32_t by_key_mask;

    struct svi_exchange *exchanges;
    struct svi_exchange *free_exchange;
    uint32_t exchange_count;
    uint32_t exchanges_used; /* of the array; the others are untouched */
    uint32_t in_client; /* sent and not yet given back */
    struct svi_exchange **waiting; /* for their next attempt, or held */
    uint32_t waiting_count;
    struct svi_exchange **ready; /* done without being sent (faults) */
    uint32_t ready_count;
    struct svi_request **done;
    uint32_t stalled_parts; /* uploads that want an exchange */

    uint8_t *stage; /* SVI_STAGE_BYTES */
    uint32_t *touched; /* list: by own key, touch_count at its last change */
    uint32_t touch_count;
    struct svi_histogram *size_classes; /* [get, put][class] */
    _Atomic uint64_t size_class_bytes[2][SV_SIZE_CLASSES];
};

static inline struct svi_object_lane *svi_object_lane_of(struct sv_lane *lane)
{
    return (struct svi_object_lane *)lane;
}

/* object_memory.c */
int32_t svi_object_lane_allocate(struct svi_object_lane *lane);
void svi_object_lane_free(struct svi_object_lane *lane);
struct svi_exchange *svi_exchange_take(struct svi_object_lane *lane,
                                       struct svi_operation *operation);
void svi_exchange_release(struct svi_object_lane *lane,
                          struct svi_exchange *exchange);

/* object_run.c */
void svi_object_lane_run(struct svi_object_lane *lane);

/* object_choice.c: op, key and range of the next operation. False: there is no
 * key to act on. */
bool svi_object_choose(struct svi_object_lane *lane,
                       struct svi_operation *operation);
/* Its choice goes through the keys once, and that is done. */
bool svi_object_is_through(const struct svi_object_lane *lane);

/* object_issue.c */
void svi_object_issue(struct svi_object_lane *lane);
bool svi_object_can_issue(const struct svi_object_lane *lane);
void svi_object_retry_parked(struct svi_object_lane *lane);
/* The operation is over and was counted. */
void svi_operation_release(struct svi_object_lane *lane,
                           struct svi_operation *operation);
/* The key was changed, or may be from now on. */
void svi_object_touch(struct svi_object_lane *lane, uint64_t key);

/* object_exchange.c: a request, its attempts, and what they came to. */
void svi_exchange_send(struct svi_object_lane *lane,
                       struct svi_exchange *exchange);
/* The lane was told to stop: what is not under way is not begun. */
bool svi_object_is_stopped(const struct svi_object_lane *lane);
/* It came back from the client, or a fault says so. */
void svi_exchange_back(struct svi_object_lane *lane,
                       struct svi_exchange *exchange);
/* The client itself failed: what it has ends with `status`. */
void svi_exchange_abandon(struct svi_object_lane *lane, int32_t status);
/* The head of the answer is here, and nothing of its body yet. */
void svi_exchange_begin_sum(struct svi_exchange *exchange);
/* Sends what is due again and finishes what was held. */
void svi_exchange_pump(struct svi_object_lane *lane);

/* object_request.c: fills an exchange in the store's dialect. 0, SV_BOUND. */
int32_t svi_request_alone(struct svi_object_lane *lane,
                          struct svi_exchange *exchange);
int32_t svi_request_upload(struct svi_object_lane *lane,
                           struct svi_exchange *exchange);
/* object_sum.c: adds the checksum header that the store's settings ask for. */
void svi_request_sum(struct svi_object_lane *lane,
                     struct svi_exchange *exchange, uint32_t *headers);
/* One pass over a body that is not sent: it is made for its checksum. */
uint64_t svi_sum_of(struct svi_object_lane *lane, struct svi_maker *maker,
                    bool is_short);
/* Name of a block, in base64: 21 bytes with its end. */
void svi_block_id(const struct svi_upload *upload, uint32_t part, char *out);

/* object_finish.c: an exchange is over for good, with `status`. */
void svi_operation_step(struct svi_object_lane *lane,
                        struct svi_exchange *exchange, int32_t status);
/* Counts the operation and its latency, and frees it. */
void svi_operation_end(struct svi_object_lane *lane,
                       struct svi_operation *operation,
                       const struct svi_request *last, uint64_t bytes);
/* Counts a failed operation, and frees it. */
void svi_operation_fail(struct svi_object_lane *lane,
                        struct svi_operation *operation, int32_t status);
/* The outcome of a write is known, or nobody knows it. */
void svi_operation_settle(struct svi_object_lane *lane,
                          struct svi_operation *operation, const char *etag);
void svi_operation_leave(struct svi_object_lane *lane,
                         struct svi_operation *operation);

/* object_upload.c */
void svi_upload_start(struct svi_object_lane *lane,
                      struct svi_operation *operation);
void svi_upload_step(struct svi_object_lane *lane,
                     struct svi_exchange *exchange, int32_t status);
/* The text of an element of a control answer; false: not there, or too long. */
bool svi_upload_answer(const struct svi_exchange *exchange, const char *name,
                       char *out, size_t room);
/* What completes it, on the heap; NULL: no memory. */
char *svi_upload_text(struct svi_object_lane *lane,
                      const struct svi_upload *upload);
/* Gives exchanges that became free to uploads that wait for one. */
void svi_upload_resume(struct svi_object_lane *lane);

/* object_list.c */
int32_t svi_page_request(struct svi_object_lane *lane,
                         struct svi_exchange *exchange);
/* Before each attempt. */
void svi_page_start(struct svi_object_lane *lane,
                    struct svi_exchange *exchange);
bool svi_page_take(struct svi_request *request, const uint8_t *bytes,
                   size_t count);
/* After the whole answer: 0 or SV_HTTP_BROKEN. */
int32_t svi_page_finish(struct svi_object_lane *lane,
                        struct svi_exchange *exchange);

/* object_judge.c: what an answer without a body says of a key. */
void svi_object_found(struct svi_operation *operation, uint64_t key,
                      struct sv_finding *finding);
void svi_judge_missing(struct svi_operation *operation, uint64_t key,
                       const struct svi_key_window *window);
/* `size` is what the store says that the object has. */
void svi_judge_size(struct svi_operation *operation, uint64_t key,
                    const struct svi_key_window *window, uint64_t size);
void svi_judge_etag(struct svi_operation *operation, const char *etag);

/* object_judge_sum.c: checksums that the store returned, if it did. */
/* Of a put or of a part. */
void svi_judge_put_sum(struct svi_exchange *exchange);
/* Of an upload that was completed, by those that its parts were sent with. */
void svi_judge_upload_sum(struct svi_exchange *exchange);
/* Of a body that was found right. */
void svi_judge_body_sum(struct svi_exchange *exchange);
/* Of an object that was not read: it is made anew for it. */
void svi_judge_head_sum(struct svi_exchange *exchange);
/* The store is to return one that lanes can tell without a pass of their own
 * over a large body. */
bool svi_asks_sum(const struct svi_object_lane *lane,
                  const struct svi_operation *operation);
/* 416 for a range. */
void svi_judge_range(struct svi_operation *operation);

/* object_log.c: puts, uploads and deletes, where the space has a log. */
void svi_object_log_begin(struct svi_object_lane *lane,
                          struct svi_operation *operation);
/* The second call for one operation does nothing. */
void svi_object_log_end(struct svi_object_lane *lane,
                        struct svi_operation *operation, bool has_failed);

/* How an operation ended that is kept. */
struct svi_kept_end {
    uint64_t first_byte_ns; /* 0: nobody knows */
    uint64_t end_ns;
    uint64_t bytes;
    int32_t status;
};
/* lane_kept.c: only where SVI_KEEPS. */
void svi_object_lane_keep(struct svi_object_lane *lane,
                          const struct svi_operation *operation,
                          const struct svi_kept_end *end);

/* object_fault.c */
/* Before it is sent; true: it is done already, with its status set. */
bool svi_exchange_fault_before(struct svi_object_lane *lane,
                               struct svi_exchange *exchange);
/* After it came back; true: it is held until due_ns. */
bool svi_exchange_fault_after(struct svi_object_lane *lane,
                              struct svi_exchange *exchange);
/* What becomes of an entry of a listing: one of SV_FAULT_LIST_*, else
 * SV_FAULT_COUNT. */
uint32_t svi_entry_fault(struct svi_exchange *exchange);
/* On what was made of a body, and on what comes of one. */
void svi_exchange_spoil(struct svi_exchange *exchange, uint8_t *bytes,
                        size_t count);
bool svi_exchange_take_spoiled(struct svi_exchange *exchange,
                               const uint8_t *bytes, size_t count);

static inline bool svi_is_mutation(uint32_t op)
{
    return op == SV_PUT || op == SV_UPLOAD || op == SV_DELETE;
}

#endif
