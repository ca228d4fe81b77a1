/* probe_path_test.c -- a path is told for what it is, and never made. */
#include <fcntl.h>
#include <sys/stat.h>

#include "scratch.h"
#include "stor_core.h"

enum { NONE = 0, A_FILE = 1, FOLDER = 2, OTHER = 4 };

static struct sv_path_facts ask(const char *path)
{
    struct sv_path_facts facts;

    memset(&facts, 0xAA, sizeof facts);
    EXPECT_EQ(sv_probe_path(path, &facts), 0);
    return facts;
}

static void tells_kinds(void)
{
    struct stat stat_facts;

    EXPECT_EQ(stat(scratch_path("file"), &stat_facts), 0);
    EXPECT_EQ(ask(scratch_path("file")).kind, A_FILE);
    EXPECT_EQ(ask(scratch_path("file")).size_bytes, 12345);
    EXPECT_EQ(ask(scratch_path("file")).device_number, stat_facts.st_dev);
    EXPECT_EQ(ask(scratch_path("file")).claimed, 0);
    EXPECT(ask(scratch_path("file")).rotational <= 2);
    EXPECT_EQ(ask(scratch_path("link")).kind, A_FILE);
    EXPECT_EQ(ask(scratch_path("link")).size_bytes, 12345);
    EXPECT_EQ(ask(scratch_folder).kind, FOLDER);
    EXPECT_EQ(ask("/dev/null").kind, OTHER);
    EXPECT_EQ(ask(scratch_path("fifo")).kind, OTHER);
}

static void tells_absence(void)
{
    struct sv_path_facts facts;

    EXPECT_EQ(ask(scratch_path("none")).kind, NONE);
    EXPECT_EQ(ask(scratch_path("none")).rotational, 2);
    EXPECT_EQ(ask(scratch_path("dangling")).kind, NONE);
    EXPECT(access(scratch_path("none"), F_OK) != 0);
    EXPECT_EQ(sv_probe_path(scratch_path("file/below"), &facts), -ENOTDIR);
    EXPECT_EQ(sv_probe_path(NULL, &facts), SV_LAYOUT);
    EXPECT_EQ(sv_probe_path("/", NULL), SV_LAYOUT);
}

/* As anyone but root, who may write everywhere. */
static void tells_what_may_be_written(void)
{
    if (geteuid() == 0)
        EXPECT_EQ(seteuid(65534), 0);
    EXPECT_EQ(ask(scratch_path("open")).read_only, 0);
    EXPECT_EQ(ask(scratch_path("locked")).read_only, 1);
}

static void create(const char *name, mode_t mode)
{
    int fd = open(scratch_path(name), O_CREAT | O_WRONLY | O_EXCL, 0600);

    EXPECT(fd >= 0);
    EXPECT_EQ(ftruncate(fd, 12345), 0);
    EXPECT_EQ(fchmod(fd, mode), 0);
    EXPECT_EQ(close(fd), 0);
}

int main(void)
{
    make_scratch();
    EXPECT_EQ(chmod(scratch_folder, 0755), 0);
    create("file", 0600);
    create("open", 0666);
    create("locked", 0444);
    EXPECT_EQ(symlink("file", scratch_path("link")), 0);
    EXPECT_EQ(symlink("none", scratch_path("dangling")), 0);
    EXPECT_EQ(mkfifo(scratch_path("fifo"), 0600), 0);
    tells_kinds();
    tells_absence();
    run_in_child(tells_what_may_be_written);
    EXPECT_EQ(count_scratch_files(), 6);
    return 0;
}
