/* svi_lane.h -- one stream of operations, as its own files see it.
 *
 * Design. The lane's thread owns everything but the counters and histograms,
 * which are atomics with one writer that any thread may read, and the ring of
 * findings, which has a lock. One turn of the loop issues what is due into
 * free slots, sends and waits in one call, and finishes what came back.
 *
 * Two operations that touch one unit, of which one is a write, are never
 * outstanding together: the later one is parked in its slot until the other
 * is done. So each read has exactly one right answer, and a load at full depth
 * gives no false alarm.
 */
#ifndef SVI_LANE_H
#define SVI_LANE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"
#include "svi_fault.h"
#include "svi_histogram.h"
#include "svi_io.h"
#include "svi_kept.h"
#include "svi_pattern.h"
#include "svi_random.h"
#include "svi_space.h"

/* Operations from here on move bytes for long enough to be treated alone: sent
 * and judged at once, in huge pages. */
#define SVI_LARGE_BYTES 65536u
/* A wait that takes longer was no mere look into the ring. */
#define SVI_SLEEP_NS UINT64_C(5000)
#define SVI_LATE_NS UINT64_C(1000000)
#define SVI_FINDINGS_MAX 1024u
#define SVI_LATENCY_KINDS 3u /* enum sv_histogram_kind */

struct sv_gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_open;
    uint64_t start_ns;
    _Atomic uint32_t lanes;
    _Atomic uint32_t is_stopped;
    _Atomic uint64_t first_end_ns; /* when its first lane ended; 0 before */
};

enum svi_slot_state {
    SVI_SLOT_FREE = 0,
    SVI_SLOT_PARKED = 1, /* waits for another operation on its units */
    SVI_SLOT_FLYING = 2,
    SVI_SLOT_HELD = 3, /* done, but a latency fault keeps it back */
    SVI_SLOT_LANDED = 4 /* read and recorded; its bytes wait to be judged */
};

struct svi_slot {
    struct svi_transfer transfer; /* first: the two pointers are one */
    uint64_t unit;                /* in the space; none for a sync */
    uint32_t units;
    uint32_t bytes; /* of the whole operation */
    uint32_t moved; /* by earlier short transfers of it */
    uint32_t state; /* enum svi_slot_state */
    uint64_t index; /* of its block in the sweep */
    uint64_t number; /* of the operation in its lane, from 1 */
    uint64_t intended_ns;
    uint64_t submit_ns;
    uint64_t release_ns;
    uint64_t undo_sequence; /* sync: what it covers, for sync.lie */
    uint8_t *buffer;
    uint64_t *generations;     /* write: one per unit */
    struct sv_window *windows; /* read: one per unit */
    uint64_t log_begun; /* sequence in the log; 0: not in it */
    uint64_t stamp;     /* write: sequence of its stamp */
    uint32_t seconds;   /* write: of its stamp */
    bool has_waited;           /* held once already */
    bool is_revert;            /* write.revert fired for it */
    bool is_lie;               /* sync.lie fired for it */
};

struct sv_lane {
    /* What sets lanes over keys apart from lanes over units. */
    int32_t (*open)(struct sv_lane *lane); /* in its thread, before the gate */
    void (*run)(struct sv_lane *lane);     /* and closes what was opened */
    void (*release)(struct sv_lane *lane); /* NULL: over units */

    struct sv_lane_spec spec;
    struct sv_space *space;
    struct sv_gate *gate;
    struct sv_lane *next_lane; /* of its space */
    pthread_t thread;
    bool is_joined;
    pthread_mutex_t ready_lock;
    pthread_cond_t ready_changed;
    bool is_ready;
    int32_t setup_status;
    _Atomic uint32_t is_stopped;

    struct svi_io *io;
    struct svi_pattern pattern;
    struct svi_random choices;
    struct svi_random arrivals;
    struct svi_sweep *sweep; /* NULL: generations are in the delta map */
    uint64_t sweep_floor;    /* index of the first block that failed */
    uint64_t base;

    uint8_t *memory;
    uint64_t memory_bytes;
    uint8_t *scratch; /* for faults: one operation */
    uint32_t slot_bytes;
    uint32_t slot_count; /* the depth, and some for reads that have landed */
    struct svi_slot *slots;
    uint64_t *generations;
    struct sv_window *windows;
    uint32_t *free_slots;
    uint32_t free_count;
    struct svi_slot **fresh; /* queued since the last send */
    uint32_t fresh_count;
    struct svi_slot **parked; /* oldest first */
    uint32_t parked_count;
    struct svi_slot **held;
    uint32_t held_count;
    struct svi_slot **landed; /* to be judged once the next are sent */
    uint32_t landed_count;
    struct svi_slot **ready; /* done without being sent (faults) */
    uint32_t ready_count;
    struct svi_transfer **done;
    uint32_t flying_count; /* sent or about to be, not done */

    struct svi_kept_ring *kept; /* NULL: nobody asks for each operation */
    uint64_t now_ns;
    uint64_t measure_ns;  /* start of what is counted */
    uint64_t deadline_ns; /* end of issuing; all ones: none */
    uint64_t due_ns;      /* open loop: intent of the next operation */
    uint64_t due_ps;      /* the same since the gate, in picoseconds */
    uint64_t issued_ops;
    uint64_t issued_bytes;
    uint64_t write_sequence;
    uint64_t cpu_told_ns;
    uint32_t writes_since_sync;
    uint64_t units_since_sync; /* acknowledged and not yet synced */
    uint64_t error_count;
    uint8_t *dirty; /* sync every: by file, written since its last sync */
    bool has_slept; /* in its last wait */
    bool is_sync_due;
    bool is_ending;
    bool has_steady;
    bool keeps_undo;

    _Atomic uint64_t counters[SV_COUNTER_COUNT];
    struct svi_histogram *histograms; /* [op][kind] */
    uint32_t histogram_ops;           /* of that array */
    pthread_mutex_t findings_lock;
    struct sv_finding *findings;
    uint32_t findings_count;
};

#define SVI_HAS_LOG(lane) (__builtin_expect((lane)->space->log != NULL, 0))
#define SVI_KEEPS(lane) (__builtin_expect((lane)->kept != NULL, 0))
#define SVI_COUNT(lane, name, by) \
    SVI_BUMP((lane)->counters[SV_COUNTER_##name], (by))
#define SVI_SET(lane, name, value) \
    SVI_STORE((lane)->counters[SV_COUNTER_##name], (value))
#define SVI_GET(lane, name) SVI_LOAD((lane)->counters[SV_COUNTER_##name])

uint64_t svi_clock_ns(void);

/* lane_blocks.c: 0, or SV_BOUND or SV_ALIGN if the blocks of the lane do not
 * fit what its writes are widened to, or the objects of its space. */
int32_t svi_lane_check_blocks(const struct sv_space *space,
                              const struct sv_lane_spec *spec);

/* lane.c: makes the thread that opens, waits and runs. 0, or what `open` said.
 */
int32_t svi_lane_start(struct sv_lane *lane,
                       int32_t (*open)(struct sv_lane *lane),
                       void (*run)(struct sv_lane *lane));

/* lane_memory.c: all that a lane owns, and its end. */
int32_t svi_lane_allocate(struct sv_lane *lane);
void svi_lane_free(struct sv_lane *lane);

/* lane_neighbours.c: what lanes of one space may share. */
/* SV_STATE if a lane that has not ended has its number, or shares a unit with
 * it while one of the two writes. */
int32_t svi_lane_enter(struct sv_lane *lane);
void svi_lane_leave(struct sv_lane *lane);

/* lane_run.c: from the gate to the last completion. */
void svi_lane_run(struct sv_lane *lane);
/* The calling thread, and those it makes, on the lane's CPU. Fails with -errno
 * where it may not run. */
int32_t svi_lane_pin(const struct sv_lane *lane);
/* Waits at the gate and sets the times of the load. False: stopped before. */
bool svi_lane_begin(struct sv_lane *lane);
/* Queues what is in the slot now; it is sent by the next turn. */
void svi_lane_send(struct sv_lane *lane, struct svi_slot *slot);

/* lane_issue.c: what comes next, and may it start. */
void svi_lane_issue(struct sv_lane *lane);
/* True if the next operation is due, has a slot, and nothing holds it back. */
bool svi_lane_can_issue(const struct sv_lane *lane);
/* Open loop: counts what is due, or was due at the end, and never started. */
void svi_lane_tell_backlog(struct sv_lane *lane);
/* Open loop: sets the intent of the next operation. */
void svi_lane_advance_due(struct sv_lane *lane);
void svi_lane_retry_parked(struct sv_lane *lane);
bool svi_lane_is_done_issuing(const struct sv_lane *lane);
/* Sends what is fresh and takes in what is done. */
int32_t svi_lane_flush(struct sv_lane *lane, uint32_t least,
                       uint64_t timeout_ns);

/* lane_finish.c: an operation came back. */
void svi_lane_finish(struct sv_lane *lane, struct svi_slot *slot);
/* Judges the reads that have landed and frees their slots. */
void svi_lane_judge_landed(struct sv_lane *lane);
/* Gives up what is in flight: the method itself failed. Ends the lane. */
void svi_lane_abandon(struct sv_lane *lane, int32_t status);
void svi_lane_fail(struct sv_lane *lane, int32_t status, uint64_t offset,
                   uint32_t op);
/* Ends the lane with `status`, however many errors it may have. */
void svi_lane_end(struct sv_lane *lane, int32_t status);

/* lane_verify.c: the bytes of a read, held against the oracle. */
void svi_lane_open_windows(struct sv_lane *lane, struct svi_slot *slot);
void svi_lane_verify(struct sv_lane *lane, struct svi_slot *slot);
/* Tells a checksum of a store that is not that of the bytes. */
void svi_lane_tell_sum(struct sv_lane *lane, const struct svi_slot *slot);
void svi_lane_stamp(struct sv_lane *lane, struct svi_slot *slot);

/* lane_log.c: only where the space has a log. */
void svi_lane_log_begin(struct sv_lane *lane, struct svi_slot *slot);
void svi_lane_log_end(struct sv_lane *lane, const struct svi_slot *slot,
                      bool has_failed);

/* lane_kept.c: only where SVI_KEEPS. */
void svi_lane_keep(struct sv_lane *lane, const struct svi_slot *slot,
                   int32_t status);

/* lane_fault.c: what the fault points do to an operation. */
/* Before it is sent; true: it is done already, with transfer.result set. */
bool svi_lane_fault_before(struct sv_lane *lane, struct svi_slot *slot);
/* After it came back; true: it is held until release_ns. */
bool svi_lane_fault_after(struct sv_lane *lane, struct svi_slot *slot);

static inline bool svi_slot_is_measured(const struct sv_lane *lane,
                                        const struct svi_slot *slot)
{
    uint64_t start_ns =
        slot->intended_ns != 0 ? slot->intended_ns : slot->submit_ns;
    return start_ns >= lane->measure_ns;
}

static inline uint64_t svi_slot_offset(const struct sv_lane *lane,
                                       const struct svi_slot *slot)
{
    return slot->unit % lane->space->file_units * lane->space->spec.unit_bytes;
}

#endif
