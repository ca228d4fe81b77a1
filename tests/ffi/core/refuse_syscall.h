/* refuse_syscall.h -- makes one system call fail from now on, as a kernel
 * without it or a sandbox would. For use in a child: it cannot be undone.
 */
#ifndef REFUSE_SYSCALL_H
#define REFUSE_SYSCALL_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "expect.h"

struct refusal {
    long number;           /* SYS_... */
    int error;             /* errno it fails with */
    unsigned int argument; /* 0 to 5: with `mask`, which one to look at */
    unsigned int mask;     /* refused only if the argument has one of these
                              bits; 0 refuses always */
};

static inline void refuse_syscall(const struct refusal *refusal)
{
    unsigned int argument_offset = 16u + 8u * refusal->argument;
    unsigned int fail = SECCOMP_RET_ERRNO | (unsigned int)refusal->error;
    unsigned int number = (unsigned int)refusal->number;
    unsigned int skip = refusal->mask == 0 ? 2 : 0;
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4),
        BPF_STMT(BPF_JMP | BPF_JA, skip),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument_offset),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, refusal->mask, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, fail),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof code[0], code};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        perror("seccomp");
        exit(1);
    }
}

#endif
