/* scratch.h -- a folder of its own for a C test, and runs in a child.
 *
 * make_scratch() gives a fresh folder on a disk, gone at exit whatever the
 * outcome. run_in_child() keeps a limit or a system call filter away from the
 * rest of the test.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"

static char scratch_folder[PATH_MAX];
static pid_t scratch_owner;

/* Path of `name` in the scratch folder. Of the last 8 calls. */
static inline const char *scratch_path(const char *name)
{
    static char paths[8][PATH_MAX + 64];
    static unsigned int next;
    char *path = paths[next++ % 8];

    snprintf(path, sizeof paths[0], "%s/%.60s", scratch_folder, name);
    return path;
}

static inline int count_scratch_files(void)
{
    int count = 0;
    DIR *folder = opendir(scratch_folder);

    EXPECT(folder != NULL);
    for (struct dirent *at = readdir(folder); at; at = readdir(folder))
        count += at->d_name[0] != '.' || strlen(at->d_name) > 2 ? 1 : 0;
    closedir(folder);
    return count;
}

static inline void remove_scratch(void)
{
    if (getpid() != scratch_owner)
        return;
    DIR *folder = opendir(scratch_folder);
    if (folder == NULL)
        return;
    for (struct dirent *at = readdir(folder); at; at = readdir(folder))
        (void)unlinkat(dirfd(folder), at->d_name, 0);
    closedir(folder);
    (void)rmdir(scratch_folder);
}

static inline void make_scratch(void)
{
    const char *parent = getenv("TMPDIR");

    snprintf(scratch_folder, sizeof scratch_folder, "%s/sv-core-XXXXXX",
             parent != NULL ? parent : "/tmp");
    EXPECT(mkdtemp(scratch_folder) != NULL);
    scratch_owner = getpid();
    atexit(remove_scratch);
}

/* Runs `body` in a child and fails with it. */
static inline void run_in_child(void (*body)(void))
{
    int result = 0;

    fflush(NULL);
    pid_t child = fork();
    EXPECT(child >= 0);
    if (child == 0) {
        body();
        fflush(NULL);
        _exit(0);
    }
    EXPECT_EQ(waitpid(child, &result, 0), child);
    EXPECT_EQ(result, 0);
}

#endif
