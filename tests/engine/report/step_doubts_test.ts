import { assertEquals } from "@std/assert";
import type { StepRecording } from "../../../engine/recorder/mod.ts";
import { groupDoubts } from "../../../engine/report/group_doubts.ts";
import { stepDoubts } from "../../../engine/report/step_doubts.ts";
import { stepReport } from "../../../engine/report/step_report.ts";
import {
  plannedLane,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import {
  interval,
  latencyRecording,
  stepRecording,
} from "../../_support/report_fixture.ts";

const ENOUGH = latencyRecording(Array.from({ length: 10_000 }, () => 1000));

function doubts(
  counters: Parameters<typeof laneCounters>[0],
  changes: Partial<StepRecording> = {},
  planned = plannedStep(),
): string[] {
  const recorded = {
    step: stepRecording({
      latency: [ENOUGH],
      lanes: [{
        lane: 0,
        status: 0,
        counters: laneCounters({
          startNs: 1e9,
          endNs: 3e9,
          writeOps: 10_000,
          fixedBuffers: 1,
          ...counters,
        }),
      }],
      ...changes,
    }),
    planned,
    target: plannedTarget(),
  };
  return groupDoubts(stepDoubts(recorded, stepReport(recorded, 4)));
}

function rows(megabytes: number[]) {
  const { ops, ...row } = interval();
  return megabytes.map((mb) => ({
    ...row,
    ops: { ...ops, write: { ...ops.write, bytes: mb * 1e6 } },
  }));
}

function assertOne(found: string[], words: string): void {
  assertEquals(found.length, 1, found.join("; "));
  assertEquals(found[0]?.includes(words), true, found[0]);
}

Deno.test("stepDoubts() has none about a healthy step", () => {
  assertEquals(doubts({}, { intervals: rows([4, 4, 4, 4, 4, 4]) }), []);
});

Deno.test("stepDoubts() begin with step and target", () => {
  assertEquals(doubts({ faultsFired: 2 }), [
    "fill on local: 2 armed faults fired",
  ]);
});

Deno.test("stepDoubts() leave few samples to the marks in the tables", () => {
  const few = latencyRecording(Array.from({ length: 500 }, () => 1000));
  assertEquals(doubts({}, { latency: [few] }), []);
});

Deno.test("stepDoubts() tell of latencies above the range", () => {
  const over = { ...ENOUGH, count: 10_001, over: 1, maxNs: 5e12 };
  assertOne(doubts({}, { latency: [over] }), "above an hour");
});

Deno.test("stepDoubts() tell of failed and short transfers", () => {
  assertOne(doubts({ readErrors: 0, writeErrors: 3 }), "3 operations failed");
  assertOne(doubts({ writeErrors: 1 }), "1 operation failed and is in no");
  assertOne(doubts({ shortTransfers: 1 }), "1 transfer came back short");
  assertOne(doubts({ shortTransfers: 3 }), "3 transfers came back short");
});

Deno.test("stepDoubts() tell what a failed sync takes with it", () => {
  const [first, second, ...rest] = doubts({ syncErrors: 2 });
  assertEquals(rest, []);
  assertEquals(first?.includes("2 operations failed"), true, first);
  assertEquals(second?.includes("a sync failed: from then on"), true, second);
});

Deno.test("stepDoubts() tell what passed without a full comparison", () => {
  assertOne(doubts({ unitsUnwritten: 1 }), "4 KiB of what was read had never");
  assertOne(doubts({ unitsAmbiguous: 1 }), "passed only because a write");
  assertOne(doubts({ unitsWeak: 1 }), "told by their headers alone");
});

Deno.test("stepDoubts() do not miss a comparison that nobody asked for", () => {
  const planned = plannedStep({ lanes: [plannedLane({ verify: false })] });
  assertEquals(doubts({ unitsUnwritten: 1 }, {}, planned), []);
});

Deno.test("stepDoubts() tell of threads in the place of a ring", () => {
  const lanes = [plannedLane({ io: "psync" })];
  assertOne(
    doubts({}, {}, plannedStep({ io: "psync", lanes })),
    "psync keeps the queue full with threads",
  );
});

Deno.test("stepDoubts() tell of buffers that are not registered", () => {
  assertOne(doubts({ fixedBuffers: 0 }), "ulimit -l");
});

Deno.test("stepDoubts() tell when lanes did not end together", () => {
  assertOne(
    doubts({ steadyNs: 2e9, steadyWriteOps: 9000 }),
    "the steady rate of write differs 80 %",
  );
});

Deno.test("stepDoubts() tell of a step that was too short", () => {
  assertEquals(doubts({ endNs: 1.5e9 }), [
    "fill on local: rates rest on less than a second",
  ]);
});

Deno.test("stepDoubts() tell of rates that were still changing", () => {
  const intervals = rows([4, 4, 5, 5, 6, 6]);
  const timed = plannedStep({ durationNs: 6e9 });
  assertOne(doubts({}, { intervals }, timed), "a longer warm-up");
  assertEquals(doubts({}, { intervals }), []);
});

Deno.test("stepDoubts() tell of seconds that vary", () => {
  const intervals = rows([1, 9, 1, 9, 1, 9]);
  assertOne(doubts({}, { intervals }), "vary by 80 %");
});

Deno.test("stepDoubts() do not count the warm-up among the seconds", () => {
  const warm = rows([90, 90]).map((row) => ({ ...row, isWarmup: true }));
  const intervals = [...warm, ...rows([4, 4, 4, 4, 4, 4])];
  assertEquals(doubts({}, { intervals }), []);
});

Deno.test("stepDoubts() count whole seconds only", () => {
  const short = rows([0.1, 0.1]).map((row) => ({ ...row, startNs: 1.2e9 }));
  const intervals = [...short, ...rows([4, 4, 4, 4, 4, 4])];
  assertEquals(doubts({}, { intervals }), []);
});

Deno.test("stepDoubts() tell of late starts and of overload", () => {
  const planned = plannedStep({
    openLoop: true,
    lanes: [plannedLane({
      arrival: { kind: "constant", intervalPs: 0.2e9, phaseNs: 0 },
    })],
  });
  assertOne(
    doubts({ lateStarts: 200 }, {}, planned),
    "2.0 % of its operations started more than 1 ms",
  );
  assertEquals(doubts({ lateStarts: 100 }, {}, planned), []);
  assertOne(
    doubts({ endNs: 4e9, lateStarts: 200 }, {}, planned),
    "could not take the offered rate",
  );
});

Deno.test("stepDoubts() say of a step that measured nothing why", () => {
  assertOne(
    doubts({ writeOps: 0, warmupOps: 1234 }, { latency: [] }),
    "nothing was measured: all 1,234 operations",
  );
});

Deno.test("stepDoubts() doubts a step that was to be steady and never was", () => {
  const steadyState = { windowNs: 5e9, slopePercent: 10, rangePercent: 20 };
  const planned = plannedStep({ steadyState });
  const isDoubted = (changes: Partial<StepRecording>) =>
    doubts({}, changes, planned).some((one) => one.includes("never steady"));
  assertEquals(isDoubted({}), true);
  assertEquals(isDoubted({ outcome: "stopped" }), false);
  const steady = {
    ...{ afterNs: 6e9, of: "rate", mean: 9 } as const,
    ...{ slopePercent: 1, rangePercent: 1 },
  };
  assertEquals(isDoubted({ steady }), false);
});
