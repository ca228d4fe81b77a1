/**
 * The functions of `stor_file.h`, as Deno calls them: what may wait for a disk
 * runs on a thread of Deno's pool.
 */

/** By name: the prototype above each is the header's. */
export const FILE_SYMBOLS = {
  // int32_t sv_file_open(const char *path, uint32_t flags,
  //   struct sv_file **out);
  sv_file_open: {
    parameters: ["buffer", "u32", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int64_t sv_file_size(struct sv_file *file);
  sv_file_size: { parameters: ["pointer"], result: "i64" },
  // int64_t sv_file_read(struct sv_file *file, void *buffer, uint64_t length,
  //   uint64_t offset);
  sv_file_read: {
    parameters: ["pointer", "buffer", "u64", "u64"],
    result: "i64",
    nonblocking: true,
  },
  // int32_t sv_file_append(struct sv_file *file, const void *buffer,
  //   uint64_t length);
  sv_file_append: {
    parameters: ["pointer", "buffer", "u64"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_file_sync(struct sv_file *file);
  sv_file_sync: { parameters: ["pointer"], result: "i32", nonblocking: true },
  // void sv_file_close(struct sv_file *file);
  sv_file_close: { parameters: ["pointer"], result: "void" },
  // int64_t sv_file_read_below(const char *root, const char *name,
  //   uint32_t flags, void *buffer, uint64_t length, uint64_t offset,
  //   uint64_t *size_bytes);
  sv_file_read_below: {
    parameters: [
      ...["buffer", "buffer", "u32", "buffer", "u64"] as const,
      ...["u64", "buffer"] as const,
    ],
    result: "i64",
    nonblocking: true,
  },
  // int32_t sv_path_sync(const char *path);
  sv_path_sync: { parameters: ["buffer"], result: "i32", nonblocking: true },
  // int32_t sv_path_foreign_names(const char *path, uint64_t *count);
  sv_path_foreign_names: {
    parameters: ["buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  // int32_t sv_path_lock(const char *path);
  sv_path_lock: { parameters: ["buffer"], result: "i32" },
  // void sv_path_unlock(int32_t lock);
  sv_path_unlock: { parameters: ["i32"], result: "void" },
  // int32_t sv_path_rename_new(const char *from, const char *to);
  sv_path_rename_new: {
    parameters: ["buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;
