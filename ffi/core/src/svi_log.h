/* svi_log.h -- the log of a space, as its writers see it; see stor_log.h.
 *
 * Design. A ring of records with many writers and one reader. A writer takes
 * places with one compare-and-swap, fills them, and stores the sequence last:
 * a record is there once its sequence is the one that its place must have. A
 * full ring drops what comes and counts it: storage is never waited for twice.
 */
#ifndef SVI_LOG_H
#define SVI_LOG_H

#include "stor_core.h"

/* path NULL: in memory. */
int32_t svi_log_create(const char *path, uint32_t capacity,
                       struct sv_log **out);
/* Also of one in memory. NULL is harmless. */
void svi_log_free(struct sv_log *log);

/* Takes `count` places; the sequence of the first, or 0 when the ring is full
 * (then they count as dropped). Any thread. */
uint64_t svi_log_take(struct sv_log *log, uint32_t count);
/* Fills the place that `record->sequence` names. */
void svi_log_put(struct sv_log *log, const struct sv_log_record *record);

/* One record that begins an operation, with time and sequence set here. Its
 * sequence, or 0 when it was dropped. */
uint64_t svi_log_begin(struct sv_log *log, struct sv_log_record record);
/* What `record.begun` names has ended; nothing if that was dropped. */
void svi_log_end(struct sv_log *log, struct sv_log_record record);

#endif
