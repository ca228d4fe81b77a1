/* object_trailer_check.c -- judges the trailer of a segment once all of it has
 * come, and names what is wrong with it. */
#include <string.h>

#include "svi_object_body.h"
#include "svi_stamp.h"

#define ROT_BITS_MAX 64u

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

/* No trailer at all: bytes of some unit may have slid into its place. */
static uint32_t class_of_stray(const struct svi_checker *checker)
{
    const struct sv_identity *identity = &checker->shape.identity;
    struct svi_stray stray;
    if (!svi_find_stray(identity, checker->window.high, checker->trailer,
                        SVI_TRAILER_BYTES, &stray))
        return SV_CLASS_FOREIGN;
    return svi_class_of_stray(identity, UINT64_MAX, &stray);
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
        return bits <= ROT_BITS_MAX ? SV_CLASS_BIT_ROT
                                    : class_of_stray(checker);
    if ((uint32_t)found[7] != (uint32_t)wanted[7])
        return SV_CLASS_CROSS_OBJECT;
    if (found[5] != wanted[5] || found[1] != wanted[1])
        return SV_CLASS_TORN;
    return found[2] != wanted[2] ? SV_CLASS_REORDERED : SV_CLASS_FOREIGN;
}

/* Its own sum fits: what it claims may be held against other trailers. */
static bool is_sound(const uint8_t trailer[SVI_TRAILER_BYTES])
{
    uint32_t sum;
    memcpy(&sum, trailer + 60, sizeof sum);
    return sv_crc32c(0, trailer, 60) == sum;
}

void svi_checker_judge_trailer(struct svi_checker *checker,
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
    if (!checker->has_upload && is_sound(checker->trailer)) {
        checker->has_upload = true;
        checker->upload_hash = claimed;
    }
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
            finding.first_bad_byte = (uint32_t)((segment->trailer + i) % unit);
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
