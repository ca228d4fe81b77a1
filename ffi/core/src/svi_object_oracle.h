/* svi_object_oracle.h -- what each key of an object space must hold.
 *
 * Design. One word of 64 bits a key in a shared file mapping: a store survives
 * the death of the process at once, and is never half done. A mutation is
 * stored before its request is sent and again when it is acknowledged, so
 * after a `kill -9` the word says what may be there:
 *
 *   base       the state of the last acknowledged mutation: generation p, or
 *              nothing
 *   PUT        generation g = p + 1 was issued and not acknowledged
 *   DELETE     a delete was issued and not acknowledged
 *
 * So the legal contents are the base, g if PUT, and nothing if DELETE. They
 * never grow beyond three: a put over an unsettled put has the same generation,
 * hence the same bytes. A generation that may have been there is not used
 * again for other bytes, also not after a delete.
 */
#ifndef SVI_OBJECT_ORACLE_H
#define SVI_OBJECT_ORACLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"

#define SVI_KEY_GENERATION UINT64_C(0xffffffff) /* issued last; 0: never */
#define SVI_KEY_PRESENT (UINT64_C(1) << 32)     /* the base is an object */
#define SVI_KEY_PUT (UINT64_C(1) << 33)
#define SVI_KEY_DELETE (UINT64_C(1) << 34)
#define SVI_KEY_UPLOAD (UINT64_C(1) << 35) /* parts of it may be there */
#define SVI_KEY_EVER (UINT64_C(1) << 36)   /* a write was acknowledged once */
#define SVI_KEY_UNSETTLED (SVI_KEY_PUT | SVI_KEY_DELETE)
/* 24 bits of a hash of the ETag that the base was acknowledged with; 0 is not
 * known. A wrong ETag passes once in 16 million. */
#define SVI_KEY_ETAG_SHIFT 40u
#define SVI_KEY_ETAG_MASK UINT64_C(0xffffff)

struct svi_object_header {
    uint8_t magic[8];
    uint32_t version;
    uint32_t store_kind;
    struct sv_object_spec spec; /* flags 0 */
};

struct svi_object_oracle {
    struct svi_object_header *header;
    _Atomic uint64_t *words;
    uint64_t key_count;
    uint64_t mapped_bytes;
    int fd; /* -1: memory only */
};

/* path NULL: memory only. With SV_SPACE_RECOVER the file must exist and fit.
 * Returns 0, -errno, SV_NOT_EMPTY, SV_ORACLE; -EBUSY: another process has it.
 */
int32_t svi_object_oracle_open(struct svi_object_oracle *oracle,
                               const struct sv_object_spec *spec,
                               const char *path);
void svi_object_oracle_close(struct svi_object_oracle *oracle);

static inline uint64_t svi_key_word(const struct svi_object_oracle *oracle,
                                    uint64_t key)
{
    return atomic_load_explicit(&oracle->words[key], memory_order_relaxed);
}

/* Only the lane that owns the key calls these. */

/* Before a put is sent: its generation, or 0 if there are no more. */
uint64_t svi_key_issue_put(struct svi_object_oracle *oracle, uint64_t key);
/* `etag`: see SVI_KEY_ETAG_MASK. */
void svi_key_settle_put(struct svi_object_oracle *oracle, uint64_t key,
                        uint64_t etag);
void svi_key_issue_delete(struct svi_object_oracle *oracle, uint64_t key);
void svi_key_settle_delete(struct svi_object_oracle *oracle, uint64_t key);
void svi_key_set_upload(struct svi_object_oracle *oracle, uint64_t key,
                        bool is_open);

/* What an answer may say of a key: nothing, or a generation from low to high
 * (low > high: none). */
struct svi_key_window {
    uint64_t low;
    uint64_t high;
    bool absent;    /* that nothing is there is legal */
    bool unsettled; /* only because a mutation has an unknown outcome */
};
/* The window of a request that starts now. */
void svi_key_window_open(uint64_t word, struct svi_key_window *out);
/* The same window when the answer is here: what was issued meanwhile may be
 * there too. `was_deleted`: a delete was issued since. */
void svi_key_window_widen(struct svi_key_window *window, uint64_t word,
                          bool was_deleted);

#endif
