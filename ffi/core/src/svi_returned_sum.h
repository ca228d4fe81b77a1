/* svi_returned_sum.h -- the checksum that a store returned with a body, beside
 * the one that the body must have.
 *
 * Design. Bytes that were compared with what was put need not be summed again:
 * the trailer of a segment has the CRC-64 of what precedes it, so that of an
 * object is joined from its trailers, without a pass over its bytes. Summed are
 * only segments without a trailer, ranges, all bytes for a CRC-32C, and for an
 * MD5 those of small bodies.
 */
#ifndef SVI_RETURNED_SUM_H
#define SVI_RETURNED_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svi_http.h"
#include "svi_md5.h"

/* An MD5 of so many bytes takes 100 us. */
#define SVI_MD5_BODY_MAX 65536u

struct svi_returned_sum {
    /* In. */
    uint32_t kind;            /* enum svi_sum_kind */
    char text[SVI_SUM_ROOM];  /* as it was returned */
    uint64_t size;            /* of the body, as promised */
    uint64_t part_bytes;      /* of the object's segments; 0: it is one */
    bool is_whole;            /* an object from its first byte */

    /* Inside. */
    bool is_composite; /* the sum of the sums of its parts */
    uint32_t parts;
    uint64_t at;
    uint64_t joined; /* of the segments whose trailers told it */
    uint64_t told_bytes;
    uint64_t summed; /* of the bytes that were summed, or of a part's */
    uint64_t summed_bytes;
    struct svi_md5 md5;
};

/* Takes what the head of an answer said. */
void svi_returned_start(struct svi_returned_sum *sum,
                        const struct svi_request *request, uint64_t part_bytes,
                        bool is_whole);
/* The next bytes of the body, as they came. */
void svi_returned_take(struct svi_returned_sum *sum, const uint8_t *bytes,
                       size_t count);
/* The next segment of `bytes` bytes is right, and so is its trailer. */
void svi_returned_tell(struct svi_returned_sum *sum, uint64_t bytes,
                       const uint8_t *trailer);
/* Writes what the store should have returned; false: it cannot be told, because
 * nothing was returned, or of another kind, or the body was not whole. */
bool svi_returned_expected(struct svi_returned_sum *sum,
                           char out[SVI_SUM_ROOM]);

#endif
