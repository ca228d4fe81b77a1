/**
 * The functions of `stor_page.h`, as Deno calls them: values of whole pages, on
 * the thread that calls.
 */

/** By name: the prototype above each is the header's. */
export const PAGE_SYMBOLS = {
  // int32_t sv_page_room(void *memory, uint64_t length);
  sv_page_room: {
    parameters: ["buffer", "u64"],
    result: "i32",
  },
  // int64_t sv_page_gather_fixed(const void *values, uint64_t length, uint32_t
  //   width, const uint32_t *selection, uint32_t count, void *target, uint64_t
  //   capacity);
  sv_page_gather_fixed: {
    parameters: ["buffer", "u64", "u32", "buffer", "u32", "buffer", "u64"],
    result: "i64",
  },
  // int64_t sv_page_bytes_size(const int32_t *offsets, uint32_t offset_count,
  //   const uint32_t *selection, uint32_t count);
  sv_page_bytes_size: {
    parameters: ["buffer", "u32", "buffer", "u32"],
    result: "i64",
  },
  // int64_t sv_page_plain_bytes(const void *bytes, uint64_t length, const
  //   int32_t *offsets, uint32_t offset_count, const uint32_t *selection,
  //   uint32_t count, void *target, uint64_t capacity);
  sv_page_plain_bytes: {
    parameters: [
      ...["buffer", "u64", "buffer", "u32", "buffer", "u32"] as const,
      ...["buffer", "u64"] as const,
    ],
    result: "i64",
  },
  // int64_t sv_page_gather_bytes(const void *bytes, uint64_t length, const
  //   int32_t *offsets, uint32_t offset_count, const uint32_t *selection,
  //   uint32_t count, int32_t *ends, void *target, uint64_t capacity);
  sv_page_gather_bytes: {
    parameters: [
      ...["buffer", "u64", "buffer", "u32", "buffer", "u32"] as const,
      ...["buffer", "buffer", "u64"] as const,
    ],
    result: "i64",
  },
  // int64_t sv_page_extremes(uint32_t order, const void *values, uint64_t
  //   length, uint32_t width, const int32_t *offsets, const uint32_t *selection,
  //   uint32_t count, int64_t *places);
  sv_page_extremes: {
    parameters: [
      ...["u32", "buffer", "u64", "u32", "buffer", "buffer"] as const,
      ...["u32", "buffer"] as const,
    ],
    result: "i64",
  },
  // int32_t sv_dictionary_open(uint32_t limit_bytes, struct sv_dictionary
  //   **out);
  sv_dictionary_open: {
    parameters: ["u32", "buffer"],
    result: "i32",
  },
  // int64_t sv_dictionary_add(struct sv_dictionary *dictionary, const void
  //   *values, uint64_t length, uint32_t width, const int32_t *offsets, const
  //   uint32_t *selection, uint32_t count, uint32_t *indices);
  sv_dictionary_add: {
    parameters: [
      ...["pointer", "buffer", "u64", "u32", "buffer", "buffer"] as const,
      ...["u32", "buffer"] as const,
    ],
    result: "i64",
  },
  // int64_t sv_dictionary_size(struct sv_dictionary *dictionary);
  sv_dictionary_size: {
    parameters: ["pointer"],
    result: "i64",
  },
  // int64_t sv_dictionary_encode(struct sv_dictionary *dictionary, void
  //   *target, uint64_t capacity);
  sv_dictionary_encode: {
    parameters: ["pointer", "buffer", "u64"],
    result: "i64",
  },
  // void sv_dictionary_close(struct sv_dictionary *dictionary);
  sv_dictionary_close: {
    parameters: ["pointer"],
    result: "void",
  },
  // int64_t sv_page_hybrid_encode(const void *values, uint32_t value_bytes,
  //   uint32_t count, uint32_t width_bits, void *target, uint64_t capacity);
  sv_page_hybrid_encode: {
    parameters: ["buffer", "u32", "u32", "u32", "buffer", "u64"],
    result: "i64",
  },
  // int64_t sv_page_hybrid_decode(const void *source, uint64_t length,
  //   uint32_t width_bits, uint32_t value_max, void *values, uint32_t
  //   value_bytes, uint32_t count);
  sv_page_hybrid_decode: {
    parameters: ["buffer", "u64", "u32", "u32", "buffer", "u32", "u32"],
    result: "i64",
  },
  // int64_t sv_page_delta_decode(const void *source, uint64_t length, uint32_t
  //   width, uint32_t count, void *values);
  sv_page_delta_decode: {
    parameters: ["buffer", "u64", "u32", "u32", "buffer"],
    result: "i64",
  },
  // int64_t sv_page_split_decode(const void *source, uint64_t length, uint32_t
  //   width, uint32_t count, void *values);
  sv_page_split_decode: {
    parameters: ["buffer", "u64", "u32", "u32", "buffer"],
    result: "i64",
  },
  // int64_t sv_page_bytes_decoded_size(uint32_t encoding, const void *source,
  //   uint64_t length, uint32_t count);
  sv_page_bytes_decoded_size: {
    parameters: ["u32", "buffer", "u64", "u32"],
    result: "i64",
  },
  // int64_t sv_page_bytes_decode(uint32_t encoding, const void *source,
  //   uint64_t length, uint32_t count, int32_t *ends, void *target, uint64_t
  //   capacity);
  sv_page_bytes_decode: {
    parameters: ["u32", "buffer", "u64", "u32", "buffer", "buffer", "u64"],
    result: "i64",
  },
} as const satisfies Deno.ForeignLibraryInterface;
