/* stor_space.h -- the part of stor_core.h about what a load covers. Include
 * stor_core.h, which includes this; the rules of that header hold here too.
 */
#ifndef STOR_SPACE_H
#define STOR_SPACE_H

/* A space is what a load covers: file_count files of file_bytes each, laid end
 * to end, and the oracle that knows what each unit must hold. */
#define SV_SPACE_DIRECT 1u    /* O_DIRECT */
#define SV_SPACE_CREATE 2u    /* files must not exist (O_EXCL|O_NOFOLLOW) */
#define SV_SPACE_READ_ONLY 4u /* no lane may write */
#define SV_SPACE_DEVICE 8u    /* paths[0] is a block device, opened O_EXCL */
#define SV_SPACE_RECOVER 16u  /* the oracle file exists; judge by it */
#define SV_SPACE_MEMORY 32u   /* memfd files; paths are only names */
#define SV_SPACE_NULL 64u     /* no file at all: measures the core itself */
#define SV_SPACE_ALLOCATE 128u /* fallocate the files, else only set the size */
#define SV_SPACE_DSYNC 256u   /* O_DSYNC */

struct sv_space_spec {
    uint64_t run_id;
    uint64_t run_key;
    uint64_t file_bytes; /* of each file; a multiple of unit_bytes */
    uint32_t file_count; /* 1 to 4096 */
    uint32_t unit_bytes; /* 512 or 4096 */
    uint32_t flags;      /* SV_SPACE_* */
    uint16_t compress_permille;
    uint16_t dedupe_permille;
    uint32_t object_tag; /* of the first file; the others follow */
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_space_spec) == 48, "sv_space_spec");

struct sv_space;

/* Opens the files and the oracle.
 *   paths        file_count paths, each NUL-terminated, end to end
 *   object_ids   file_count 64-bit names
 *   oracle_path  file of the oracle; NULL keeps it in memory (dies with us)
 *   failed_file  out: index of the file that could not be opened, or -1
 * Returns 0, -errno, SV_ALIGN, SV_BOUND, SV_NOT_EMPTY, SV_BUSY_DEVICE,
 * SV_ORACLE, SV_LAYOUT; SV_STATE: the oracle is a floor (sv_floor_create()),
 * and SV_SPACE_READ_ONLY is not set. What it made before failing it removes. */
SV_API int32_t sv_space_open(const struct sv_space_spec *spec,
                             const char *paths, const uint64_t *object_ids,
                             const char *oracle_path,
                             int32_t *failed_file, struct sv_space **out);

/* What the oracle knows. Scans the whole map: not for hot paths. -ENOENT when
 * the name of a file is gone, though what is open can still be read. */
struct sv_space_facts {
    uint64_t units;
    uint64_t units_written;   /* generation 1 or more */
    uint64_t units_unsettled; /* a write to them was never acknowledged */
    uint64_t generation_max;
    uint64_t map_in_use; /* 0: sweeps only, no dense map touched */
};
_Static_assert(sizeof(struct sv_space_facts) == 40, "sv_space_facts");
SV_API int32_t sv_space_facts(struct sv_space *space,
                              struct sv_space_facts *out);

/* fsync of every file. Poisoned after a failure: never succeeds again. */
SV_API int32_t sv_space_sync(struct sv_space *space);

/* Closes files and oracle; SV_STATE while lanes exist. NULL is harmless. */
SV_API int32_t sv_space_close(struct sv_space *space);

#endif
