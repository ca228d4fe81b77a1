/* space_store.c -- a space whose files are cut into the objects of a store; see
 * stor_store.h. Nothing is asked of the store here: what its objects hold, the
 * oracle says. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svi_space.h"
#include "svi_store.h"

#define OBJECT_MAX_BYTES (UINT32_C(1) << 24)
#define OBJECTS_A_FILE_MAX UINT64_C(100000000)
#define PATH_ROOM 8192u

static int32_t check(const struct sv_space_spec *spec, uint32_t object_bytes)
{
    int32_t status = svi_space_check(spec);
    if (status != 0)
        return status;
    if ((spec->flags & ~(SV_SPACE_CREATE | SV_SPACE_READ_ONLY |
                         SV_SPACE_RECOVER)) != 0)
        return SV_LAYOUT;
    if (object_bytes == 0 || object_bytes > OBJECT_MAX_BYTES ||
        object_bytes % spec->unit_bytes != 0)
        return SV_LAYOUT;
    if (spec->file_bytes % object_bytes != 0 ||
        spec->file_bytes / object_bytes > OBJECTS_A_FILE_MAX)
        return SV_BOUND;
    return 0;
}

/* The path of object 0 of a file, and where its number is in it. */
static int32_t name_object(struct sv_space *space, uint32_t file,
                           const char *path)
{
    char out[PATH_ROOM];
    size_t length = strlen(path) + sizeof "/00000000";
    char *key = malloc(length);
    if (key == NULL)
        return -ENOMEM;
    (void)snprintf(key, length, "%s/00000000", path);
    int32_t status = svi_store_path(space->store, key, NULL, out, sizeof out);
    free(key);
    if (status != 0)
        return status;
    space->digits_at[file] = (uint32_t)strcspn(out, "?") - 8;
    space->object_paths[file] = strdup(out);
    explicit_bzero(out, sizeof out); /* may end in a SAS */
    return space->object_paths[file] == NULL ? -ENOMEM : 0;
}

static int32_t name_objects(struct sv_space *space, const char *paths)
{
    uint32_t count = space->spec.file_count;
    space->object_paths = calloc(count, sizeof *space->object_paths);
    space->digits_at = calloc(count, sizeof *space->digits_at);
    if (space->object_paths == NULL || space->digits_at == NULL)
        return -ENOMEM;
    const char *path = paths;
    int32_t status = 0;
    for (uint32_t i = 0; i < count && status == 0; i++) {
        status = name_object(space, i, path);
        path += strlen(path) + 1;
    }
    return status;
}

int32_t sv_space_open_store(const struct sv_space_spec *spec,
                            struct sv_store *store, uint32_t object_bytes,
                            const char *paths, const uint64_t *object_ids,
                            const char *oracle_path, struct sv_space **out)
{
    *out = NULL;
    int32_t status = check(spec, object_bytes);
    if (status != 0)
        return status;
    struct sv_space *space = svi_space_allocate(spec, object_ids);
    if (space == NULL)
        return -ENOMEM;
    space->store = store;
    space->object_bytes = object_bytes;
    status = name_objects(space, paths);
    if (status == 0)
        status = svi_oracle_open(&space->oracle, spec, oracle_path,
                                 (spec->flags & SV_SPACE_RECOVER) != 0);
    if (status != 0) {
        svi_space_release(space, true);
        return status;
    }
    *out = space;
    return 0;
}
