/* lane_neighbours_test.c -- lanes that must not be beside each other are
 * refused, and so is one that cannot have the CPU it was given. */
#include <errno.h>

#include "lane_rig.h"

#define UNITS 64u

/* The status of a second lane beside `first`, which waits at its gate. */
static int32_t beside(const struct sv_lane_spec *first,
                      const struct sv_lane_spec *second)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_gate *gate;
    struct sv_lane *lane, *other = NULL;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    EXPECT_EQ(sv_lane_create(space, gate, first, &lane), 0);
    int32_t status = sv_lane_create(space, gate, second, &other);
    if (status != 0)
        EXPECT(other == NULL);
    sv_lane_destroy(other);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(space);
    return status;
}

static struct sv_lane_spec half(uint32_t lane, uint64_t from)
{
    struct sv_lane_spec spec = rig_spec(UNITS / 2);

    spec.lane = lane;
    spec.region_unit = from;
    return spec;
}

static void a_unit_that_one_writes_is_shared_with_none(void)
{
    struct sv_lane_spec first = half(0, 0), second = half(1, UNITS / 2);

    EXPECT_EQ(beside(&first, &second), 0);
    second.region_unit = UNITS / 2 - 1;
    EXPECT_EQ(beside(&first, &second), SV_STATE);
    second.read_permille = 1000;
    EXPECT_EQ(beside(&first, &second), SV_STATE);
    EXPECT_EQ(beside(&second, &first), SV_STATE);
    first.read_permille = 1000;
    EXPECT_EQ(beside(&first, &second), 0);
}

static void a_number_names_one_lane(void)
{
    struct sv_lane_spec first = half(3, 0), second = half(3, UNITS / 2);

    EXPECT_EQ(beside(&first, &second), SV_STATE);
    second.lane = 4;
    EXPECT_EQ(beside(&first, &second), 0);
}

/* One that has ended does not stand in the way, destroyed or not. */
static void an_ended_lane_makes_room(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(UNITS);
    struct sv_gate *gate;
    struct sv_lane *lane, *next;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    spec.read_permille = 1000;
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), 0);
    EXPECT_EQ(sv_gate_open(gate), 0);
    EXPECT_EQ(sv_lane_join(lane), 0);
    spec.read_permille = 0;
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &next), 0);
    sv_lane_destroy(lane);
    EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), SV_STATE);
    sv_lane_destroy(next);
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(space);
}

static void a_cpu_that_is_not_there_is_refused(void)
{
    struct sv_space *space = rig_open(&(struct rig_options){0});
    struct sv_lane_spec spec = rig_spec(UNITS);
    struct sv_gate *gate;
    struct sv_lane *lane;

    EXPECT_EQ(sv_gate_create(&gate), 0);
    for (uint32_t cpu = 1024; cpu <= 100000; cpu += 98976) {
        spec.cpu_plus_one = cpu;
        EXPECT_EQ(sv_lane_create(space, gate, &spec, &lane), -EINVAL);
    }
    EXPECT_EQ(sv_gate_destroy(gate), 0);
    rig_close(space);
}

int main(void)
{
    a_unit_that_one_writes_is_shared_with_none();
    a_number_names_one_lane();
    an_ended_lane_makes_room();
    a_cpu_that_is_not_there_is_refused();
    return 0;
}
