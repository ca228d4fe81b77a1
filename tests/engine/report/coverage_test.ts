import { assertEquals } from "@std/assert";
import { coverageOf, totalCoverage } from "../../../engine/report/coverage.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

const FACTS = {
  units: 10,
  unitsWritten: 8,
  unitsUnsettled: 2,
  generationMax: 1,
  mapInUse: true,
};

Deno.test("coverageOf() counts the bytes of all lanes", () => {
  const coverage = coverageOf(
    [
      laneCounters({ unitsWritten: 1, unitsRead: 2, unitsCompared: 3 }),
      laneCounters({
        unitsWritten: 10,
        unitsUnwritten: 4,
        unitsUnchecked: 5,
        unitsAmbiguous: 6,
        unitsOverlapped: 7,
        unitsWeak: 8,
        unitsBad: 9,
      }),
    ],
    4096,
    FACTS,
  );
  assertEquals(coverage, {
    writtenBytes: 11 * 4096,
    readBytes: 2 * 4096,
    comparedBytes: 3 * 4096,
    skippedUnwrittenBytes: 4 * 4096,
    skippedUncheckedBytes: 5 * 4096,
    ambiguousBytes: 6 * 4096,
    overlappedBytes: 7 * 4096,
    weakBytes: 8 * 4096,
    badUnits: 9,
    unitsWritten: 8,
    unitsUnsettled: 2,
  });
});

Deno.test("totalCoverage() adds work and takes the last state of each target", () => {
  const step = coverageOf([laneCounters({ unitsWritten: 1 })], 4096, FACTS);
  const total = totalCoverage([step, step, step], [FACTS]);
  assertEquals(total.writtenBytes, 3 * 4096);
  assertEquals(total.unitsWritten, 8);
});
