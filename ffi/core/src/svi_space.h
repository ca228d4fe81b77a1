/* svi_space.h -- a space: files laid end to end, and their oracle. */
#ifndef SVI_SPACE_H
#define SVI_SPACE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"
#include "svi_oracle.h"

/* What a lying sync must give back when the power goes. */
struct svi_undo {
    uint64_t offset;   /* in its file */
    uint64_t sequence; /* of the space, counted from 1 */
    uint32_t file;
    uint32_t bytes;
    struct svi_undo *older;
    uint8_t content[];
};

struct sv_space {
    struct sv_space_spec spec;
    struct svi_oracle oracle;
    struct sv_identity *identities; /* one per file */
    int *fds;                       /* one per file; NULL for SV_SPACE_NULL */
    char **made;                    /* paths to remove if the opening fails */
    uint64_t file_units;
    uint32_t align_bytes; /* of offsets and lengths; 1 when buffered */
    uint32_t align_memory_bytes;
    _Atomic uint32_t lanes;
    pthread_mutex_t lanes_lock;
    struct sv_lane *first_lane; /* all that were made and not destroyed */
    _Atomic uint32_t poisoned; /* minus the status of the first failed sync */
    pthread_mutex_t undo_lock;
    _Atomic uint64_t undo_sequence; /* of the last write that was kept */
    struct svi_undo *undo; /* writes since the last true sync, newest first */
    atomic_bool has_lied; /* a sync did, in this space */
    struct sv_log *log;   /* NULL: none is kept */
    bool has_names;       /* its files had a link when they were opened */
    const struct sv_store *store; /* NULL: files */
    uint32_t object_bytes;        /* of a store; else 0 */
    char **object_paths; /* of object 0 of each file, as requests have it */
    uint32_t *digits_at; /* in each of them: where its 8 digits are */
};

/* space.c: what files and objects have in common. */
int32_t svi_space_check(const struct sv_space_spec *spec);
struct sv_space *svi_space_allocate(const struct sv_space_spec *spec,
                                    const uint64_t *object_ids);
/* remove_made: also the files that it made. */
void svi_space_release(struct sv_space *space, bool remove_made);

/* Keeps what is now at `offset`, for sync.lie. */
int32_t svi_undo_keep(struct sv_space *space, uint32_t file, uint64_t offset,
                      uint32_t bytes);
/* A true sync of `file`: writes to it up to `sequence`, which is that of the
 * moment when the sync was sent, are safe. */
void svi_undo_forget(struct sv_space *space, uint32_t file, uint64_t sequence);
void svi_undo_forget_all(struct sv_space *space);
/* The power cut: puts back all that was kept, if a sync has lied. */
int32_t svi_undo_apply(struct sv_space *space);

/* A sync of `file` failed with `status`: no later one counts, and what the file
 * holds is in doubt, because the kernel marks pages clean that it could not
 * write. */
void svi_space_poison(struct sv_space *space, uint32_t file, int32_t status);

#endif
