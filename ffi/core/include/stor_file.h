/* stor_file.h -- the part of stor_core.h about files as objects, without a
 * load. Include stor_core.h, which includes this; the rules of that header
 * hold here too.
 */
#ifndef STOR_FILE_H
#define STOR_FILE_H

struct sv_file;
#define SV_FILE_READ 0u
#define SV_FILE_CREATE 1u   /* O_CREAT|O_EXCL|O_NOFOLLOW for writing */
#define SV_FILE_DIRECT 2u   /* O_DIRECT through an aligned bounce buffer */
/* Opens `path`. Blocks. */
SV_API int32_t sv_file_open(const char *path, uint32_t flags,
                            struct sv_file **out);
SV_API int64_t sv_file_size(struct sv_file *file);
/* Reads up to `length` bytes at `offset`; fewer only at the end. Any length
 * and offset, also with O_DIRECT. Returns the count. Blocks. */
SV_API int64_t sv_file_read(struct sv_file *file, void *buffer, uint64_t length,
                            uint64_t offset);
/* Appends exactly `length` bytes. With O_DIRECT the tail is padded on the
 * device and cut again by sv_file_sync(). Returns 0. Blocks. */
SV_API int32_t sv_file_append(struct sv_file *file, const void *buffer,
                              uint64_t length);
/* Writes what is held back, sets the length, fsync. Blocks. */
SV_API int32_t sv_file_sync(struct sv_file *file);
SV_API void sv_file_close(struct sv_file *file);
/* For sv_file_read_below(): nothing is read unless all of the file from the
 * offset on has room. */
#define SV_FILE_FITTING 4u
/* Reads of the file `name` below the folder `root` as sv_file_open(),
 * sv_file_read() and sv_file_close() do, and follows no link below `root`:
 * -ELOOP. Parts of `name` are joined by slashes, and neither empty nor dots.
 * Flags: SV_FILE_DIRECT, SV_FILE_FITTING. *size_bytes: what the file had when
 * it was opened. Returns the count. Blocks. */
SV_API int64_t sv_file_read_below(const char *root, const char *name,
                                  uint32_t flags, void *buffer,
                                  uint64_t length, uint64_t offset,
                                  uint64_t *size_bytes);
/* fsync of a directory or file by path. Blocks. */
SV_API int32_t sv_path_sync(const char *path);
/* *count: entries of the folder `path` whose names are not UTF-8. A script has
 * no word for them, and its listings leave them out. Blocks. */
SV_API int32_t sv_path_foreign_names(const char *path, uint64_t *count);
/* Locks the file `path`, which is there, against other holders, as long as
 * this process lives or until sv_path_unlock(). Returns what unlocks it;
 * -EWOULDBLOCK at once if somebody else holds it. Blocks. */
SV_API int32_t sv_path_lock(const char *path);
SV_API void sv_path_unlock(int32_t lock);
/* renameat2(RENAME_NOREPLACE); -EEXIST if `to` exists. Blocks. */
SV_API int32_t sv_path_rename_new(const char *from, const char *to);

#endif
