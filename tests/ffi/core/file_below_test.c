/* file_below_test.c -- a file below a folder is read in one call, and no link
 * on the way is followed, whether the kernel holds to that or we do.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "refuse_syscall.h"
#include "scratch.h"
#include "stor_core.h"

#define LENGTH 1500001u /* more than one bounce buffer, and odd */

static uint8_t wanted[LENGTH];
static uint8_t found[LENGTH + 1];
static uint64_t size;
static uint32_t direct; /* the flag this round is for */

static int64_t read_as(const char *name, uint32_t flags, uint64_t length,
                       uint64_t offset)
{
    size = 77;
    return sv_file_read_below(scratch_folder, name, flags | direct, found,
                              length, offset, &size);
}

static int64_t read_of(const char *name)
{
    return read_as(name, 0, sizeof found, 0);
}

static void write_file(const char *name, size_t length)
{
    int fd = open(scratch_path(name), O_CREAT | O_WRONLY | O_EXCL, 0600);

    EXPECT(fd >= 0);
    EXPECT_EQ(write(fd, wanted, length), length);
    EXPECT_EQ(close(fd), 0);
}

static void make_tree(void)
{
    for (size_t i = 0; i < LENGTH; i++)
        wanted[i] = (uint8_t)(i * 2654435761u >> 24);
    write_file("big", LENGTH);
    write_file("empty", 0);
    EXPECT_EQ(mkdir(scratch_path("in"), 0700), 0);
    EXPECT_EQ(mkdir(scratch_path("in/deep"), 0700), 0);
    write_file("in/deep/small", 100);
    EXPECT_EQ(symlink("big", scratch_path("link")), 0);
    EXPECT_EQ(symlink("nowhere", scratch_path("dangling")), 0);
    EXPECT_EQ(symlink("deep", scratch_path("in/side")), 0);
    EXPECT_EQ(mkfifo(scratch_path("fifo"), 0600), 0);
}

static void remove_tree(void)
{
    EXPECT_EQ(unlink(scratch_path("in/deep/small")), 0);
    EXPECT_EQ(unlink(scratch_path("in/side")), 0);
    EXPECT_EQ(rmdir(scratch_path("in/deep")), 0);
    EXPECT_EQ(rmdir(scratch_path("in")), 0);
}

static void expect_read(uint64_t offset, uint64_t length)
{
    uint64_t left = offset < LENGTH ? LENGTH - offset : 0;
    uint64_t count = length < left ? length : left;

    memset(found, 0xAA, sizeof found);
    EXPECT_EQ(read_as("big", 0, length, offset), count);
    EXPECT_EQ(size, LENGTH);
    EXPECT_EQ(memcmp(found, wanted + (count > 0 ? offset : 0), count), 0);
    EXPECT(count == sizeof found || found[count] == 0xAA);
}

static void reads_any_range(void)
{
    static const uint32_t offsets[] = {0,    1,       511,        512,
                                       4097, 1048577, LENGTH - 1, LENGTH};
    static const uint32_t lengths[] = {0, 1, 513, 1048576, LENGTH, LENGTH + 1};

    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++)
        for (size_t j = 0; j < sizeof lengths / sizeof lengths[0]; j++)
            expect_read(offsets[i], lengths[j]);
    expect_read((uint64_t)LENGTH + 1000000, 10);
    EXPECT_EQ(read_of("in/deep/small"), 100);
    EXPECT_EQ(size, 100);
    EXPECT_EQ(memcmp(found, wanted, 100), 0);
    EXPECT_EQ(read_of("empty"), 0);
    EXPECT_EQ(size, 0);
}

static void reads_only_what_fits(void)
{
    memset(found, 0xAA, sizeof found);
    EXPECT_EQ(read_as("big", SV_FILE_FITTING, LENGTH - 1, 0), 0);
    EXPECT_EQ(size, LENGTH);
    EXPECT_EQ(found[0], 0xAA);
    EXPECT_EQ(read_as("big", SV_FILE_FITTING, LENGTH - 2, 1), 0);
    EXPECT_EQ(read_as("big", SV_FILE_FITTING, LENGTH - 1, 1), LENGTH - 1);
    EXPECT_EQ(read_as("big", SV_FILE_FITTING, LENGTH, 0), LENGTH);
    EXPECT_EQ(read_as("big", SV_FILE_FITTING, 1, LENGTH), 0);
    EXPECT_EQ(read_as("big", SV_FILE_FITTING, 1, LENGTH + 5), 0);
}

static void follows_no_link(void)
{
    EXPECT_EQ(read_of("link"), -ELOOP);
    EXPECT_EQ(size, 0);
    EXPECT_EQ(read_of("dangling"), -ELOOP);
    EXPECT_EQ(read_of("link/x"), -ELOOP);
    EXPECT_EQ(read_of("in/side"), -ELOOP);
    EXPECT_EQ(read_of("in/side/small"), -ELOOP);
    /* Above the root they are the user's own business. */
    EXPECT_EQ(sv_file_read_below(scratch_path("in/side"), "small", direct,
                                 found, 100, 0, &size),
              100);
}

static void refuses_what_is_no_file(void)
{
    EXPECT_EQ(read_of("none"), -ENOENT);
    EXPECT_EQ(read_of("none/small"), -ENOENT);
    EXPECT_EQ(read_of("big/small"), -ENOTDIR);
    EXPECT_EQ(read_of("in/deep"), -EISDIR);
    EXPECT_EQ(read_of("fifo"), -EINVAL); /* and no hang */
    EXPECT_EQ(sv_file_read_below(scratch_path("none"), "x", direct, found, 1,
                                 0, &size),
              -ENOENT);
    EXPECT_EQ(sv_file_read_below(scratch_path("big"), "x", direct, found, 1, 0,
                                 &size),
              -ENOTDIR);
}

static void refuses_what_leads_elsewhere(void)
{
    static const char *const names[] = {
        "",        ".",       "..",       "/big",    "big/",
        "in//deep", "in/../big", "./big", "../x", "in/deep/.."};
    char longest[NAME_MAX + 2];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        EXPECT_EQ(read_of(names[i]), SV_LAYOUT);
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    EXPECT_EQ(read_of(longest), -ENAMETOOLONG);
    longest[NAME_MAX] = 0;
    EXPECT_EQ(read_of(longest), -ENOENT);
    EXPECT_EQ(read_of("..."), -ENOENT);
    EXPECT_EQ(read_of(".x"), -ENOENT);
}

static void refuses_nonsense(void)
{
    const char *root = scratch_folder;

    EXPECT_EQ(sv_file_read_below(NULL, "big", 0, found, 1, 0, &size),
              SV_LAYOUT);
    EXPECT_EQ(sv_file_read_below(root, NULL, 0, found, 1, 0, &size), SV_LAYOUT);
    EXPECT_EQ(sv_file_read_below(root, "big", 0, found, 1, 0, NULL), SV_LAYOUT);
    EXPECT_EQ(sv_file_read_below(root, "big", 0, NULL, 1, 0, &size), SV_LAYOUT);
    EXPECT_EQ(read_as("big", SV_FILE_CREATE, 1, 0), SV_LAYOUT);
    EXPECT_EQ(read_as("big", 8u, 1, 0), SV_LAYOUT);
    EXPECT_EQ(read_as("big", 0, 1, UINT64_MAX), SV_LAYOUT);
    EXPECT_EQ(read_as("big", 0, UINT64_MAX, 0), SV_LAYOUT);
}

static void fails_where_it_is_told_to(void)
{
    EXPECT_EQ(sv_fault_arm("fs.open.fail:arg=24:count=1"), 0);
    EXPECT_EQ(read_of("none"), -ENOENT); /* it could not be opened anyway */
    EXPECT_EQ(read_of("big"), -EMFILE);
    EXPECT_EQ(read_of("big"), LENGTH);
    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm("fs.read.fail:after=1:count=1"), 0);
    EXPECT_EQ(read_of("big"), LENGTH);
    EXPECT_EQ(read_of("big"), -EIO);
    EXPECT_EQ(read_of("big"), LENGTH);
    sv_fault_clear();
}

static int count_handles(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");

    EXPECT(folder != NULL);
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

static void all(void)
{
    int before = count_handles();

    reads_any_range();
    reads_only_what_fits();
    follows_no_link();
    refuses_what_is_no_file();
    refuses_what_leads_elsewhere();
    refuses_nonsense();
    fails_where_it_is_told_to();
    EXPECT_EQ(count_handles(), before);
}

static void all_without(int error)
{
    struct refusal refusal = {SYS_openat2, error, 0, 0};

    refuse_syscall(&refusal);
    EXPECT_EQ(syscall(SYS_openat2, -1, "", NULL, 0), -1);
    EXPECT_EQ(errno, error);
    all();
}

static void all_on_an_old_kernel(void)
{
    all_without(ENOSYS);
}

static void all_in_a_sandbox(void)
{
    all_without(EPERM);
}

static void everywhere(void)
{
    all();
    run_in_child(all_on_an_old_kernel);
    run_in_child(all_in_a_sandbox);
}

int main(void)
{
    struct sv_alignment alignment;

    make_scratch();
    make_tree();
    everywhere();
    EXPECT_EQ(sv_probe_alignment(scratch_folder, &alignment), 0);
    if (alignment.source == SV_ALIGN_NONE) {
        remove_tree();
        SKIP("no O_DIRECT in the scratch folder: set TMPDIR to a disk");
    }
    direct = SV_FILE_DIRECT;
    everywhere();
    remove_tree();
    return 0;
}
