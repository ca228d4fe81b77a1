/* classify_rig.h -- judges one bad unit, and holds what every finding must have
 * for the tests of classes.
 */
#ifndef CLASSIFY_RIG_H
#define CLASSIFY_RIG_H

#include "../../../ffi/core/src/svi_stamp.h"
#include "stamp_fixture.h"

static struct sv_finding finding;

/* Judges `unit` as unit FIXTURE_UNIT, which must be bad. */
static uint32_t class_of(const struct sv_identity *identity, const void *unit,
                         struct sv_window window)
{
    memset(&finding, 0xEE, sizeof finding);
    EXPECT_EQ(sv_stamp_check(identity, FIXTURE_UNIT, 1, &window, unit, &finding,
                             1), 1);
    EXPECT_EQ(finding.unit, FIXTURE_UNIT);
    EXPECT_EQ(finding.offset_bytes,
              (uint64_t)FIXTURE_UNIT * identity->unit_bytes);
    EXPECT_EQ(finding.expected_low, window.low);
    EXPECT_EQ(finding.expected_high, window.high);
    EXPECT_EQ(finding.time_ns, 0);
    EXPECT_EQ(finding.file, 0);
    EXPECT_EQ(finding.lane, 0);
    EXPECT_EQ(finding.sample_byte % 64, 0);
    EXPECT(finding.first_bad_byte - finding.sample_byte < 64);
    EXPECT(memcmp(finding.found, (const uint8_t *)unit + finding.sample_byte,
                  64) == 0);
    EXPECT(memcmp(finding.found, finding.expected, 64) != 0);
    EXPECT(finding.bad_bytes > 0 && finding.bad_bits >= finding.bad_bytes);
    return finding.class_;
}

static const struct sv_window AT_SEVEN = {7, 7, 0, 0};

#endif
