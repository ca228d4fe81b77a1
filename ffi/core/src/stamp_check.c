/* stamp_check.c -- judges units by making them again and comparing, in one pass
 * over the memory and without writing what was expected.
 *
 * Design. The header says which generation a unit claims to be; if that one is
 * legal, every byte must be what that generation has there. Only a unit that
 * fails so is looked at twice: sector by sector when a mixture is legal, and
 * by classify.c when it is not.
 */
#include <string.h>

#include "kernel.h"
#include "svi_stamp.h"

enum judgement { CLEAN, MIXED, UNWRITTEN, BAD };

struct checker {
    const struct svi_kernel *kernel;
    const struct sv_identity *identity;
    uint32_t sectors;
    uint32_t zero_words;
    uint64_t generation_mask;
    uint64_t word0_strong;
    uint64_t word0_weak;
    uint64_t base_shared;
};

static bool sector_matches(const struct checker *checker, const uint64_t *words,
                           uint32_t sector, uint64_t base)
{
    const uint32_t first = svi_payload_first(sector);
    const uint32_t count = svi_payload_words(sector, checker->zero_words);
    const uint32_t end = (sector + 1) * SVI_SECTOR_WORDS;
    return checker->kernel->differs(words + first, base + first * SVI_STEP,
                                    count) == 0 &&
           checker->kernel->nonzero(words + first + count,
                                    end - first - count) == 0;
}

static bool payload_matches(const struct checker *checker,
                            const uint64_t *words, uint64_t base)
{
    if (checker->zero_words == 0)
        return checker->kernel->differs(
                   words + SVI_HEADER_WORDS,
                   base + SVI_HEADER_WORDS * SVI_STEP,
                   checker->sectors * SVI_SECTOR_WORDS - SVI_HEADER_WORDS) == 0;
    for (uint32_t sector = 0; sector < checker->sectors; sector++)
        if (!sector_matches(checker, words, sector, base))
            return false;
    return true;
}

/* Whether a sector that is not the first holds a legal generation. Its first
 * word names the only one it can be, so a wide window costs no search. */
static bool sector_is_legal(const struct checker *checker,
                            const uint64_t *words, uint32_t sector,
                            uint64_t unit, const struct sv_window *window)
{
    const uint32_t first = svi_payload_first(sector);
    const uint64_t low = window->low > 0 ? window->low : 1;
    uint32_t tag;
    uint64_t said_unit, said;
    sv_stamp_decode(checker->identity, first * 8u, words[first], &tag,
                    &said_unit, &said);
    /* The lowest generation from `low` on with the same low bits. */
    const uint64_t ahead = (said - low) & checker->generation_mask;
    if (window->high < low || ahead > window->high - low)
        return false;
    return sector_matches(checker, words, sector,
                          sv_stamp_base(checker->identity,
                                        checker->identity->object_tag, unit,
                                        low + ahead));
}

/* Sector 0 was judged with its header; this is the rest of a mixture. */
static bool mixture_is_legal(const struct checker *checker,
                             const uint64_t *words, uint64_t unit, bool weak,
                             const struct sv_window *window)
{
    for (uint32_t sector = 1; sector < checker->sectors; sector++)
        if (weak ? !sector_matches(checker, words, sector, checker->base_shared)
                 : !sector_is_legal(checker, words, sector, unit, window))
            return false;
    return true;
}

/* Which generations the sectors of a unit may hold whose header says
 * `generation`. A sector tells only the low bits of its own, so an open window
 * is closed around what the header says: half of what they tell to each side.
 */
static struct sv_window sectors_of(const struct checker *checker,
                                   const struct sv_window *window,
                                   uint64_t generation)
{
    struct sv_window out = *window;
    const uint64_t half = checker->generation_mask / 2;
    if (window->open == 0)
        return out;
    out.high = generation + half;
    if (generation - out.low > half)
        out.low = generation - half;
    return out;
}

static enum judgement judge(const struct checker *checker,
                            const uint64_t *words, uint64_t unit,
                            const struct sv_window *window)
{
    const struct sv_identity *identity = checker->identity;
    const bool weak = svi_stamp_is_weak(identity, unit);
    struct svi_header header;
    const bool admitted =
        svi_header_decode(words, &header) &&
        words[0] == (weak ? checker->word0_weak : checker->word0_strong) &&
        header.run_id == identity->run_id &&
        header.object_id == identity->object_id && header.unit == unit &&
        header.position < header.length && header.generation >= window->low &&
        header.generation <= window->high;
    if (admitted) {
        const uint64_t base =
            weak ? checker->base_shared
                 : sv_stamp_base(identity, identity->object_tag, unit,
                                 header.generation);
        if (payload_matches(checker, words, base))
            return header.generation == window->high || window->open != 0
                       ? CLEAN
                       : MIXED;
        const struct sv_window sectors =
            sectors_of(checker, window, header.generation);
        if (window->mixed != 0 && sector_matches(checker, words, 0, base) &&
            mixture_is_legal(checker, words, unit, weak, &sectors))
            return MIXED;
    }
    /* What was there before the first write is unknown, so a mixture with it
     * cannot be judged either. */
    if (window->low == 0 && (!admitted || window->mixed != 0))
        return UNWRITTEN;
    return BAD;
}

int64_t svi_stamp_check_tally(const struct sv_identity *identity, uint64_t unit,
                              uint32_t unit_count,
                              const struct sv_window *windows,
                              const void *buffer, struct sv_finding *findings,
                              uint32_t capacity,
                              struct svi_check_counts *counts)
{
    if (!svi_identity_is_valid(identity) || (uintptr_t)buffer % 8u != 0)
        return SV_LAYOUT;
    const uint8_t compress =
        svi_zero_words(identity) > 0 ? SVI_FLAG_COMPRESS : 0;
    const struct checker checker = {
        .kernel = svi_kernel_current(),
        .identity = identity,
        .sectors = identity->unit_bytes / 512u,
        .zero_words = svi_zero_words(identity),
        .generation_mask =
            UINT64_MAX >> (identity->object_bits + identity->unit_bits),
        .word0_strong = svi_header_word0(compress, identity->unit_bytes),
        .word0_weak = svi_header_word0(compress | SVI_FLAG_WEAK,
                                       identity->unit_bytes),
        .base_shared = svi_stamp_base_shared(identity),
    };
    const uint64_t *words = buffer;
    uint32_t tally[BAD + 1] = {0};
    for (uint32_t i = 0; i < unit_count; i++) {
        const enum judgement judgement =
            judge(&checker, words, unit + i, &windows[i]);
        if (judgement == BAD && tally[BAD] < capacity)
            svi_classify(identity, unit + i, &windows[i], words,
                         &findings[tally[BAD]]);
        tally[judgement]++;
        words += checker.sectors * SVI_SECTOR_WORDS;
    }
    if (counts != NULL)
        *counts = (struct svi_check_counts){.clean = tally[CLEAN],
                                            .mixed = tally[MIXED],
                                            .unwritten = tally[UNWRITTEN]};
    return tally[BAD];
}

int64_t svi_stamp_check_counted(const struct sv_identity *identity,
                                uint64_t unit, uint32_t unit_count,
                                const struct sv_window *windows,
                                const void *buffer, struct sv_finding *findings,
                                uint32_t capacity, uint32_t *mixed_units)
{
    struct svi_check_counts counts = {0};
    const int64_t bad =
        svi_stamp_check_tally(identity, unit, unit_count, windows, buffer,
                              findings, capacity, &counts);
    if (mixed_units != NULL)
        *mixed_units = counts.mixed;
    return bad;
}

int64_t sv_stamp_check(const struct sv_identity *identity, uint64_t unit,
                       uint32_t unit_count, const struct sv_window *windows,
                       const void *buffer, struct sv_finding *findings,
                       uint32_t capacity)
{
    return svi_stamp_check_tally(identity, unit, unit_count, windows, buffer,
                                 findings, capacity, NULL);
}
