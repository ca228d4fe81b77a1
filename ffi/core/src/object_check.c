/* object_check.c -- judges the body of an answer as it flows; see
 * svi_object_body.h. Whole units are checked where they are; those that are not
 * right, in a stage that all bodies of a lane share; parts of units in a carry.
 */
#include <string.h>

#include "kernel.h"
#include "svi_object_body.h"
#include "svi_stamp.h"

#define FINDINGS_A_RUN 8u
#define RUN_BYTES 16384u
/* As few as rot may be. */
#define FRAGMENT_BYTES 72u
/* That no unit follows. */
#define NO_UNIT (UINT64_MAX - 1)

void svi_checker_start(struct svi_checker *checker)
{
    svi_object_identity(checker->objects, checker->key,
                        &checker->shape.identity);
    checker->shape.generation = 0;
    checker->shape.size = 0;
    checker->shape.part_bytes = checker->objects->spec.part_bytes;
    checker->is_outside = false;
    checker->is_doubtful = false;
    checker->has_fragment = false;
    checker->near_unit = NO_UNIT;
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

/* A few bytes of a range that are all wrong are no rot, and too few to say
 * whose they are: they are what the unit beside them is. */
static void rename_fragment(struct sv_finding *fragment, uint32_t class_)
{
    fragment->class_ = class_;
    fragment->found_object = UINT64_MAX;
}

static bool is_fragment(const struct sv_finding *finding, uint64_t count)
{
    return finding->class_ == SV_CLASS_BIT_ROT && count <= FRAGMENT_BYTES &&
           finding->bad_bits > count;
}

static void tell_beside(struct svi_checker *checker,
                        const struct sv_finding *finding)
{
    if (checker->has_fragment && checker->fragment.unit + 1 == finding->unit) {
        rename_fragment(&checker->fragment, finding->class_);
        checker->has_fragment = false;
        checker->found(checker->owner, &checker->fragment);
    }
    checker->near_unit = finding->unit;
    checker->near_class = finding->class_;
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
    tell_beside(checker, finding);
    finding->expected_low = checker->window.low;
    finding->expected_high = checker->window.high;
    checker->found(checker->owner, finding);
}

static void tell_fragment(struct svi_checker *checker,
                          struct sv_finding *finding)
{
    if (checker->near_unit + 1 == finding->unit) {
        rename_fragment(finding, checker->near_class);
        tell(checker, finding);
        return;
    }
    checker->fragment = *finding;
    checker->fragment.expected_low = checker->window.low;
    checker->fragment.expected_high = checker->window.high;
    checker->has_fragment = true;
}

/* Held against an old generation, parts of a newer one are nobody's: held
 * against all that may be there, the unit is seen to be of two. */
static void name_mixture(const struct svi_checker *checker,
                         const uint8_t *bytes, struct sv_finding *finding)
{
    const uint64_t high = checker->window.high;
    const struct sv_window newest = {.low = high, .high = high};
    if ((finding->class_ != SV_CLASS_FOREIGN &&
         finding->class_ != SV_CLASS_BIT_ROT) ||
        checker->shape.generation >= high)
        return;
    struct sv_finding again;
    svi_classify(&checker->shape.identity, finding->unit, &newest, bytes,
                 &again);
    if (again.class_ == SV_CLASS_TORN)
        *finding = again;
}

/* Units of `bytes`, which is aligned to 8, each against its stamp; of a single
 * one only `piece` bytes have come. */
static void check_units(struct svi_checker *checker, uint64_t unit,
                        uint32_t count, const uint8_t *bytes, uint64_t piece)
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
    for (uint32_t i = 0; i < bad && i < FINDINGS_A_RUN; i++)
        name_mixture(checker,
                     bytes + (findings[i].unit - unit) * identity->unit_bytes,
                     &findings[i]);
    /* The tear of the unit that is in doubt says all of it. */
    if (checker->is_doubtful && bad > 0 &&
        findings[0].unit == checker->outside.unit &&
        findings[0].class_ == SV_CLASS_TORN)
        checker->is_doubtful = false;
    checker->units_compared += count;
    if (identity->dedupe_permille != 0)
        for (uint32_t i = 0; i < count; i++)
            checker->units_weak += svi_stamp_is_weak(identity, unit + i);
    if (bad <= 0)
        return;
    if (bad > FINDINGS_A_RUN)
        checker->untold += (uint64_t)bad - FINDINGS_A_RUN;
    for (uint32_t i = 0; i < bad && i < FINDINGS_A_RUN; i++)
        if (is_fragment(&findings[i], piece))
            tell_fragment(checker, &findings[i]);
        else
            tell(checker, &findings[i]);
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
    check_units(checker, unit_start / unit_bytes, 1, bytes, cut - from);
    for (uint64_t at = cut; at < to && segment.trailer != segment.end; at++) {
        checker->trailer[unit_start + at - segment.trailer] =
            checker->carry[at - from];
        checker->trailer_count++;
    }
    if (unit_start + to != segment.end || segment.trailer == segment.end)
        return;
    if (checker->trailer_count == SVI_TRAILER_BYTES)
        svi_checker_judge_trailer(checker, &segment);
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
    svi_checker_settle_doubt(checker, unit_start / unit_bytes, checker->carry,
                             checker->carry_from == 0 ? checker->carry_count
                                                      : 0);
    if (checker->shape.generation == 0) {
        checker->bytes_unseen += checker->carry_count;
    } else if (!checker->is_foreign && is_right_carry(checker, unit_start)) {
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
    /* Amid a unit only where the object was believed to end. */
    checker->carry_from = (uint32_t)(checker->at % unit_bytes);
    checker->carry_count = 0;
}

/* Checks whole units before any trailer; how many bytes that were. */
static size_t check_run(struct svi_checker *checker, const uint8_t *bytes,
                        uint64_t count)
{
    const uint32_t unit_bytes = checker->shape.identity.unit_bytes;
    struct svi_segment segment;
    svi_checker_settle_doubt(checker, checker->at / unit_bytes, bytes, count);
    svi_segment_at(&checker->shape, checker->at, &segment);
    uint64_t run =
        segment.trailer > checker->at ? segment.trailer - checker->at : 0;
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
    check_units(checker, unit, units, bytes, run);
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
    svi_checker_tell_doubt(checker);
    if (checker->has_fragment)
        checker->found(checker->owner, &checker->fragment);
    if (checker->is_foreign)
        return;
    if (checker->at < checker->end)
        tell_length(checker, SV_CLASS_TRUNCATED, checker->at,
                    checker->end - checker->at);
    if (checker->beyond_bytes > 0)
        tell_length(checker, SV_CLASS_FOREIGN, checker->end,
                    checker->beyond_bytes);
}
