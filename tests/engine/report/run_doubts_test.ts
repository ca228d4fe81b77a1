import { assertEquals } from "@std/assert";
import type { Plan } from "../../../engine/plan/mod.ts";
import { buildReport } from "../../../engine/report/build_report.ts";
import {
  asksNothing,
  asksToVerify,
  runDoubts,
} from "../../../engine/report/run_doubts.ts";
import {
  plan,
  plannedLane,
  plannedSpace,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import {
  latencyRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";

const COUNTERS = laneCounters({ unitsCompared: 10 });
const COMPARED = stepRecording({
  latency: [],
  lanes: [{ lane: 0, status: 0, counters: COUNTERS }],
});
const DIRECT = plan({
  targets: [plannedTarget({ space: plannedSpace({ direct: true }) })],
});

function doubts(changes: Parameters<typeof recording>[0]): string[] {
  const made = recording({ steps: [COMPARED], ...changes });
  return runDoubts(made, buildReport(made).steps);
}

Deno.test("runDoubts() has none about a direct target", () => {
  assertEquals(doubts({ plan: DIRECT, steps: [COMPARED] }), []);
});

Deno.test("runDoubts() says what the page cache may have answered", () => {
  assertEquals(doubts({ steps: [COMPARED] }), [
    "local: all 40 KiB compared may have come from this " +
    "host's page cache, not from the storage; use direct:///x to be sure",
  ]);
  const { machine } = recording();
  const small = { ...machine, memoryBytes: 8192 };
  assertEquals(
    doubts({ steps: [COMPARED], machine: small })[0]?.slice(0, 43),
    "local: up to 8 KiB of the 40 KiB compared m",
  );
});

Deno.test("runDoubts() keeps what the plan doubted", () => {
  assertEquals(doubts({ plan: { ...DIRECT, doubts: ["No ring here"] } }), [
    "No ring here",
  ]);
});

Deno.test("runDoubts() says that faults were armed", () => {
  const found = doubts({ plan: DIRECT, faultsArmed: ["read.eio:after=3"] });
  assertEquals(found, [
    "Faults were armed (read.eio:after=3): this run tests the tester, not " +
    "the storage",
  ]);
});

Deno.test("runDoubts() says that nothing was verified when nobody asked", () => {
  const lanes = [plannedLane({ verify: false })];
  const unasked: Plan = plan({
    targets: [plannedTarget({
      space: plannedSpace({ direct: true }),
      steps: [plannedStep({ lanes })],
    })],
  });
  assertEquals(doubts({ plan: unasked }), ["Nothing was verified, as asked"]);
  assertEquals(asksNothing(recording({ plan: unasked })), true);
  assertEquals(asksNothing(recording()), false);
});

Deno.test("runDoubts() counts units whose write never answered", () => {
  const space = {
    units: 10,
    unitsWritten: 10,
    unitsUnsettled: 3,
    generationMax: 1,
    mapInUse: false,
  };
  const found = doubts({ plan: DIRECT, steps: [{ ...COMPARED, space }] });
  assertEquals(found.length, 1);
  assertEquals(found[0]?.startsWith("3 units were left"), true);
});

Deno.test("asksToVerify() is false for cases", () => {
  assertEquals(
    asksToVerify({ kind: "cases", name: "cases", cases: [] }),
    false,
  );
  assertEquals(asksToVerify(plannedStep()), true);
});

Deno.test("runDoubts() explain the mark only where one is shown", () => {
  const found = (samples: number) => {
    const latency = [latencyRecording(new Array(samples).fill(1000))];
    return doubts({ plan: DIRECT, steps: [{ ...COMPARED, latency, lanes }] });
  };
  const lanes = stepRecording().lanes;
  assertEquals(found(10), [
    'Percentiles marked "?" rest on too few samples: p99.99 needs 10,000, ' +
    "p99.9 1,000, p99 100, p90 10",
  ]);
  assertEquals(found(9), []);
  assertEquals(found(10_000), []);
});
