/* stor_core.h -- the C core of stor-verify, as seen by its one caller, ffi/.
 *
 * The core moves, stamps, checks and times every byte of a load. TypeScript
 * plans, starts, watches and judges; nothing crosses per operation.
 *
 * Order of use:
 *   sv_abi() -> sv_space_open() -> sv_gate_create()
 *     -> sv_lane_create() for each lane -> sv_gate_open()
 *     -> sv_lane_counters() ten times a second
 *     -> sv_lane_join(), sv_lane_histogram(), sv_lane_findings()
 *     -> sv_lane_destroy() for each lane -> sv_gate_destroy()
 *     -> sv_space_close()
 *
 * One rule for results: a function that returns int32_t or int64_t returns 0
 * or a count on success and a negative status on failure: -errno for what the
 * kernel said (-1 to -999), an SV_STATUS_MAP code for what the core says.
 * Nothing here prints, exits or sets errno. A handle may be used by one
 * thread at a time, except where a comment says otherwise. All times are
 * nanoseconds of CLOCK_MONOTONIC. Strings are UTF-8 and NUL-terminated.
 */
#ifndef STOR_CORE_H
#define STOR_CORE_H

#include <stddef.h>
#include <stdint.h>

#define SV_API __attribute__((visibility("default")))

/* Raised whenever a struct, a table or a signature below changes. */
#define SV_ABI 2

/* code, value, text: the one table that C, TypeScript and the tests read. */
#define SV_STATUS_MAP(XX)                                                  \
    XX(SHORT, -1001, "transfer ended before the requested length")         \
    XX(MISMATCH, -1002, "bytes read differ from the bytes expected")       \
    XX(ALIGN, -1003, "size or offset is not a multiple of the alignment")  \
    XX(LAYOUT, -1004, "a field of the request is out of range")            \
    XX(STATE, -1005, "call is out of order for this handle")               \
    XX(ORACLE, -1006, "oracle file is not one of this core, or is damaged") \
    XX(NO_URING, -1007, "io_uring is not available on this host")          \
    XX(POINT, -1008, "no fault point of that name")                        \
    XX(PLAN_TEXT, -1009, "fault plan text cannot be understood")           \
    XX(NO_FIU, -1010, "core was built without libfiu")                     \
    XX(BUSY_DEVICE, -1011, "device is in use by the kernel")               \
    XX(NOT_EMPTY, -1012, "file exists already")                            \
    XX(BOUND, -1013, "value does not fit the space it was meant for")      \
    XX(NO_CURL, -1014, "libcurl is not on this host or is too old")        \
    XX(HTTP_REFUSED, -1101, "connection was refused or has no route")      \
    XX(HTTP_RESOLVE, -1102, "host name cannot be resolved")                \
    XX(HTTP_RESET, -1103, "connection was reset or closed early")          \
    XX(HTTP_TIMEOUT, -1104, "no answer, or no byte, within the time limit") \
    XX(HTTP_TLS, -1105, "TLS failed or the certificate is not trusted")    \
    XX(HTTP_TRUNCATED, -1106, "body ended before the promised length")     \
    XX(HTTP_BROKEN, -1107, "answer is not HTTP, or not of this protocol")  \
    XX(HTTP_DENIED, -1110, "request was denied: 401 or 403")               \
    XX(HTTP_NOT_FOUND, -1111, "nothing is there: 404")                     \
    XX(HTTP_CONFLICT, -1112, "request is in conflict: 409")                \
    XX(HTTP_PRECONDITION, -1113, "precondition failed: 412")               \
    XX(HTTP_RANGE, -1114, "range lies outside of the object: 416")         \
    XX(HTTP_THROTTLED, -1115, "store asks to slow down: 429 or 503")       \
    XX(HTTP_SERVER, -1116, "store failed: 5xx")                            \
    XX(HTTP_REDIRECT, -1117, "store points to another region or endpoint: 3xx") \
    XX(HTTP_REQUEST, -1118, "store refused the request: 4xx")              \
    XX(HTTP_ERROR_BODY, -1119, "answer is a 200 with an error inside")

enum sv_status {
#define XX(name, value, text) SV_##name = (value),
    SV_STATUS_MAP(XX)
#undef XX
};

/* ------------------------------------------------------------- the library */

/* SV_ABI as the library was built. */
SV_API uint32_t sv_abi(void);

/* Static text for a status or -errno; never NULL. */
SV_API const char *sv_status_text(int32_t status);

/* CLOCK_MONOTONIC now. */
SV_API uint64_t sv_now_ns(void);

/* What the process has used so far (getrusage of all its threads). */
struct sv_usage {
    uint64_t user_ns;
    uint64_t system_ns;
    uint64_t resident_bytes_max; /* ru_maxrss */
    uint64_t resident_bytes;     /* now, from /proc/self/statm */
    uint64_t switches_voluntary;
    uint64_t switches_forced;
};
_Static_assert(sizeof(struct sv_usage) == 48, "sv_usage is read by layout.ts");
SV_API int32_t sv_process_usage(struct sv_usage *out);

/* SIMD levels of fill and check. All give the same bytes. */
enum sv_kernel {
    SV_KERNEL_PORTABLE = 0,
    SV_KERNEL_AVX2 = 1,
    SV_KERNEL_AVX512 = 2
};
/* Best level of this CPU. */
SV_API uint32_t sv_kernel_best(void);
/* Uses `level` from now on, in every thread. SV_BOUND if the CPU lacks it. */
SV_API int32_t sv_kernel_select(uint32_t level);

/* 0 if a ring can be made here, else -errno (EPERM: sysctl or seccomp). */
SV_API int32_t sv_probe_uring(void);

/* Where the alignment was learnt. */
enum sv_align_source {
    SV_ALIGN_NONE = 0,   /* O_DIRECT is not possible here */
    SV_ALIGN_STATX = 1,  /* statx(STATX_DIOALIGN) */
    SV_ALIGN_DEVICE = 2, /* BLKSSZGET, BLKPBSZGET */
    SV_ALIGN_PROBED = 3  /* tried: smallest size that the file took */
};
struct sv_alignment {
    uint32_t memory_bytes; /* buffers must start on a multiple of it */
    uint32_t offset_bytes; /* offsets and lengths too */
    uint32_t source;       /* enum sv_align_source */
    uint32_t physical_bytes; /* best write size, 0 if unknown */
};
_Static_assert(sizeof(struct sv_alignment) == 16, "sv_alignment");
/* Asks for the O_DIRECT alignment of the file, directory or device `path`. In
 * a directory a temporary unlinked file is used. Blocks on the disk. */
SV_API int32_t sv_probe_alignment(const char *path, struct sv_alignment *out);

/* What a path is. Follows symbolic links; never creates anything. */
struct sv_path_facts {
    uint64_t size_bytes;    /* of a file, or of the device */
    uint64_t device_number; /* st_rdev of a device, st_dev of a file */
    uint32_t kind;          /* 0 none, 1 file, 2 directory, 3 device, 4 other */
    uint32_t read_only;     /* BLKROGET for a device, W_OK for the rest */
    uint32_t claimed;       /* device: O_EXCL said EBUSY */
    uint32_t rotational;    /* 1 spinning, 0 not, 2 unknown */
};
_Static_assert(sizeof(struct sv_path_facts) == 32, "sv_path_facts");
SV_API int32_t sv_probe_path(const char *path, struct sv_path_facts *out);

/* ---------------------------------------------------------------- checksums */

/* CRC-32C (Castagnoli) of `length` bytes, continued from `seed` (0 first). */
SV_API uint32_t sv_crc32c(uint32_t seed, const void *bytes, uint64_t length);

/* ---------------------------------------------------------------- the stamp */

/* Who a unit belongs to: everything of SV1 that is the same in a file. The
 * payload carries (object_tag, unit, generation) in object_bits, unit_bits and
 * 64 - object_bits - unit_bits bits (at least 16); the header carries all. */
struct sv_identity {
    uint64_t run_id;
    uint64_t run_key;   /* keys the payload mix */
    uint64_t object_id; /* 64-bit name of the file, object or device */
    uint32_t object_tag; /* its number in the run, below 2^object_bits */
    uint16_t unit_bytes; /* 512 or 4096 */
    uint8_t object_bits;
    uint8_t unit_bits;
    uint16_t compress_permille; /* zeroed share of each 512 B, 0 to 900 */
    uint16_t dedupe_permille;   /* share of units with a shared payload: weak */
    uint32_t reserved;          /* 0 */
};
_Static_assert(sizeof(struct sv_identity) == 40, "sv_identity");

/* How the units of one write are stamped. */
struct sv_stamp_write {
    uint64_t unit;       /* index of the first unit in its object */
    uint64_t sequence;   /* of this write, counted by its writer */
    uint32_t unit_count; /* at most 65535 */
    uint32_t writer;
    uint32_t seconds; /* since the run started */
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_stamp_write) == 32, "sv_stamp_write");

/* Fills unit_count units at `buffer` (any alignment of 8).
 * generations: one per unit, borrowed. Returns 0, SV_LAYOUT. */
SV_API int32_t sv_stamp_fill(const struct sv_identity *identity,
                             const struct sv_stamp_write *write,
                             const uint64_t *generations, void *buffer);

/* The generations a unit may hold: low <= g <= high. low 0 admits a unit that
 * was never written (not compared). `mixed` 1 also admits a mixture of them at
 * 512-byte grain (a write was in flight during the read, or was never
 * acknowledged). */
struct sv_window {
    uint64_t low;
    uint64_t high;
    uint32_t mixed;
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_window) == 24, "sv_window");

/* Finding classes: code, value, word for people. */
#define SV_CLASS_MAP(XX)                 \
    XX(BIT_ROT, 1, "bit rot")            \
    XX(ZEROED, 2, "zeroed")              \
    XX(TORN, 3, "torn")                  \
    XX(MISDIRECTED, 4, "misdirected")    \
    XX(CROSS_OBJECT, 5, "cross-object")  \
    XX(STALE, 6, "stale")                \
    XX(LOST, 7, "lost")                  \
    XX(PREVIOUS_RUN, 8, "previous run")  \
    XX(SHIFTED, 9, "shifted")            \
    XX(TRUNCATED, 10, "truncated")       \
    XX(DUPLICATED, 11, "duplicated")     \
    XX(REORDERED, 12, "reordered")       \
    XX(FOREIGN, 13, "foreign")

enum sv_class {
#define XX(name, value, text) SV_CLASS_##name = (value),
    SV_CLASS_MAP(XX)
#undef XX
};

/* Evidence that one unit is wrong. */
struct sv_finding {
    uint64_t time_ns;
    uint64_t offset_bytes;  /* of the unit in its file */
    uint64_t unit;          /* index of the unit in its file */
    uint64_t expected_low;  /* generations that were legal */
    uint64_t expected_high;
    uint64_t found_object;  /* what the unit says it is; all ones if nothing */
    uint64_t found_unit;
    uint64_t found_generation;
    uint64_t found_run;
    uint64_t found_sequence;
    uint32_t file;          /* index of the file in its space */
    uint32_t lane;
    uint32_t class_;        /* enum sv_class */
    uint32_t first_bad_byte; /* in the unit */
    uint32_t bad_bytes;
    uint32_t bad_bits;
    uint32_t shift_bytes;   /* class shifted: by how much; else 0 */
    uint32_t sample_byte;   /* where the two samples begin in the unit */
    uint8_t expected[64];   /* sample around the first bad byte */
    uint8_t found[64];
    uint32_t op; /* enum sv_op that saw it */
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_finding) == 248, "sv_finding");

/* Checks unit_count units. Each unit that is none of its legal contents adds a
 * finding, up to `capacity`. windows: one per unit. zeroed fields of a finding
 * that the core cannot know here: time_ns, file, lane, op.
 * Returns the number of bad units (also beyond capacity) or SV_LAYOUT. */
SV_API int64_t sv_stamp_check(const struct sv_identity *identity, uint64_t unit,
                              uint32_t unit_count,
                              const struct sv_window *windows,
                              const void *buffer, struct sv_finding *findings,
                              uint32_t capacity);

/* The 64-bit payload base of a unit, and its inverse. */
SV_API uint64_t sv_stamp_base(const struct sv_identity *identity,
                              uint32_t object_tag, uint64_t unit,
                              uint64_t generation);
/* Says whose word `word`, read at aligned byte `position` of its unit, would
 * be. Always gives an answer; only the caller knows if it is plausible. */
SV_API void sv_stamp_decode(const struct sv_identity *identity,
                            uint32_t position, uint64_t word,
                            uint32_t *object_tag, uint64_t *unit,
                            uint64_t *generation);

/* ---------------------------------------------------------------- the space */

/* A space is what a load covers: file_count files of file_bytes each, laid end
 * to end, and the oracle that knows what each unit must hold. */
#define SV_SPACE_DIRECT 1u    /* O_DIRECT */
#define SV_SPACE_CREATE 2u    /* files must not exist (O_EXCL|O_NOFOLLOW) */
#define SV_SPACE_READ_ONLY 4u /* no lane may write */
#define SV_SPACE_DEVICE 8u    /* paths[0] is a block device, opened O_EXCL */
#define SV_SPACE_RECOVER 16u  /* the oracle file exists; judge by it */
#define SV_SPACE_MEMORY 32u   /* memfd files; paths are only names */
#define SV_SPACE_NULL 64u     /* no file at all: measures the core itself */
#define SV_SPACE_ALLOCATE 128u /* fallocate the files, else only set the size */
#define SV_SPACE_DSYNC 256u   /* O_DSYNC */

struct sv_space_spec {
    uint64_t run_id;
    uint64_t run_key;
    uint64_t file_bytes; /* of each file; a multiple of unit_bytes */
    uint32_t file_count; /* 1 to 4096 */
    uint32_t unit_bytes; /* 512 or 4096 */
    uint32_t flags;      /* SV_SPACE_* */
    uint16_t compress_permille;
    uint16_t dedupe_permille;
    uint32_t object_tag; /* of the first file; the others follow */
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_space_spec) == 48, "sv_space_spec");

struct sv_space;

/* Opens the files and the oracle.
 *   paths        file_count paths, each NUL-terminated, end to end
 *   object_ids   file_count 64-bit names
 *   oracle_path  file of the oracle; NULL keeps it in memory (dies with us)
 *   failed_file  out: index of the file that could not be opened, or -1
 * Returns 0, -errno, SV_ALIGN, SV_BOUND, SV_NOT_EMPTY, SV_BUSY_DEVICE,
 * SV_ORACLE, SV_LAYOUT. What it made before failing it removes. */
SV_API int32_t sv_space_open(const struct sv_space_spec *spec,
                             const char *paths, const uint64_t *object_ids,
                             const char *oracle_path,
                             int32_t *failed_file, struct sv_space **out);

/* What the oracle knows. Scans the whole map: not for hot paths. -ENOENT when
 * the name of a file is gone, though what is open can still be read. */
struct sv_space_facts {
    uint64_t units;
    uint64_t units_written;   /* generation 1 or more */
    uint64_t units_unsettled; /* a write to them was never acknowledged */
    uint64_t generation_max;
    uint64_t map_in_use; /* 0: sweeps only, no dense map touched */
};
_Static_assert(sizeof(struct sv_space_facts) == 40, "sv_space_facts");
SV_API int32_t sv_space_facts(struct sv_space *space,
                              struct sv_space_facts *out);

/* fsync of every file. Poisoned after a failure: never succeeds again. */
SV_API int32_t sv_space_sync(struct sv_space *space);

/* Closes files and oracle; SV_STATE while lanes exist. NULL is harmless. */
SV_API int32_t sv_space_close(struct sv_space *space);

/* ----------------------------------------------------------------- the lane */

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
    XX(uploads_aborted)

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

/* ----------------------------------------------- files as objects (no load) */

struct sv_file;
#define SV_FILE_READ 0u
#define SV_FILE_CREATE 1u   /* O_CREAT|O_EXCL|O_NOFOLLOW for writing */
#define SV_FILE_DIRECT 2u   /* O_DIRECT through an aligned bounce buffer */
/* Opens `path`. Blocks. */
SV_API int32_t sv_file_open(const char *path, uint32_t flags,
                            struct sv_file **out);
SV_API int64_t sv_file_size(struct sv_file *file);
/* Reads up to `length` bytes at `offset`; fewer only at the end. Any length
 * and offset, also with O_DIRECT. Returns the count. Blocks. */
SV_API int64_t sv_file_read(struct sv_file *file, void *buffer, uint64_t length,
                            uint64_t offset);
/* Appends exactly `length` bytes. With O_DIRECT the tail is padded on the
 * device and cut again by sv_file_sync(). Returns 0. Blocks. */
SV_API int32_t sv_file_append(struct sv_file *file, const void *buffer,
                              uint64_t length);
/* Writes what is held back, sets the length, fsync. Blocks. */
SV_API int32_t sv_file_sync(struct sv_file *file);
SV_API void sv_file_close(struct sv_file *file);
/* fsync of a directory or file by path. Blocks. */
SV_API int32_t sv_path_sync(const char *path);
/* renameat2(RENAME_NOREPLACE); -EEXIST if `to` exists. Blocks. */
SV_API int32_t sv_path_rename_new(const char *from, const char *to);

/* ------------------------------------------------------------------- faults */

/* name, what it does when armed (X = the default of `arg`). */
#define SV_FAULT_MAP(XX)                                                        \
    XX(SUBMIT_EIO, "submit.eio", "operation fails with EIO, not sent")          \
    XX(SUBMIT_ENOSPC, "submit.enospc", "write fails with ENOSPC, not sent")     \
    XX(SUBMIT_EAGAIN, "submit.eagain", "operation fails with EAGAIN, not sent") \
    XX(SUBMIT_SHORT, "submit.short", "transfer is cut to arg bytes (512)")      \
    XX(WRITE_TORN_HEAD, "write.torn-head", "only the first arg bytes (512) of the last unit land") \
    XX(WRITE_TORN_TAIL, "write.torn-tail", "the first arg bytes (512) of the first unit do not land") \
    XX(WRITE_LOST, "write.lost", "acknowledged, never sent")                    \
    XX(WRITE_MISDIRECT, "write.misdirect", "lands arg units (1) further on, inside its file") \
    XX(WRITE_DUPLICATE, "write.duplicate", "lands, and a second time arg units (1) further on") \
    XX(WRITE_BITFLIP, "write.bitflip", "one bit (arg, else by the seed) flips on the way") \
    XX(WRITE_ZERO, "write.zero", "zeros land instead")                          \
    XX(WRITE_SHIFT, "write.shift", "the bytes land moved by arg (8)")           \
    XX(WRITE_REVERT, "write.revert", "after the acknowledgement the generation before comes back") \
    XX(READ_EIO, "read.eio", "read fails with EIO")                             \
    XX(READ_SHORT, "read.short", "read returns only arg bytes (512)")           \
    XX(READ_BITFLIP, "read.bitflip", "one bit (arg, else by the seed) flips on the way") \
    XX(READ_STALE, "read.stale", "read returns the generation before")          \
    XX(READ_MISDIRECT, "read.misdirect", "read returns what is arg units (1) further on") \
    XX(READ_ZEROS, "read.zeros", "read returns zeros")                          \
    XX(SYNC_EIO, "sync.eio", "sync fails with EIO")                             \
    XX(SYNC_LIE, "sync.lie", "sync does nothing; the space rolls back what it covered at close, as a power cut would") \
    XX(LATENCY_DELAY, "latency.delay", "completion is held for arg ms (100)")   \
    XX(LATENCY_HANG, "latency.hang", "completion is held until the lane is stopped, at most arg ms (30000)") \
    XX(FS_WRITE_FAIL, "fs.write.fail", "an object write fails with errno arg (EIO)") \
    XX(FS_SYNC_FAIL, "fs.sync.fail",                                            \
       "an object sync fails with errno arg (EIO)")

enum sv_fault {
#define XX(id, name, text) SV_FAULT_##id,
    SV_FAULT_MAP(XX)
#undef XX
    SV_FAULT_COUNT
};

struct sv_fault_state {
    uint64_t hits;  /* times the point was reached while the gate was open */
    uint64_t fired; /* times it changed the outcome */
    uint32_t armed;
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_fault_state) == 24, "sv_fault_state");

/* Arms one point: "point[:after=N][:every=M][:count=K][:seed=S][:arg=X]".
 * after: passes over the first N hits. every: then fires at each Mth (1).
 * count: at most K times (no limit). seed: with it a hit fires with chance
 * 1/every, by a keyed hash of (seed, point, hit), not at each Mth.
 * Returns 0, SV_POINT, SV_PLAN_TEXT. Any thread. */
SV_API int32_t sv_fault_arm(const char *text);
/* Disarms all, closes the gate, sets the counts to 0. */
SV_API void sv_fault_clear(void);
/* 1 if any point is armed or the libfiu control is open. */
SV_API uint32_t sv_fault_armed(void);
/* State of point `index`; SV_BOUND beyond the last. */
SV_API int32_t sv_fault_state(uint32_t index, struct sv_fault_state *out);
SV_API const char *sv_fault_name(uint32_t index);
SV_API const char *sv_fault_text(uint32_t index);
/* Lets fiu-ctrl work from outside through FIFOs "BASENAME-PID.in/.out". */
SV_API int32_t sv_fault_control(const char *basename);
/* Time of one pass over a point that is not armed, averaged over `count`. */
SV_API uint64_t sv_fault_idle_ps(uint64_t count);

#include "stor_store.h"

#endif
