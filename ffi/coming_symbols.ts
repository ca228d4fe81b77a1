/**
 * Functions of the core that a library of this ABI may still lack. They are
 * opened when one is first needed, and are not in `SYMBOLS`.
 */

/** By name: the prototype above each is the header's. */
export const COMING_SYMBOLS = {
  // int32_t sv_objects_open(const struct sv_object_spec *spec,
  //   struct sv_store *store, const char *key_prefix,
  //   const char *oracle_path, struct sv_objects **out);
  sv_objects_open: {
    parameters: ["buffer", "pointer", "buffer", "buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_objects_key(struct sv_objects *objects, uint64_t index,
  //   char *out, uint32_t room);
  sv_objects_key: {
    parameters: ["pointer", "u64", "buffer", "u32"],
    result: "i32",
  },
  // int32_t sv_objects_facts(struct sv_objects *objects,
  //   struct sv_objects_facts *out);
  sv_objects_facts: {
    parameters: ["pointer", "buffer"],
    result: "i32",
  },
  // uint64_t sv_objects_size(struct sv_objects *objects, uint64_t index,
  //   uint64_t generation);
  sv_objects_size: {
    parameters: ["pointer", "u64", "u64"],
    result: "u64",
  },
  // int32_t sv_objects_close(struct sv_objects *objects);
  sv_objects_close: {
    parameters: ["pointer"],
    result: "i32",
  },
  // int32_t sv_object_lane_create(struct sv_objects *objects,
  //   struct sv_gate *gate, const struct sv_object_lane_spec *spec,
  //   struct sv_lane **out);
  sv_object_lane_create: {
    parameters: ["pointer", "pointer", "buffer", "buffer"],
    result: "i32",
  },
  // uint64_t sv_size_class_bytes(uint32_t size_class);
  sv_size_class_bytes: { parameters: ["u32"], result: "u64" },
  // int32_t sv_lane_size_class(struct sv_lane *lane, uint32_t op,
  //   uint32_t size_class, uint64_t *counts, uint32_t length,
  //   struct sv_histogram_facts *facts, uint64_t *bytes);
  sv_lane_size_class: {
    parameters: [
      ...["pointer", "u32", "u32", "buffer"] as const,
      ...["u32", "buffer", "buffer"] as const,
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;
