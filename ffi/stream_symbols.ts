/** The functions of `stor_stream.h`, as a part of `SYMBOLS`. */
export const STREAM_SYMBOLS = {
  // uint32_t sv_digest_kinds(void);
  sv_digest_kinds: { parameters: [], result: "u32" },
  // int32_t sv_digest_open(uint32_t kinds, struct sv_digest **out);
  sv_digest_open: { parameters: ["u32", "buffer"], result: "i32" },
  // void sv_digest_update(struct sv_digest *digest, const void *bytes,
  //   uint64_t length);
  sv_digest_update: {
    parameters: ["pointer", "buffer", "u64"],
    result: "void",
  },
  // void sv_digest_finish(struct sv_digest *digest, struct sv_digests *out);
  sv_digest_finish: { parameters: ["pointer", "buffer"], result: "void" },
  // void sv_digest_close(struct sv_digest *digest);
  sv_digest_close: { parameters: ["pointer"], result: "void" },
  // uint64_t sv_crc64nvme_join(uint64_t first, uint64_t second,
  //   uint64_t bytes);
  sv_crc64nvme_join: { parameters: ["u64", "u64", "u64"], result: "u64" },

  // int32_t sv_stream_create(const struct sv_stream_spec *spec,
  //   struct sv_stream **out);
  sv_stream_create: { parameters: ["buffer", "buffer"], result: "i32" },
  // int32_t sv_stream_file(struct sv_stream *stream, uint32_t end,
  //   const char *path, uint32_t flags, uint32_t depth);
  sv_stream_file: {
    parameters: ["pointer", "u32", "buffer", "u32", "u32"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_stream_store(struct sv_stream *stream, uint32_t end,
  //   struct sv_store *store, const char *key, const char *version,
  //   const struct sv_stream_request *request);
  sv_stream_store: {
    parameters: ["pointer", "u32", "pointer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  // int32_t sv_stream_expect(struct sv_stream *stream,
  //   const struct sv_digests *digests);
  sv_stream_expect: { parameters: ["pointer", "buffer"], result: "i32" },
  // int32_t sv_stream_known(struct sv_stream *stream, uint64_t index,
  //   const struct sv_stream_part *part);
  sv_stream_known: { parameters: ["pointer", "u64", "buffer"], result: "i32" },
  // int32_t sv_stream_start(struct sv_stream *stream);
  sv_stream_start: { parameters: ["pointer"], result: "i32" },
  // int32_t sv_stream_counters(struct sv_stream *stream, uint64_t *out,
  //   uint32_t count);
  sv_stream_counters: {
    parameters: ["pointer", "buffer", "u32"],
    result: "i32",
  },
  // void sv_stream_stop(struct sv_stream *stream);
  sv_stream_stop: { parameters: ["pointer"], result: "void" },
  // int32_t sv_stream_join(struct sv_stream *stream);
  sv_stream_join: {
    parameters: ["pointer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_stream_digests(struct sv_stream *stream,
  //   struct sv_digests *out);
  sv_stream_digests: { parameters: ["pointer", "buffer"], result: "i32" },
  // int32_t sv_stream_part(struct sv_stream *stream, uint64_t index,
  //   struct sv_stream_part *out);
  sv_stream_part: { parameters: ["pointer", "u64", "buffer"], result: "i32" },
  // int32_t sv_stream_failure(struct sv_stream *stream,
  //   struct sv_stream_failure *out);
  sv_stream_failure: { parameters: ["pointer", "buffer"], result: "i32" },
  // void sv_stream_destroy(struct sv_stream *stream);
  sv_stream_destroy: { parameters: ["pointer"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;
