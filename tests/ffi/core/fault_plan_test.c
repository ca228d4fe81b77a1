/* fault_plan_test.c -- a plan fires at the hits its text names, every time. */
#include <string.h>

#include "expect.h"
#include "svi_fault.h"

static bool hit(void)
{
    return SVI_FAULT(WRITE_LOST, 1, NULL);
}

/* The hits of `text` that fire, as a string of '.' and 'X'. */
static const char *fired_hits(const char *text, size_t hits)
{
    static char shown[4][257];
    static unsigned int next;
    char *at = shown[next++ % 4];

    EXPECT(hits < sizeof shown[0]);
    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm(text), 0);
    for (size_t i = 0; i < hits; i++)
        at[i] = hit() ? 'X' : '.';
    at[hits] = '\0';
    return at;
}

static void expect_hits(const char *text, const char *wanted)
{
    const char *found = fired_hits(text, strlen(wanted));

    if (strcmp(found, wanted) != 0) {
        fprintf(stderr, "%s fires %s, not %s\n", text, found, wanted);
        exit(1);
    }
}

static void counts_hits(void)
{
    expect_hits("write.lost", "XXXXX");
    expect_hits("write.lost:after=16:count=1", "................X.....");
    expect_hits("write.lost:every=3", "..X..X..X.");
    expect_hits("write.lost:after=2:every=3:count=2", "....X..X..........");
    expect_hits("write.lost:count=2:every=3:after=2", "....X..X..........");
    expect_hits("write.lost:count=3", "XXX.......");
    expect_hits("write.lost:after=18446744073709551615", ".....");
}

static void repeats_a_seed(void)
{
    const char *first = fired_hits("write.lost:every=4:seed=7", 200);
    const char *again = fired_hits("write.lost:seed=7:every=4", 200);
    EXPECT(strcmp(first, again) == 0);
    EXPECT(strcmp(first, fired_hits("write.lost:every=4:seed=8", 200)) != 0);

    /* Chance 1 in 4, not each 4th: fixed seeds, so the bounds are exact. */
    uint32_t fired = 0;
    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm("write.lost:every=4:seed=1"), 0);
    for (uint32_t i = 0; i < 40000; i++)
        fired += hit() ? 1u : 0u;
    EXPECT(fired > 9700 && fired < 10300);

    /* A count cuts the same sequence short and changes nothing before. */
    const char *cut = fired_hits("write.lost:every=4:seed=7:count=5", 200);
    uint32_t seen = 0;
    for (size_t i = 0; first[i] != '\0'; i++) {
        bool fires = first[i] == 'X' && ++seen <= 5;
        EXPECT_EQ(cut[i], fires ? 'X' : '.');
    }
    EXPECT(seen > 5);
    /* So does `after`. */
    const char *late = fired_hits("write.lost:every=4:seed=7:after=50", 200);
    EXPECT(strchr(late, 'X') >= late + 50);
    EXPECT(strcmp(late + 50, first + 50) == 0);
}

/* With a seed an operation meets its fate wherever it comes in the order of
 * hits; without one the order is what counts. */
static void knows_operations_by_their_place(void)
{
    bool fate[400];
    uint32_t hits = 0;

    for (uint32_t round = 0; round < 3; round++) {
        sv_fault_clear();
        EXPECT_EQ(sv_fault_arm("write.lost:every=4:seed=7"), 0);
        for (uint32_t i = 0; i < 400; i++) {
            uint32_t at = round == 0 ? i : round == 1 ? 399 - i : i * 7 % 400;
            uint64_t place = svi_fault_place(at / 100, at % 100, 0);
            bool fires = SVI_FAULT_AT(WRITE_LOST, place, 0, NULL);
            EXPECT(round == 0 || fires == fate[at]);
            fate[at] = fires;
            hits += fires ? 1u : 0u;
        }
    }
    EXPECT(hits > 210 && hits < 390);
    /* Another attempt at an operation is another throw. */
    uint32_t same = 0;
    for (uint32_t i = 0; i < 400; i++)
        same += SVI_FAULT_AT(WRITE_LOST, svi_fault_place(i / 100, i % 100, 1),
                             0, NULL) == fate[i]
                    ? 1u
                    : 0u;
    EXPECT(same < 350);
    expect_hits("write.lost:after=2:count=1", "..X..");
}

static void keeps_points_apart(void)
{
    uint32_t same = 0;

    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm("write.lost:every=2:seed=7"), 0);
    EXPECT_EQ(sv_fault_arm("read.eio:every=2:seed=7"), 0);
    for (uint32_t i = 0; i < 1000; i++)
        same += hit() == SVI_FAULT(READ_EIO, 0, NULL) ? 1u : 0u;
    EXPECT(same > 400 && same < 600);
}

static uint64_t arg_of(const char *text, uint64_t default_arg)
{
    uint64_t arg = 99;

    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm(text), 0);
    EXPECT(SVI_FAULT(WRITE_BITFLIP, default_arg, &arg));
    return arg;
}

static void gives_an_arg(void)
{
    uint64_t arg = 99;

    EXPECT_EQ(arg_of("write.bitflip", 512), 512);
    EXPECT_EQ(arg_of("write.bitflip:arg=7", 512), 7);
    EXPECT_EQ(arg_of("write.bitflip:arg=0", 512), 0);
    EXPECT_EQ(arg_of("write.bitflip:arg=3", SVI_FAULT_RANDOM), 3);

    uint64_t first = arg_of("write.bitflip:seed=5", SVI_FAULT_RANDOM);
    EXPECT(SVI_FAULT(WRITE_BITFLIP, SVI_FAULT_RANDOM, &arg));
    EXPECT(arg != first);
    EXPECT_EQ(arg_of("write.bitflip:seed=5", SVI_FAULT_RANDOM), first);
    EXPECT(arg_of("write.bitflip:seed=6", SVI_FAULT_RANDOM) != first);
    EXPECT(arg_of("write.bitflip", SVI_FAULT_RANDOM) != SVI_FAULT_RANDOM);

    arg = 99;
    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm("write.bitflip:after=1:arg=7"), 0);
    EXPECT(!SVI_FAULT(WRITE_BITFLIP, 512, &arg));
    EXPECT_EQ(arg, 99); /* untouched unless it fires */
}

static void refuses_other_text(void)
{
    static const char *const bad[] = {
        "write.lost:",           "write.lost::after=1",
        "write.lost:after",      "write.lost:after=",
        "write.lost:after=x",    "write.lost:after=-1",
        "write.lost:after=+1",   "write.lost:after= 1",
        "write.lost:after=1 ",   "write.lost:after=0x10",
        "write.lost:after=1.5",  "write.lost:after=1,every=2",
        "write.lost:after=1:",   "write.lost:after=1:after=2",
        "write.lost:often=1",    "write.lost:After=1",
        "write.lost:every=0",    "write.lost:count=0",
        "write.lost:seed=18446744073709551616",
        "write.lost:seed=99999999999999999999999",
    };
    static const char *const unknown[] = {
        "", "write", "write.los", "write.lost2", "WRITE.LOST", " write.lost",
        "nope:after=1", ":after=1",
    };

    sv_fault_clear();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        EXPECT_EQ(sv_fault_arm(bad[i]), SV_PLAN_TEXT);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        EXPECT_EQ(sv_fault_arm(unknown[i]), SV_POINT);
    EXPECT_EQ(sv_fault_arm(NULL), SV_PLAN_TEXT);
    EXPECT_EQ(sv_fault_armed(), 0);
    EXPECT_EQ(sv_fault_arm("write.lost:seed=18446744073709551615"), 0);
}

static void lets_the_later_arm_win(void)
{
    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm("write.lost"), 0);
    EXPECT(hit());
    EXPECT_EQ(sv_fault_arm("write.lost:after=2"), 0);
    EXPECT(!hit());
    EXPECT_EQ(sv_fault_arm("write.lost:oops"), SV_PLAN_TEXT);
    EXPECT(!hit());
    EXPECT(hit()); /* the refused text changed nothing */
}

int main(void)
{
    counts_hits();
    repeats_a_seed();
    knows_operations_by_their_place();
    keeps_points_apart();
    gives_an_arg();
    refuses_other_text();
    lets_the_later_arm_win();
    sv_fault_clear();
    return 0;
}
