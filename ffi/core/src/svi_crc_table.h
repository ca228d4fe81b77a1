/* svi_crc_table.h -- the tables of slice-by-8, made by the compiler: a CRC is
 * linear, so an entry is the sum of the entries of its bits, and nothing has to
 * run first. In: what each bit of a byte leaves behind, as eight numbers in
 * brackets; out: the initializer of an array of 256.
 */
#ifndef SVI_CRC_TABLE_H
#define SVI_CRC_TABLE_H

#define SVI_CRC_SUM_(b, v0, v1, v2, v3, v4, v5, v6, v7)                        \
    ((((b)&1u) ? (v0) : 0u) ^ (((b)&2u) ? (v1) : 0u) ^                         \
     (((b)&4u) ? (v2) : 0u) ^ (((b)&8u) ? (v3) : 0u) ^                         \
     (((b)&16u) ? (v4) : 0u) ^ (((b)&32u) ? (v5) : 0u) ^                       \
     (((b)&64u) ? (v6) : 0u) ^ (((b)&128u) ? (v7) : 0u))
#define SVI_CRC_EXPAND_(...) __VA_ARGS__
#define SVI_CRC_SUM(...) SVI_CRC_SUM_(__VA_ARGS__)
#define SVI_CRC_ENTRY(b, basis) SVI_CRC_SUM(b, SVI_CRC_EXPAND_ basis)
#define SVI_CRC_ROW4(b, basis)                                                 \
    SVI_CRC_ENTRY(b, basis), SVI_CRC_ENTRY(b + 1u, basis),                     \
        SVI_CRC_ENTRY(b + 2u, basis), SVI_CRC_ENTRY(b + 3u, basis)
#define SVI_CRC_ROW16(b, basis)                                                \
    SVI_CRC_ROW4(b, basis), SVI_CRC_ROW4(b + 4u, basis),                       \
        SVI_CRC_ROW4(b + 8u, basis), SVI_CRC_ROW4(b + 12u, basis)
#define SVI_CRC_ROW64(b, basis)                                                \
    SVI_CRC_ROW16(b, basis), SVI_CRC_ROW16(b + 16u, basis),                    \
        SVI_CRC_ROW16(b + 32u, basis), SVI_CRC_ROW16(b + 48u, basis)
#define SVI_CRC_TABLE(basis)                                                   \
    {SVI_CRC_ROW64(0u, basis), SVI_CRC_ROW64(64u, basis),                      \
     SVI_CRC_ROW64(128u, basis), SVI_CRC_ROW64(192u, basis)}

#endif
