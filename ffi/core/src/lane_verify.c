/* lane_verify.c -- stamps for what is written, judgement of what is read. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "svi_lane.h"
#include "svi_stamp.h"

/* Findings of one read that can be told whole; the rest are only counted. */
#define FINDINGS_A_READ 16u
#define MADE_FILES (SV_SPACE_CREATE | SV_SPACE_RECOVER | SV_SPACE_MEMORY)

static const struct sv_identity *identity_of(const struct sv_lane *lane,
                                             const struct svi_slot *slot)
{
    return &lane->space->identities[slot->unit / lane->space->file_units];
}

void svi_lane_stamp(struct sv_lane *lane, struct svi_slot *slot)
{
    struct svi_oracle *oracle = &lane->space->oracle;
    bool has_delta = atomic_load_explicit(&oracle->header->map_in_use,
                                          memory_order_relaxed) != 0;
    uint64_t pass = slot->index / lane->pattern.sweep_blocks + 1;
    for (uint32_t i = 0; i < slot->units; i++) {
        uint64_t unit = slot->unit + i;
        uint64_t generation = lane->base + pass;
        if (lane->sweep == NULL)
            generation =
                svi_oracle_issue(oracle, lane->spec.lane, lane->base, unit);
        else if (has_delta)
            generation = pass + svi_generation(oracle, lane->base, unit,
                                               svi_delta(oracle, unit));
        if (generation == 0) {
            SVI_COUNT(lane, writes_ambiguous, i);
            svi_lane_fail(lane, -ENOSPC, unit * lane->space->spec.unit_bytes,
                          SV_WRITE);
            svi_lane_end(lane, -ENOSPC);
            return;
        }
        slot->generations[i] = generation;
    }
    struct sv_stamp_write write = {
        .unit = slot->unit % lane->space->file_units,
        .sequence = ++lane->write_sequence,
        .unit_count = slot->units,
        .writer = lane->spec.lane,
        .seconds =
            (uint32_t)((lane->now_ns - lane->gate->start_ns) / 1000000000u),
    };
    slot->stamp = write.sequence;
    slot->seconds = write.seconds;
    (void)sv_stamp_fill(identity_of(lane, slot), &write, slot->generations,
                        slot->buffer);
}

/* What was durable on another host's word: that, or anything later. */
static void open_upwards(struct sv_window *window)
{
    window->high = UINT64_MAX;
    window->mixed = 1;
    window->open = 1;
}

void svi_lane_open_windows(struct sv_lane *lane, struct svi_slot *slot)
{
    if (lane->spec.verify == SV_VERIFY_OFF || lane->spec.io == SV_IO_NULL)
        return;
    struct svi_oracle *oracle = &lane->space->oracle;
    bool has_delta = atomic_load_explicit(&oracle->header->map_in_use,
                                          memory_order_relaxed) != 0;
    bool is_doubted = svi_oracle_is_doubted(
        oracle, (uint32_t)(slot->unit / lane->space->file_units));
    bool is_floor = svi_oracle_is_floor(oracle);
    for (uint32_t i = 0; i < slot->units; i++) {
        struct sv_window *window = &slot->windows[i];
        uint64_t generation = lane->base;
        bool is_unsettled = false;
        if (has_delta) {
            uint16_t delta = svi_delta(oracle, slot->unit + i);
            generation =
                svi_generation(oracle, lane->base, slot->unit + i, delta);
            is_unsettled = (delta & SVI_UNSETTLED) != 0;
        }
        window->high = generation;
        window->low = is_doubted ? 0 : generation - (is_unsettled ? 1 : 0);
        /* A store puts an object whole: old or new, never a mixture. */
        window->mixed =
            (is_unsettled && lane->space->store == NULL) || is_doubted;
        window->open = 0;
        if (is_floor)
            open_upwards(window);
    }
}

/* A store may say that an object is not there, or ends too early: more than the
 * zeros that stand for its bytes could say. */
static void name_by_found(const struct sv_lane *lane,
                          const struct svi_slot *slot,
                          struct sv_finding *finding)
{
    uint64_t end = finding->offset_bytes - svi_slot_offset(lane, slot) +
                   lane->space->spec.unit_bytes;
    uint32_t found = slot->transfer.found;
    const bool is_behind =
        finding->unit >= slot->unit % lane->space->file_units + slot->units;
    if (found == SVI_FOUND_LONG || is_behind)
        return;
    if (found == SVI_FOUND_NOTHING)
        finding->class_ = SV_CLASS_LOST;
    else if (end > slot->moved ||
             (found == SVI_FOUND_SHORT && end > slot->transfer.held_bytes))
        finding->class_ = SV_CLASS_TRUNCATED;
}

static void keep_findings(struct sv_lane *lane, const struct svi_slot *slot,
                          struct sv_finding *findings, uint32_t kept,
                          uint32_t bad)
{
    uint32_t file = (uint32_t)(slot->unit / lane->space->file_units);
    SVI_COUNT(lane, units_bad, bad);
    (void)pthread_mutex_lock(&lane->findings_lock);
    for (uint32_t i = 0; i < kept && lane->findings_count < SVI_FINDINGS_MAX;
         i++) {
        findings[i].time_ns = lane->now_ns;
        findings[i].file = file;
        findings[i].lane = lane->spec.lane;
        findings[i].op = slot->transfer.op;
        name_by_found(lane, slot, &findings[i]);
        lane->findings[lane->findings_count++] = findings[i];
        bad--;
    }
    (void)pthread_mutex_unlock(&lane->findings_lock);
    SVI_COUNT(lane, findings_dropped, bad);
}

static void count_coverage(struct sv_lane *lane, const struct svi_slot *slot,
                           const struct svi_check_counts *counts)
{
    const struct sv_identity *identity = identity_of(lane, slot);
    SVI_COUNT(lane, units_unwritten, counts->unwritten);
    SVI_COUNT(lane, units_compared, slot->units - counts->unwritten);
    SVI_COUNT(lane, units_ambiguous, counts->mixed);
    if (identity->dedupe_permille == 0)
        return;
    uint64_t first = slot->unit % lane->space->file_units;
    uint32_t weak = 0;
    for (uint32_t i = 0; i < slot->units; i++)
        weak += svi_stamp_is_weak(identity, first + i) ? 1 : 0;
    SVI_COUNT(lane, units_weak, weak);
}

/* An object that was put goes on behind its end: whose the bytes there are,
 * nobody asked. */
static void tell_long(struct sv_lane *lane, const struct svi_slot *slot)
{
    const struct sv_window *last = &slot->windows[slot->units - 1];
    uint64_t object_units =
        lane->space->object_bytes / lane->space->spec.unit_bytes;
    uint64_t in_file = slot->unit % lane->space->file_units;
    uint64_t end = (in_file / object_units + 1) * object_units;
    if (last->low == 0)
        return; /* not known to be ours */
    struct sv_finding finding = {
        .offset_bytes = end * lane->space->spec.unit_bytes,
        .unit = end,
        .expected_low = last->low,
        .expected_high = last->high,
        .found_object = UINT64_MAX,
        .class_ = SV_CLASS_FOREIGN,
        .bad_bytes = slot->transfer.held_bytes,
    };
    keep_findings(lane, slot, &finding, 1, 1);
}

/* The file itself goes on behind the end that it was made with. Asked where a
 * read ends there, of files that a run has made. */
static void tell_grown(struct sv_lane *lane, const struct svi_slot *slot)
{
    const struct sv_space *space = lane->space;
    const uint64_t file_units = space->file_units;
    const uint32_t file = (uint32_t)(slot->unit / file_units);
    struct stat facts;
    if (slot->unit % file_units + slot->units != file_units ||
        (space->spec.flags & MADE_FILES) == 0 || space->fds[file] < 0 ||
        fstat(space->fds[file], &facts) != 0 || !S_ISREG(facts.st_mode) ||
        (uint64_t)facts.st_size <= space->spec.file_bytes)
        return;
    const uint64_t more = (uint64_t)facts.st_size - space->spec.file_bytes;
    struct sv_finding finding = {
        .offset_bytes = space->spec.file_bytes,
        .unit = file_units,
        .found_object = UINT64_MAX,
        .found_unit = UINT64_MAX,
        .found_generation = UINT64_MAX,
        .found_run = UINT64_MAX,
        .found_sequence = UINT64_MAX,
        .class_ = SV_CLASS_FOREIGN,
        .bad_bytes = more < UINT32_MAX ? (uint32_t)more : UINT32_MAX,
    };
    keep_findings(lane, slot, &finding, 1, 1);
}

/* A put of unknown outcome may have happened or not, but not to half of an
 * object: each unit is legal, and all of them together are not. */
static void tell_mixture(struct sv_lane *lane, const struct svi_slot *slot,
                         const struct svi_check_counts *counts)
{
    const struct sv_window *first = &slot->windows[0];
    if (lane->space->store == NULL || first->mixed != 0 || counts->mixed == 0 ||
        counts->clean == 0)
        return;
    struct sv_finding finding = {
        .offset_bytes = svi_slot_offset(lane, slot),
        .unit = slot->unit % lane->space->file_units,
        .expected_low = first->low,
        .expected_high = first->high,
        .found_object = UINT64_MAX,
        .class_ = SV_CLASS_TORN,
        .bad_bytes = counts->mixed * lane->space->spec.unit_bytes,
    };
    keep_findings(lane, slot, &finding, 1, 1);
}

void svi_lane_tell_sum(struct sv_lane *lane, const struct svi_slot *slot)
{
    const struct svi_transfer *transfer = &slot->transfer;
    struct sv_finding finding = {
        .offset_bytes = svi_slot_offset(lane, slot),
        .unit = slot->unit % lane->space->file_units,
        .found_object = UINT64_MAX,
        .class_ = SV_CLASS_CHECKSUM,
    };
    memcpy(finding.expected, transfer->sum_wanted, sizeof transfer->sum_wanted);
    memcpy(finding.found, transfer->sum_found, sizeof transfer->sum_found);
    keep_findings(lane, slot, &finding, 1, 1);
}

void svi_lane_verify(struct sv_lane *lane, struct svi_slot *slot)
{
    SVI_COUNT(lane, units_read, slot->units);
    if (lane->spec.verify == SV_VERIFY_OFF || lane->spec.io == SV_IO_NULL) {
        SVI_COUNT(lane, units_unchecked, slot->units);
        return;
    }
    if (slot->moved < slot->bytes)
        memset(slot->buffer + slot->moved, 0, slot->bytes - slot->moved);
    if (slot->transfer.found == SVI_FOUND_LONG)
        tell_long(lane, slot);
    tell_grown(lane, slot);
    struct sv_finding findings[FINDINGS_A_READ];
    struct svi_check_counts counts;
    int64_t bad = svi_stamp_check_tally(
        identity_of(lane, slot), slot->unit % lane->space->file_units,
        slot->units, slot->windows, slot->buffer, findings, FINDINGS_A_READ,
        &counts);
    count_coverage(lane, slot, &counts);
    tell_mixture(lane, slot, &counts);
    if (bad > 0 && slot->transfer.found == SVI_FOUND_NOTHING)
        SVI_COUNT(lane, objects_missing, 1);
    /* Of wrong bytes it is another: that is no news. Nor is it of those that
     * were never put. */
    if (bad == 0 && counts.unwritten == 0 && slot->transfer.is_sum_wrong)
        svi_lane_tell_sum(lane, slot);
    if (bad > 0)
        keep_findings(lane, slot, findings,
                      bad < FINDINGS_A_READ ? (uint32_t)bad : FINDINGS_A_READ,
                      (uint32_t)bad);
}
