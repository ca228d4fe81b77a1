/* file_object_test.c -- what was appended comes back in any range, buffered and
 * with O_DIRECT, and a writer never takes the place of another file.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "refuse_syscall.h"
#include "scratch.h"
#include "stor_core.h"

#define LENGTH 3300007u /* three bounce buffers and an odd rest */

static uint8_t wanted[LENGTH];
static uint8_t found[LENGTH + 1];

static void fill_wanted(void)
{
    uint64_t word = 1;

    for (size_t i = 0; i < LENGTH; i++) {
        word = word * 6364136223846793005u + 1442695040888963407u;
        wanted[i] = (uint8_t)(word >> 56);
    }
}

static struct sv_file *open_as(const char *name, uint32_t flags)
{
    struct sv_file *file = NULL;

    EXPECT_EQ(sv_file_open(scratch_path(name), flags, &file), 0);
    EXPECT(file != NULL);
    return file;
}

static uint64_t size_on_disk(const char *name)
{
    struct stat facts;

    EXPECT_EQ(stat(scratch_path(name), &facts), 0);
    return (uint64_t)facts.st_size;
}

static void expect_range(struct sv_file *file, uint64_t offset, uint64_t length)
{
    uint64_t left = offset < LENGTH ? LENGTH - offset : 0;
    uint64_t count = length < left ? length : left;

    memset(found, 0xAA, sizeof found);
    EXPECT_EQ(sv_file_read(file, found, length, offset), count);
    EXPECT_EQ(memcmp(found, wanted + (count > 0 ? offset : 0), count), 0);
    EXPECT_EQ(found[count], 0xAA); /* nothing beyond what was promised */
}

/* Parts that fit no block, with syncs between them: a sync pads and cuts, and
 * what follows must go on where the bytes ended. */
static void append_in_parts(struct sv_file *file, const char *name)
{
    static const uint32_t parts[] = {1, 511, 4096, 1048576,
                                     0, 100, 1500000, 77};
    uint64_t at = 0;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        EXPECT_EQ(sv_file_append(file, wanted + at, parts[i]), 0);
        at += parts[i];
        EXPECT_EQ(sv_file_size(file), at);
        EXPECT_EQ(sv_file_sync(file), 0);
        EXPECT_EQ(size_on_disk(name), at);
    }
    EXPECT_EQ(sv_file_append(file, wanted + at, LENGTH - at), 0);
    EXPECT_EQ(sv_file_sync(file), 0);
    EXPECT_EQ(sv_file_sync(file), 0);
    EXPECT_EQ(size_on_disk(name), LENGTH);
}

static void gives_back_what_it_took(const char *name, uint32_t direct)
{
    static const uint32_t offsets[] = {
        0, 1, 511, 512, 4095, 4096, 1048575, 1048577, LENGTH - 1, LENGTH};
    static const uint32_t lengths[] = {0, 1, 512, 4097, 1048576, LENGTH};
    struct sv_file *file = open_as(name, SV_FILE_CREATE | direct);

    append_in_parts(file, name);
    sv_file_close(file);
    file = open_as(name, SV_FILE_READ | direct);
    EXPECT_EQ(sv_file_size(file), LENGTH);
    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++)
        for (size_t j = 0; j < sizeof lengths / sizeof lengths[0]; j++)
            expect_range(file, offsets[i], lengths[j]);
    expect_range(file, (uint64_t)LENGTH + 1000000, 10);
    expect_range(file, INT64_MAX / 2 + 1, 10);
    EXPECT_EQ(sv_file_read(file, found, 10, INT64_MAX - 10), SV_LAYOUT);
    EXPECT_EQ(sv_file_read(file, found, INT64_MAX, 10), SV_LAYOUT);
    EXPECT_EQ(sv_file_read(file, found, 1, UINT64_MAX), SV_LAYOUT);
    EXPECT_EQ(sv_file_read(file, NULL, 1, 0), SV_LAYOUT);
    EXPECT_EQ(sv_file_append(file, wanted, 1), SV_STATE);
    sv_file_close(file);
}

/* One face reads what the other wrote. */
static void reads_across(const char *name, uint32_t flags)
{
    struct sv_file *file = open_as(name, flags);

    expect_range(file, 12345, 2000000);
    sv_file_close(file);
}

static void keeps_small_files(const char *name, uint32_t direct)
{
    struct sv_file *file = open_as(name, SV_FILE_CREATE | direct);

    EXPECT_EQ(sv_file_read(file, found, 1, 0), SV_STATE);
    EXPECT_EQ(sv_file_sync(file), 0);
    EXPECT_EQ(size_on_disk(name), 0);
    EXPECT_EQ(sv_file_append(file, NULL, 1), SV_LAYOUT);
    EXPECT_EQ(sv_file_append(file, wanted, UINT64_MAX), SV_LAYOUT);
    EXPECT_EQ(sv_file_append(file, wanted, 5), 0); /* a mistake is no poison */
    EXPECT_EQ(sv_file_sync(file), 0);
    EXPECT_EQ(sv_file_append(file, wanted, 100), 0);
    sv_file_close(file); /* given up */
    EXPECT(size_on_disk(name) == (direct ? 5u : 105u));

    file = open_as(name, SV_FILE_READ | direct);
    EXPECT_EQ(sv_file_read(file, found, 5, 0), 5);
    EXPECT_EQ(memcmp(found, wanted, 5), 0);
    sv_file_close(file);
}

static void refuses_the_wrong_place(void)
{
    struct sv_file *file = (struct sv_file *)wanted;

    EXPECT_EQ(symlink("plain", scratch_path("link")), 0);
    EXPECT_EQ(symlink("nowhere", scratch_path("dangling")), 0);
    EXPECT_EQ(mkfifo(scratch_path("fifo"), 0600), 0);
    EXPECT_EQ(sv_file_open(scratch_path("plain"), SV_FILE_CREATE, &file),
              -EEXIST);
    EXPECT(file == NULL);
    EXPECT_EQ(sv_file_open(scratch_path("link"), SV_FILE_CREATE, &file),
              -EEXIST);
    EXPECT_EQ(sv_file_open(scratch_path("dangling"), SV_FILE_CREATE, &file),
              -EEXIST);
    EXPECT(access(scratch_path("nowhere"), F_OK) != 0);
    EXPECT_EQ(sv_file_open(scratch_path("none"), SV_FILE_READ, &file), -ENOENT);
    EXPECT_EQ(sv_file_open(scratch_folder, SV_FILE_READ, &file), -EISDIR);
    EXPECT_EQ(sv_file_open(scratch_path("fifo"), SV_FILE_READ, &file), -EINVAL);
    EXPECT_EQ(sv_file_open(scratch_path("x"), 4, &file), SV_LAYOUT);
    EXPECT_EQ(sv_file_open(NULL, 0, &file), SV_LAYOUT);
    EXPECT_EQ(sv_file_open(scratch_path("plain"), 0, NULL), SV_LAYOUT);
    EXPECT(size_on_disk("plain") == LENGTH);
}

static void takes_null_for_closed(void)
{
    sv_file_close(NULL);
    EXPECT_EQ(sv_file_size(NULL), SV_STATE);
    EXPECT_EQ(sv_file_read(NULL, found, 1, 0), SV_STATE);
    EXPECT_EQ(sv_file_append(NULL, wanted, 1), SV_STATE);
    EXPECT_EQ(sv_file_sync(NULL), SV_STATE);
}

/* As on a file system that knows no O_DIRECT. */
static void leaves_nothing_when_direct_fails(void)
{
    struct sv_file *file = NULL;
    struct refusal refusal = {SYS_fcntl, EINVAL, 1, F_SETFL};
    uint32_t flags = SV_FILE_CREATE | SV_FILE_DIRECT;

    refuse_syscall(&refusal);
    EXPECT_EQ(sv_file_open(scratch_path("gone"), flags, &file), -EINVAL);
    EXPECT(access(scratch_path("gone"), F_OK) != 0);
    EXPECT_EQ(sv_file_open(scratch_path("plain"), SV_FILE_DIRECT, &file),
              -EINVAL);
    EXPECT(size_on_disk("plain") == LENGTH);
}

int main(void)
{
    struct sv_alignment alignment;

    make_scratch();
    fill_wanted();
    gives_back_what_it_took("plain", 0);
    keeps_small_files("small", 0);
    refuses_the_wrong_place();
    takes_null_for_closed();
    run_in_child(leaves_nothing_when_direct_fails);
    EXPECT_EQ(sv_probe_alignment(scratch_folder, &alignment), 0);
    if (alignment.source == SV_ALIGN_NONE)
        SKIP("no O_DIRECT in the scratch folder: set TMPDIR to a disk");
    gives_back_what_it_took("direct", SV_FILE_DIRECT);
    keeps_small_files("direct-small", SV_FILE_DIRECT);
    reads_across("plain", SV_FILE_DIRECT);
    reads_across("direct", SV_FILE_READ);
    return 0;
}
