/* classify_expected.c -- what a unit should hold, written out, and how far what
 * was found is from it. Only for units already known to be bad.
 */
#include <string.h>

#include "classify.h"
#include "kernel.h"

void svi_expected_unit(const struct svi_survey *survey, uint64_t generation,
                       uint64_t words[SVI_UNIT_WORDS_MAX])
{
    const struct sv_identity *identity = survey->identity;
    const struct svi_kernel *kernel = svi_kernel_current();
    const uint64_t base =
        svi_stamp_base_of(identity, survey->unit, generation);
    struct svi_header header;
    svi_header_decode(survey->header_words, &header);
    header.run_id = identity->run_id;
    header.object_id = identity->object_id;
    header.unit = survey->unit;
    header.generation = generation;
    header.sectors = (uint16_t)(identity->unit_bytes / 512u);
    header.flags =
        (uint8_t)((survey->weak ? SVI_FLAG_WEAK : 0u) |
                  (survey->zero_words > 0 ? SVI_FLAG_COMPRESS : 0u));
    memset(words, 0, identity->unit_bytes);
    svi_header_encode(&header, words);
    for (uint32_t sector = 0; sector < header.sectors; sector++) {
        const uint32_t first = svi_payload_first(sector);
        kernel->fill(words + first, base + first * SVI_STEP,
                     svi_payload_words(sector, survey->zero_words));
    }
}

/* First word of the unit from which on all are zero. */
static uint32_t zeros_from(const struct svi_survey *survey)
{
    uint32_t from = survey->word_count;
    while (from > 0 && survey->words[from - 1] == 0)
        from--;
    return from;
}

/* The last word that is never zero in a sound unit. */
static uint32_t last_full_word(const struct svi_survey *survey)
{
    const uint32_t sector = survey->word_count / SVI_SECTOR_WORDS - 1;
    const uint32_t count = svi_payload_words(sector, survey->zero_words);
    return svi_payload_first(sector) + count - 1;
}

void svi_compare_unit(const struct svi_survey *survey, const uint64_t *expected,
                      struct svi_difference *out)
{
    const uint32_t unit_bytes = survey->identity->unit_bytes;
    memset(out, 0, sizeof *out);
    out->first_byte = unit_bytes;
    for (uint32_t i = 0; i < survey->word_count; i++) {
        const uint64_t flips = survey->words[i] ^ expected[i];
        if (flips == 0)
            continue;
        out->words++;
        out->words_zero += survey->words[i] == 0;
        out->words_ones += survey->words[i] == UINT64_MAX;
        out->bits += (uint32_t)__builtin_popcountll(flips);
        for (uint32_t byte = 0; byte < 8; byte++) {
            if ((flips >> byte * 8u & 0xFF) == 0)
                continue;
            if (out->bytes++ == 0)
                out->first_byte = i * 8u + byte;
            out->last_byte = i * 8u + byte;
        }
    }
    if (out->words == 0)
        return;
    const uint32_t first_word = out->first_byte / 8u;
    const uint64_t rest =
        survey->words[first_word] >> out->first_byte % 8u * 8u;
    out->zero_tail = zeros_from(survey) <= last_full_word(survey) &&
                     rest == 0 && zeros_from(survey) <= first_word + 1;
}
