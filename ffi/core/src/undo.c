/* undo.c -- the power cut behind the fault point sync.lie.
 *
 * A sync that lies changes nothing that a later read can see, as long as the
 * power stays on. So while the point is armed each write keeps what it
 * overwrites; a true sync forgets it, and closing a space in which a sync lied
 * puts it back, newest first, as a device that never wrote its cache would.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "svi_space.h"

#define PAGE_BYTES 4096u

/* A descriptor without O_DIRECT would be simpler, but the page cache must not
 * come between: the same descriptor, an aligned copy, and one transfer. */
static int32_t transfer(int fd, uint8_t *content, uint32_t bytes,
                        uint64_t offset, bool is_write)
{
    void *aligned = NULL;
    if (posix_memalign(&aligned, PAGE_BYTES, bytes) != 0)
        return -ENOMEM;
    int32_t status = 0;
    ssize_t moved;
    if (is_write) {
        for (uint32_t i = 0; i < bytes; i++)
            ((uint8_t *)aligned)[i] = content[i];
        moved = pwrite(fd, aligned, bytes, (off_t)offset);
    } else {
        moved = pread(fd, aligned, bytes, (off_t)offset);
        for (uint32_t i = 0; i < bytes; i++)
            content[i] = ((uint8_t *)aligned)[i];
    }
    if (moved < 0)
        status = -errno;
    else if ((uint32_t)moved != bytes)
        status = SV_SHORT;
    free(aligned);
    return status;
}

int32_t svi_undo_keep(struct sv_space *space, uint32_t file, uint64_t offset,
                      uint32_t bytes)
{
    struct svi_undo *entry = malloc(sizeof *entry + bytes);
    if (entry == NULL)
        return -ENOMEM;
    entry->offset = offset;
    entry->file = file;
    entry->bytes = bytes;
    int32_t status =
        transfer(space->fds[file], entry->content, bytes, offset, false);
    if (status != 0) {
        free(entry);
        return status;
    }
    (void)pthread_mutex_lock(&space->undo_lock);
    entry->sequence = atomic_fetch_add(&space->undo_sequence, 1) + 1;
    entry->older = space->undo;
    space->undo = entry;
    (void)pthread_mutex_unlock(&space->undo_lock);
    return 0;
}

void svi_undo_forget(struct sv_space *space, uint32_t file, uint64_t sequence)
{
    (void)pthread_mutex_lock(&space->undo_lock);
    struct svi_undo **place = &space->undo;
    while (*place != NULL) {
        struct svi_undo *entry = *place;
        if (entry->file != file || entry->sequence > sequence) {
            place = &entry->older;
            continue;
        }
        *place = entry->older;
        free(entry);
    }
    (void)pthread_mutex_unlock(&space->undo_lock);
}

void svi_undo_forget_all(struct sv_space *space)
{
    for (uint32_t i = 0; i < space->spec.file_count; i++)
        svi_undo_forget(space, i, UINT64_MAX);
}

int32_t svi_undo_apply(struct sv_space *space)
{
    int32_t status = 0;
    if (atomic_load(&space->has_lied)) {
        for (struct svi_undo *entry = space->undo; entry != NULL;
             entry = entry->older) {
            int32_t one = transfer(space->fds[entry->file], entry->content,
                                   entry->bytes, entry->offset, true);
            if (status == 0)
                status = one;
        }
    }
    svi_undo_forget_all(space);
    return status;
}
