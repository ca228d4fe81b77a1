/* stor_fault.h -- the part of stor_core.h about faults on purpose. Include
 * stor_core.h, which includes this; the rules of that header hold here too.
 */
#ifndef STOR_FAULT_H
#define STOR_FAULT_H

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

#endif
