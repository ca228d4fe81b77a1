/* object_check.c -- judges the body of an answer as it flows; see
 * svi_object_body.h. Whole units are checked where they are; those that are not
 * right, in a stage that all bodies of a lane share; parts of units in a carry.
 */
#include <string.h>

#include "kernel.h"
#include "svi_object_body.h"
#include "svi_stamp.h"

#define FINDINGS_A_RUN 8u
#define ROT_BITS_MAX 64u
#define RUN_BYTES 16384u

void svi_checker_start(struct svi_checker *checker)
{
    svi_object_identity(checker->objects, checker->key,
                        &checker->shape.identity);
    checker->shape.generation = 0;
    checker->shape.size = 0;
    checker->shape.part_bytes = checker->objects->spec.part_bytes;
    checker->is_outside = false;
    checker->is_foreign = false;
    checker->has_upload = false;
    checker->is_last = false;
    checker->is_guess = false;
    checker->at = checker->start;
    checker->carry_from = checker->start % checker->shape.identity.unit_bytes;
    checker->carry_count = 0;
    checker->trailer_count = 0;
    checker->returned.kind = SVI_SUM_NONE;
    checker->units_compared = 0;
    checker->untold = 0;
    checker->units_weak = 0;
    checker->bytes_unseen = 0;
    checker->beyond_bytes = 0;
}

/* An object is one generation: a unit of another is a tear of the object, even
 * where the unit by itself would be stale. */
static void tell(struct svi_checker *checker, struct sv_finding *finding)
{
    const struct svi_object_shape *shape = &checker->shape;
    if (finding->found_object == shape->identity.object_id &&
        finding->found_unit == finding->unit &&
        finding->found_generation != shape->generation &&
        (finding->class_ == SV_CLASS_LOST ||
         finding->class_ == SV_CLASS_STALE ||
         finding->class_ == SV_CLASS_FOREIGN))
        finding->class_ = SV_CLASS_TORN;
    finding->expected_low = checker->window.low;
    finding->expected_high = checker->window.high;
    checker->found(checker->owner, finding);
}

/* Units of `bytes`, which is aligned to 8, each against its stamp. */
static void check_units(struct svi_checker *checker, uint64_t unit,
                        uint32_t count, const uint8_t *bytes)
{
    const struct sv_identity *identity = &checker->shape.identity;
    struct sv_window windows[RUN_BYTES / 512u];
    struct sv_finding findings[FINDINGS_A_RUN];
    windows[0] = (struct sv_window){.low = checker->shape.generation,
                                    .high = checker->shape.generation};
    for (uint32_t i = 1; i < count; i++)
        windows[i] = windows[0];
    const int64_t bad = sv_stamp_check(identity, unit, count, windows, bytes,
                                       findings, FINDINGS_A_RUN);
    checker->units_compared += count;
    if (identity->dedupe_permille != 0)
        for (uint32_t i = 0; i < count; i++)
            checker->units_weak += svi_stamp_is_weak(identity, unit + i);
    if (bad <= 0)
        return;
    if (bad > FINDINGS_A_RUN)
        checker->untold += (uint64_t)bad - FINDINGS_A_RUN;
    for (uint32_t i = 0; i < bad && i < FINDINGS_A_RUN; i++)
        tell(checker, &findings[i]);
}

/* Its bytes stand in reverse order within words of this size. What it alone
 * knows is taken at its word. */
static bool is_turned(const uint64_t *found, const uint64_t *wanted,
                      uint32_t bytes)
{
    uint64_t off = 0;
    for (uint32_t i = 0; i < 6; i++)
        if (i != 1)
            off |= svi_turn_word(found[i], bytes) ^ wanted[i];
    return off == 0;
}

static uint32_t class_of_trailer(const struct svi_checker *checker,
                                 const uint8_t *expected, uint32_t bits)
{
    uint64_t found[8], wanted[8];
    memcpy(found, checker->trailer, sizeof found);
    memcpy(wanted, expected, sizeof wanted);
    uint64_t ored = 0, anded = UINT64_MAX;
    for (uint32_t i = 0; i < 8; i++) {
        ored |= found[i];
        anded &= found[i];
    }
    if (ored == 0 || anded == UINT64_MAX)
        return ored == 0 ? SV_CLASS_ZEROED : SV_CLASS_ERASED;
    for (uint32_t bytes = 2; bytes <= 8; bytes *= 2)
        if (is_turned(found, wanted, bytes))
            return SV_CLASS_SWAPPED;
    if (sv_crc32c(0, found, 60) != found[7] >> 32 || found[0] != wanted[0])
        return bits <= ROT_BITS_MAX ? SV_CLASS_BIT_ROT : SV_CLASS_FOREIGN;
    if ((uint32_t)found[7] != (uint32_t)wanted[7])
        return SV_CLASS_CROSS_OBJECT;
    if (found[5] != wanted[5] || found[1] != wanted[1])
        return SV_CLASS_TORN;
    return found[2] != wanted[2] ? SV_CLASS_REORDERED : SV_CLASS_FOREIGN;
}

static void judge_trailer(struct svi_checker *checker,
                          const struct svi_segment *segment)
{
    const uint64_t claimed = svi_trailer_upload(checker->trailer);
    const uint64_t upload =
        checker->has_upload ? checker->upload_hash : claimed;
    uint8_t expected[SVI_TRAILER_BYTES];
    /* What precedes it was compared byte by byte, so its sum is taken at its
     * word: the trailer has a sum of its own. */
    svi_trailer_make(&checker->shape, segment, upload,
                     svi_trailer_crc(checker->trailer), expected);
    checker->has_upload = true;
    checker->upload_hash = upload;
    if (memcmp(expected, checker->trailer, sizeof expected) == 0) {
        svi_returned_tell(&checker->returned, segment->end - segment->start,
                          checker->trailer);
        return;
    }
    if (checker->is_guess &&
        svi_checker_choose_by_trailer(checker, segment->trailer))
        return;
    struct sv_finding finding;
    svi_object_finding(checker->objects, &checker->window, &finding);
    const uint32_t unit = checker->shape.identity.unit_bytes;
    bool is_first = true;
    for (uint32_t i = 0; i < SVI_TRAILER_BYTES; i++) {
        const unsigned int off =
            (unsigned int)expected[i] ^ checker->trailer[i];
        if (off == 0)
            continue;
        if (is_first)
            finding.first_bad_byte =
                (uint32_t)((segment->trailer + i) % unit);
        is_first = false;
        finding.bad_bytes++;
        finding.bad_bits += (uint32_t)__builtin_popcount(off);
    }
    finding.class_ = class_of_trailer(checker, expected, finding.bad_bits);
    finding.offset_bytes = segment->trailer;
    finding.unit = segment->trailer / unit;
    finding.sample_byte = (uint32_t)(segment->trailer % unit);
    memcpy(finding.expected, expected, sizeof finding.expected);
    memcpy(finding.found, checker->trailer, sizeof finding.found);
    checker->found(checker->owner, &finding);
}

/* The bytes of the carry from `from` to `to` of their unit; what the object
 * has no bytes for, and a trailer, are made right before the unit is judged. */
static void check_carry(struct svi_checker *checker, uint64_t unit_start,
                        uint64_t from, uint64_t to)
{
    const struct svi_object_shape *shape = &checker->shape;
    const uint32_t unit_bytes = shape->identity.unit_bytes;
    struct svi_segment segment;
    svi_segment_at(shape, unit_start, &segment);
    alignas(8) uint8_t bytes[SVI_UNIT_ROOM];
    svi_object_stamp(&shape->identity, shape->generation,
                     unit_start / unit_bytes, 1, bytes);
    uint64_t cut = to;
    if (segment.trailer <= unit_start + from)
        cut = from;
    else if (segment.trailer < unit_start + to)
        cut = segment.trailer - unit_start;
    if (cut > from)
        memcpy(bytes + from, checker->carry, cut - from);
    check_units(checker, unit_start / unit_bytes, 1, bytes);
    for (uint64_t at = cut; at < to && segment.trailer != segment.end; at++) {
        checker->trailer[unit_start + at - segment.trailer] =
            checker->carry[at - from];
        checker->trailer_count++;
    }
    if (unit_start + to != segment.end || segment.trailer == segment.end)
        return;
    if (checker->trailer_count == SVI_TRAILER_BYTES)
        judge_trailer(checker, &segment);
    else
        checker->bytes_unseen += checker->trailer_count;
    checker->trailer_count = 0;
}

/* True if whole units are what they must be, wherever they lie. Most are, and
 * then no byte is copied. */
static bool are_right(const struct svi_checker *checker, uint64_t unit,
                      uint32_t count, const uint8_t *bytes)
{
    const struct sv_identity *identity = &checker->shape.identity;
    const struct svi_kernel *kernel = svi_kernel_current();
    const uint32_t words = identity->unit_bytes / 8u;
    if (identity->compress_permille != 0 || identity->dedupe_permille != 0)
        return false;
    for (uint32_t i = 0; i < count; i++, bytes += identity->unit_bytes) {
        uint64_t header[SVI_HEADER_WORDS];
        const uint64_t base =
            sv_stamp_base(identity, identity->object_tag, unit + i,
                          checker->shape.generation);
        svi_object_header(identity, checker->shape.generation, unit + i,
                          header);
        if (memcmp(bytes, header, sizeof header) != 0 ||
            kernel->differs(bytes + sizeof header,
                            base + SVI_HEADER_WORDS * SVI_STEP,
                            words - SVI_HEADER_WORDS) != 0)
            return false;
    }
    return true;
}

/* Most carries are a whole unit that came in two pieces: it is made only when
 * something is wrong with it. */
static bool is_right_carry(const struct svi_checker *checker,
                           uint64_t unit_start)
{
    const uint32_t unit_bytes = checker->shape.identity.unit_bytes;
    struct svi_segment segment;
    if (checker->carry_from != 0 || checker->carry_count != unit_bytes ||
        checker->end < unit_start + unit_bytes)
        return false;
    svi_segment_at(&checker->shape, unit_start, &segment);
    return segment.trailer >= unit_start + unit_bytes &&
           are_right(checker, unit_start / unit_bytes, 1, checker->carry);
}

static void close_carry(struct svi_checker *checker)
{
    const uint32_t unit_bytes = checker->shape.identity.unit_bytes;
    const uint64_t unit_start = (checker->at - 1) / unit_bytes * unit_bytes;
    if (checker->shape.generation == 0)
        svi_checker_choose(checker);
    if (checker->shape.generation == 0) {
        checker->bytes_unseen += checker->carry_count;
    } else if (!checker->is_foreign &&
               is_right_carry(checker, unit_start)) {
        checker->units_compared++;
    } else if (!checker->is_foreign) {
        uint64_t to = checker->carry_from + checker->carry_count;
        const uint64_t room =
            checker->end > unit_start ? checker->end - unit_start : 0;
        if (to > room) {
            checker->beyond_bytes += to - room;
            to = room;
        }
        if (to > checker->carry_from)
            check_carry(checker, unit_start, checker->carry_from, to);
    }
    checker->carry_from = 0;
    checker->carry_count = 0;
}

/* Checks whole units before any trailer; how many bytes that were. */
static size_t check_run(struct svi_checker *checker, const uint8_t *bytes,
                        uint64_t count)
{
    const uint32_t unit_bytes = checker->shape.identity.unit_bytes;
    struct svi_segment segment;
    svi_segment_at(&checker->shape, checker->at, &segment);
    uint64_t run = segment.trailer > checker->at ? segment.trailer - checker->at
                                                 : 0;
    run = run < count ? run : count;
    run = run < RUN_BYTES ? run : RUN_BYTES;
    run -= run % unit_bytes;
    if (run == 0)
        return 0;
    const uint64_t unit = checker->at / unit_bytes;
    const uint32_t units = (uint32_t)(run / unit_bytes);
    if (are_right(checker, unit, units, bytes)) {
        checker->units_compared += units;
        return run;
    }
    if ((uintptr_t)bytes % 8 != 0)
        bytes = memcpy(checker->stage, bytes, run);
    check_units(checker, unit, units, bytes);
    return run;
}

void svi_checker_take(struct svi_checker *checker, const uint8_t *bytes,
                      size_t count)
{
    const uint32_t unit_bytes = checker->shape.identity.unit_bytes;
    svi_returned_take(&checker->returned, bytes, count);
    while (count > 0) {
        const bool is_known = checker->shape.generation != 0;
        uint64_t room = UINT64_MAX;
        if (checker->is_foreign) {
            checker->at += count;
            return;
        }
        if (is_known && checker->at >= checker->end) {
            checker->beyond_bytes += count;
            checker->at += count;
            return;
        }
        if (is_known)
            room = checker->end - checker->at;
        room = room < count ? room : count;
        size_t taken = 0;
        if (is_known && checker->carry_count == 0 && checker->carry_from == 0)
            taken = check_run(checker, bytes, room);
        if (taken == 0) {
            const uint64_t at = checker->carry_from + checker->carry_count;
            taken = room < unit_bytes - at ? room : unit_bytes - at;
            memcpy(checker->carry + checker->carry_count, bytes, taken);
            checker->carry_count += (uint32_t)taken;
            checker->at += taken;
            if (at + taken == unit_bytes ||
                (is_known && checker->at == checker->end))
                close_carry(checker);
        } else {
            checker->at += taken;
        }
        bytes += taken;
        count -= taken;
    }
}

static void tell_length(struct svi_checker *checker, uint32_t class_,
                        uint64_t offset, uint64_t wrong)
{
    struct sv_finding finding;
    svi_object_finding(checker->objects, &checker->window, &finding);
    finding.class_ = class_;
    finding.offset_bytes = offset;
    finding.unit = offset / checker->shape.identity.unit_bytes;
    finding.found_object = checker->shape.identity.object_id;
    finding.found_generation = checker->shape.generation;
    finding.found_run = checker->shape.identity.run_id;
    finding.bad_bytes = wrong < UINT32_MAX ? (uint32_t)wrong : UINT32_MAX;
    checker->found(checker->owner, &finding);
}

void svi_checker_finish(struct svi_checker *checker)
{
    checker->is_last = true;
    if (checker->carry_count > 0)
        close_carry(checker);
    else if (checker->shape.generation == 0 && !checker->is_foreign)
        svi_checker_choose(checker);
    checker->bytes_unseen += checker->trailer_count;
    checker->trailer_count = 0;
    if (checker->is_foreign)
        return;
    if (checker->at < checker->end)
        tell_length(checker, SV_CLASS_TRUNCATED, checker->at,
                    checker->end - checker->at);
    if (checker->beyond_bytes > 0)
        tell_length(checker, SV_CLASS_FOREIGN, checker->end,
                    checker->beyond_bytes);
}
