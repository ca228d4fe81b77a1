/* probe_uring.c -- says whether io_uring works here, and if not, why.
 *
 * -EPERM: sysctl kernel.io_uring_disabled or seccomp; -ENOSYS: the kernel has
 * none, or a sandbox hides it; -ENOMEM: RLIMIT_MEMLOCK, before Linux 5.12.
 */
#include "stor_core.h"

#ifdef SV_HAVE_URING

#include <liburing.h>

#define PROBE_ENTRIES 4u

/* One no-op there and back: a seccomp filter may let a ring be made and then
 * forbid to enter it. */
static int32_t pass_nop(struct io_uring *ring)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
    struct io_uring_cqe *cqe = NULL;

    if (sqe == NULL)
        return SV_NO_URING;
    io_uring_prep_nop(sqe);
    int result = io_uring_submit_and_wait(ring, 1);
    if (result < 0)
        return result;
    result = io_uring_peek_cqe(ring, &cqe);
    if (result < 0)
        return result;
    result = cqe->res;
    io_uring_cqe_seen(ring, cqe);
    return result < 0 ? result : 0;
}

int32_t sv_probe_uring(void)
{
    struct io_uring ring;

    int result = io_uring_queue_init(PROBE_ENTRIES, &ring, 0);
    if (result < 0)
        return result;
    int32_t status = pass_nop(&ring);
    io_uring_queue_exit(&ring);
    return status;
}

#else

int32_t sv_probe_uring(void)
{
    return SV_NO_URING;
}

#endif
