/* stamp_bench.c -- GB/s of SV1 fill and check for each kernel of this CPU, on
 * one core, with memset and CRC-32C beside them.
 *
 * The buffer (256 KiB, 64 units of 4096 bytes; another size in KiB as the first
 * argument) is filled or checked whole, as one I/O, with its generations and
 * windows. Prints one line each: `fill avx2 12.3 GB/s`, the best of five
 * rounds of 0.2 s. Exit 1 if a check finds anything.
 *
 * Build: cc -O2 -D_GNU_SOURCE -Iffi/core/include -o stamp_bench
 *   bench/core/stamp_bench.c ffi/core/src/{stamp_*,kernel_*,crc32c,classify*}.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "stor_core.h"

#define UNIT_BYTES 4096u
#define ROUNDS 5
#define ROUND_NS 200000000u

static const struct sv_identity IDENTITY = {
    .run_id = 0x1122334455667788,
    .run_key = 0x99AABBCCDDEEFF01,
    .object_id = 0xFEDCBA9876543210,
    .object_tag = 7,
    .unit_bytes = UNIT_BYTES,
    .object_bits = 8,
    .unit_bits = 36,
};

static uint8_t *buffer;
static uint64_t *generations;
static struct sv_window *windows;
static uint32_t unit_count;

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void run_memset(void)
{
    memset(buffer, (int)generations[0], (size_t)unit_count * UNIT_BYTES);
    /* Or the compiler may see that nobody reads it. */
    __asm__ volatile("" : : "r"(buffer) : "memory");
}

static void run_crc32c(void)
{
    volatile uint32_t crc =
        sv_crc32c(0, buffer, (uint64_t)unit_count * UNIT_BYTES);
    (void)crc;
}

static void run_fill(void)
{
    const struct sv_stamp_write write = {.unit = 1000,
                                         .sequence = 5,
                                         .unit_count = unit_count,
                                         .writer = 3};
    if (sv_stamp_fill(&IDENTITY, &write, generations, buffer) != 0)
        exit(1);
}

static void run_check(void)
{
    struct sv_finding finding;
    if (sv_stamp_check(&IDENTITY, 1000, unit_count, windows, buffer, &finding,
                       1) != 0) {
        fprintf(stderr, "check found a bad unit in what fill wrote\n");
        exit(1);
    }
}

static void measure(const char *what, const char *level, void (*run)(void))
{
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t bytes = 0, elapsed_ns = 0;
        const uint64_t start_ns = now_ns();
        while (elapsed_ns < ROUND_NS) {
            for (int i = 0; i < 64; i++)
                run();
            bytes += 64u * (uint64_t)unit_count * UNIT_BYTES;
            elapsed_ns = now_ns() - start_ns;
        }
        const double rate = (double)bytes / (double)elapsed_ns;
        if (rate > best)
            best = rate;
    }
    printf("%s %s %.1f GB/s\n", what, level, best);
}

int main(int argc, char **argv)
{
    static const char *const LEVELS[] = {"portable", "avx2", "avx512"};
    const long kib = argc > 1 ? strtol(argv[1], NULL, 10) : 256;
    if (kib < 4 || kib > 262140 || kib % 4 != 0) {
        fprintf(stderr, "size must be a multiple of 4 KiB up to 262140\n");
        return 2;
    }
    unit_count = (uint32_t)kib / 4u;
    buffer = aligned_alloc(UNIT_BYTES, (size_t)unit_count * UNIT_BYTES);
    generations = calloc(unit_count, sizeof *generations);
    windows = calloc(unit_count, sizeof *windows);
    if (buffer == NULL || generations == NULL || windows == NULL)
        return 1;
    for (uint32_t i = 0; i < unit_count; i++) {
        generations[i] = 1 + i % 7;
        windows[i] = (struct sv_window){generations[i], generations[i], 0, 0};
    }
    measure("memset", "libc", run_memset);
    for (uint32_t level = 0; level < 3; level++) {
        if (sv_kernel_select(level) != 0) {
            printf("skipped %s: this CPU lacks it\n", LEVELS[level]);
            continue;
        }
        measure("fill", LEVELS[level], run_fill);
        measure("check", LEVELS[level], run_check);
    }
    measure("crc32c", "best", run_crc32c);
    return 0;
}
