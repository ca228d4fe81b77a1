/* probe_uring_test.c -- tells why io_uring cannot be used, not only that. */
#include <stdbool.h>

#include "refuse_syscall.h"
#include "scratch.h"
#include "stor_core.h"

#ifndef SV_HAVE_URING

int main(void)
{
    EXPECT_EQ(sv_probe_uring(), SV_NO_URING);
    return 0;
}

#else

/* SYS_io_uring_*, which older headers lack; the same on every machine. */
#define SETUP 425
#define ENTER 426

static void told_by_a_sandbox(void)
{
    struct refusal refusal = {SETUP, EPERM, 0, 0};

    refuse_syscall(&refusal);
    EXPECT_EQ(sv_probe_uring(), -EPERM);
}

static void told_by_an_old_kernel(void)
{
    struct refusal refusal = {SETUP, ENOSYS, 0, 0};

    refuse_syscall(&refusal);
    EXPECT_EQ(sv_probe_uring(), -ENOSYS);
}

static void told_though_a_ring_is_made(void)
{
    struct refusal refusal = {ENTER, EPERM, 0, 0};
    bool works = sv_probe_uring() == 0;

    refuse_syscall(&refusal);
    if (works)
        EXPECT_EQ(sv_probe_uring(), -EPERM);
}

int main(void)
{
    run_in_child(told_by_a_sandbox);
    run_in_child(told_by_an_old_kernel);
    run_in_child(told_though_a_ring_is_made);
    int32_t status = sv_probe_uring();
    EXPECT(status <= 0);
    EXPECT_EQ(sv_probe_uring(), status);
    if (status != 0) {
        fprintf(stderr, "io_uring: status %d\n", status);
        SKIP("io_uring is refused on this host");
    }
    return 0;
}

#endif
