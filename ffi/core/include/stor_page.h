/* stor_page.h -- the part of stor_core.h about values in the pages of column
 * files (Parquet): from arrays of Arrow to the bytes of a page and back.
 * Include stor_core.h, which includes this; its rules hold here too.
 *
 * Bytes of a page may say anything: they give SV_DECODE, and nothing is read
 * or written beyond the lengths that are given. SV_BOUND: an array of the
 * caller is too short, or a place in it does not exist. SV_LAYOUT: a width or a
 * kind that is none. Values need no alignment; offsets, indices and selections
 * are arrays of 4 bytes, little endian as all else.
 */
#ifndef STOR_PAGE_H
#define STOR_PAGE_H

/* Asks the system for large pages below memory that nobody touched yet: taking
 * 31 MB in pages of 4 KiB was measured at 20 ms, in those of 2 MiB at 4 ms.
 * Whole pages between both ends alone are meant, and what is in them stays.
 * Returns 1, or 0 where there are none to be had. */
SV_API int32_t sv_page_room(void *memory, uint64_t length);

/* Values of `width` bytes at the `count` places of `selection`, densely.
 * Returns bytes written. */
SV_API int64_t sv_page_gather_fixed(const void *values, uint64_t length,
                                    uint32_t width, const uint32_t *selection,
                                    uint32_t count, void *target,
                                    uint64_t capacity);

/* Byte arrays of Arrow: value i is from offsets[i] to offsets[i + 1], and there
 * are `offset_count` offsets. `selection` NULL: the first `count` values. */

/* Bytes of those values together, without lengths. */
SV_API int64_t sv_page_bytes_size(const int32_t *offsets, uint32_t offset_count,
                                  const uint32_t *selection, uint32_t count);
/* PLAIN: before each value its length in 4 bytes. Returns bytes written. */
SV_API int64_t sv_page_plain_bytes(const void *bytes, uint64_t length,
                                   const int32_t *offsets,
                                   uint32_t offset_count,
                                   const uint32_t *selection, uint32_t count,
                                   void *target, uint64_t capacity);
/* Values end to end from target[ends[0]] on; where each ends goes to the
 * `count` places behind ends[0]. Returns the last of them. */
SV_API int64_t sv_page_gather_bytes(const void *bytes, uint64_t length,
                                    const int32_t *offsets,
                                    uint32_t offset_count,
                                    const uint32_t *selection, uint32_t count,
                                    int32_t *ends, void *target,
                                    uint64_t capacity);

/* How values are compared. NaN is left out. */
enum sv_order {
    SV_ORDER_INT8 = 0,
    SV_ORDER_INT16 = 1,
    SV_ORDER_INT32 = 2,
    SV_ORDER_INT64 = 3,
    SV_ORDER_UINT8 = 4,
    SV_ORDER_UINT16 = 5,
    SV_ORDER_UINT32 = 6,
    SV_ORDER_UINT64 = 7,
    SV_ORDER_FLOAT16 = 8,
    SV_ORDER_FLOAT32 = 9,
    SV_ORDER_FLOAT64 = 10,
    SV_ORDER_BYTES = 11,  /* unsigned; a prefix comes first */
    SV_ORDER_DECIMAL = 12 /* big endian, the first bit is the sign */
};
/* First place of the least and of the greatest of `count` values, of
 * `selection` or else from the first on; -1 where all are NaN or none is there.
 * A place counts in the selection, if there is one. Zeros are equal. Returns 0.
 *   offsets  NULL: values of `width` bytes; else byte arrays, and `width` is
 *            the number of offsets */
SV_API int64_t sv_page_extremes(uint32_t order, const void *values,
                                uint64_t length, uint32_t width,
                                const int32_t *offsets,
                                const uint32_t *selection, uint32_t count,
                                int64_t *places);

/* Numbers equal values in the order in which they first came. */
struct sv_dictionary;
/* Of at most `limit_bytes` of PLAIN values. */
SV_API int32_t sv_dictionary_open(uint32_t limit_bytes,
                                  struct sv_dictionary **out);
/* Numbers of `count` values to `indices`; parameters as sv_page_extremes().
 * Returns how many values the dictionary has now. SV_BOUND: it would pass its
 * limit, and is as before the call; `indices` are void then. */
SV_API int64_t sv_dictionary_add(struct sv_dictionary *dictionary,
                                 const void *values, uint64_t length,
                                 uint32_t width, const int32_t *offsets,
                                 const uint32_t *selection, uint32_t count,
                                 uint32_t *indices);
/* Bytes that sv_dictionary_encode() writes. */
SV_API int64_t sv_dictionary_size(struct sv_dictionary *dictionary);
/* All values, PLAIN. Returns bytes written. */
SV_API int64_t sv_dictionary_encode(struct sv_dictionary *dictionary,
                                    void *target, uint64_t capacity);
SV_API void sv_dictionary_close(struct sv_dictionary *dictionary);

/* RLE and bit-packed runs of values of `width_bits`, 0 to 32. In memory a value
 * has `value_bytes`, 1 or 4. */

/* Returns bytes written, at most (count + 7) / 8 * (width_bits + 1) + 16. Bits
 * of a value above the width are an error: SV_BOUND. */
SV_API int64_t sv_page_hybrid_encode(const void *values, uint32_t value_bytes,
                                     uint32_t count, uint32_t width_bits,
                                     void *target, uint64_t capacity);
/* Returns bytes read. SV_DECODE: fewer values than `count`, or one above
 * `value_max`. */
SV_API int64_t sv_page_hybrid_decode(const void *source, uint64_t length,
                                     uint32_t width_bits, uint32_t value_max,
                                     void *values, uint32_t value_bytes,
                                     uint32_t count);

/* DELTA_BINARY_PACKED to integers of `width` bytes, 4 or 8; of exactly `count`
 * values. Returns bytes read. */
SV_API int64_t sv_page_delta_decode(const void *source, uint64_t length,
                                    uint32_t width, uint32_t count,
                                    void *values);
/* BYTE_STREAM_SPLIT; the source has count * width bytes. Returns 0. */
SV_API int64_t sv_page_split_decode(const void *source, uint64_t length,
                                    uint32_t width, uint32_t count,
                                    void *values);

/* How byte arrays stand in a page. */
enum sv_bytes_encoding {
    SV_BYTES_PLAIN = 0,
    SV_BYTES_DELTA_LENGTH = 1,
    SV_BYTES_DELTA = 2 /* a length that is shared with the value before */
};
/* Bytes of all values together. SV_DECODE also from 2 GiB on. */
SV_API int64_t sv_page_bytes_decoded_size(uint32_t encoding,
                                          const void *source, uint64_t length,
                                          uint32_t count);
/* As sv_page_gather_bytes(). Returns bytes read. */
SV_API int64_t sv_page_bytes_decode(uint32_t encoding, const void *source,
                                    uint64_t length, uint32_t count,
                                    int32_t *ends, void *target,
                                    uint64_t capacity);

#endif
