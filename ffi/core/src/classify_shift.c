/* classify_shift.c -- finds bytes that are right but in the wrong place: behind
 * an insertion or a loss of 1 to 512 bytes, or turned round within words.
 *
 * All 1,024 shifts are tried. A wrong one is given up after about ten words,
 * so a unit of noise costs some 50 us.
 */
#include <string.h>

#include "classify.h"

#define SHIFT_BYTES_MAX 512
#define WORDS_MIN 8u /* fewer agreeing words would be no evidence */

/* Whether the words that are not own are what belongs `shift` bytes before
 * them (after them, if negative). */
static bool shift_holds(const struct svi_survey *survey, int32_t shift,
                        uint64_t *generation)
{
    const uint8_t *bytes = (const uint8_t *)survey->words;
    const int32_t unit_bytes = (int32_t)survey->word_count * 8;
    uint32_t tried = 0, right = 0;
    for (uint32_t i = SVI_HEADER_WORDS; i < survey->word_count; i++) {
        const int32_t at = (int32_t)i * 8 + shift;
        const uint32_t in_sector = i % SVI_SECTOR_WORDS;
        if (at < 0 || at > unit_bytes - 8 || survey->own[at / 8] != 0 ||
            in_sector >= SVI_SECTOR_WORDS - survey->zero_words)
            continue;
        uint64_t word;
        memcpy(&word, bytes + at, sizeof word);
        const uint64_t own = svi_own_generation(survey, i, word);
        tried++;
        if (own != 0) {
            right++;
            *generation = own;
        }
        if (tried >= 10 && right * 2 < tried)
            return false;
    }
    return right >= WORDS_MIN && right * 10 >= tried * 9;
}

uint32_t svi_find_shift(const struct svi_survey *survey, uint64_t *generation)
{
    for (int32_t shift = 1; shift <= SHIFT_BYTES_MAX; shift++)
        if (shift_holds(survey, shift, generation) ||
            shift_holds(survey, -shift, generation))
            return (uint32_t)shift;
    return 0;
}

uint64_t svi_turn_word(uint64_t word, uint32_t bytes)
{
    const uint64_t whole = __builtin_bswap64(word);
    if (bytes == 8)
        return whole;
    if (bytes == 4)
        return whole << 32 | whole >> 32;
    return (word & UINT64_C(0x00FF00FF00FF00FF)) << 8 |
           (word >> 8 & UINT64_C(0x00FF00FF00FF00FF));
}

uint32_t svi_find_swap(const struct svi_survey *survey, uint64_t *generation)
{
    for (uint32_t bytes = 8; bytes >= 2; bytes /= 2) {
        uint32_t tried = 0, right = 0;
        for (uint32_t i = SVI_HEADER_WORDS; i < survey->word_count; i++) {
            const uint32_t in_sector = i % SVI_SECTOR_WORDS;
            if (survey->own[i] != 0 ||
                in_sector >= SVI_SECTOR_WORDS - survey->zero_words)
                continue;
            const uint64_t own = svi_own_generation(
                survey, i, svi_turn_word(survey->words[i], bytes));
            tried++;
            if (own != 0) {
                right++;
                *generation = own;
            }
        }
        if (right >= WORDS_MIN && right * 10 >= tried * 9)
            return bytes;
    }
    return 0;
}
