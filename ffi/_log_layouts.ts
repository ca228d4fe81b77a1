/**
 * Where the fields of the structs of logs and of kept operations lie; a part of
 * `LAYOUTS`.
 */

/** By the name of the struct in C, as in `layout.ts`. */
export const LOG_LAYOUTS = {
  sv_log_record: {
    sizeBytes: 64,
    fields: {
      sequence: [0, "u64"],
      time_ns: [8, "u64"],
      begun: [16, "u64"],
      offset: [24, "u64"],
      generation: [32, "u64"],
      stamp: [40, "u64"],
      bytes: [48, "u32"],
      seconds: [52, "u32"],
      file: [56, "u16"],
      lane: [58, "u16"],
      op: [60, "u8"],
      stage: [61, "u8"],
      flags: [62, "u8"],
      has_failed: [63, "u8"],
    },
  },
  sv_log_facts: {
    sizeBytes: 32,
    fields: {
      capacity: [0, "u64"],
      written: [8, "u64"],
      read: [16, "u64"],
      dropped: [24, "u64"],
    },
  },
  sv_kept: {
    sizeBytes: 72,
    fields: {
      intended_ns: [0, "u64"],
      start_ns: [8, "u64"],
      first_byte_ns: [16, "u64"],
      end_ns: [24, "u64"],
      place: [32, "u64"],
      offset: [40, "u64"],
      bytes: [48, "u64"],
      generation: [56, "u64"],
      status: [64, "u32"],
      attempts: [68, "u16"],
      op: [70, "u8"],
      flags: [71, "u8"],
    },
  },
} as const;
