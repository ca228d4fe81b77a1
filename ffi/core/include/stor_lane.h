/* stor_lane.h -- the part of stor_core.h about streams of operations, and what
 * they count and find. Include stor_core.h, which includes this; the rules of
 * that header hold here too.
 */
#ifndef STOR_LANE_H
#define STOR_LANE_H

/* SV_IO_HTTP: over the objects of a store, for a space of stor_store.h. */
enum sv_io {
    SV_IO_URING = 0,
    SV_IO_PSYNC = 1,
    SV_IO_NULL = 2,
    SV_IO_HTTP = 3
};
enum sv_pattern {
    SV_SEQUENTIAL = 0, /* in order, again from the start after the end */
    SV_RANDOM = 1,     /* uniform, with replacement */
    SV_SHUFFLE = 2,    /* each block once per pass, keyed order */
    SV_ZIPF = 3,       /* skew, hot blocks scattered over the region */
    SV_HOT_BAND = 4    /* hot_access of the operations go to hot_space */
};
enum sv_arrival {
    SV_CLOSED = 0,   /* next when a slot is free */
    SV_CONSTANT = 1, /* open loop, even gaps */
    SV_POISSON = 2   /* open loop, exponential gaps */
};
enum sv_sync_policy {
    SV_SYNC_NONE = 0,
    SV_SYNC_EVERY = 1, /* fdatasync after every sync_every writes */
    SV_SYNC_END = 2    /* fsync once, counted in the step */
};
enum sv_verify { SV_VERIFY_OFF = 0, SV_VERIFY_ON = 1 };

#define SV_MIX_MAX 8
struct sv_mix {
    uint32_t bytes; /* a multiple of unit_bytes, at most 16 MiB */
    uint32_t weight; /* at least 1 */
};

/* One stream of operations over its own region: no two lanes of a space may
 * share a unit while they run, unless both only read. */
struct sv_lane_spec {
    uint64_t seed;         /* offsets, mix and arrivals follow from it */
    uint64_t region_unit;  /* first unit of the region in the space */
    uint64_t region_units;
    uint64_t limit_ops;    /* stop after so many; 0 no limit */
    uint64_t limit_bytes;
    uint64_t limit_ns;     /* measured part, after the warm-up */
    uint64_t warmup_ns;    /* counted apart */
    uint64_t interval_ps;  /* open loop: mean picoseconds between operations */
    uint64_t phase_ns;     /* open loop: first intended start after the gate */
    uint32_t io;           /* enum sv_io */
    uint32_t depth;        /* operations outstanding, 1 to 4096 */
    uint32_t pattern;      /* enum sv_pattern */
    uint32_t arrival;      /* enum sv_arrival */
    uint32_t read_permille; /* 0 only writes, 1000 only reads */
    uint32_t verify;       /* enum sv_verify */
    uint32_t sync_policy;  /* enum sv_sync_policy */
    uint32_t sync_every;
    uint32_t zipf_theta_milli;  /* 1 to 9999, not 1000: e.g. 990 */
    uint32_t hot_space_permille;
    uint32_t hot_access_permille;
    uint32_t errors_max;   /* stop after more errors than that */
    uint32_t lane;         /* its number, for findings and stamps */
    uint32_t mix_count;    /* 1 to SV_MIX_MAX */
    struct sv_mix mix[SV_MIX_MAX];
    uint32_t cpu_plus_one; /* pin to cpu N: N + 1; 0 leaves it */
    uint32_t flags;        /* SV_LANE_* */
    uint32_t write_bytes;  /* writes cover the aligned block of so many bytes
                            * around the place they were meant for; 0: as the
                            * mix says */
    uint32_t endpoint;     /* SV_IO_HTTP: number of the endpoint to use */
};
_Static_assert(sizeof(struct sv_lane_spec) == 208, "sv_lane_spec");
#define SV_LANE_NO_REGISTER 1u /* neither fixed buffers nor fixed files */

struct sv_gate;
struct sv_lane;

/* A gate holds lanes back and starts them at one instant. */
SV_API int32_t sv_gate_create(struct sv_gate **out);
/* Starts all lanes made on it; returns at once. SV_STATE: is open already. */
SV_API int32_t sv_gate_open(struct sv_gate *gate);
/* Asks all its lanes to finish what is in flight and end. Any thread. */
SV_API void sv_gate_stop(struct sv_gate *gate);
SV_API int32_t sv_gate_destroy(struct sv_gate *gate); /* SV_STATE: has lanes */

/* Makes the lane's thread, ring and buffers; the lane waits at the gate.
 * Returns 0, -errno (-EINVAL: it may not run on that CPU), SV_NO_URING,
 * SV_LAYOUT, SV_ALIGN, SV_BOUND; SV_STATE beside a lane of its number or that
 * shares a unit with it while one writes, and over units of a lane that ended
 * and was not destroyed. */
SV_API int32_t sv_lane_create(struct sv_space *space, struct sv_gate *gate,
                              const struct sv_lane_spec *spec,
                              struct sv_lane **out);

/* Counters of a lane: what is measured, after the warm-up, unless it says
 * otherwise. All are uint64_t in this order. */
#define SV_COUNTER_MAP(XX)                                                     \
    XX(state)              /* 0 waiting 1 warming up 2 running 3 draining 4 done */ \
    XX(status)             /* of the lane's end: 0 or minus a negative status */  \
    XX(start_ns)           /* end of the warm-up */                            \
    XX(end_ns)             /* last completion; 0 while it runs */              \
    XX(read_ops)                                                               \
    XX(read_bytes)                                                             \
    XX(read_errors)                                                            \
    XX(write_ops)                                                              \
    XX(write_bytes)                                                            \
    XX(write_errors)                                                           \
    XX(sync_ops)                                                               \
    XX(sync_errors)                                                            \
    XX(short_transfers)    /* continued or retried after a short count */      \
    XX(warmup_ops)         /* operations of the warm-up, in no other count */  \
    XX(units_written)      /* acknowledged, warm-up included */                \
    XX(units_read)         /* warm-up included */                              \
    XX(units_compared)     /* every byte compared, warm-up included */         \
    XX(units_unwritten)    /* read but never written by this run: skipped */   \
    XX(units_unchecked)    /* read with verify off: skipped */                 \
    XX(units_overlapped)   /* legal only because a write was in flight */      \
    XX(units_ambiguous)    /* legal only because a write failed or was cut */  \
    XX(units_weak)         /* compared with weaker detection (dedupe) */       \
    XX(units_bad)          /* findings, also those beyond the ring */          \
    XX(writes_ambiguous)   /* units in doubt after a failed write or sync */   \
    XX(findings_dropped)   /* bad units whose finding did not fit the ring */  \
    XX(conflicts)          /* writes that waited for a write to the same unit */ \
    XX(late_starts)        /* open loop: started over 1 ms after the intent */ \
    XX(late_ns_max)                                                            \
    XX(backlog)            /* open loop: due and not started, now or ever */   \
    XX(backlog_max)                                                            \
    XX(in_flight)          /* now */                                           \
    XX(passes)             /* times the region was covered (sweeps) */         \
    XX(first_error_status) /* minus the first I/O error */                     \
    XX(first_error_offset) /* its offset in the space */                       \
    XX(first_error_op)     /* enum sv_op */                                    \
    XX(fixed_buffers)      /* 1 registered buffers in use */                   \
    XX(fixed_files)                                                            \
    XX(ring_flags)         /* setup flags the kernel accepted */               \
    XX(cpu_ns)             /* CPU time of the lane's threads so far */         \
    XX(steady_ns)          /* when the first lane of the gate ended, 0 before */ \
    XX(steady_read_ops)    /* counters at that instant */                      \
    XX(steady_read_bytes)                                                      \
    XX(steady_write_ops)                                                       \
    XX(steady_write_bytes)                                                     \
    XX(faults_fired)                                                           \
    XX(seek_seed)          /* the seed this lane really used */                \
    /* Requests of lanes over a store; object loads add to the operations. */  \
    XX(get_ops)                                                                \
    XX(get_bytes)                                                              \
    XX(get_errors)                                                             \
    XX(range_ops)                                                              \
    XX(range_bytes)                                                            \
    XX(range_errors)                                                           \
    XX(put_ops)                                                                \
    XX(put_bytes)                                                              \
    XX(put_errors)                                                             \
    XX(upload_ops)                                                             \
    XX(upload_bytes)                                                           \
    XX(upload_errors)                                                          \
    XX(head_ops)                                                               \
    XX(head_bytes)                                                             \
    XX(head_errors)                                                            \
    XX(list_ops)                                                               \
    XX(list_bytes)                                                             \
    XX(list_errors)                                                            \
    XX(delete_ops)                                                             \
    XX(delete_bytes)                                                           \
    XX(delete_errors)                                                          \
    XX(attempts)           /* requests sent, whatever came of them */          \
    XX(retries)            /* attempts beyond the first of an operation */     \
    XX(retries_throttled)                                                      \
    XX(retries_server)                                                         \
    XX(retries_reset)      /* also those of the library: see resends */        \
    XX(retries_timeout)                                                        \
    XX(retries_other)                                                          \
    XX(retry_wait_ns)      /* time between attempts */                         \
    XX(errors_refused)     /* attempts by how they failed */                   \
    XX(errors_resolve)                                                         \
    XX(errors_reset)                                                           \
    XX(errors_timeout)                                                         \
    XX(errors_tls)                                                             \
    XX(errors_truncated)                                                       \
    XX(errors_broken)                                                          \
    XX(errors_denied)                                                          \
    XX(errors_missing)                                                         \
    XX(errors_conflict)                                                        \
    XX(errors_throttled)                                                       \
    XX(errors_server)                                                          \
    XX(errors_other)                                                           \
    XX(connections_new)                                                        \
    XX(keys_listed)                                                            \
    XX(objects_compared)   /* every byte of a whole object or range */         \
    XX(objects_missing)    /* acknowledged and not there: lost */              \
    XX(objects_weak)       /* compared with weaker detection */                \
    XX(writes_skipped)     /* no key to act on */                              \
    XX(uploads_aborted)                                                        \
    XX(objects_absent)     /* not there, as it should be or may be */          \
    XX(sums_compared)      /* checksums that the store returned, with ours */  \
    XX(sums_unknown)       /* returned, and of a kind that lanes cannot make */

enum sv_counter {
#define XX(name) SV_COUNTER_##name,
    SV_COUNTER_MAP(XX)
#undef XX
    SV_COUNTER_COUNT
};
/* Static name of counter `index`, NULL beyond the last. */
SV_API const char *sv_counter_name(uint32_t index);
/* Copies all counters; `out` has room for `count`. Any thread, any time.
 * Returns how many were copied. */
SV_API int32_t sv_lane_counters(struct sv_lane *lane, uint64_t *out,
                                uint32_t count);

/* Histograms have the layout of HdrHistogram with lowest value 1 ns, highest
 * 3,600,000,000,000 ns (an hour) and 3 significant digits. */
#define SV_HISTOGRAM_LENGTH 33792u
enum sv_histogram_kind { SV_SERVICE = 0, SV_RESPONSE = 1, SV_FIRST_BYTE = 2 };
/* name, value, word. Block lanes do the first three, object lanes the rest. */
#define SV_OP_MAP(XX)       \
    XX(READ, 0, "read")     \
    XX(WRITE, 1, "write")   \
    XX(SYNC, 2, "sync")     \
    XX(GET, 3, "get")       \
    XX(RANGE, 4, "range")   \
    XX(PUT, 5, "put")       \
    XX(UPLOAD, 6, "upload") \
    XX(HEAD, 7, "head")     \
    XX(LIST, 8, "list")     \
    XX(DELETE, 9, "delete")
enum sv_op {
#define XX(name, value, text) SV_##name = (value),
    SV_OP_MAP(XX)
#undef XX
    SV_OP_COUNT
};
struct sv_histogram_facts {
    uint64_t count; /* samples inside the range */
    uint64_t sum_ns;
    uint64_t min_ns; /* exact; all ones if empty */
    uint64_t max_ns; /* exact, also of those out of range */
    uint64_t over;   /* samples above the range: counted, in no bucket */
};
_Static_assert(sizeof(struct sv_histogram_facts) == 40, "sv_histogram_facts");
/* Copies the bucket counts (length SV_HISTOGRAM_LENGTH) and the facts of one
 * histogram. Any thread; while the lane runs a sample may be missing from one
 * and in the other. SV_RESPONSE is empty in a closed loop. Either out pointer
 * may be NULL. */
SV_API int32_t sv_lane_histogram(struct sv_lane *lane, uint32_t op,
                                 uint32_t kind, uint64_t *counts,
                                 uint32_t length,
                                 struct sv_histogram_facts *facts);
/* Bucket of a value, and the lowest value of a bucket, for the twin tests. */
SV_API int32_t sv_histogram_index(uint64_t value_ns);
SV_API uint64_t sv_histogram_value(uint32_t index);

/* Moves up to `capacity` findings out of the lane's ring. Any thread, one
 * caller at a time. Returns how many. */
SV_API int32_t sv_lane_findings(struct sv_lane *lane, struct sv_finding *out,
                                uint32_t capacity);

/* Asks this lane alone to end. Any thread. */
SV_API void sv_lane_stop(struct sv_lane *lane);
/* Waits for the thread to end. Returns the lane's status. Blocks. */
SV_API int32_t sv_lane_join(struct sv_lane *lane);
/* Frees it; joins first if need be. NULL is harmless. */
SV_API void sv_lane_destroy(struct sv_lane *lane);

#endif
