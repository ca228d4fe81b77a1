/* object_choose.c -- which generation a body is of, by its first unit. When it
 * is a legal one, all that follows is held against it; when it is not, that is
 * told once, and the rest is still held against what the body claims to be, so
 * that a whole old object is one finding and a torn one is more. */
#include <string.h>

#include "svi_object_body.h"
#include "svi_stamp.h"

#define TRIES_MAX 4096u

void svi_object_finding(const struct sv_objects *objects,
                        const struct svi_key_window *window,
                        struct sv_finding *out)
{
    (void)objects;
    memset(out, 0, sizeof *out);
    out->expected_low = window->low;
    out->expected_high = window->high;
    out->found_object = UINT64_MAX;
    out->found_unit = UINT64_MAX;
    out->found_generation = UINT64_MAX;
    out->found_run = UINT64_MAX;
    out->found_sequence = UINT64_MAX;
}

/* Where the body ends if it is of this generation. */
static uint64_t end_of(const struct svi_checker *checker, uint64_t size)
{
    if (size <= checker->start)
        return checker->start;
    if (checker->length > size - checker->start)
        return size;
    return checker->start + checker->length;
}

static void settle_on(struct svi_checker *checker, uint64_t generation)
{
    struct svi_object_shape *shape = &checker->shape;
    shape->generation = generation;
    shape->size = svi_object_size(checker->objects, checker->key, generation);
    checker->end = end_of(checker, shape->size);
}

/* How many bytes of the carry were held against this generation and found
 * right, and 1: its trailer is none of them. 0: it has other bytes. */
static uint64_t matches(const struct svi_checker *checker, uint64_t unit_start,
                        uint64_t generation)
{
    struct svi_object_shape shape = checker->shape;
    const uint32_t unit = shape.identity.unit_bytes;
    shape.generation = generation;
    shape.size = svi_object_size(checker->objects, checker->key, generation);
    const uint64_t end = end_of(checker, shape.size);
    const uint64_t from = unit_start + checker->carry_from;
    uint64_t to = from + checker->carry_count;
    if (to != (end - unit_start < unit ? end : unit_start + unit))
        return 0;
    struct svi_segment segment;
    svi_segment_at(&shape, unit_start, &segment);
    to = to < segment.trailer ? to : segment.trailer;
    if (to <= from)
        return 1;
    alignas(8) uint8_t wanted[SVI_UNIT_ROOM];
    svi_object_stamp(&shape.identity, generation, unit_start / unit, 1, wanted);
    return memcmp(wanted + checker->carry_from, checker->carry, to - from) != 0
               ? 0
               : to - from + 1;
}

/* The generation that the header at the start of a unit claims; 0 if none is
 * there that says it is of this unit. */
static uint64_t claim_at(const struct sv_identity *identity, uint64_t unit,
                         const uint8_t *bytes, uint64_t count,
                         struct svi_header *header)
{
    uint64_t words[SVI_HEADER_WORDS];
    if (count < sizeof words)
        return 0;
    memcpy(words, bytes, sizeof words);
    if (!svi_header_decode(words, header) ||
        header->run_id != identity->run_id ||
        header->object_id != identity->object_id || header->unit != unit)
        return 0;
    return header->generation;
}

/* Bytes that begin amid a unit have no header, but a word of their payload
 * names a generation; 0 if they are not what it has there. */
static uint64_t claim_of_payload(const struct svi_checker *checker,
                                 uint64_t unit_start)
{
    const struct sv_identity *identity = &checker->shape.identity;
    uint64_t at = (checker->carry_from + 7) / 8 * 8, said, unit, word;
    uint32_t tag;
    if (at < SVI_HEADER_WORDS * 8)
        at = SVI_HEADER_WORDS * 8;
    if (at + 8 > checker->carry_from + checker->carry_count ||
        svi_stamp_is_weak(identity, unit_start / identity->unit_bytes))
        return 0;
    memcpy(&word, checker->carry + (at - checker->carry_from), sizeof word);
    sv_stamp_decode(identity, (uint32_t)at, word, &tag, &unit, &said);
    const uint64_t mask =
        UINT64_MAX >> (identity->object_bits + identity->unit_bits);
    const uint64_t behind = (checker->window.high - said) & mask;
    if (tag != identity->object_tag || behind >= checker->window.high)
        return 0;
    const uint64_t generation = checker->window.high - behind;
    return matches(checker, unit_start, generation) != 0 ? generation : 0;
}

/* One unit may be old in an object that is not: that is told once the next one
 * has come. */
static void note_outside(struct svi_checker *checker, uint64_t unit,
                         uint64_t generation)
{
    const struct svi_key_window *window = &checker->window;
    const struct sv_identity *identity = &checker->shape.identity;
    struct sv_finding finding;
    svi_object_finding(checker->objects, window, &finding);
    const bool is_newer = generation > window->high;
    finding.class_ =
        is_newer ? SV_CLASS_FOREIGN
        : generation + 1 == window->low && window->low <= window->high
            ? SV_CLASS_LOST
            : SV_CLASS_STALE;
    finding.unit = unit;
    finding.offset_bytes = unit * identity->unit_bytes;
    finding.found_object = identity->object_id;
    finding.found_unit = unit;
    finding.found_generation = generation;
    finding.found_run = identity->run_id;
    finding.found_sequence = generation;
    const uint64_t size =
        svi_object_size(checker->objects, checker->key, generation);
    finding.bad_bytes = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
    finding.sample_byte = (uint32_t)checker->carry_from;
    uint32_t sample = checker->carry_count;
    if (sample > sizeof finding.found)
        sample = sizeof finding.found;
    memcpy(finding.found, checker->carry, sample);
    if (window->low <= window->high) {
        alignas(8) uint8_t wanted[SVI_UNIT_ROOM];
        svi_object_stamp(identity, window->high, unit, 1, wanted);
        memcpy(finding.expected, wanted + checker->carry_from, sample);
    }
    checker->outside = finding;
    checker->is_doubtful = true;
}

void svi_checker_tell_doubt(struct svi_checker *checker)
{
    if (!checker->is_doubtful)
        return;
    checker->is_doubtful = false;
    checker->found(checker->owner, &checker->outside);
}

void svi_checker_settle_doubt(struct svi_checker *checker, uint64_t unit,
                              const uint8_t *bytes, uint64_t count)
{
    const struct svi_key_window *window = &checker->window;
    struct svi_header header;
    if (!checker->is_doubtful || unit == checker->outside.unit)
        return;
    const uint64_t claim =
        claim_at(&checker->shape.identity, unit, bytes, count, &header);
    const uint64_t start = unit * checker->shape.identity.unit_bytes;
    const bool is_legal =
        claim >= window->low && claim <= window->high && claim != 0 &&
        svi_object_size(checker->objects, checker->key, claim) > start;
    if (is_legal)
        checker->outside.class_ = SV_CLASS_TORN;
    svi_checker_tell_doubt(checker);
    if (!is_legal)
        return;
    checker->is_outside = false;
    settle_on(checker, claim);
}

/* Nothing may be there, and no header says that it is ours. */
static void tell_foreign(struct svi_checker *checker, uint64_t unit)
{
    alignas(8) uint8_t bytes[SVI_UNIT_ROOM] = {0};
    memcpy(bytes + checker->carry_from, checker->carry, checker->carry_count);
    const struct sv_window none = {.low = 1, .high = 0};
    struct sv_finding finding;
    svi_classify(&checker->shape.identity, unit, &none, bytes, &finding);
    finding.expected_low = checker->window.low;
    finding.expected_high = checker->window.high;
    checker->found(checker->owner, &finding);
    checker->is_foreign = true;
}

/* Chooses the generation that fits. A unit that fits several (all of it is
 * trailer, or payload that the run shares, or zeros) decides nothing, unless
 * it is the last: then the newest of those that explain the most bytes. */
static bool find_match(struct svi_checker *checker, uint64_t unit_start)
{
    const struct svi_key_window *window = &checker->window;
    uint64_t tries = 0, match = 0, most = 0;
    for (uint64_t g = window->high; g >= window->low && g != 0; g--) {
        if (tries++ == TRIES_MAX)
            break;
        const uint64_t bytes = matches(checker, unit_start, g);
        if (bytes != 0 && match != 0 && !checker->is_last)
            return true;
        checker->is_guess = checker->is_guess || (bytes != 0 && match != 0);
        if (bytes > most) {
            most = bytes;
            match = g;
        }
    }
    if (match != 0)
        settle_on(checker, match);
    return match != 0;
}

bool svi_checker_choose_by_trailer(struct svi_checker *checker,
                                   uint64_t trailer_at)
{
    const struct svi_key_window *window = &checker->window;
    for (uint64_t g = window->high; g >= window->low && g != 0; g--) {
        struct svi_object_shape shape = checker->shape;
        struct svi_segment segment;
        uint8_t wanted[SVI_TRAILER_BYTES];
        shape.generation = g;
        shape.size = svi_object_size(checker->objects, checker->key, g);
        if (shape.size <= trailer_at)
            continue;
        svi_segment_at(&shape, trailer_at, &segment);
        svi_trailer_make(&shape, &segment, svi_trailer_upload(checker->trailer),
                         svi_trailer_crc(checker->trailer), wanted);
        if (segment.trailer != trailer_at ||
            memcmp(wanted, checker->trailer, sizeof wanted) != 0)
            continue;
        settle_on(checker, g);
        return true;
    }
    return false;
}

static void choose_by_size(struct svi_checker *checker)
{
    const struct svi_key_window *window = &checker->window;
    for (uint64_t g = window->high; g >= window->low && g != 0; g--) {
        settle_on(checker, g);
        if (checker->end == checker->at)
            return;
    }
    if (window->low <= window->high) {
        settle_on(checker, window->high);
        return;
    }
    struct sv_finding finding;
    svi_object_finding(checker->objects, window, &finding);
    finding.class_ = window->high != 0 ? SV_CLASS_STALE : SV_CLASS_FOREIGN;
    checker->found(checker->owner, &finding);
    checker->is_foreign = true;
}

void svi_checker_choose(struct svi_checker *checker)
{
    const struct svi_key_window *window = &checker->window;
    const uint32_t unit_bytes = checker->shape.identity.unit_bytes;
    if (checker->carry_count == 0) {
        choose_by_size(checker);
        return;
    }
    const uint64_t unit = (checker->at - 1) / unit_bytes;
    const uint64_t unit_start = unit * unit_bytes;
    struct svi_header header;
    uint64_t claim =
        claim_at(&checker->shape.identity, unit, checker->carry,
                 checker->carry_from == 0 ? checker->carry_count : 0, &header);
    const bool is_legal = claim >= window->low && claim <= window->high;
    if (claim != 0 && is_legal) {
        settle_on(checker, claim);
        return;
    }
    if (find_match(checker, unit_start))
        return;
    if (claim == 0)
        claim = claim_of_payload(checker, unit_start);
    if (claim != 0) {
        note_outside(checker, unit, claim);
        checker->is_outside = true;
        checker->is_foreign = window->low > window->high;
        settle_on(checker, claim);
    } else if (window->low > window->high) {
        tell_foreign(checker, unit);
    } else {
        settle_on(checker, window->high);
    }
}
