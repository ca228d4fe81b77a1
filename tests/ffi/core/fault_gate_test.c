/* fault_gate_test.c -- a closed gate hides every point, an open one counts each
 * hit, and arming while lanes run is free of races.
 */
#include <pthread.h>
#include <string.h>

#include "expect.h"
#include "svi_fault.h"

#define THREADS 4u
#define HITS_PER_THREAD 200000u

static struct sv_fault_state state_of(enum sv_fault point)
{
    struct sv_fault_state state;

    EXPECT_EQ(sv_fault_state(point, &state), 0);
    return state;
}

static void stays_closed(void)
{
    sv_fault_clear();
    EXPECT_EQ(sv_fault_armed(), 0);
    EXPECT(!SVI_FAULT(READ_EIO, 0, NULL));
    EXPECT_EQ(state_of(SV_FAULT_READ_EIO).hits, 0);
}

static void counts_while_open(void)
{
    sv_fault_clear();
    EXPECT_EQ(sv_fault_arm("write.lost:after=1"), 0);
    EXPECT_EQ(sv_fault_armed(), 1);
    EXPECT(!SVI_FAULT(WRITE_LOST, 0, NULL));
    EXPECT(SVI_FAULT(WRITE_LOST, 0, NULL));
    EXPECT(!SVI_FAULT(READ_EIO, 0, NULL));
    EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).hits, 2);
    EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).fired, 1);
    EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).armed, 1);
    EXPECT_EQ(state_of(SV_FAULT_READ_EIO).hits, 1);
    EXPECT_EQ(state_of(SV_FAULT_READ_EIO).fired, 0);
    EXPECT_EQ(state_of(SV_FAULT_READ_EIO).armed, 0);

    sv_fault_clear();
    EXPECT_EQ(sv_fault_armed(), 0);
    EXPECT(!SVI_FAULT(WRITE_LOST, 0, NULL));
    EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).hits, 0);
    EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).fired, 0);
    EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).armed, 0);
}

static void knows_its_points(void)
{
    struct sv_fault_state state;

    sv_fault_clear();
    for (uint32_t i = 0; i < SV_FAULT_COUNT; i++) {
        EXPECT(sv_fault_text(i) != NULL && strlen(sv_fault_text(i)) > 0);
        EXPECT_EQ(sv_fault_arm(sv_fault_name(i)), 0);
        EXPECT_EQ(state_of((enum sv_fault)i).armed, 1);
    }
    EXPECT(strcmp(sv_fault_name(SV_FAULT_FS_SYNC_FAIL), "fs.sync.fail") == 0);
    for (uint32_t i = 0; i < SV_FAULT_COUNT; i++)
        for (uint32_t j = 0; j < i; j++)
            EXPECT(strcmp(sv_fault_name(i), sv_fault_name(j)) != 0);
    EXPECT(sv_fault_name(SV_FAULT_COUNT) == NULL);
    EXPECT(sv_fault_text(SV_FAULT_COUNT) == NULL);
    EXPECT_EQ(sv_fault_state(SV_FAULT_COUNT, &state), SV_BOUND);
    EXPECT_EQ(sv_fault_state(0, NULL), SV_BOUND);
    sv_fault_clear();
}

/* Points of code that is not of the core ask by their number. */
static void answers_who_asks_from_outside(void)
{
    uint64_t arg = 99;

    sv_fault_clear();
    EXPECT_EQ(sv_fault_ask(SV_FAULT_WRITER_FLUSH_FAIL, 0, 5, &arg), 0);
    EXPECT_EQ(state_of(SV_FAULT_WRITER_FLUSH_FAIL).hits, 0);
    EXPECT_EQ(sv_fault_arm("writer.flush.fail:after=1"), 0);
    EXPECT_EQ(sv_fault_ask(SV_FAULT_WRITER_FLUSH_FAIL, 0, 5, &arg), 0);
    EXPECT_EQ(arg, 99);
    EXPECT_EQ(sv_fault_ask(SV_FAULT_WRITER_FLUSH_FAIL, 0, 5, &arg), 1);
    EXPECT_EQ(arg, 5);
    EXPECT_EQ(sv_fault_arm("writer.flush.fail:arg=28"), 0);
    EXPECT_EQ(sv_fault_ask(SV_FAULT_WRITER_FLUSH_FAIL, 0, 5, &arg), 1);
    EXPECT_EQ(arg, 28);
    EXPECT_EQ(state_of(SV_FAULT_WRITER_FLUSH_FAIL).hits, 3);
    EXPECT_EQ(sv_fault_ask(SV_FAULT_COUNT, 0, 0, &arg), SV_BOUND);
    EXPECT_EQ(sv_fault_ask(0, 0, 0, NULL), SV_BOUND);
    sv_fault_clear();
}

static pthread_barrier_t start;

static void *pass_often(void *unused)
{
    (void)pthread_barrier_wait(&start);
    for (uint32_t i = 0; i < HITS_PER_THREAD; i++) {
        (void)SVI_FAULT(WRITE_LOST, SVI_FAULT_RANDOM, NULL);
        (void)SVI_FAULT(READ_EIO, 0, NULL);
    }
    return unused;
}

static void run_threads(pthread_t *threads)
{
    EXPECT_EQ(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (uint32_t i = 0; i < THREADS; i++)
        EXPECT_EQ(pthread_create(&threads[i], NULL, pass_often, NULL), 0);
}

static void join_threads(const pthread_t *threads)
{
    for (uint32_t i = 0; i < THREADS; i++)
        EXPECT_EQ(pthread_join(threads[i], NULL), 0);
    EXPECT_EQ(pthread_barrier_destroy(&start), 0);
}

/* How many of all hits fire follows from the text, however threads mix. */
static void counts_across_threads(void)
{
    const uint64_t hits = (uint64_t)THREADS * HITS_PER_THREAD;
    pthread_t threads[THREADS];
    uint64_t fired = 0;

    for (int round = 0; round < 2; round++) {
        sv_fault_clear();
        EXPECT_EQ(sv_fault_arm("write.lost:every=10:seed=3"), 0);
        EXPECT_EQ(sv_fault_arm("read.eio:after=100:every=7:count=50"), 0);
        run_threads(threads);
        join_threads(threads);
        EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).hits, hits);
        EXPECT_EQ(state_of(SV_FAULT_READ_EIO).hits, hits);
        EXPECT_EQ(state_of(SV_FAULT_READ_EIO).fired, 50);
        if (round == 1)
            EXPECT_EQ(state_of(SV_FAULT_WRITE_LOST).fired, fired);
        fired = state_of(SV_FAULT_WRITE_LOST).fired;
    }
    EXPECT(fired > hits / 11 && fired < hits / 9);
}

/* Says nothing by itself; the thread sanitizer does. */
static void arms_while_threads_run(void)
{
    pthread_t threads[THREADS];

    run_threads(threads);
    for (int i = 0; i < 2000; i++) {
        EXPECT_EQ(sv_fault_arm(i % 2 ? "write.lost:every=3" : "write.lost"), 0);
        EXPECT_EQ(sv_fault_arm("read.eio:every=5:seed=1:arg=4"), 0);
        if (i % 100 == 0)
            sv_fault_clear();
    }
    join_threads(threads);
    sv_fault_clear();
}

static void measures_only_closed_points(void)
{
    sv_fault_clear();
    uint64_t idle_ps = sv_fault_idle_ps(1000000);
    EXPECT(idle_ps > 0);
    printf("one closed point: %llu ps\n", (unsigned long long)idle_ps);
    EXPECT_EQ(sv_fault_idle_ps(0), 0);
    EXPECT_EQ(sv_fault_arm("submit.eio"), 0);
    EXPECT_EQ(sv_fault_idle_ps(1000), 0);
    EXPECT_EQ(state_of(SV_FAULT_SUBMIT_EIO).hits, 0);
    sv_fault_clear();
}

int main(void)
{
    stays_closed();
    counts_while_open();
    knows_its_points();
    answers_who_asks_from_outside();
    counts_across_threads();
    arms_while_threads_run();
    measures_only_closed_points();
    return 0;
}
