/**
 * The functions of `stor_level.h` and `stor_cipher.h`, as Deno calls them: levels,
 * bitmaps and ciphers of pages, on the thread that calls.
 */

/** By name: the prototype above each is the header's. */
export const LEVEL_SYMBOLS = {
  // int64_t sv_level_mark_nulls(uint8_t *definition, int32_t *places, uint32_t
  //   count, const uint8_t *bits, uint64_t bits_bytes, uint64_t bit_offset);
  sv_level_mark_nulls: {
    parameters: ["buffer", "buffer", "u32", "buffer", "u64", "u64"],
    result: "i64",
  },
  // int64_t sv_level_expanded_count(const int32_t *places, uint32_t count,
  //   const int32_t *offsets, uint32_t offset_count);
  sv_level_expanded_count: {
    parameters: ["buffer", "u32", "buffer", "u32"],
    result: "i64",
  },
  // int64_t sv_level_expand(const struct sv_level_lists *lists, const uint8_t
  //   *definition, const uint8_t *repetition, const int32_t *places, const
  //   int32_t *offsets, uint8_t *to_definition, uint8_t *to_repetition, int32_t
  //   *to_places);
  sv_level_expand: {
    parameters: [
      ...["buffer", "buffer", "buffer", "buffer", "buffer", "buffer"] as const,
      ...["buffer", "buffer"] as const,
    ],
    result: "i64",
  },
  // int64_t sv_level_select(const int32_t *places, uint32_t count, int32_t
  //   *target, uint32_t capacity);
  sv_level_select: {
    parameters: ["buffer", "u32", "buffer", "u32"],
    result: "i64",
  },
  // int64_t sv_level_validity(const struct sv_level_node *node, const uint8_t
  //   *definition, const uint8_t *repetition, uint32_t count, uint8_t *bits,
  //   uint64_t bits_bytes, uint64_t bit_offset, uint32_t *counts);
  sv_level_validity: {
    parameters: [
      ...["buffer", "buffer", "buffer", "u32", "buffer", "u64"] as const,
      ...["u64", "buffer"] as const,
    ],
    result: "i64",
  },
  // int64_t sv_level_offsets(const struct sv_level_node *node, const uint8_t
  //   *definition, const uint8_t *repetition, uint32_t count, int32_t *offsets,
  //   uint32_t offset_count);
  sv_level_offsets: {
    parameters: ["buffer", "buffer", "buffer", "u32", "buffer", "u32"],
    result: "i64",
  },
  // int64_t sv_level_entries_of_rows(const uint8_t *repetition, uint32_t
  //   count, uint32_t rows);
  sv_level_entries_of_rows: {
    parameters: ["buffer", "u32", "u32"],
    result: "i64",
  },
  // int64_t sv_level_rows(const uint8_t *repetition, uint32_t count);
  sv_level_rows: {
    parameters: ["buffer", "u32"],
    result: "i64",
  },
  // int64_t sv_bits_count(const uint8_t *bits, uint64_t bits_bytes, uint64_t
  //   bit_offset, uint32_t count);
  sv_bits_count: {
    parameters: ["buffer", "u64", "u64", "u32"],
    result: "i64",
  },
  // int64_t sv_bits_copy(const uint8_t *from, uint64_t from_bytes, uint64_t
  //   from_offset, uint8_t *target, uint64_t target_bytes, uint64_t
  //   target_offset, uint32_t count);
  sv_bits_copy: {
    parameters: ["buffer", "u64", "u64", "buffer", "u64", "u64", "u32"],
    result: "i64",
  },
  // int64_t sv_bits_gather(const uint8_t *bits, uint64_t bits_bytes, uint64_t
  //   bit_offset, const uint32_t *selection, uint32_t count, uint8_t *target,
  //   uint64_t capacity);
  sv_bits_gather: {
    parameters: ["buffer", "u64", "u64", "buffer", "u32", "buffer", "u64"],
    result: "i64",
  },
  // int64_t sv_bits_pack(const uint8_t *values, uint32_t count, uint8_t *bits,
  //   uint64_t bits_bytes, uint64_t bit_offset);
  sv_bits_pack: {
    parameters: ["buffer", "u32", "buffer", "u64", "u64"],
    result: "i64",
  },
  // int64_t sv_spread_fixed(void *values, uint64_t length, uint32_t width,
  //   const uint8_t *bits, uint64_t bits_bytes, uint64_t bit_offset, uint32_t
  //   count);
  sv_spread_fixed: {
    parameters: ["buffer", "u64", "u32", "buffer", "u64", "u64", "u32"],
    result: "i64",
  },
  // int64_t sv_spread_bits(uint8_t *values, uint64_t length, const uint8_t
  //   *bits, uint64_t bits_bytes, uint64_t bit_offset, uint32_t count);
  sv_spread_bits: {
    parameters: ["buffer", "u64", "buffer", "u64", "u64", "u32"],
    result: "i64",
  },
  // int64_t sv_spread_offsets(int32_t *offsets, uint32_t offset_count, const
  //   uint8_t *bits, uint64_t bits_bytes, uint64_t bit_offset, uint32_t count);
  sv_spread_offsets: {
    parameters: ["buffer", "u32", "buffer", "u64", "u64", "u32"],
    result: "i64",
  },
  // uint32_t sv_cipher_is_there(void);
  sv_cipher_is_there: {
    parameters: [],
    result: "u32",
  },
  // int64_t sv_gcm_seal(const struct sv_cipher_key *key, const void *known,
  //   uint32_t known_length, const void *source, uint32_t length, void *target,
  //   uint64_t capacity);
  sv_gcm_seal: {
    parameters: ["buffer", "buffer", "u32", "buffer", "u32", "buffer", "u64"],
    result: "i64",
  },
  // int64_t sv_gcm_open(const struct sv_cipher_key *key, const void *known,
  //   uint32_t known_length, const void *source, uint32_t length, void *target,
  //   uint64_t capacity);
  sv_gcm_open: {
    parameters: ["buffer", "buffer", "u32", "buffer", "u32", "buffer", "u64"],
    result: "i64",
  },
  // int64_t sv_ctr(const struct sv_cipher_key *key, const void *source,
  //   uint32_t length, void *target, uint64_t capacity);
  sv_ctr: {
    parameters: ["buffer", "buffer", "u32", "buffer", "u64"],
    result: "i64",
  },
} as const satisfies Deno.ForeignLibraryInterface;
