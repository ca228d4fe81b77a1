/* file_path_test.c -- a rename never replaces, sync reaches folders, and names
 * that are no UTF-8 are counted. */
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

static void expect_foreign_names(void)
{
    /* The last byte of one, a surrogate, longer forms of shorter ones, and
     * what begins and does not end. */
    static const char *const foreign[] = {
        "\x80",     "\xC3",         "\xC0\xAF",         "\xE0\x9F\xBF",
        "a\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5",
        "\xE2\x82",
    };
    static const char *const known[] = {
        "plain",         "\xC3\xBC", "\xE2\x82\xAC", "\xED\x9F\xBF",
        "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF",
    };
    uint64_t count = 99;

    EXPECT_EQ(sv_path_foreign_names(scratch_folder, &count), 0);
    EXPECT_EQ(count, 0);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        write_text(known[i], "");
    EXPECT_EQ(sv_path_foreign_names(scratch_folder, &count), 0);
    EXPECT_EQ(count, 0);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        write_text(foreign[i], "");
        EXPECT_EQ(sv_path_foreign_names(scratch_folder, &count), 0);
        EXPECT_EQ(count, i + 1);
    }
    EXPECT_EQ(sv_path_foreign_names(scratch_path("none"), &count), -ENOENT);
    EXPECT_EQ(sv_path_foreign_names(scratch_path("plain"), &count), -ENOTDIR);
    EXPECT_EQ(sv_path_foreign_names(NULL, &count), SV_LAYOUT);
    EXPECT_EQ(sv_path_foreign_names(scratch_folder, NULL), SV_LAYOUT);
}

static void expect_lock(void)
{
    EXPECT_EQ(sv_path_lock(scratch_path("lock")), -ENOENT);
    write_text("lock", "");
    const int32_t lock = sv_path_lock(scratch_path("lock"));
    EXPECT(lock >= 0);
    EXPECT_EQ(sv_path_lock(scratch_path("lock")), -EWOULDBLOCK);
    sv_path_unlock(lock);
    const int32_t again = sv_path_lock(scratch_path("lock"));
    EXPECT(again >= 0);
    sv_path_unlock(again);
    sv_path_unlock(-1);
    EXPECT_EQ(sv_path_lock(NULL), SV_LAYOUT);
}

int main(void)
{
    make_scratch();
    expect_foreign_names();
    expect_lock();
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
