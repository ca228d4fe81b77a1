/* stor_kept.h -- the part of stor_core.h about operations that are kept one by
 * one, for who wants to see each of them. Include stor_core.h, which includes
 * this; the rules of that header hold here too.
 *
 * A lane keeps its operations as they end, in a ring of its own that another
 * thread empties meanwhile; what comes while the ring is full is counted and
 * not kept. All that is counted in a lane's counters is kept: those with
 * status 0 outside the warm-up are its ops, those with another its errors.
 * Syncs of the warm-up are kept too, and in no counter.
 */
#ifndef STOR_KEPT_H
#define STOR_KEPT_H

#define SV_KEPT_WARMUP 1u /* began before what is measured */

struct sv_kept {
    uint64_t intended_ns;   /* open loop: when it was to start; else 0 */
    uint64_t start_ns;      /* of its first request or transfer */
    uint64_t first_byte_ns; /* when its answer began; 0: nobody knows */
    uint64_t end_ns;
    uint64_t place;      /* file, or number of the key */
    uint64_t offset;     /* in the file; of a range in its object */
    uint64_t bytes;      /* asked for; of objects those that moved */
    uint64_t generation; /* written (of the first unit), or found in an object
                          * that was compared; 0: none */
    int32_t status;      /* 0, or why it failed */
    uint16_t attempts;   /* transfers, or requests of all its parts and
                          * retries; at most 65535 */
    uint8_t op;          /* enum sv_op */
    uint8_t flags;       /* SV_KEPT_* */
};
_Static_assert(sizeof(struct sv_kept) == 72, "sv_kept");

/* Makes the ring; for a lane whose gate is closed. `capacity` operations, a
 * power of two of at most 2^24. 0, SV_LAYOUT, -ENOMEM; SV_STATE: it has one, or
 * its gate is open. */
SV_API int32_t sv_lane_keep(struct sv_lane *lane, uint32_t capacity);

/* Moves the oldest operations out of the ring into rows `from` and following of
 * `columns`, which has room for `room` rows. It is not rows of sv_kept but its
 * fields one after the other, each `room` times: 72 * room bytes in all.
 *   lost  out: operations so far that the ring had no room for
 * Any thread, one caller at a time. Returns how many; SV_STATE: it keeps none;
 * SV_BOUND: from > room. */
SV_API int32_t sv_lane_kept(struct sv_lane *lane, void *columns, uint32_t room,
                            uint32_t from, uint64_t *lost);

#endif
