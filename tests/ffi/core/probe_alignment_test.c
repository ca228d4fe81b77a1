/* probe_alignment_test.c -- an alignment that is told holds when it is tried,
 * whichever way it was learnt, and asking leaves nothing behind.
 */
#include <fcntl.h>
#include <stdbool.h>

#include "refuse_syscall.h"
#include "scratch.h"
#include "stor_core.h"

#define FILE_BYTES (256u * 1024u)

static struct sv_alignment ask(const char *path)
{
    struct sv_alignment alignment;

    EXPECT_EQ(sv_probe_alignment(path, &alignment), 0);
    return alignment;
}

static void write_file(const char *name, size_t length)
{
    static uint8_t zeros[FILE_BYTES];
    int fd = open(scratch_path(name), O_CREAT | O_WRONLY | O_EXCL, 0600);

    EXPECT(fd >= 0);
    EXPECT_EQ(write(fd, zeros, length), length);
    EXPECT_EQ(fsync(fd), 0);
    EXPECT_EQ(close(fd), 0);
}

static void expect_powers(const struct sv_alignment *alignment)
{
    EXPECT(alignment->offset_bytes >= 512 && alignment->offset_bytes <= 65536);
    EXPECT_EQ(alignment->offset_bytes & (alignment->offset_bytes - 1), 0);
    EXPECT(alignment->memory_bytes >= 1 && alignment->memory_bytes <= 65536);
    EXPECT_EQ(alignment->memory_bytes & (alignment->memory_bytes - 1), 0);
}

/* Reads with exactly the alignment that was promised, at its worst. */
static void expect_it_holds(const char *name,
                            const struct sv_alignment *alignment)
{
    void *buffer = NULL;
    int fd = open(scratch_path(name), O_RDONLY | O_DIRECT);

    EXPECT(fd >= 0);
    expect_powers(alignment);
    EXPECT_EQ(posix_memalign(&buffer, 65536, 131072), 0);
    for (uint32_t i = 1; i < 4; i++) {
        uint32_t skip = alignment->memory_bytes % 65536;
        EXPECT_EQ(pread(fd, (uint8_t *)buffer + skip, alignment->offset_bytes,
                        (off_t)(i * alignment->offset_bytes)),
                  alignment->offset_bytes);
    }
    free(buffer);
    EXPECT_EQ(close(fd), 0);
}

static void tells_what_holds(void)
{
    struct sv_alignment folder = ask(scratch_folder);
    struct sv_alignment file = ask(scratch_path("file"));
    int fd = open(scratch_path("file"), O_RDONLY | O_DIRECT);

    EXPECT_EQ(fd >= 0, file.source != SV_ALIGN_NONE);
    EXPECT_EQ(fd >= 0, folder.source != SV_ALIGN_NONE);
    if (fd < 0)
        return;
    EXPECT_EQ(close(fd), 0);
    expect_it_holds("file", &file);
    expect_it_holds("file", &folder);
}

/* As before Linux 6.1. */
static void tries_when_statx_is_silent(void)
{
    struct refusal refusal = {SYS_statx, ENOSYS, 0, 0};

    refuse_syscall(&refusal);
    struct sv_alignment folder = ask(scratch_folder);
    if (folder.source == SV_ALIGN_NONE)
        return;
    struct sv_alignment file = ask(scratch_path("file"));
    EXPECT_EQ(folder.source, SV_ALIGN_PROBED);
    EXPECT_EQ(file.source, SV_ALIGN_PROBED);
    expect_it_holds("file", &folder);
    expect_it_holds("file", &file);
    /* Too short to be tried: a page, which is safe, not 512, which is not. */
    struct sv_alignment brief = ask(scratch_path("brief"));
    EXPECT_EQ(brief.source, SV_ALIGN_PROBED);
    EXPECT_EQ(brief.offset_bytes, 4096);
    EXPECT_EQ(brief.memory_bytes, 4096);
}

static void copes_without_unlinked_files(void)
{
    struct refusal refusal = {SYS_openat, EOPNOTSUPP, 2,
                              O_TMPFILE & ~O_DIRECTORY};
    struct sv_alignment before = ask(scratch_folder);

    refuse_syscall(&refusal);
    EXPECT(open(scratch_folder, O_TMPFILE | O_RDWR, 0600) < 0);
    struct sv_alignment after = ask(scratch_folder);
    EXPECT_EQ(memcmp(&before, &after, sizeof before), 0);
}

static void says_where_there_is_none(void)
{
    struct refusal refusal = {SYS_fcntl, EINVAL, 1, F_SETFL};

    refuse_syscall(&refusal);
    EXPECT_EQ(ask(scratch_folder).source, SV_ALIGN_NONE);
    EXPECT_EQ(ask(scratch_folder).offset_bytes, 0);
    EXPECT_EQ(ask(scratch_path("file")).source, SV_ALIGN_NONE);
}

static void passes_on_what_fails(void)
{
    struct refusal refusal = {SYS_pwrite64, ENOSPC, 0, 0};
    struct refusal silent = {SYS_statx, ENOSYS, 0, 0};
    struct sv_alignment alignment;

    bool has_direct = ask(scratch_folder).source != SV_ALIGN_NONE;
    refuse_syscall(&silent);
    refuse_syscall(&refusal);
    EXPECT_EQ(sv_probe_alignment(scratch_folder, &alignment),
              has_direct ? -ENOSPC : 0);
}

int main(void)
{
    struct sv_alignment alignment;

    make_scratch();
    write_file("file", FILE_BYTES);
    write_file("brief", 100);
    tells_what_holds();
    run_in_child(tries_when_statx_is_silent);
    run_in_child(copes_without_unlinked_files);
    run_in_child(says_where_there_is_none);
    run_in_child(passes_on_what_fails);
    EXPECT_EQ(count_scratch_files(), 2);

    EXPECT_EQ(ask("/dev/null").source, SV_ALIGN_NONE);
    EXPECT_EQ(sv_probe_alignment(scratch_path("no"), &alignment), -ENOENT);
    EXPECT_EQ(sv_probe_alignment(NULL, &alignment), SV_LAYOUT);
    EXPECT_EQ(sv_probe_alignment("/", NULL), SV_LAYOUT);
    alignment = ask(scratch_folder);
    if (alignment.source == SV_ALIGN_NONE)
        SKIP("no O_DIRECT in the scratch folder: set TMPDIR to a disk");
    return 0;
}
