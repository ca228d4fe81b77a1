/* stamp_header.c -- the 64 bytes at the front of every unit, as eight little
 * endian words:
 *
 *   0 magic `SVB1` 4, version 1, flags 1, unit/512 2    4 generation 8
 *   1 run id 8                                          5 write sequence 8
 *   2 object id 8           6 writer 4, position in the write 2, its length 2
 *   3 unit index 8          7 seconds since start 4, CRC-32C of the others 4
 */
#include "svi_crc32c.h"
#include "svi_stamp.h"

#define MAGIC 0x31425653u /* "SVB1" */
#define VERSION 1u

uint64_t svi_header_word0(uint8_t flags, uint32_t unit_bytes)
{
    return MAGIC | (uint64_t)VERSION << 32 | (uint64_t)flags << 40 |
           (uint64_t)(unit_bytes / 512u) << 48;
}

void svi_header_encode(const struct svi_header *header, uint64_t words[8])
{
    words[0] = svi_header_word0(header->flags, header->sectors * 512u);
    words[1] = header->run_id;
    words[2] = header->object_id;
    words[3] = header->unit;
    words[4] = header->generation;
    words[5] = header->sequence;
    words[6] = header->writer | (uint64_t)header->position << 32 |
               (uint64_t)header->length << 48;
    words[7] = header->seconds;
    words[7] |= (uint64_t)svi_crc32c_header(words) << 32;
}

bool svi_header_decode(const uint64_t words[8], struct svi_header *out)
{
    out->flags = (uint8_t)(words[0] >> 40);
    out->sectors = (uint16_t)(words[0] >> 48);
    out->run_id = words[1];
    out->object_id = words[2];
    out->unit = words[3];
    out->generation = words[4];
    out->sequence = words[5];
    out->writer = (uint32_t)words[6];
    out->position = (uint16_t)(words[6] >> 32);
    out->length = (uint16_t)(words[6] >> 48);
    out->seconds = (uint32_t)words[7];
    return (uint32_t)words[0] == MAGIC &&
           (uint8_t)(words[0] >> 32) == VERSION &&
           words[7] >> 32 == svi_crc32c_header(words);
}
