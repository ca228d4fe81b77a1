/* svi_probe.h -- what the core asks about storage it has already opened.
 *
 * In goes a file descriptor, out come facts. sv_probe_*() in stor_core.h ask
 * the same by path.
 */
#ifndef SVI_PROBE_H
#define SVI_PROBE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "stor_core.h"

/* Turns O_DIRECT on for `fd`. Returns 0, or -EINVAL where the file system
 * knows no O_DIRECT. Used instead of open(O_CREAT | O_DIRECT), which leaves
 * the new file behind when it fails so. */
int32_t svi_probe_set_direct(int fd);

/* The O_DIRECT alignment of `fd`, a file or block device open for reading.
 * With may_write the file must be empty and ours: it may be written to, and is
 * cut to nothing again. Leaves O_DIRECT on unless source is SV_ALIGN_NONE.
 * Returns 0 or -errno. Blocks on the disk. */
int32_t svi_probe_alignment_fd(int fd, bool may_write,
                               struct sv_alignment *out);

/* A number of the request queue of a device, such as "rotational", also for a
 * partition, which has no queue of its own. False if sysfs does not say. */
bool svi_probe_queue(dev_t device, const char *attribute, uint64_t *out);

#endif
