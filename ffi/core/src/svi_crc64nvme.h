/* svi_crc64nvme.h -- CRC-64/NVME, as S3 and the trailers of objects have it:
 * reflected, polynomial 0x9A6C9329AC4BC9B5, complemented at both ends.
 *
 * All levels give the same number; a CRC continues from `seed`, 0 at the start.
 */
#ifndef SVI_CRC64NVME_H
#define SVI_CRC64NVME_H

#include <stdint.h>

/* How the CRC is made, best last. */
enum svi_crc64_level {
    SVI_CRC64_PORTABLE = 0, /* slice by 8 */
    SVI_CRC64_PCLMUL = 1,   /* folds 16 bytes at a time */
    SVI_CRC64_VPCLMUL = 2   /* folds 32 bytes at a time */
};

/* By the best level of this CPU. */
uint64_t svi_crc64nvme(uint64_t seed, const void *bytes, uint64_t length);

/* The CRC of `first` bytes and `length` bytes behind them, each of which has
 * its own. Some 2 us, however long they are. */
uint64_t svi_crc64nvme_join(uint64_t first, uint64_t second, uint64_t length);

/* The best level of this CPU. */
enum svi_crc64_level svi_crc64nvme_level(void);
/* By one level; the CPU must have it. */
uint64_t svi_crc64nvme_at(enum svi_crc64_level level, uint64_t seed,
                          const void *bytes, uint64_t length);

#endif
