import { assertEquals, assertThrows } from "@std/assert";
import { decodeHistogram, Recorder } from "../../../engine/recorder/mod.ts";
import type { StepEnded } from "../../../engine/workers/mod.ts";
import { machine } from "../../_support/report_fixture.ts";
import { plan } from "../../_support/plan_fixture.ts";
import {
  bucketOf,
  laneCounters,
  snapshot,
  unitFinding,
} from "../../_support/recording_fixture.ts";

const NAMED = { target: "local", step: "fill" };
const END = { endedAt: "2026-11-21T00:01:00Z", interrupted: false, notRun: [] };

function recorder(): Recorder {
  return new Recorder({
    plan: plan(),
    tool: "stor-verify 0.1.0",
    startedAt: "2026-11-21T00:00:00Z",
    machine: machine(),
    faultsArmed: [],
  });
}

function started(): Recorder {
  const made = recorder();
  made.observe({ ...NAMED, type: "step-started", atNs: 1e9 });
  return made;
}

function ended(changes: Partial<StepEnded> = {}): StepEnded {
  return {
    ...NAMED,
    type: "step-ended",
    atNs: 3e9,
    lanes: [{ lane: 0, status: 0, counters: laneCounters() }],
    latency: [],
    space: null,
    outcome: "done",
    userNs: 1,
    systemNs: 2,
    residentBytesMax: 3,
    ...changes,
  };
}

Deno.test("Recorder keeps what was planned and when it ran", () => {
  const recording = recorder().finish({ ...END, interrupted: true });
  assertEquals(recording.plan, plan());
  assertEquals(recording.startedAt, "2026-11-21T00:00:00Z");
  assertEquals(recording.endedAt, END.endedAt);
  assertEquals(recording.interrupted, true);
});

Deno.test("Recorder keeps what a step over keys tells beside its lanes", () => {
  const made = started();
  made.observe({
    ...NAMED,
    type: "step-findings",
    findings: [unitFinding({ file: 7 })],
    keys: ["p/k7"],
  });
  const sizes = [{
    op: "get" as const,
    uptoBytes: 4096,
    bytes: 8000,
    totals: snapshot([1000, 2000]).totals,
  }];
  made.observe(ended({ objects: null, sizes }));
  const [step] = made.finish(END).steps;
  assertEquals(step?.findings[0]?.file, "p/k7");
  assertEquals(step?.objects, null);
  const [row] = step?.sizes ?? [];
  assertEquals([row?.op, row?.uptoBytes, row?.bytes], ["get", 4096, 8000]);
  assertEquals([row?.latency.count, row?.latency.maxNs], [2, 2000]);
});

Deno.test("Recorder gives back the row that a sample completes", () => {
  const made = started();
  const row = made.observe({
    ...NAMED,
    type: "step-interval",
    atNs: 2e9,
    lanes: [laneCounters({ writeOps: 3 })],
    latency: [],
  });
  assertEquals(row?.ops.write.count, 3);
  assertEquals(made.observe(ended()), null);
  assertEquals(made.finish(END).steps[0]?.intervals, [row]);
});

Deno.test("Recorder leaves out an idle rest, and keeps a stall", () => {
  const made = started();
  const sample = {
    ...NAMED,
    type: "step-interval" as const,
    atNs: 2e9,
    lanes: [laneCounters({ writeOps: 3 })],
    latency: [],
  };
  made.observe(sample);
  assertEquals(made.observe({ ...sample, atNs: 2.4e9 }), null);
  assertEquals(made.finish(END).steps[0]?.intervals.length, 1);
  made.observe({ ...sample, atNs: 3e9 });
  assertEquals(made.finish(END).steps[0]?.intervals.length, 2);
});

Deno.test("Recorder keeps the exact extremes beside the histogram", () => {
  const made = started();
  made.observe(ended({ latency: [snapshot([1000, 1_234_567])] }));

  const latency = made.finish(END).steps[0]?.latency[0];

  assertEquals(latency?.count, 2);
  assertEquals(latency?.minNs, 1000);
  assertEquals(latency?.maxNs, 1_234_567);
  assertEquals(latency?.meanNs, 1_235_567 / 2);
  const counts = decodeHistogram(latency?.histogram ?? "");
  assertEquals(counts[bucketOf(1_234_567)], 1);
});

Deno.test("Recorder keeps a thousand findings of a step and counts the rest", () => {
  const made = started();
  for (let batch = 0; batch < 3; batch++) {
    made.observe({
      ...NAMED,
      type: "step-findings",
      findings: Array.from(
        { length: 400 },
        (_, index) => unitFinding({ unit: batch * 400 + index }),
      ),
    });
  }
  const counters = laneCounters({ findingsDropped: 5 });
  made.observe(ended({ lanes: [{ lane: 0, status: 0, counters }] }));

  const step = made.finish(END).steps[0];

  assertEquals(step?.findings.length, 1000);
  assertEquals(step?.findingsOmitted, 205);
});

Deno.test("Recorder keeps a step that never said how it ended", () => {
  const made = started();
  made.observe({
    ...NAMED,
    type: "step-progress",
    atNs: 1.5e9,
    lanes: [laneCounters({ writeOps: 9 })],
  });

  const step = made.finish(END).steps[0];
  const cut = made.finish({ ...END, interrupted: true }).steps[0];

  assertEquals(step?.outcome, "failed");
  assertEquals(step?.failure, "The run ended before the step did");
  assertEquals(step?.lanes[0]?.counters.writeOps, 9);
  assertEquals(step?.endNs, 1.5e9);
  assertEquals(cut?.outcome, "stopped");
  assertEquals(cut?.failure, undefined);
});

Deno.test("Recorder keeps cases and steps that were not run", () => {
  const made = recorder();
  const one = {
    ...NAMED,
    type: "case-ended" as const,
    id: "object.put",
    verdict: "held" as const,
    reason: "",
    durationNs: 5,
  };
  made.observe(one);
  const notRun = [{ ...NAMED, reason: "The run was stopped before" }];

  const recording = made.finish({ ...END, notRun });

  assertEquals(recording.cases, [one]);
  assertEquals(recording.notRun, notRun);
});

Deno.test("Recorder refuses samples of what was never started or planned", () => {
  assertThrows(() => recorder().observe(ended()), TypeError, "not started");
  assertThrows(
    () =>
      recorder().observe({
        type: "step-started",
        target: "other",
        step: "fill",
        atNs: 0,
      }),
    TypeError,
    "not in the plan",
  );
});
