import { assertEquals } from "@std/assert";
import type { Recording } from "../../../engine/recorder/mod.ts";
import { buildReport } from "../../../engine/report/build_report.ts";
import { verdictOf } from "../../../engine/report/verdict.ts";
import {
  plan,
  plannedLane,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import {
  consistencyEnded,
  consistencyReport,
} from "../../_support/consistency_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import {
  findingRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";

function verdict(changes: Partial<Recording>) {
  const made = recording(changes);
  const { plan, interrupted } = made;
  return verdictOf({ ...buildReport(made), plan, interrupted });
}

/** A step that compared `units` and found `bad` of them wrong. */
function compared(units: number, bad = 0) {
  const counters = laneCounters({
    readOps: 1,
    unitsCompared: units,
    unitsBad: bad,
  });
  return stepRecording({ lanes: [{ lane: 0, status: 0, counters }] });
}

const FAILED = { outcome: "failed" as const, failure: "Cannot write" };
const MISSED = plan({
  objectives: [{
    text: "fill.write.p99 <= 1us",
    step: "fill",
    op: "write",
    metric: "p99",
    compare: "<=",
    bound: 1000,
  }],
});

function outcome(changes: Partial<Recording>): [string, number] {
  const { outcome, exit } = verdict(changes);
  return [outcome, exit];
}

Deno.test("verdictOf() passes what was compared and right", () => {
  assertEquals(verdict({ steps: [compared(10)] }), {
    outcome: "pass",
    exit: 0,
    sentence: "40 KiB compared, nothing wrong",
  });
});

Deno.test("verdictOf() never passes a run that compared nothing", () => {
  assertEquals(verdict({}), {
    outcome: "inconclusive",
    exit: 4,
    sentence: "Nothing was compared on local, though it was asked for",
  });
});

Deno.test("verdictOf() passes a run that was asked to compare nothing", () => {
  const lanes = [plannedLane({ verify: false })];
  const unasked = plan({
    targets: [plannedTarget({ steps: [plannedStep({ lanes })] })],
  });
  assertEquals(outcome({ plan: unasked }), ["pass", 0]);
});

Deno.test("verdictOf() asks each target for its own comparison", () => {
  const targets = [plannedTarget(), plannedTarget({ name: "other" })];
  const found = verdict({
    plan: plan({ targets }),
    steps: [compared(10), stepRecording({ target: "other" })],
  });
  assertEquals(
    found.sentence,
    "Nothing was compared on other, though it was asked for",
  );
});

Deno.test("verdictOf() ranks wrong before all others", () => {
  const findings = [findingRecording()];
  assertEquals(
    verdict({
      interrupted: true,
      steps: [{ ...compared(10, 1), ...FAILED, findings }],
    }),
    {
      outcome: "wrong",
      exit: 1,
      sentence: "The storage is wrong: 1 finding on local",
    },
  );
});

Deno.test("verdictOf() counts wrong units whose findings were not kept", () => {
  assertEquals(
    verdict({ steps: [compared(10, 3)] }).sentence,
    "The storage is wrong: 3 findings",
  );
});

Deno.test("verdictOf() ranks failed, interrupted, missed, inconclusive", () => {
  const failed = { ...compared(10), ...FAILED };
  const missing = { plan: MISSED, steps: [stepRecording()] };
  assertEquals(outcome({ interrupted: true, steps: [failed] }), ["failed", 3]);
  assertEquals(outcome({ ...missing, interrupted: true }), [
    "interrupted",
    130,
  ]);
  assertEquals(outcome(missing), ["objective missed", 5]);
  assertEquals(outcome({}), ["inconclusive", 4]);
});

Deno.test("verdictOf() names the objective and what was measured", () => {
  assertEquals(
    verdict({ plan: MISSED }).sentence,
    "fill.write.p99 <= 1us was missed on local: measured 100 us",
  );
});

Deno.test("verdictOf() leaves undecided objectives and unrun steps open", () => {
  const undecided = plan({
    objectives: MISSED.objectives.map((one) => ({
      ...one,
      metric: "p99.99" as const,
    })),
  });
  assertEquals(outcome({ plan: undecided, steps: [stepRecording()] }), [
    "inconclusive",
    4,
  ]);
  const notRun = [{ target: "local", step: "later", reason: "No ring" }];
  assertEquals(
    verdict({ steps: [compared(10)], notRun }).sentence,
    'Step "later" on local was not run: no ring',
  );
});

Deno.test("verdictOf() judges cases", () => {
  const steps = [{ kind: "cases" as const, name: "cases", cases: ["a"] }];
  const only = plan({ targets: [plannedTarget({ steps })] });
  const one = (verdict: "held" | "broken" | "skipped" | "failed") => ({
    plan: only,
    steps: [],
    cases: [{
      type: "case-ended" as const,
      target: "local",
      step: "cases",
      id: "a",
      verdict,
      reason: "a reason",
      durationNs: 1,
    }],
  });
  assertEquals(verdict(one("held")).sentence, "1 of 1 case held");
  assertEquals(outcome(one("held")), ["pass", 0]);
  assertEquals(outcome(one("broken")), ["wrong", 1]);
  assertEquals(
    verdict({ ...one("broken"), faultsArmed: ["read.eio"] }).sentence,
    "With faults armed (read.eio): the storage is wrong: 1 broken case",
  );
  assertEquals(outcome(one("failed")), ["failed", 3]);
  assertEquals(outcome(one("skipped")), ["inconclusive", 4]);
  const both = [...one("held").cases, ...one("skipped").cases];
  assertEquals(
    verdict({ ...one("held"), cases: both }).sentence,
    "1 of 2 cases held, 1 not tried",
  );
  // A load that passed is no reason to call skipped cases a pass.
  const beside = { cases: one("skipped").cases, steps: [compared(10)] };
  assertEquals(outcome(beside), ["inconclusive", 4]);
});

Deno.test("verdictOf() says that faults were armed when it passes", () => {
  const found = verdict({ steps: [compared(10)], faultsArmed: ["read.eio"] });
  assertEquals(
    found.sentence,
    "With faults armed (read.eio): 40 KiB compared, nothing wrong",
  );
});

Deno.test("verdictOf() finds nothing in a run that did nothing", () => {
  const empty = plan({ targets: [plannedTarget({ steps: [] })] });
  assertEquals(
    verdict({ plan: empty, steps: [] }).sentence,
    "Nothing was done",
  );
});

Deno.test("verdictOf() says what clients were judged to have until a signal", () => {
  const said = (changes: Partial<Recording>) =>
    verdict({ interrupted: true, ...changes }).sentence;
  const unseen = consistencyReport({ level: null });
  assertEquals(
    [
      said({ steps: [], consistency: [consistencyEnded()] }),
      said({ steps: [], consistency: [consistencyEnded({ report: unseen })] }),
      said({ steps: [compared(0)], consistency: [consistencyEnded()] }),
    ],
    [
      "Stopped early: linearizable on local until then",
      "Stopped early: nothing seen on local until then",
      "Stopped early: nothing was compared, linearizable on local until then",
    ],
  );
});
