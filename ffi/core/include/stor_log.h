/* stor_log.h -- the part of stor_core.h about the log of a space. Include
 * stor_core.h, which includes this; the rules of that header hold here too.
 *
 * A log says when each write, sync and acknowledgement came, in an order that
 * proves something: what begins is logged before it is sent, what ended after
 * it came back. So all that ended before a sync began is durable once that sync
 * has ended without an error. No bytes are kept: those of a write follow from
 * the identity of its file and the record (sv_stamp_fill()).
 *
 * Order of use: sv_space_log() before the first lane -> sv_log_read() now and
 * then, while lanes run -> the log ends with its space. After the death of the
 * process: sv_log_open(), sv_log_read(), sv_log_close().
 */
#ifndef STOR_LOG_H
#define STOR_LOG_H

enum sv_log_stage { SV_LOG_BEGUN = 1, SV_LOG_ENDED = 2 };

/* The next record belongs to the same operation: neighbours with another
 * generation than those before. Only of a write that begins. */
#define SV_LOG_MORE 1u
/* What ended is durable without a sync: O_DSYNC, or a store. */
#define SV_LOG_DURABLE 2u
/* Lane of a sync that no lane asked for. */
#define SV_LOG_NO_LANE 65535u

struct sv_log_record {
    uint64_t sequence;   /* place in the log, from 1 */
    uint64_t time_ns;
    uint64_t begun;      /* sequence of the first record of its operation */
    uint64_t offset;     /* in its file; of an object: number of its key */
    uint64_t generation; /* of all its units, or of the object; of the first
                          * unit when a write ends */
    uint64_t stamp;      /* write: sv_stamp_write.sequence */
    uint32_t bytes;      /* write: of these units; the whole when it ends */
    uint32_t seconds;    /* write: sv_stamp_write.seconds */
    uint16_t file;
    uint16_t lane; /* sv_stamp_write.writer too */
    uint8_t op;    /* enum sv_op: write, sync, put, upload or delete */
    uint8_t stage; /* enum sv_log_stage */
    uint8_t flags; /* SV_LOG_* */
    uint8_t has_failed; /* ended with an error: nobody knows the outcome */
};
_Static_assert(sizeof(struct sv_log_record) == 64, "sv_log_record");

struct sv_log_facts {
    uint64_t capacity; /* records that fit before they are read */
    uint64_t written;
    uint64_t read;
    uint64_t dropped; /* for want of room: what the log says is not all */
};
_Static_assert(sizeof(struct sv_log_facts) == 32, "sv_log_facts");

struct sv_log;
struct sv_objects;

/* Starts the log of a space, in the file `path` (made new, a shared mapping:
 * it outlives the process) or in memory (NULL). `capacity` records, at most
 * 2^26. The log is borrowed: it ends with the space. Costs 100 ns a record; a
 * space without a log pays one test. Returns 0, -errno, SV_NOT_EMPTY,
 * SV_LAYOUT; SV_STATE: it has a log, or lanes. */
SV_API int32_t sv_space_log(struct sv_space *space, const char *path,
                            uint32_t capacity, struct sv_log **out);
/* The same of keys under load. */
SV_API int32_t sv_objects_log(struct sv_objects *objects, const char *path,
                              uint32_t capacity, struct sv_log **out);

/* Moves up to `capacity` records out of the log, in order, without gaps.
 * Beside running lanes; one caller at a time. Returns how many. */
SV_API int32_t sv_log_read(struct sv_log *log, struct sv_log_record *out,
                           uint32_t capacity);
/* Any thread, any time. Returns 0. */
SV_API int32_t sv_log_facts(struct sv_log *log, struct sv_log_facts *out);

/* Opens what a process left that is gone; reads from the oldest record that is
 * still there. A record that was being made when it died counts as dropped.
 * Returns 0, -errno, SV_ORACLE (not a log of this core). */
SV_API int32_t sv_log_open(const char *path, struct sv_log **out);
/* Only of sv_log_open(). NULL is harmless. */
SV_API void sv_log_close(struct sv_log *log);

#endif
