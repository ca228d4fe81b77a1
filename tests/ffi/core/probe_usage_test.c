/* probe_usage_test.c -- the clock never goes back, usage is the kernel's. */
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "expect.h"
#include "stor_core.h"

#define TOUCHED_BYTES (64u * 1024u * 1024u)

static struct sv_usage ask(void)
{
    struct sv_usage usage;

    EXPECT_EQ(sv_process_usage(&usage), 0);
    return usage;
}

static uint64_t user_ns(void)
{
    struct rusage usage;

    EXPECT_EQ(getrusage(RUSAGE_SELF, &usage), 0);
    return (uint64_t)usage.ru_utime.tv_sec * 1000000000u +
           (uint64_t)usage.ru_utime.tv_usec * 1000u;
}

static void runs_forward(void)
{
    uint64_t before = sv_now_ns();

    EXPECT(before > 0);
    for (int i = 0; i < 1000; i++) {
        uint64_t now = sv_now_ns();
        EXPECT(now >= before);
        before = now;
    }
}

static void agrees_with_the_kernel(void)
{
    uint64_t low_ns = user_ns();
    struct sv_usage usage = ask();
    uint64_t high_ns = user_ns();

    EXPECT(usage.user_ns >= low_ns && usage.user_ns <= high_ns);
    EXPECT(usage.resident_bytes > 0);
    EXPECT_EQ(sv_process_usage(NULL), SV_LAYOUT);
}

static void sees_memory_come_and_go(void)
{
    struct sv_usage before = ask();
    uint8_t *memory = mmap(NULL, TOUCHED_BYTES, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    EXPECT(memory != MAP_FAILED);
    memset(memory, 1, TOUCHED_BYTES);
    struct sv_usage during = ask();
    EXPECT_EQ(munmap(memory, TOUCHED_BYTES), 0);
    struct sv_usage after = ask();
    /* The kernel counts pages per thread and adds them up late. */
    uint64_t most = TOUCHED_BYTES - TOUCHED_BYTES / 8;
    EXPECT(during.resident_bytes > before.resident_bytes + most);
    EXPECT(after.resident_bytes + most < during.resident_bytes);
    EXPECT(after.resident_bytes_max > before.resident_bytes + most);
}

int main(void)
{
    runs_forward();
    agrees_with_the_kernel();
    sees_memory_come_and_go();
    return 0;
}
