/* object_oracle_test.c -- what a key may hold after each step of a mutation,
 * and that the oracle's file is found again, or refused when it is not ours.
 */
#include "svi_object_oracle.h"

#include <fcntl.h>

#include "scratch.h"
#include "svi_random.h"

#define KEYS 40u

static struct svi_object_oracle oracle;

static struct sv_object_spec space(uint32_t flags)
{
    return (struct sv_object_spec){
        .run_id = 1,
        .run_key = 2,
        .key_count = KEYS,
        .size_min = 10,
        .size_max = 10,
        .unit_bytes = 4096,
        .flags = flags,
    };
}

static void expect_window(uint64_t key, uint64_t low, uint64_t high,
                          bool is_absent)
{
    struct svi_key_window window;
    svi_key_window_open(svi_key_word(&oracle, key), &window);
    EXPECT_EQ(window.low, low);
    EXPECT_EQ(window.high, high);
    EXPECT_EQ(window.absent, is_absent);
}

static void each_step_says_what_is_legal(void)
{
    const struct sv_object_spec spec = space(0);
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, NULL), 0);
    expect_window(3, 1, 0, true);
    EXPECT_EQ(svi_key_issue_put(&oracle, 3), 1);
    expect_window(3, 1, 1, true);
    svi_key_settle_put(&oracle, 3, 0xABCDEF);
    expect_window(3, 1, 1, false);
    EXPECT_EQ(svi_key_word(&oracle, 3) >> SVI_KEY_ETAG_SHIFT, 0xABCDEF);
    EXPECT_EQ(svi_key_issue_put(&oracle, 3), 2);
    expect_window(3, 1, 2, false);
    /* Not acknowledged: the next one is the same generation. */
    EXPECT_EQ(svi_key_issue_put(&oracle, 3), 2);
    svi_key_issue_delete(&oracle, 3);
    expect_window(3, 1, 2, true);
    svi_key_settle_put(&oracle, 3, 0);
    expect_window(3, 2, 2, false);
    svi_key_issue_delete(&oracle, 3);
    expect_window(3, 2, 2, true);
    svi_key_settle_delete(&oracle, 3);
    expect_window(3, 3, 2, true);
    /* One that may have been there is not used for other bytes. */
    EXPECT_EQ(svi_key_issue_put(&oracle, 3), 3);
    svi_key_issue_delete(&oracle, 3);
    svi_key_settle_delete(&oracle, 3);
    EXPECT_EQ(svi_key_issue_put(&oracle, 3), 4);
    expect_window(4, 1, 0, true);
    svi_object_oracle_close(&oracle);
}

static void a_window_widens_by_what_was_issued(void)
{
    const struct sv_object_spec spec = space(0);
    struct svi_key_window window;
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, NULL), 0);
    (void)svi_key_issue_put(&oracle, 0);
    svi_key_settle_put(&oracle, 0, 1);
    svi_key_window_open(svi_key_word(&oracle, 0), &window);
    (void)svi_key_issue_put(&oracle, 0);
    svi_key_settle_put(&oracle, 0, 1);
    (void)svi_key_issue_put(&oracle, 0);
    svi_key_window_widen(&window, svi_key_word(&oracle, 0), false);
    EXPECT_EQ(window.low, 1);
    EXPECT_EQ(window.high, 3);
    EXPECT(!window.absent);
    svi_key_window_widen(&window, svi_key_word(&oracle, 0), true);
    EXPECT(window.absent);
    svi_object_oracle_close(&oracle);
}

static void an_upload_is_remembered(void)
{
    const struct sv_object_spec spec = space(0);
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, NULL), 0);
    svi_key_set_upload(&oracle, 7, true);
    EXPECT_EQ(svi_key_issue_put(&oracle, 7), 1);
    svi_key_settle_put(&oracle, 7, 0);
    EXPECT(svi_key_word(&oracle, 7) & SVI_KEY_UPLOAD);
    svi_key_set_upload(&oracle, 7, false);
    EXPECT((svi_key_word(&oracle, 7) & SVI_KEY_UPLOAD) == 0);
    expect_window(7, 1, 1, false);
    svi_object_oracle_close(&oracle);
}

/* Random steps, against the set of what may be there. */
static void no_step_forgets_what_may_be_there(void)
{
    const struct sv_object_spec spec = space(0);
    struct svi_random random;
    bool may_be_absent = true, may_hold[4096] = {false};
    uint64_t issued = 0;
    svi_random_seed(&random, 5);
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, NULL), 0);
    for (uint32_t step = 0; step < 3000; step++) {
        const bool is_put = svi_random_below(&random, 2) == 0;
        const bool is_acknowledged = svi_random_below(&random, 2) == 0;
        if (is_put) {
            issued = svi_key_issue_put(&oracle, 0);
            may_hold[issued] = true;
        } else {
            svi_key_issue_delete(&oracle, 0);
            may_be_absent = true;
        }
        if (is_acknowledged) {
            memset(may_hold, 0, sizeof may_hold);
            may_be_absent = !is_put;
            if (is_put)
                may_hold[issued] = true;
            if (is_put)
                svi_key_settle_put(&oracle, 0, 0);
            else
                svi_key_settle_delete(&oracle, 0);
        }
        struct svi_key_window window;
        svi_key_window_open(svi_key_word(&oracle, 0), &window);
        EXPECT_EQ(window.absent, may_be_absent);
        for (uint64_t g = 1; g <= issued + 1; g++)
            EXPECT_EQ(g >= window.low && g <= window.high, may_hold[g]);
    }
    svi_object_oracle_close(&oracle);
}

static void a_file_is_found_again(void)
{
    struct sv_object_spec spec = space(0);
    const char *path = scratch_path("oracle");
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, path), 0);
    (void)svi_key_issue_put(&oracle, 5);
    svi_object_oracle_close(&oracle);
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, path), SV_NOT_EMPTY);
    spec.flags = SV_SPACE_RECOVER;
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, path), 0);
    expect_window(5, 1, 1, true);
    svi_object_oracle_close(&oracle);
    spec.seed = 1;
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, path), SV_ORACLE);
    spec.seed = 0;
    spec.key_count = KEYS + 1;
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, path), SV_ORACLE);
    spec.key_count = KEYS;
    const int fd = open(path, O_WRONLY);
    EXPECT(fd >= 0 && pwrite(fd, "X", 1, 0) == 1 && close(fd) == 0);
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, path), SV_ORACLE);
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, NULL), SV_ORACLE);
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, scratch_path("none")),
              -ENOENT);
}

/* Two that record into one file would each spoil what the other knows. */
static void a_file_has_one_owner(void)
{
    struct sv_object_spec spec = space(0);
    struct svi_object_oracle second;
    const char *path = scratch_path("owned");
    EXPECT_EQ(svi_object_oracle_open(&oracle, &spec, path), 0);
    spec.flags = SV_SPACE_RECOVER;
    EXPECT_EQ(svi_object_oracle_open(&second, &spec, path), -EBUSY);
    svi_object_oracle_close(&oracle);
    EXPECT_EQ(svi_object_oracle_open(&second, &spec, path), 0);
    svi_object_oracle_close(&second);
}

int main(void)
{
    make_scratch();
    each_step_says_what_is_legal();
    a_window_widens_by_what_was_issued();
    an_upload_is_remembered();
    no_step_forgets_what_may_be_there();
    a_file_is_found_again();
    a_file_has_one_owner();
    return 0;
}
