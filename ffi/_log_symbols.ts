/**
 * The functions of `stor_log.h`, `stor_kept.h` and `stor_floor.h` as Deno calls
 * them: a part of `SYMBOLS`, whose rules hold here too.
 */

/** By name: the prototype above each is the header's. */
export const LOG_SYMBOLS = {
  // int32_t sv_space_log(struct sv_space *space, const char *path,
  //   uint32_t capacity, struct sv_log **out);
  sv_space_log: {
    parameters: ["pointer", "buffer", "u32", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_objects_log(struct sv_objects *objects, const char *path,
  //   uint32_t capacity, struct sv_log **out);
  sv_objects_log: {
    parameters: ["pointer", "buffer", "u32", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_log_read(struct sv_log *log, struct sv_log_record *out,
  //   uint32_t capacity);
  sv_log_read: { parameters: ["pointer", "buffer", "u32"], result: "i32" },
  // int32_t sv_log_facts(struct sv_log *log, struct sv_log_facts *out);
  sv_log_facts: { parameters: ["pointer", "buffer"], result: "i32" },
  // int32_t sv_log_open(const char *path, struct sv_log **out);
  sv_log_open: {
    parameters: ["buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // void sv_log_close(struct sv_log *log);
  sv_log_close: { parameters: ["pointer"], result: "void" },
  // int32_t sv_lane_keep(struct sv_lane *lane, uint32_t capacity);
  sv_lane_keep: { parameters: ["pointer", "u32"], result: "i32" },
  // int32_t sv_lane_kept(struct sv_lane *lane, void *columns, uint32_t room,
  //   uint32_t from, uint64_t *lost);
  sv_lane_kept: {
    parameters: ["pointer", "buffer", "u32", "u32", "buffer"],
    result: "i32",
  },
  // int32_t sv_floor_create(const struct sv_space_spec *spec,
  //   const char *path, struct sv_floor **out);
  sv_floor_create: {
    parameters: ["buffer", "buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_floor_raise(struct sv_floor *floor, const uint64_t *ranges,
  //   uint32_t count);
  sv_floor_raise: {
    parameters: ["pointer", "buffer", "u32"],
    result: "i32",
    nonblocking: true,
  },
  // void sv_floor_close(struct sv_floor *floor);
  sv_floor_close: { parameters: ["pointer"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;
