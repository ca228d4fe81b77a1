/* svi_stamp.h -- the stamp SV1, for the rest of the core.
 *
 * A unit is a header of 64 bytes and payload to its end. The payload of word i
 * follows from a 64-bit base, and the base from (object_tag, unit, generation)
 * by a mix that can be undone, so any aligned word tells whose it is. Fields
 * wider than their bits are masked in the base (two generations 2^bits apart
 * have the same payload); the header carries them whole.
 *
 * Weaker by choice, both said in the flags of the header: the last share of
 * each 512 bytes is zeros (SVI_FLAG_COMPRESS, still compared), and a share of
 * the units has the payload of the whole run (SVI_FLAG_WEAK): only their
 * header tells whose they are. Their headers differ, so a store finds them
 * equal at a grain below the unit (seven of eight sectors of 4096 bytes).
 */
#ifndef SVI_STAMP_H
#define SVI_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"

#define SVI_HEADER_WORDS 8u
#define SVI_SECTOR_WORDS 64u
#define SVI_UNIT_WORDS_MAX 512u
#define SVI_FLAG_COMPRESS 1u
#define SVI_FLAG_WEAK 2u

/* True if every field of the identity is in its range. */
bool svi_identity_is_valid(const struct sv_identity *identity);

/* True if the payload of `unit` is the shared one of the run (dedupe_permille
 * of the units, by a keyed hash): weaker detection, to be counted as such. */
bool svi_stamp_is_weak(const struct sv_identity *identity, uint64_t unit);

/* Payload base of a weak unit. */
uint64_t svi_stamp_base_shared(const struct sv_identity *identity);

/* Payload base of a unit of this identity, weak or not. */
uint64_t svi_stamp_base_of(const struct sv_identity *identity, uint64_t unit,
                           uint64_t generation);

/* Zeroed words at the end of each sector; the header is never zeroed. */
static inline uint32_t svi_zero_words(const struct sv_identity *identity)
{
    return identity->compress_permille * SVI_SECTOR_WORDS / 1000u;
}

/* Payload words of sector `sector`, zeroed ones not counted. Its first is word
 * svi_payload_first(sector) of the unit. */
static inline uint32_t svi_payload_first(uint32_t sector)
{
    return sector == 0 ? SVI_HEADER_WORDS : sector * SVI_SECTOR_WORDS;
}
static inline uint32_t svi_payload_words(uint32_t sector, uint32_t zero_words)
{
    const uint32_t room =
        SVI_SECTOR_WORDS - (sector == 0 ? SVI_HEADER_WORDS : 0u);
    return zero_words < room ? room - zero_words : 0;
}

/* The header, decoded. */
struct svi_header {
    uint64_t run_id;
    uint64_t object_id;
    uint64_t unit;
    uint64_t generation;
    uint64_t sequence;
    uint32_t writer;
    uint32_t seconds;
    uint16_t position; /* of the unit in its write */
    uint16_t length;   /* of the write, in units */
    uint16_t sectors;  /* unit_bytes / 512 */
    uint8_t flags;
};

/* Writes the eight words of a header, its CRC included. */
void svi_header_encode(const struct svi_header *header, uint64_t words[8]);
/* Reads them. False if magic, version or CRC are not right; *out is what the
 * words say in any case. */
bool svi_header_decode(const uint64_t words[8], struct svi_header *out);
/* Word 0 of every header with these flags and this unit size. */
uint64_t svi_header_word0(uint8_t flags, uint32_t unit_bytes);

/* How the units of one check were judged; their sum with the bad ones is
 * unit_count. */
struct svi_check_counts {
    uint32_t clean;     /* the newest legal generation, whole */
    uint32_t mixed;     /* legal only because a window was open: an older legal
                         * generation, or a mixture at 512 bytes */
    uint32_t unwritten; /* low 0 and nothing of this unit there: not compared */
};

/* sv_stamp_check(), and how the others were judged. `counts` may be NULL. */
int64_t svi_stamp_check_tally(const struct sv_identity *identity, uint64_t unit,
                              uint32_t unit_count,
                              const struct sv_window *windows,
                              const void *buffer, struct sv_finding *findings,
                              uint32_t capacity,
                              struct svi_check_counts *counts);

/* sv_stamp_check(), and svi_check_counts.mixed of it. `mixed_units` is set, not
 * added to, and may be NULL. */
int64_t svi_stamp_check_counted(const struct sv_identity *identity,
                                uint64_t unit, uint32_t unit_count,
                                const struct sv_window *windows,
                                const void *buffer, struct sv_finding *findings,
                                uint32_t capacity, uint32_t *mixed_units);

/* Whose bytes were found where none of theirs begin; see classify_stray.c. */
struct svi_stray {
    uint64_t run_id;
    uint64_t object_id;
    uint64_t unit;
    uint64_t generation;
    int32_t start; /* byte where their unit begins; it may lie before all */
};
/* Looks for a header or for payload of this identity at any of the `count`
 * bytes; `high` is the newest generation that the unit they lie in can have. */
bool svi_find_stray(const struct sv_identity *identity, uint64_t high,
                    const void *bytes, uint32_t count, struct svi_stray *out);
/* The class of stray bytes in the place of `unit`. */
uint32_t svi_class_of_stray(const struct sv_identity *identity, uint64_t unit,
                            const struct svi_stray *stray);

/* Fills all of *finding but time_ns, file and lane (0) for a unit that
 * sv_stamp_check() found bad. How a class is chosen: classify.c. When only the
 * payload speaks, found_object is the tag of another object of the run (below
 * 2^object_bits, while an id is 64 bits wide) and found_sequence all ones. */
void svi_classify(const struct sv_identity *identity, uint64_t unit,
                  const struct sv_window *window, const void *bytes,
                  struct sv_finding *finding);
/* `word` with its bytes in reverse order within words of 8, 4 or 2 bytes. */
uint64_t svi_turn_word(uint64_t word, uint32_t bytes);

#endif
