/* svi_file.h -- files as objects, as the core's own sources share them. */
#ifndef SVI_FILE_H
#define SVI_FILE_H

#include <fcntl.h>

#include "stor_core.h"

/* How a file is opened to be read. O_NONBLOCK: a FIFO in its place must not
 * hold us. */
#define SVI_FILE_READ_HOW (O_RDONLY | O_NONBLOCK)

/* Makes `fd` a file as sv_file_open() does with `flags`. It is the file's from
 * now on, and closed when this fails. */
int32_t svi_file_adopt(int fd, uint32_t flags, struct sv_file **out);

#endif
