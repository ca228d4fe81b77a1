/* classify_stray.c -- says whose bytes are that lie where none of their kind
 * begins: a header at any byte, or payload at any byte. So a read that was
 * answered from another place is told from noise.
 *
 * Payload words of one unit differ by SVI_STEP once their last step is undone,
 * wherever they lie; three that do are no chance. Which word of its unit the
 * first of them is, is tried: only the right guess names this object and a
 * generation that can be.
 */
#include <string.h>

#include "kernel.h"
#include "svi_stamp.h"

#define HEADER_BYTES (SVI_HEADER_WORDS * 8u)
#define WORDS_MIN 3u
/* Other units may have been written more often than this one. */
#define GENERATIONS_AHEAD 65536u

static bool header_at(const uint8_t *bytes, struct svi_header *header)
{
    uint64_t words[SVI_HEADER_WORDS];
    memcpy(words, bytes, sizeof words);
    return svi_header_decode(words, header);
}

static bool stray_header(const uint8_t *bytes, uint32_t count,
                         struct svi_stray *out)
{
    struct svi_header header;
    for (uint32_t at = 0; at + HEADER_BYTES <= count; at++) {
        if (bytes[at] != 'S' || !header_at(bytes + at, &header))
            continue;
        *out = (struct svi_stray){.run_id = header.run_id,
                                  .object_id = header.object_id,
                                  .unit = header.unit,
                                  .generation = header.generation,
                                  .start = (int32_t)at};
        return true;
    }
    return false;
}

/* The sum that a payload word was made from. */
static uint64_t sum_at(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word ^ word >> 31 ^ word >> 62;
}

/* Tries each word of a unit in the place of the one at byte `at`. */
static bool owner_of(const struct sv_identity *identity, uint64_t high,
                     const uint8_t *bytes, uint32_t at, struct svi_stray *out)
{
    uint64_t word;
    memcpy(&word, bytes + at, sizeof word);
    for (uint32_t i = SVI_HEADER_WORDS; i < identity->unit_bytes / 8u; i++) {
        uint32_t tag;
        sv_stamp_decode(identity, i * 8u, word, &tag, &out->unit,
                        &out->generation);
        if (tag != identity->object_tag || out->generation == 0 ||
            out->generation > high + GENERATIONS_AHEAD)
            continue;
        out->start = (int32_t)at - (int32_t)(i * 8u);
        out->run_id = identity->run_id;
        out->object_id = identity->object_id;
        return true;
    }
    return false;
}

static bool stray_payload(const struct sv_identity *identity, uint64_t high,
                          const uint8_t *bytes, uint32_t count,
                          struct svi_stray *out)
{
    for (uint32_t from = 0; from < 8; from++) {
        uint32_t words = 1;
        for (uint32_t at = from + 8; at + 8 <= count; at += 8) {
            const bool follows =
                sum_at(bytes + at) - sum_at(bytes + at - 8) == SVI_STEP;
            words = follows ? words + 1 : 1;
            if (words < WORDS_MIN)
                continue;
            if (owner_of(identity, high, bytes, at - (words - 1) * 8, out))
                return true;
            words = 1;
        }
    }
    return false;
}

bool svi_find_stray(const struct sv_identity *identity, uint64_t high,
                    const void *bytes, uint32_t count, struct svi_stray *out)
{
    return stray_header(bytes, count, out) ||
           stray_payload(identity, high, bytes, count, out);
}

uint32_t svi_class_of_stray(const struct sv_identity *identity, uint64_t unit,
                            const struct svi_stray *stray)
{
    if (stray->run_id != identity->run_id)
        return SV_CLASS_PREVIOUS_RUN;
    if (stray->object_id != identity->object_id)
        return SV_CLASS_CROSS_OBJECT;
    return stray->unit == unit ? SV_CLASS_SHIFTED : SV_CLASS_MISDIRECTED;
}
