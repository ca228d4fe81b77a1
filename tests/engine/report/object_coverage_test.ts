/** Promises of `engine/report/object_coverage.ts`. */
import { assertEquals } from "@std/assert";
import { objectCoverage } from "../../../engine/report/object_coverage.ts";
import {
  OBJECT_COUNTERS,
  objectStepRecording,
} from "../../_support/object_report_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

Deno.test("objectCoverage() counts uploads as puts and ranges as gets", () => {
  const counters = laneCounters({
    ...OBJECT_COUNTERS,
    uploadOps: 3,
    rangeOps: 4,
    objectsMissing: 1,
    objectsWeak: 2,
    keysListed: 5,
    writesSkipped: 6,
    objectsAbsent: 7,
    sumsCompared: 8,
    sumsUnknown: 9,
  });
  const lanes = [{ lane: 0, status: 0, counters }];
  assertEquals(objectCoverage(objectStepRecording({ lanes })), {
    put: 503,
    got: 2004,
    compared: 2000,
    missing: 1,
    absent: 7,
    ambiguous: 0,
    weak: 2,
    listed: 5,
    skipped: 6,
    checksums: 8,
    checksumsUnknown: 9,
    keysLive: 98,
    uploadsOpen: 0,
  });
});

Deno.test("objectCoverage() knows nothing of keys that nobody was asked about", () => {
  const coverage = objectCoverage(objectStepRecording({ objects: null }));
  assertEquals([coverage.keysLive, coverage.ambiguous], [0, 0]);
});
