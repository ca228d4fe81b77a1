/* classify.h -- the parts that name what is wrong with a unit: what its bytes
 * say (survey), what they should be (expected), and how they were moved
 * (shift). classify.c puts them together.
 */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include "svi_stamp.h"

/* Generation that no evidence names. */
#define SVI_NO_GENERATION UINT64_MAX

/* Whose a word says it is. */
struct svi_claim {
    uint32_t tag;
    uint64_t unit;
    uint64_t generation; /* masked */
};

/* A bad unit, and what each part of it says. "Own" means of this object and
 * unit, in a generation that was issued. */
struct svi_survey {
    const struct sv_identity *identity;
    uint64_t unit;
    uint64_t low; /* legal generations; low is at least 1 */
    uint64_t high;
    bool weak;
    uint32_t word_count;
    uint32_t zero_words;
    uint64_t words[SVI_UNIT_WORDS_MAX];

    bool header_valid;    /* CRC holds, perhaps after one bit was put right */
    bool header_own;      /* valid, and of this run, object and unit */
    bool header_possible; /* as this identity writes them; false: never */
    struct svi_header header;
    uint64_t header_words[SVI_HEADER_WORDS]; /* as put right */

    uint32_t payload_count;
    uint32_t own_count; /* of a weak unit: words of the shared payload */
    uint8_t own[SVI_UNIT_WORDS_MAX]; /* per word: 1 if own */
    uint64_t oldest;    /* own generations, header included; */
    uint64_t newest;    /* SVI_NO_GENERATION if none */
    uint64_t reference; /* newest legal one present, else high */

    struct svi_claim other; /* what most of the words that are not own say */
    uint32_t other_count;   /* how many of them; below 2 means nothing */
    bool all_zero;
    bool all_ones;
};

void svi_survey_unit(const struct sv_identity *identity, uint64_t unit,
                     const struct sv_window *window, const void *bytes,
                     struct svi_survey *out);

/* The issued generation (1 to high) that the payload word `word`, read as if
 * it stood at word `index`, proves for this unit; 0 if it proves none. For a
 * weak unit: `high` when it is the shared payload. */
uint64_t svi_own_generation(const struct svi_survey *survey, uint32_t index,
                            uint64_t word);

/* How a unit differs from what one generation has there. */
struct svi_difference {
    uint32_t words;
    uint32_t bytes;
    uint32_t bits;
    uint32_t first_byte; /* the unit's size if nothing differs */
    uint32_t last_byte;  /* 0 if nothing differs */
    uint32_t words_zero; /* of the differing words: those that are zero, */
    uint32_t words_ones; /* and those that have all bits set */
    bool zero_tail; /* zeros from first_byte on, a payload word at least */
};

/* Makes the unit as `generation` has it. Header fields that are free in a
 * check (sequence, writer, position, length, seconds) are taken from what was
 * found, so that only what can be known is expected. */
void svi_expected_unit(const struct svi_survey *survey, uint64_t generation,
                       uint64_t words[SVI_UNIT_WORDS_MAX]);
void svi_compare_unit(const struct svi_survey *survey, const uint64_t *expected,
                      struct svi_difference *out);

/* By how many bytes (1 to 512, up or down) the part of the unit that is not
 * own has slid, 0 if it has not. *generation: what was found there. */
uint32_t svi_find_shift(const struct svi_survey *survey, uint64_t *generation);
/* The bytes of the words (8, 4 or 2) whose bytes stand in reverse order in the
 * part of the unit that is not own, 0 if they do not. */
uint32_t svi_find_swap(const struct svi_survey *survey, uint64_t *generation);

#endif
