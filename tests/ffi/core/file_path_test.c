/* file_path_test.c -- a rename never replaces, and sync reaches folders. */
#include <fcntl.h>
#include <sys/stat.h>

#include "scratch.h"
#include "stor_core.h"

static void write_text(const char *name, const char *text)
{
    int fd = open(scratch_path(name), O_CREAT | O_WRONLY | O_EXCL, 0600);

    EXPECT(fd >= 0);
    EXPECT_EQ(write(fd, text, strlen(text)), strlen(text));
    EXPECT_EQ(close(fd), 0);
}

static void expect_text(const char *name, const char *text)
{
    char found[64] = {0};
    int fd = open(scratch_path(name), O_RDONLY);

    EXPECT(fd >= 0);
    EXPECT_EQ(read(fd, found, sizeof found - 1), strlen(text));
    EXPECT_EQ(strcmp(found, text), 0);
    EXPECT_EQ(close(fd), 0);
}

static int32_t rename_new(const char *from, const char *to)
{
    return sv_path_rename_new(scratch_path(from), scratch_path(to));
}

int main(void)
{
    make_scratch();
    write_text("a", "first");
    write_text("b", "second");
    EXPECT_EQ(rename_new("a", "b"), -EEXIST);
    expect_text("a", "first");
    expect_text("b", "second");
    EXPECT_EQ(rename_new("a", "c"), 0);
    expect_text("c", "first");
    EXPECT_EQ(rename_new("a", "d"), -ENOENT);
    EXPECT_EQ(sv_path_rename_new(NULL, "x"), SV_LAYOUT);
    EXPECT_EQ(sv_path_rename_new("x", NULL), SV_LAYOUT);

    EXPECT_EQ(sv_path_sync(scratch_path("c")), 0);
    EXPECT_EQ(sv_path_sync(scratch_folder), 0);
    EXPECT_EQ(sv_path_sync(scratch_path("a")), -ENOENT);
    EXPECT_EQ(sv_path_sync(NULL), SV_LAYOUT);
    EXPECT_EQ(mkfifo(scratch_path("fifo"), 0600), 0);
    EXPECT_EQ(sv_path_sync(scratch_path("fifo")), -EINVAL); /* and no hang */
    return 0;
}
