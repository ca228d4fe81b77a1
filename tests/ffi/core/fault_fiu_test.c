/* fault_fiu_test.c -- fiu-ctrl arms and disarms points of a running process,
 * and the plan goes before it.
 */
#include "scratch.h"
#include "svi_fault.h"

#ifndef SV_HAVE_FIU

int main(void)
{
    EXPECT_EQ(sv_fault_control("/tmp/never"), SV_NO_FIU);
    EXPECT_EQ(sv_fault_armed(), 0);
    EXPECT_EQ(sv_fault_arm("write.lost"), 0);
    EXPECT(SVI_FAULT(WRITE_LOST, 0, NULL)); /* the plan needs no libfiu */
    sv_fault_clear();
    SKIP("built without libfiu, the control from outside was not tried");
}

#else

#include <fcntl.h>
#include <spawn.h>

/* libfiu forgets two names when it cannot make its FIFOs. Named like this, the
 * leak sanitizer asks for it; nobody else does. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:_fiu_rc_fifo\n";
}

extern char **environ;

/* False if fiu-ctrl is not installed. It exits 0 even if the command fails. */
static bool fiu_ctrl(const char *command)
{
    posix_spawn_file_actions_t actions;
    char process[32];
    char basename[PATH_MAX];
    char line[256];
    pid_t child = 0;
    int result = 0;

    snprintf(process, sizeof process, "%ld", (long)getpid());
    snprintf(basename, sizeof basename, "%s", scratch_path("control"));
    snprintf(line, sizeof line, "%s", command);
    char name[] = "fiu-ctrl", from[] = "-f", what[] = "-c";
    char *const arguments[] = {name, from, basename, what, line, process, NULL};
    /* Not fork(): libfiu would open FIFOs for the child too. */
    EXPECT_EQ(posix_spawn_file_actions_init(&actions), 0);
    EXPECT_EQ(posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO,
                                               "/dev/null", O_WRONLY, 0),
              0);
    int error = posix_spawnp(&child, name, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return false;
    EXPECT_EQ(waitpid(child, &result, 0), child);
    return WIFEXITED(result) && WEXITSTATUS(result) == 0;
}

static void opens_once(void)
{
    char longest[PATH_MAX + 1];

    memset(longest, 'a', sizeof longest);
    longest[PATH_MAX] = '\0';
    EXPECT_EQ(sv_fault_control(NULL), SV_LAYOUT);
    EXPECT_EQ(sv_fault_control(longest), -ENAMETOOLONG);
    EXPECT_EQ(sv_fault_control(""), -ENOENT);
    EXPECT(sv_fault_control(scratch_path("no/such/folder")) < 0);
    EXPECT_EQ(sv_fault_armed(), 0);

    EXPECT_EQ(sv_fault_control(scratch_path("control")), 0);
    EXPECT_EQ(sv_fault_control(scratch_path("control")), 0);
    EXPECT_EQ(sv_fault_control(scratch_path("other")), SV_STATE);
    EXPECT_EQ(sv_fault_armed(), 1);
    EXPECT(!SVI_FAULT(WRITE_SHIFT, 8, NULL));
}

static void obeys_from_outside(void)
{
    uint64_t arg = 0;

    EXPECT(SVI_FAULT(WRITE_SHIFT, 8, &arg));
    EXPECT_EQ(arg, 24); /* failinfo */
    EXPECT(!SVI_FAULT(WRITE_LOST, 8, &arg));

    EXPECT(fiu_ctrl("enable name=read.short"));
    EXPECT(SVI_FAULT(READ_SHORT, 512, &arg));
    EXPECT_EQ(arg, 512);
    EXPECT(SVI_FAULT(READ_SHORT, SVI_FAULT_RANDOM, &arg));
    EXPECT(arg != SVI_FAULT_RANDOM && arg != 512);

    EXPECT_EQ(sv_fault_arm("read.short:count=1:arg=3"), 0);
    EXPECT(SVI_FAULT(READ_SHORT, 512, &arg));
    EXPECT_EQ(arg, 3); /* the plan first */
    EXPECT(SVI_FAULT(READ_SHORT, 512, &arg));
    EXPECT_EQ(arg, 512); /* then libfiu */

    EXPECT(fiu_ctrl("disable name=write.shift"));
    EXPECT(!SVI_FAULT(WRITE_SHIFT, 8, &arg));
}

static void forgets_when_cleared(void)
{
    sv_fault_clear();
    EXPECT_EQ(sv_fault_armed(), 0);
    EXPECT(!SVI_FAULT(READ_SHORT, 512, NULL));
    EXPECT_EQ(sv_fault_control(scratch_path("control")), 0);
    EXPECT_EQ(sv_fault_armed(), 1);
    EXPECT(!SVI_FAULT(READ_SHORT, 512, NULL));
    sv_fault_clear();
}

int main(void)
{
    make_scratch();
    opens_once();
    if (!fiu_ctrl("enable name=write.shift,failinfo=24")) {
        sv_fault_clear();
        SKIP("no fiu-ctrl here: apt-get install fiu-utils");
    }
    obeys_from_outside();
    forgets_when_cleared();
    return 0;
}

#endif
