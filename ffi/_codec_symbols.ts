/**
 * The functions of `stor_codec.h`, as Deno calls them. They run on the thread
 * that calls: a page is a few milliseconds at most.
 */

/** By name: the prototype above each is the header's. */
export const CODEC_SYMBOLS = {
  // const char *sv_codec_library(uint32_t codec);
  sv_codec_library: { parameters: ["u32"], result: "pointer" },
  // int64_t sv_codec_bound(uint32_t codec, uint64_t length);
  sv_codec_bound: { parameters: ["u32", "u64"], result: "i64" },
  // int64_t sv_codec_compress(uint32_t codec, int32_t level,
  //   const void *source, uint64_t length, void *target, uint64_t capacity);
  sv_codec_compress: {
    parameters: ["u32", "i32", "buffer", "u64", "buffer", "u64"],
    result: "i64",
  },
  // int64_t sv_codec_decompress(uint32_t codec, const void *source,
  //   uint64_t length, void *target, uint64_t expected);
  sv_codec_decompress: {
    parameters: ["u32", "buffer", "u64", "buffer", "u64"],
    result: "i64",
  },
  // uint32_t sv_crc32(uint32_t seed, const void *bytes, uint64_t length);
  sv_crc32: { parameters: ["u32", "buffer", "u64"], result: "u32" },
} as const satisfies Deno.ForeignLibraryInterface;
