/* svi_crc32.h -- the ways behind sv_crc32(), for its test. All give the same
 * number. */
#ifndef SVI_CRC32_H
#define SVI_CRC32_H

#include <stdint.h>

/* How the CRC is made, best last. */
enum svi_crc32_level {
    SVI_CRC32_PORTABLE = 0, /* slice by 8 */
    SVI_CRC32_PCLMUL = 1,   /* folds 16 bytes at a time */
    SVI_CRC32_VPCLMUL = 2   /* folds 32 bytes at a time */
};

/* The best level of this CPU. */
enum svi_crc32_level svi_crc32_level(void);
/* By one level; the CPU must have it. */
uint32_t svi_crc32_at(enum svi_crc32_level level, uint32_t seed,
                      const void *bytes, uint64_t length);

#endif
