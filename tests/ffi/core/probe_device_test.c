/* probe_device_test.c -- size, claim, lock and sector of a block device, on a
 * loop device of our own over a scratch file.
 */
#include <fcntl.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "refuse_syscall.h"
#include "scratch.h"
#include "stor_core.h"

#define DEVICE_BYTES (8u * 1024u * 1024u)
enum { DEVICE = 3 };

static char device[64];

/* Makes `device` a loop device that ends with the returned descriptor, or
 * skips the test. Another process may be quicker: hence the rounds. */
static int attach(int backing, uint32_t flags)
{
    struct loop_info64 info = {.lo_flags = flags | LO_FLAGS_AUTOCLEAR};
    int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);

    if (control < 0)
        SKIP("no loop devices here: open /dev/loop-control as root");
    for (int round = 0; round < 10; round++) {
        int number = ioctl(control, LOOP_CTL_GET_FREE);
        if (number < 0)
            break;
        snprintf(device, sizeof device, "/dev/loop%d", number);
        int how = flags & LO_FLAGS_READ_ONLY ? O_RDONLY : O_RDWR;
        int fd = open(device, how | O_CLOEXEC);
        if (fd < 0)
            break;
        if (ioctl(fd, LOOP_SET_FD, backing) == 0 &&
            ioctl(fd, LOOP_SET_STATUS64, &info) == 0) {
            close(control);
            return fd;
        }
        close(fd);
    }
    close(control);
    SKIP("no loop device could be set up here: needs CAP_SYS_ADMIN");
}

static int open_backing(int how)
{
    int fd = open(scratch_path("disk"), how | O_CREAT | O_CLOEXEC, 0600);

    EXPECT(fd >= 0);
    EXPECT_EQ(ftruncate(fd, DEVICE_BYTES) == 0 || how == O_RDONLY, 1);
    return fd;
}

static struct sv_path_facts ask(const char *path)
{
    struct sv_path_facts facts;

    EXPECT_EQ(sv_probe_path(path, &facts), 0);
    EXPECT_EQ(facts.kind, DEVICE);
    return facts;
}

static void tells_a_device(void)
{
    struct stat facts;

    EXPECT_EQ(stat(device, &facts), 0);
    EXPECT_EQ(ask(device).size_bytes, DEVICE_BYTES);
    EXPECT_EQ(ask(device).device_number, facts.st_rdev);
    EXPECT_EQ(ask(device).read_only, 0);
    EXPECT_EQ(ask(device).claimed, 0);
    EXPECT_EQ(ask(device).claimed, 0); /* asking claims nothing for long */
    EXPECT(ask(device).rotational <= 1);
}

/* Held as a mount would hold it, and asked by two names. */
static void tells_a_claim(void)
{
    int claim = open(device, O_RDONLY | O_EXCL | O_CLOEXEC);

    EXPECT(claim >= 0);
    EXPECT_EQ(symlink(device, scratch_path("alias")), 0);
    EXPECT_EQ(ask(device).claimed, 1);
    EXPECT_EQ(ask(scratch_path("alias")).claimed, 1);
    EXPECT_EQ(ask(device).size_bytes, DEVICE_BYTES);
    EXPECT_EQ(close(claim), 0);
    EXPECT_EQ(ask(scratch_path("alias")).claimed, 0);
}

static void tells_its_sector(uint32_t sector_bytes)
{
    struct sv_alignment alignment;

    EXPECT_EQ(sv_probe_alignment(device, &alignment), 0);
    EXPECT(alignment.source == SV_ALIGN_STATX ||
           alignment.source == SV_ALIGN_DEVICE);
    EXPECT_EQ(alignment.offset_bytes, sector_bytes);
    EXPECT(alignment.physical_bytes >= sector_bytes);
}

/* As before Linux 6.11, where statx() is silent about devices. */
static void asks_the_device(void)
{
    struct refusal refusal = {SYS_statx, ENOSYS, 0, 0};
    struct sv_alignment alignment;

    refuse_syscall(&refusal);
    EXPECT_EQ(sv_probe_alignment(device, &alignment), 0);
    EXPECT_EQ(alignment.source, SV_ALIGN_DEVICE);
    EXPECT_EQ(alignment.offset_bytes, 4096);
    EXPECT_EQ(alignment.memory_bytes, 4096);
}

int main(void)
{
    make_scratch();
    int backing = open_backing(O_RDWR);
    int fd = attach(backing, 0);
    tells_a_device();
    tells_a_claim();
    tells_its_sector(512);
    if (ioctl(fd, LOOP_SET_BLOCK_SIZE, 4096) == 0) {
        tells_its_sector(4096);
        run_in_child(asks_the_device);
    }
    EXPECT_EQ(close(fd), 0);

    int locked = open_backing(O_RDONLY);
    fd = attach(locked, LO_FLAGS_READ_ONLY);
    EXPECT_EQ(ask(device).read_only, 1);
    EXPECT_EQ(close(fd), 0);
    EXPECT_EQ(close(locked), 0);
    EXPECT_EQ(close(backing), 0);
    return 0;
}
