/* classify_survey.c -- asks every part of a bad unit whose it is.
 *
 * A word that decodes to this object and unit in an issued generation is proof
 * by itself: noise does so once in 2^64 / issued words, or, when generations
 * need more than their bits, once in 2^(object_bits + unit_bits). A word that
 * decodes to anybody else proves nothing alone, since every word decodes to
 * somebody; only agreement with others does.
 */
#include <string.h>

#include "classify.h"
#include "kernel.h"

static uint64_t unit_mask(const struct sv_identity *identity)
{
    return ((uint64_t)1 << identity->unit_bits) - 1;
}

uint64_t svi_own_generation(const struct svi_survey *survey, uint32_t index,
                            uint64_t word)
{
    const struct sv_identity *identity = survey->identity;
    if (survey->weak) {
        const uint64_t x = svi_stamp_base_shared(identity) + index * SVI_STEP;
        return word == (x ^ x >> 31) ? survey->high : 0;
    }
    struct svi_claim claim;
    sv_stamp_decode(identity, index * 8u, word, &claim.tag, &claim.unit,
                    &claim.generation);
    if (claim.tag != identity->object_tag ||
        claim.unit != (survey->unit & unit_mask(identity)))
        return 0;
    const uint64_t mask =
        UINT64_MAX >> (identity->object_bits + identity->unit_bits);
    const uint64_t behind = (survey->high - claim.generation) & mask;
    return behind < survey->high ? survey->high - behind : 0;
}

/* Reads the header; if its CRC fails, tries whether one flipped bit explains
 * it. A CRC-32C of 64 bytes tells all single flips apart, and a wrong repair
 * would also have to hit run, object and unit. */
static void survey_header(struct svi_survey *survey)
{
    const struct sv_identity *identity = survey->identity;
    uint64_t *words = survey->header_words;
    memcpy(words, survey->words, sizeof survey->header_words);
    survey->header_valid = svi_header_decode(words, &survey->header);
    for (uint32_t bit = 0; bit < 512 && !survey->header_valid; bit++) {
        const uint64_t flip = (uint64_t)1 << bit % 64u;
        words[bit / 64u] ^= flip;
        survey->header_valid =
            svi_header_decode(words, &survey->header) &&
            survey->header.run_id == identity->run_id &&
            survey->header.object_id == identity->object_id &&
            survey->header.unit == survey->unit;
        if (!survey->header_valid)
            words[bit / 64u] ^= flip;
    }
    const struct svi_header *header = &survey->header;
    survey->header_own = survey->header_valid &&
                         header->run_id == identity->run_id &&
                         header->object_id == identity->object_id &&
                         header->unit == survey->unit;
    const uint32_t flags = (survey->weak ? SVI_FLAG_WEAK : 0u) |
                           (survey->zero_words > 0 ? SVI_FLAG_COMPRESS : 0u);
    survey->header_possible = header->position < header->length &&
                              header->flags == flags &&
                              header->sectors * 512u == identity->unit_bytes &&
                              header->generation <= survey->high;
}

static void note_generation(struct svi_survey *survey, uint64_t generation)
{
    if (survey->oldest == SVI_NO_GENERATION || generation < survey->oldest)
        survey->oldest = generation;
    if (survey->newest == SVI_NO_GENERATION || generation > survey->newest)
        survey->newest = generation;
    if (generation >= survey->low && generation <= survey->high &&
        (survey->reference == SVI_NO_GENERATION ||
         generation > survey->reference))
        survey->reference = generation;
}

static bool claims_equal(const struct svi_claim *a, const struct svi_claim *b)
{
    return a->tag == b->tag && a->unit == b->unit &&
           a->generation == b->generation;
}

/* Boyer and Moore's majority vote over the words that are not own, then a count
 * of who agrees with the winner. */
static void vote(struct svi_survey *survey, const uint16_t *indices,
                 uint32_t count)
{
    struct svi_claim claims[SVI_UNIT_WORDS_MAX];
    uint32_t lead = 0;
    for (uint32_t i = 0; i < count; i++) {
        sv_stamp_decode(survey->identity, indices[i] * 8u,
                        survey->words[indices[i]], &claims[i].tag,
                        &claims[i].unit, &claims[i].generation);
        if (lead == 0)
            survey->other = claims[i];
        if (claims_equal(&survey->other, &claims[i]))
            lead++;
        else
            lead--;
    }
    for (uint32_t i = 0; i < count; i++)
        survey->other_count += claims_equal(&survey->other, &claims[i]);
}

static void survey_payload(struct svi_survey *survey)
{
    uint16_t not_own[SVI_UNIT_WORDS_MAX];
    uint32_t not_own_count = 0;
    const uint32_t sectors = survey->word_count / SVI_SECTOR_WORDS;
    for (uint32_t sector = 0; sector < sectors; sector++) {
        const uint32_t first = svi_payload_first(sector);
        const uint32_t count = svi_payload_words(sector, survey->zero_words);
        survey->payload_count += count;
        for (uint32_t i = first; i < first + count; i++) {
            const uint64_t own =
                svi_own_generation(survey, i, survey->words[i]);
            if (own == 0) {
                not_own[not_own_count++] = (uint16_t)i;
                continue;
            }
            survey->own[i] = 1;
            survey->own_count++;
            if (!survey->weak)
                note_generation(survey, own);
        }
    }
    vote(survey, not_own, not_own_count);
}

void svi_survey_unit(const struct sv_identity *identity, uint64_t unit,
                     const struct sv_window *window, const void *bytes,
                     struct svi_survey *out)
{
    memset(out, 0, sizeof *out);
    out->identity = identity;
    out->unit = unit;
    out->low = window->low > 0 ? window->low : 1;
    out->high = window->high;
    out->weak = svi_stamp_is_weak(identity, unit);
    out->word_count = identity->unit_bytes / 8u;
    out->zero_words = svi_zero_words(identity);
    out->oldest = out->newest = out->reference = SVI_NO_GENERATION;
    memcpy(out->words, bytes, identity->unit_bytes);
    uint64_t ored = 0, anded = UINT64_MAX;
    for (uint32_t i = 0; i < out->word_count; i++) {
        ored |= out->words[i];
        anded &= out->words[i];
    }
    out->all_zero = ored == 0;
    out->all_ones = anded == UINT64_MAX;
    survey_header(out);
    if (out->header_own && out->header.generation <= out->high)
        note_generation(out, out->header.generation);
    survey_payload(out);
    if (out->reference == SVI_NO_GENERATION)
        out->reference = out->high;
}
