/* classify.c -- gives a bad unit the name of what happened to it.
 *
 * Design. Rules in order; the first that fits decides. "Most" is more than
 * nine tenths.
 *   zeroed        every byte is zero, or all that is wrong is, and something
 *                 right follows
 *   erased        the same with 0xFF, which is what erased flash reads as
 *   previous run  a sound header of another run, payload not ours
 *   misdirected   most of the payload, or a sound header, says another unit of
 *                 this object;  cross-object: another object of this run
 *   torn          two generations of this unit, or one and the header of
 *                 another run. The older is what is reported as found
 *   truncated     sound up to some byte, zeros from there to the end
 *   bit rot       all but at most 8 words or 64 bits is a legal generation
 *   lost          all but so much is the generation before the oldest legal
 *                 one: the last write never landed
 *   stale         the same, older than that
 *   shifted       right bytes, up to 512 bytes from their place
 *   byte-swapped  right bytes, in reverse order within words of 8, 4 or 2
 *   misdirected,  bytes of a unit that begin at some other byte, as a read from
 *   and others    another place brings them: by whose they are
 *   foreign       nothing above; also a sound header that nobody here writes
 * Duplicated and reordered need several units, so they are not decided here.
 */
#include <stdlib.h>
#include <string.h>

#include "classify.h"

#define ROT_WORDS_MAX 8u
#define ROT_BITS_MAX 64u

static bool is_most(uint32_t part, uint32_t whole)
{
    return part * 10u > whole * 9u;
}

static bool is_tiny(const struct svi_difference *difference)
{
    return difference->words <= ROT_WORDS_MAX ||
           difference->bits <= ROT_BITS_MAX;
}

static void compare_with(const struct svi_survey *survey, uint64_t generation,
                         struct svi_difference *out)
{
    uint64_t expected[SVI_UNIT_WORDS_MAX];
    svi_expected_unit(survey, generation, expected);
    svi_compare_unit(survey, expected, out);
}

static uint32_t class_of_shift(const struct svi_survey *survey,
                               struct sv_finding *finding)
{
    uint64_t generation = 0;
    uint32_t class_ = SV_CLASS_SWAPPED;
    finding->shift_bytes = svi_find_swap(survey, &generation);
    if (finding->shift_bytes == 0) {
        class_ = SV_CLASS_SHIFTED;
        finding->shift_bytes = svi_find_shift(survey, &generation);
    }
    if (finding->shift_bytes == 0)
        return SV_CLASS_FOREIGN;
    finding->found_object = survey->identity->object_id;
    finding->found_unit = survey->unit;
    finding->found_generation = generation;
    finding->found_run = survey->identity->run_id;
    return class_;
}

/* Bytes that begin where none of their kind do, among those that are not
 * right where they are. */
static uint32_t class_of_stray(const struct svi_survey *survey,
                               struct sv_finding *finding)
{
    const struct sv_identity *identity = survey->identity;
    struct svi_stray stray;
    uint64_t words[SVI_UNIT_WORDS_MAX];
    for (uint32_t i = 0; i < survey->word_count; i++) {
        const bool is_right =
            survey->own[i] != 0 || (i < SVI_HEADER_WORDS && survey->header_own);
        words[i] = is_right ? 0 : survey->words[i];
    }
    if (!svi_find_stray(identity, survey->high, words, identity->unit_bytes,
                        &stray))
        return SV_CLASS_FOREIGN;
    finding->found_object = stray.object_id;
    finding->found_unit = stray.unit;
    finding->found_generation = stray.generation;
    finding->found_run = stray.run_id;
    finding->found_sequence = UINT64_MAX;
    const uint32_t class_ = svi_class_of_stray(identity, survey->unit, &stray);
    if (class_ == SV_CLASS_SHIFTED)
        finding->shift_bytes = (uint32_t)abs(stray.start);
    return class_;
}

static uint32_t class_of_moved(const struct svi_survey *survey,
                               struct sv_finding *finding)
{
    const uint32_t class_ = class_of_shift(survey, finding);
    return class_ != SV_CLASS_FOREIGN ? class_
                                      : class_of_stray(survey, finding);
}

/* Takes the majority of the words that are not own at its word. But words that
 * slid by whole words agree as well, on somebody who does not exist: unless the
 * header says the same, a shift is looked for first. */
static uint32_t class_of_other(const struct svi_survey *survey,
                               struct sv_finding *finding)
{
    const struct sv_identity *identity = survey->identity;
    const struct svi_claim *other = &survey->other;
    const uint64_t mask = ((uint64_t)1 << identity->unit_bits) - 1;
    const bool same_object = other->tag == identity->object_tag;
    const bool header_agrees =
        survey->header_valid && survey->header.run_id == identity->run_id &&
        (survey->header.unit & mask) == other->unit &&
        (survey->header.object_id == identity->object_id) == same_object;
    if (!header_agrees) {
        const uint32_t moved = class_of_moved(survey, finding);
        if (moved != SV_CLASS_FOREIGN)
            return moved;
        finding->found_object = same_object ? identity->object_id : other->tag;
        finding->found_unit = other->unit;
        finding->found_generation = other->generation;
        finding->found_run = identity->run_id;
        finding->found_sequence = UINT64_MAX;
    }
    if (!same_object)
        return SV_CLASS_CROSS_OBJECT;
    return other->unit == (survey->unit & mask)
               ? SV_CLASS_FOREIGN /* a generation that nobody issued */
               : SV_CLASS_MISDIRECTED;
}

/* The unit shows one generation of its own; what is the rest? */
static uint32_t class_of_own(const struct svi_survey *survey,
                             uint64_t generation, struct sv_finding *finding)
{
    struct svi_difference difference;
    compare_with(survey, generation, &difference);
    if (survey->header_valid && !survey->header_own)
        return SV_CLASS_TORN; /* its header is of another run */
    if (survey->header_own && difference.zero_tail)
        return SV_CLASS_TRUNCATED;
    /* Rot may clear one word; more than one are a part that is missing. */
    if (difference.words > 1 &&
        is_most(difference.words_zero, difference.words))
        return SV_CLASS_ZEROED;
    if (difference.words > 1 &&
        is_most(difference.words_ones, difference.words))
        return SV_CLASS_ERASED;
    if (is_tiny(&difference)) {
        if (generation >= survey->low)
            return SV_CLASS_BIT_ROT;
        return generation + 1 == survey->low ? SV_CLASS_LOST : SV_CLASS_STALE;
    }
    if (survey->other_count >= 2 &&
        is_most(survey->other_count, survey->payload_count - survey->own_count))
        return class_of_other(survey, finding);
    return class_of_moved(survey, finding);
}

/* A whole unit of the past. Its words tell only the low bits of a generation,
 * so one that is far behind would look like parts of two. */
static bool is_whole_past(const struct svi_survey *survey)
{
    const uint64_t generation = survey->header.generation;
    struct svi_difference difference;
    if (!survey->header_own || generation == 0 || generation >= survey->low)
        return false;
    compare_with(survey, generation, &difference);
    return difference.words == 0;
}

static uint32_t choose_class(const struct svi_survey *survey,
                             struct sv_finding *finding)
{
    const struct sv_identity *identity = survey->identity;
    const struct svi_header *header = &survey->header;
    const bool other_run =
        survey->header_valid && header->run_id != identity->run_id;
    if (survey->all_zero)
        return SV_CLASS_ZEROED;
    if (survey->all_ones)
        return SV_CLASS_ERASED;
    if (other_run && survey->own_count * 10u <= survey->payload_count)
        return SV_CLASS_PREVIOUS_RUN;
    if (survey->other_count >= 2 &&
        is_most(survey->other_count, survey->payload_count))
        return class_of_other(survey, finding);
    if (survey->header_valid && !other_run && !survey->header_own)
        return header->object_id != identity->object_id ? SV_CLASS_CROSS_OBJECT
                                                        : SV_CLASS_MISDIRECTED;
    if (survey->header_own && !survey->header_possible)
        return SV_CLASS_FOREIGN;
    if (is_whole_past(survey))
        return header->generation + 1 == survey->low ? SV_CLASS_LOST
                                                     : SV_CLASS_STALE;
    if (survey->oldest != survey->newest) {
        finding->found_generation = survey->oldest;
        return SV_CLASS_TORN;
    }
    if (survey->newest != SVI_NO_GENERATION)
        return class_of_own(survey, survey->newest, finding);
    struct svi_difference difference;
    compare_with(survey, survey->reference, &difference);
    if (survey->own_count > 0 || is_tiny(&difference))
        return class_of_own(survey, survey->reference, finding);
    return class_of_moved(survey, finding);
}

/* What the unit says it is, before any rule has looked at it. */
static void fill_found(const struct svi_survey *survey,
                       struct sv_finding *finding)
{
    finding->found_object = UINT64_MAX;
    finding->found_unit = UINT64_MAX;
    finding->found_generation = UINT64_MAX;
    finding->found_run = UINT64_MAX;
    finding->found_sequence = UINT64_MAX;
    if (survey->header_valid) {
        finding->found_object = survey->header.object_id;
        finding->found_unit = survey->header.unit;
        finding->found_generation = survey->header.generation;
        finding->found_run = survey->header.run_id;
        finding->found_sequence = survey->header.sequence;
    } else if (survey->own_count > 0 && !survey->weak) {
        finding->found_object = survey->identity->object_id;
        finding->found_unit = survey->unit;
        finding->found_generation = survey->newest;
        finding->found_run = survey->identity->run_id;
    }
}

/* An open window closed, so that a few low bits still tell generations apart:
 * as many are told above `low` as below it, and what its own header claims. */
static struct sv_window closed(const struct sv_identity *identity,
                               uint64_t unit, const struct sv_window *window,
                               const uint64_t *words)
{
    struct sv_window out = *window;
    if (window->open == 0)
        return out;
    struct svi_header header;
    const uint64_t mask =
        UINT64_MAX >> (identity->object_bits + identity->unit_bits);
    out.high = window->low + mask / 2;
    if (svi_header_decode(words, &header) &&
        header.run_id == identity->run_id &&
        header.object_id == identity->object_id && header.unit == unit &&
        header.generation > out.high)
        out.high = header.generation;
    return out;
}

void svi_classify(const struct sv_identity *identity, uint64_t unit,
                  const struct sv_window *window, const void *bytes,
                  struct sv_finding *finding)
{
    struct svi_survey survey;
    struct svi_difference difference;
    uint64_t expected[SVI_UNIT_WORDS_MAX];
    const struct sv_window range = closed(identity, unit, window, bytes);
    svi_survey_unit(identity, unit, &range, bytes, &survey);
    /* Where no generation is the last, the first is what must be there. */
    if (window->open != 0 && survey.reference == range.high)
        survey.reference = range.low;
    memset(finding, 0, sizeof *finding);
    finding->offset_bytes = unit * identity->unit_bytes;
    finding->unit = unit;
    finding->expected_low = window->low;
    finding->expected_high = window->open != 0 ? window->low : window->high;
    fill_found(&survey, finding);
    finding->class_ = choose_class(&survey, finding);
    svi_expected_unit(&survey, survey.reference, expected);
    svi_compare_unit(&survey, expected, &difference);
    finding->first_bad_byte = difference.first_byte;
    finding->bad_bytes = difference.bytes;
    finding->bad_bits = difference.bits;
    /* Nothing differs when a header says the impossible and its CRC holds. */
    if (difference.bytes == 0) {
        finding->first_bad_byte = 0;
    } else if (finding->class_ == SV_CLASS_ZEROED ||
               finding->class_ == SV_CLASS_ERASED) {
        /* A byte that should be blank anyway is blank with its word. */
        finding->first_bad_byte &= ~7u;
        difference.last_byte |= 7u;
    }
    if (survey.all_zero || survey.all_ones)
        difference.last_byte = identity->unit_bytes - 1u;
    if (difference.bytes != 0)
        finding->span_bytes =
            difference.last_byte + 1u - finding->first_bad_byte;
    finding->sample_byte = finding->first_bad_byte & ~63u;
    memcpy(finding->expected, (uint8_t *)expected + finding->sample_byte, 64);
    memcpy(finding->found, (uint8_t *)survey.words + finding->sample_byte, 64);
}
