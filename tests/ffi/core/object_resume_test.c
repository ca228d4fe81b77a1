/* object_resume_test.c -- a load that was cut off is gone on with: what is
 * surely there is read once, what is not is put once, and nothing is done to
 * the other keys.
 */
#include "object_rig.h"
#include "svi_object_oracle.h"

static const struct rig_outcome *run_over(struct sv_objects *objects,
                                          uint32_t op, uint32_t choice)
{
    struct sv_object_lane_spec spec = rig_spec(objects->spec.key_count, op);
    spec.limit_ops = 0;
    spec.key_choice = choice;
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(outcome->status, 0);
    EXPECT_EQ(outcome->finding_count, 0);
    EXPECT_EQ(RIG_COUNT(outcome, writes_skipped), 0);
    return outcome;
}

static struct sv_objects *begin(uint64_t keys, uint64_t puts)
{
    const struct sv_object_spec space = rig_space(keys, 0, 20000);
    struct sv_objects *objects = rig_open(&space);
    struct sv_object_lane_spec spec = rig_spec(keys, SV_PUT);
    spec.limit_ops = puts;
    EXPECT_EQ(RIG_COUNT(rig_run(objects, &spec), put_ops), puts);
    return objects;
}

static void what_is_there_is_not_put_again(void)
{
    struct sv_objects *objects = begin(50, 20);
    struct sv_objects_facts facts;
    EXPECT_EQ(RIG_COUNT(run_over(objects, SV_GET, SV_CHOOSE_THERE),
                        objects_compared),
              20);
    EXPECT_EQ(RIG_COUNT(run_over(objects, SV_PUT, SV_CHOOSE_MISSING), put_ops),
              30);
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.keys_live, 50);
    EXPECT_EQ(facts.generation_max, 1);
    rig_close(objects);
}

static void a_lane_with_nothing_to_do_ends(void)
{
    struct sv_objects *objects = begin(10, 10);
    EXPECT_EQ(RIG_COUNT(run_over(objects, SV_PUT, SV_CHOOSE_MISSING), attempts),
              0);
    rig_must(objects, SV_DELETE);
    EXPECT_EQ(RIG_COUNT(run_over(objects, SV_GET, SV_CHOOSE_THERE), attempts),
              0);
    EXPECT_EQ(RIG_COUNT(run_over(objects, SV_PUT, SV_CHOOSE_MISSING), put_ops),
              10);
    rig_close(objects);
}

/* As after a kill: the outcome of the put is not known. */
static void what_nobody_knows_of_is_put_again(void)
{
    struct sv_objects *objects = begin(10, 4);
    struct sv_objects_facts facts;
    (void)svi_key_issue_put(&objects->oracle, 2);
    (void)svi_key_issue_put(&objects->oracle, 7);
    EXPECT_EQ(RIG_COUNT(run_over(objects, SV_GET, SV_CHOOSE_THERE),
                        objects_compared),
              3);
    EXPECT_EQ(RIG_COUNT(run_over(objects, SV_PUT, SV_CHOOSE_MISSING), put_ops),
              7);
    EXPECT_EQ(sv_objects_facts(objects, &facts), 0);
    EXPECT_EQ(facts.keys_unsettled, 0);
    EXPECT_EQ(RIG_COUNT(rig_must(objects, SV_GET), objects_compared), 10);
    rig_close(objects);
}

/* What was acknowledged and is gone is a finding, and no key to put. */
static void what_was_lost_meanwhile_is_told(void)
{
    struct sv_objects *objects = begin(10, 5);
    fake_forget_all();
    struct sv_object_lane_spec spec = rig_spec(10, SV_GET);
    spec.limit_ops = 0;
    spec.key_choice = SV_CHOOSE_THERE;
    const struct rig_outcome *outcome = rig_run(objects, &spec);
    EXPECT_EQ(outcome->finding_count, 5);
    rig_expect(outcome, SV_CLASS_LOST, SV_GET);
    rig_close(objects);
}

int main(void)
{
    fake_reset(1);
    what_is_there_is_not_put_again();
    a_lane_with_nothing_to_do_ends();
    what_nobody_knows_of_is_put_again();
    what_was_lost_meanwhile_is_told();
    fake_forget_all();
    return 0;
}
