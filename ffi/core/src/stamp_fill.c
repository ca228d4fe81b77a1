/* stamp_fill.c -- makes the bytes of units: header, payload, zeroed shares.
 * Asked for every unit that a load writes, so it must keep up with memory.
 */
#include <string.h>

#include "kernel.h"
#include "svi_stamp.h"

static void fill_payload(const struct svi_kernel *kernel, uint64_t *words,
                         uint64_t base, uint32_t sectors, uint32_t zero_words)
{
    if (zero_words == 0) {
        kernel->fill(words + SVI_HEADER_WORDS,
                     base + SVI_HEADER_WORDS * SVI_STEP,
                     sectors * SVI_SECTOR_WORDS - SVI_HEADER_WORDS);
        return;
    }
    for (uint32_t sector = 0; sector < sectors; sector++) {
        const uint32_t first = svi_payload_first(sector);
        const uint32_t count = svi_payload_words(sector, zero_words);
        const uint32_t end = (sector + 1) * SVI_SECTOR_WORDS;
        kernel->fill(words + first, base + first * SVI_STEP, count);
        memset(words + first + count, 0, (end - first - count) * 8u);
    }
}

int32_t sv_stamp_fill(const struct sv_identity *identity,
                      const struct sv_stamp_write *write,
                      const uint64_t *generations, void *buffer)
{
    if (!svi_identity_is_valid(identity) || write->unit_count > UINT16_MAX ||
        write->reserved != 0 || (uintptr_t)buffer % 8u != 0)
        return SV_LAYOUT;
    const struct svi_kernel *kernel = svi_kernel_current();
    const uint32_t sectors = identity->unit_bytes / 512u;
    const uint32_t zero_words = svi_zero_words(identity);
    const uint8_t flags = zero_words > 0 ? SVI_FLAG_COMPRESS : 0;
    uint64_t *words = buffer;
    struct svi_header header = {
        .run_id = identity->run_id,
        .object_id = identity->object_id,
        .sequence = write->sequence,
        .writer = write->writer,
        .seconds = write->seconds,
        .length = (uint16_t)write->unit_count,
        .sectors = (uint16_t)sectors,
    };
    for (uint32_t i = 0; i < write->unit_count; i++) {
        const uint64_t unit = write->unit + i;
        const bool weak = svi_stamp_is_weak(identity, unit);
        header.flags = (uint8_t)(flags | (weak ? SVI_FLAG_WEAK : 0u));
        header.unit = unit;
        header.generation = generations[i];
        header.position = (uint16_t)i;
        svi_header_encode(&header, words);
        fill_payload(kernel, words,
                     weak ? svi_stamp_base_shared(identity)
                          : sv_stamp_base(identity, identity->object_tag, unit,
                                          generations[i]),
                     sectors, zero_words);
        words += sectors * SVI_SECTOR_WORDS;
    }
    return 0;
}
