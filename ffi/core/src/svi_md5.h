/* svi_md5.h -- MD5 (RFC 1321), as stores return it of what they hold: 600 MB/s,
 * so only of bodies that are small. It finds damage, and keeps nobody out.
 */
#ifndef SVI_MD5_H
#define SVI_MD5_H

#include <stddef.h>
#include <stdint.h>

#define SVI_MD5_BYTES 16u

struct svi_md5 {
    uint32_t state[4];
    uint64_t bytes;
    uint8_t block[64];
};

void svi_md5_start(struct svi_md5 *md5);
void svi_md5_take(struct svi_md5 *md5, const void *bytes, size_t count);
void svi_md5_finish(struct svi_md5 *md5, uint8_t out[SVI_MD5_BYTES]);

#endif
