/**
 * Every function of `core/include/*.h`, as Deno calls it. Handles are
 * pointers, everything else that is pointed at is a buffer. Only what may block
 * on a disk or a thread is `nonblocking`: such a call runs on a thread of
 * Deno's pool and costs microseconds instead of nanoseconds.
 */

import { CODEC_SYMBOLS } from "./_codec_symbols.ts";
import { FILE_SYMBOLS } from "./_file_symbols.ts";
import { LEVEL_SYMBOLS } from "./_level_symbols.ts";
import { LOG_SYMBOLS } from "./_log_symbols.ts";
import { PAGE_SYMBOLS } from "./_page_symbols.ts";
import { STREAM_SYMBOLS } from "./stream_symbols.ts";

/** `SV_ABI` of the header this table was written from. */
export const ABI = 7;

/** By name: the prototype above each is the header's. */
export const SYMBOLS = {
  ...STREAM_SYMBOLS,
  ...LOG_SYMBOLS,
  ...CODEC_SYMBOLS,
  ...FILE_SYMBOLS,
  ...PAGE_SYMBOLS,
  ...LEVEL_SYMBOLS,
  // uint32_t sv_abi(void);
  sv_abi: { parameters: [], result: "u32" },
  // const char *sv_status_text(int32_t status);
  sv_status_text: { parameters: ["i32"], result: "pointer" },
  // uint64_t sv_now_ns(void);
  sv_now_ns: { parameters: [], result: "u64" },
  // int32_t sv_process_usage(struct sv_usage *out);
  sv_process_usage: { parameters: ["buffer"], result: "i32" },
  // uint32_t sv_kernel_best(void);
  sv_kernel_best: { parameters: [], result: "u32" },
  // int32_t sv_kernel_select(uint32_t level);
  sv_kernel_select: { parameters: ["u32"], result: "i32" },
  // int32_t sv_probe_uring(void);
  sv_probe_uring: { parameters: [], result: "i32" },
  // int32_t sv_probe_alignment(const char *path, struct sv_alignment *out);
  sv_probe_alignment: {
    parameters: ["buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_probe_path(const char *path, struct sv_path_facts *out);
  sv_probe_path: {
    parameters: ["buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },

  // uint32_t sv_crc32c(uint32_t seed, const void *bytes, uint64_t length);
  sv_crc32c: { parameters: ["u32", "buffer", "u64"], result: "u32" },
  // int32_t sv_stamp_fill(const struct sv_identity *identity,
  //   const struct sv_stamp_write *write, const uint64_t *generations,
  //   void *buffer);
  sv_stamp_fill: {
    parameters: ["buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  // int64_t sv_stamp_check(const struct sv_identity *identity, uint64_t unit,
  //   uint32_t unit_count, const struct sv_window *windows,
  //   const void *buffer, struct sv_finding *findings, uint32_t capacity);
  sv_stamp_check: {
    parameters: ["buffer", "u64", "u32", "buffer", "buffer", "buffer", "u32"],
    result: "i64",
  },
  // uint64_t sv_stamp_base(const struct sv_identity *identity,
  //   uint32_t object_tag, uint64_t unit, uint64_t generation);
  sv_stamp_base: {
    parameters: ["buffer", "u32", "u64", "u64"],
    result: "u64",
  },
  // void sv_stamp_decode(const struct sv_identity *identity,
  //   uint32_t position, uint64_t word, uint32_t *object_tag, uint64_t *unit,
  //   uint64_t *generation);
  sv_stamp_decode: {
    parameters: ["buffer", "u32", "u64", "buffer", "buffer", "buffer"],
    result: "void",
  },

  // int32_t sv_space_open(const struct sv_space_spec *spec,
  //   const char *paths, const uint64_t *object_ids, const char *oracle_path,
  //   int32_t *failed_file, struct sv_space **out);
  sv_space_open: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_space_facts(struct sv_space *, struct sv_space_facts *out);
  sv_space_facts: { parameters: ["pointer", "buffer"], result: "i32" },
  // int32_t sv_space_sync(struct sv_space *space);
  sv_space_sync: {
    parameters: ["pointer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_space_close(struct sv_space *space);
  // Closing a file flushes it on some file systems, and may hang with them.
  sv_space_close: {
    parameters: ["pointer"],
    result: "i32",
    nonblocking: true,
  },

  // int32_t sv_gate_create(struct sv_gate **out);
  sv_gate_create: { parameters: ["buffer"], result: "i32" },
  // int32_t sv_gate_open(struct sv_gate *gate);
  sv_gate_open: { parameters: ["pointer"], result: "i32" },
  // void sv_gate_stop(struct sv_gate *gate);
  sv_gate_stop: { parameters: ["pointer"], result: "void" },
  // int32_t sv_gate_destroy(struct sv_gate *gate);
  sv_gate_destroy: { parameters: ["pointer"], result: "i32" },

  // int32_t sv_lane_create(struct sv_space *space, struct sv_gate *gate,
  //   const struct sv_lane_spec *spec, struct sv_lane **out);
  sv_lane_create: {
    parameters: ["pointer", "pointer", "buffer", "buffer"],
    result: "i32",
  },
  // const char *sv_counter_name(uint32_t index);
  sv_counter_name: { parameters: ["u32"], result: "pointer" },
  // int32_t sv_lane_counters(struct sv_lane *, uint64_t *out, uint32_t count);
  sv_lane_counters: { parameters: ["pointer", "buffer", "u32"], result: "i32" },
  // int32_t sv_lane_histogram(struct sv_lane *lane, uint32_t op,
  //   uint32_t kind, uint64_t *counts, uint32_t length,
  //   struct sv_histogram_facts *facts);
  sv_lane_histogram: {
    parameters: ["pointer", "u32", "u32", "buffer", "u32", "buffer"],
    result: "i32",
  },
  // int32_t sv_histogram_index(uint64_t value_ns);
  sv_histogram_index: { parameters: ["u64"], result: "i32" },
  // uint64_t sv_histogram_value(uint32_t index);
  sv_histogram_value: { parameters: ["u32"], result: "u64" },
  // int32_t sv_lane_findings(struct sv_lane *lane, struct sv_finding *out,
  //   uint32_t capacity);
  sv_lane_findings: { parameters: ["pointer", "buffer", "u32"], result: "i32" },
  // void sv_lane_stop(struct sv_lane *lane);
  sv_lane_stop: { parameters: ["pointer"], result: "void" },
  // int32_t sv_lane_join(struct sv_lane *lane);
  sv_lane_join: {
    parameters: ["pointer"],
    result: "i32",
    nonblocking: true,
  },
  // void sv_lane_destroy(struct sv_lane *lane);
  sv_lane_destroy: { parameters: ["pointer"], result: "void" },

  // int32_t sv_fault_arm(const char *text);
  sv_fault_arm: { parameters: ["buffer"], result: "i32" },
  // void sv_fault_clear(void);
  sv_fault_clear: { parameters: [], result: "void" },
  // uint32_t sv_fault_armed(void);
  sv_fault_armed: { parameters: [], result: "u32" },
  // int32_t sv_fault_state(uint32_t index, struct sv_fault_state *out);
  sv_fault_state: { parameters: ["u32", "buffer"], result: "i32" },
  // const char *sv_fault_name(uint32_t index);
  sv_fault_name: { parameters: ["u32"], result: "pointer" },
  // const char *sv_fault_text(uint32_t index);
  sv_fault_text: { parameters: ["u32"], result: "pointer" },
  // int32_t sv_fault_ask(uint32_t index, uint64_t place,
  //   uint64_t default_arg, uint64_t *arg);
  sv_fault_ask: { parameters: ["u32", "u64", "u64", "buffer"], result: "i32" },
  // int32_t sv_fault_control(const char *basename);
  sv_fault_control: { parameters: ["buffer"], result: "i32" },
  // uint64_t sv_fault_idle_ps(uint64_t count);
  sv_fault_idle_ps: { parameters: ["u64"], result: "u64" },

  // int32_t sv_http_probe(char *text, uint32_t room, uint32_t *features);
  sv_http_probe: { parameters: ["buffer", "u32", "buffer"], result: "i32" },
  // int32_t sv_store_open(const char *settings, int32_t *failed,
  //   struct sv_store **out);
  sv_store_open: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // void sv_store_close(struct sv_store *store);
  sv_store_close: { parameters: ["pointer"], result: "void" },
  // int32_t sv_relay_open(const char *settings, int32_t *failed,
  //   struct sv_relay **out);
  sv_relay_open: {
    parameters: ["buffer", "buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_relay_port(struct sv_relay *relay, uint32_t index);
  sv_relay_port: { parameters: ["pointer", "u32"], result: "i32" },
  // void sv_relay_arm(struct sv_relay *relay, uint32_t is_armed);
  sv_relay_arm: { parameters: ["pointer", "u32"], result: "void" },
  // int32_t sv_relay_fault(struct sv_relay *relay, uint32_t index,
  //   struct sv_fault_state *out);
  sv_relay_fault: { parameters: ["pointer", "u32", "buffer"], result: "i32" },
  // void sv_relay_facts(struct sv_relay *relay, struct sv_relay_facts *out);
  sv_relay_facts: { parameters: ["pointer", "buffer"], result: "void" },
  // void sv_relay_close(struct sv_relay *relay);
  sv_relay_close: { parameters: ["pointer"], result: "void" },
  // int32_t sv_space_open_store(const struct sv_space_spec *spec,
  //   struct sv_store *store, uint32_t object_bytes, const char *paths,
  //   const uint64_t *object_ids, const char *oracle_path,
  //   struct sv_space **out);
  sv_space_open_store: {
    parameters: [
      ...["buffer", "pointer", "u32", "buffer"] as const,
      ...["buffer", "buffer", "buffer"] as const,
    ],
    result: "i32",
    nonblocking: true,
  },

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
