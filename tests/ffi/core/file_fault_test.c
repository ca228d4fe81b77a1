/* file_fault_test.c -- a failed append or sync is told, and never forgotten. */
#include <signal.h>
#include <sys/resource.h>

#include "scratch.h"
#include "stor_core.h"

static uint32_t direct; /* the flag this round is for */
static uint8_t bytes[3000000];

static struct sv_file *create(const char *name)
{
    struct sv_file *file = NULL;

    (void)unlink(scratch_path(name));
    uint32_t flags = SV_FILE_CREATE | direct;
    EXPECT_EQ(sv_file_open(scratch_path(name), flags, &file), 0);
    return file;
}

static void fails_the_write_asked_for(void)
{
    struct sv_file *file = create("write");

    EXPECT_EQ(sv_fault_arm("fs.write.fail:after=2:count=1:arg=28"), 0);
    EXPECT_EQ(sv_file_append(file, bytes, 10), 0);
    EXPECT_EQ(sv_file_append(file, bytes, 10), 0);
    EXPECT_EQ(sv_file_append(file, bytes, 10), -ENOSPC);
    /* The point fires no more, yet nobody knows what landed. */
    EXPECT_EQ(sv_file_append(file, bytes, 10), -ENOSPC);
    EXPECT_EQ(sv_file_sync(file), -ENOSPC);
    sv_file_close(file);
    sv_fault_clear();

    file = create("next"); /* the poison is the handle's alone */
    EXPECT_EQ(sv_file_append(file, bytes, 10), 0);
    EXPECT_EQ(sv_file_sync(file), 0);
    sv_file_close(file);
}

static void poisons_a_failed_sync(void)
{
    struct sv_file *file = create("sync");

    EXPECT_EQ(sv_fault_arm("fs.sync.fail:after=1:count=1"), 0);
    EXPECT_EQ(sv_file_append(file, bytes, 10), 0);
    EXPECT_EQ(sv_file_sync(file), 0);
    EXPECT_EQ(sv_file_append(file, bytes, 10), 0);
    EXPECT_EQ(sv_file_sync(file), -EIO);
    sv_fault_clear();
    EXPECT_EQ(sv_file_sync(file), -EIO);
    EXPECT_EQ(sv_file_sync(file), -EIO);
    EXPECT_EQ(sv_file_append(file, bytes, 10), -EIO);
    sv_file_close(file);
}

/* 0 would be success and 1000 no errno: both become EIO. */
static void never_succeeds_by_arg(void)
{
    static const char *const plans[] = {"fs.sync.fail:arg=0",
                                        "fs.sync.fail:arg=1000"};

    for (size_t i = 0; i < 2; i++) {
        struct sv_file *file = create("arg");
        EXPECT_EQ(sv_fault_arm(plans[i]), 0);
        EXPECT_EQ(sv_file_sync(file), -EIO);
        sv_file_close(file);
        sv_fault_clear();
    }
}

/* A real failure: the kernel cuts the write at the limit, then refuses. */
static void tells_what_the_kernel_said(void)
{
    struct rlimit limit = {1536 * 1024 + 512, RLIM_INFINITY};

    signal(SIGXFSZ, SIG_IGN);
    struct sv_file *file = create("limit");
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    EXPECT_EQ(sv_file_append(file, bytes, 1000), 0);
    int32_t status = sv_file_append(file, bytes, sizeof bytes);
    EXPECT_EQ(status, -EFBIG);
    EXPECT_EQ(sv_file_sync(file), -EFBIG);
    sv_file_close(file);
}

/* With O_DIRECT the last bytes are written by sync, so sync must tell. */
static void tells_of_held_bytes_at_sync(void)
{
    struct rlimit limit = {1024 * 1024, RLIM_INFINITY};

    signal(SIGXFSZ, SIG_IGN);
    struct sv_file *file = create("held");
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    EXPECT_EQ(sv_file_append(file, bytes, 1024 * 1024 + 1), 0);
    EXPECT_EQ(sv_file_sync(file), -EFBIG);
    EXPECT_EQ(sv_file_sync(file), -EFBIG);
    sv_file_close(file);
}

static void all(void)
{
    fails_the_write_asked_for();
    poisons_a_failed_sync();
    never_succeeds_by_arg();
    run_in_child(tells_what_the_kernel_said);
}

int main(void)
{
    struct sv_alignment alignment;

    make_scratch();
    all();
    EXPECT_EQ(sv_probe_alignment(scratch_folder, &alignment), 0);
    if (alignment.source == SV_ALIGN_NONE)
        SKIP("no O_DIRECT in the scratch folder: set TMPDIR to a disk");
    direct = SV_FILE_DIRECT;
    all();
    run_in_child(tells_of_held_bytes_at_sync);
    return 0;
}
