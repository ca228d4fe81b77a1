/* svi_crc32c.h -- the two implementations behind sv_crc32c(), for its test,
 * and the short form that the header of a stamp needs.
 *
 * All take and give the CRC as sv_crc32c() does: 0 at the start, complemented
 * inside.
 */
#ifndef SVI_CRC32C_H
#define SVI_CRC32C_H

#include <stdbool.h>
#include <stdint.h>

/* Slice-by-8: on any CPU. */
uint32_t svi_crc32c_portable(uint32_t seed, const void *bytes, uint64_t length);

/* True if this CPU has SSE4.2 and PCLMULQDQ. */
bool svi_crc32c_has_hardware(void);
/* Three streams of crc32q; only if svi_crc32c_has_hardware(). */
uint32_t svi_crc32c_hardware(uint32_t seed, const void *bytes, uint64_t length);

/* CRC-32C of bytes 0 to 59 of a stamp header of eight words. About 10 ns with
 * SSE4.2: one for each unit, so it counts. */
uint32_t svi_crc32c_header(const uint64_t words[8]);

#endif
