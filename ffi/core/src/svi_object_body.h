/* svi_object_body.h -- the bytes of an object, made and judged as they flow.
 *
 * Design. Every byte follows from (object, generation, size, part_bytes): the
 * stamps of SV1 with those of their free fields that vary set to constants,
 * and a trailer at the end of each segment. A segment is part_bytes long (the
 * last one what is left; all of it when part_bytes is 0), however it was sent,
 * so a reader needs not know whether an object went up at once or in parts.
 * Neither side holds more than one unit of an object.
 *
 * The trailer, in the last 64 bytes of a segment of at least 4160, as eight
 * little endian words:
 *   0 magic "SVT1" 4, version 1, zeros        4 bytes of the object 8
 *   1 hash of the upload id 8; 0: no upload   5 generation 8
 *   2 segment, from 1, 4; segments 4          6 CRC-64/NVME of the segment
 *   3 bytes of the segment 8                    before the trailer 8
 *                               7 low half of the object id, CRC-32C of 0-59
 */
#ifndef SVI_OBJECT_BODY_H
#define SVI_OBJECT_BODY_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stor_core.h"
#include "svi_object.h"
#include "svi_returned_sum.h"

#define SVI_TRAILER_BYTES 64u
#define SVI_TRAILER_FROM 4160u
#define SVI_UNIT_ROOM 4096u
/* Of the stage that bodies share: fits the second-level cache. */
#define SVI_STAGE_BYTES 65536u

/* One generation of one object. */
struct svi_object_shape {
    struct sv_identity identity;
    uint64_t generation;
    uint64_t size;
    uint64_t part_bytes;
};

/* object_trailer.c */
struct svi_segment {
    uint64_t start;
    uint64_t end;
    uint64_t trailer; /* where its trailer begins; `end` if it has none */
    uint32_t number;  /* from 1 */
    uint32_t count;
};
/* The segment that holds byte `at`, which is below the size. */
void svi_segment_at(const struct svi_object_shape *shape, uint64_t at,
                    struct svi_segment *out);
void svi_trailer_make(const struct svi_object_shape *shape,
                      const struct svi_segment *segment, uint64_t upload_hash,
                      uint64_t crc, uint8_t out[SVI_TRAILER_BYTES]);
/* The upload hash that a trailer claims, whatever the rest of it says. */
uint64_t svi_trailer_upload(const uint8_t trailer[SVI_TRAILER_BYTES]);
/* The CRC-64/NVME that it claims. */
uint64_t svi_trailer_crc(const uint8_t trailer[SVI_TRAILER_BYTES]);
uint64_t svi_upload_hash(const char *upload_id);
/* Stamps `count` units from `unit` on, as any object has them: no trailer. */
void svi_object_stamp(const struct sv_identity *identity, uint64_t generation,
                      uint64_t unit, uint32_t count, void *out);

/* The header of one of them. */
void svi_object_header(const struct sv_identity *identity, uint64_t generation,
                       uint64_t unit, uint64_t words[8]);

/* object_make.c: a body to send. */
struct svi_maker {
    struct svi_object_shape shape;
    uint64_t upload_hash;
    uint64_t start; /* of the body in the object; where a segment starts */
    uint64_t end;
    uint64_t at;
    uint64_t crc; /* of the segment under way */
    uint64_t unit_at; /* where the unit in `unit` begins; all ones: none */
    uint8_t trailer[SVI_TRAILER_BYTES];
    alignas(8) uint8_t unit[SVI_UNIT_ROOM];
};
void svi_maker_start(struct svi_maker *maker, uint64_t start, uint64_t end);
void svi_maker_rewind(struct svi_maker *maker);
/* Fills up to `room` bytes; 0 only at the end. */
size_t svi_maker_fill(struct svi_maker *maker, void *buffer, size_t room);
/* The CRC-64 of a body that was made to its end; false: it is not one segment
 * with a trailer, so nobody has summed it. */
bool svi_maker_sum(const struct svi_maker *maker, uint64_t *crc);

/* object_check.c: a body that comes. */
struct svi_checker {
    /* In. */
    const struct sv_objects *objects;
    uint64_t key;
    struct svi_key_window window; /* may be widened while it runs */
    uint64_t start; /* of the body in the object */
    uint64_t length; /* asked for; all ones: to the end */
    void (*found)(void *owner, struct sv_finding *finding);
    void *owner;
    uint8_t *stage; /* SVI_STAGE_BYTES, aligned to 8; may be shared */

    /* Inside. */
    struct svi_object_shape shape; /* generation 0: not known yet */
    bool is_outside; /* the generation is none of the window */
    bool is_doubtful; /* only by one unit so far: `outside` waits to be told */
    struct sv_finding outside;
    bool has_fragment; /* `fragment` waits for what is found beside it */
    struct sv_finding fragment;
    uint64_t near_unit; /* of the last finding */
    uint32_t near_class;
    bool is_foreign; /* what comes is nothing of ours: told once, drained */
    bool has_upload; /* a trailer was judged */
    bool is_last;    /* no more bytes will come */
    bool is_guess;   /* other generations fit the bytes as well */
    uint64_t upload_hash;
    uint64_t at;  /* in the object */
    uint64_t end; /* where the body must end, once the generation is known */
    struct svi_returned_sum returned; /* kind 0: none, or none to compare */
    uint64_t carry_from; /* first byte in the carry, in its unit */
    uint32_t carry_count;
    uint32_t trailer_count;
    uint8_t trailer[SVI_TRAILER_BYTES];
    alignas(8) uint8_t carry[SVI_UNIT_ROOM];

    /* Out. */
    uint64_t units_compared;
    uint64_t untold; /* bad units that `found` did not get */
    uint64_t units_weak;
    uint64_t bytes_unseen; /* of a trailer that a range cuts: not judged */
    uint64_t beyond_bytes; /* came after the end of the object */
};
void svi_checker_start(struct svi_checker *checker);
void svi_checker_take(struct svi_checker *checker, const uint8_t *bytes,
                      size_t count);
/* After the last byte of a whole answer. */
void svi_checker_finish(struct svi_checker *checker);

/* object_trailer_check.c: the trailer of a segment, which has come. */
void svi_checker_judge_trailer(struct svi_checker *checker,
                               const struct svi_segment *segment);

/* object_choose.c: which generation a body is of, by the unit in the carry. It
 * stays unknown if that unit does not tell. */
void svi_checker_choose(struct svi_checker *checker);
/* Ends a doubt by the unit that begins at `bytes`: when it is of a legal
 * generation, so is the body, and the unit in doubt was the only old one. */
void svi_checker_settle_doubt(struct svi_checker *checker, uint64_t unit,
                              const uint8_t *bytes, uint64_t count);
/* Tells what waits to be told. */
void svi_checker_tell_doubt(struct svi_checker *checker);
/* Another legal generation, if one has this trailer. A range that begins where
 * a trailer does has no other byte to go by. */
bool svi_checker_choose_by_trailer(struct svi_checker *checker,
                                   uint64_t trailer_at);

/* A finding about an object and not about its bytes: class, where it ends or
 * would have to, and by how many bytes it is wrong. */
void svi_object_finding(const struct sv_objects *objects,
                        const struct svi_key_window *window,
                        struct sv_finding *out);

#endif
