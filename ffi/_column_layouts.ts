/** Where the fields of the structs of column pages lie; a part of `LAYOUTS`. */

/** By the name of the struct in C, as in `layout.ts`. */
export const COLUMN_LAYOUTS = {
  sv_level_lists: {
    sizeBytes: 16,
    fields: {
      count: [0, "u32"],
      offset_count: [4, "u32"],
      repetition: [8, "u32"],
      capacity: [12, "u32"],
    },
  },
  sv_level_node: {
    sizeBytes: 16,
    fields: {
      repetition: [0, "u32"],
      slot: [4, "u32"],
      present: [8, "u32"],
      item: [12, "u32"],
    },
  },
  sv_cipher_key: {
    sizeBytes: 56,
    fields: {
      bytes: [0, "bytes"],
      nonce: [32, "bytes"],
      key_bytes: [48, "u32"],
      reserved: [52, "u32"],
    },
  },
} as const;
