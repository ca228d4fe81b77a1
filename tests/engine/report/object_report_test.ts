/** Promises of reports of keys: verdicts, objectives, files that are saved. */
import { assert, assertEquals } from "@std/assert";
import type { Objective } from "../../../engine/profile/mod.ts";
import { firstMismatch, type Recording } from "../../../engine/recorder/mod.ts";
import { buildReport, renderHdrLog } from "../../../engine/report/mod.ts";
import { reportSchema } from "../../../engine/report/report_schema.ts";
import { renderIntervalRow } from "../../../engine/report/interval_text.ts";
import {
  keyFinding,
  OBJECT_COUNTERS,
  objectRecording,
  objectStepRecording,
} from "../../_support/object_report_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

function withObjective(changes: Partial<Objective>): Recording {
  const made = objectRecording();
  const objective: Objective = {
    text: "mixed.get.p99 <= 1ms",
    step: "mixed",
    op: "get",
    metric: "p99",
    compare: "<=",
    bound: 1e6,
    ...changes,
  };
  return { ...made, plan: { ...made.plan, objectives: [objective] } };
}

Deno.test("reportSchema() fits a report of keys", () => {
  const report = buildReport(
    objectRecording({
      steps: [objectStepRecording({ findings: [keyFinding()] })],
    }),
  );
  assertEquals(firstMismatch(report, reportSchema()), null);
});

Deno.test("buildReport() calls a lost key a finding of the storage", () => {
  const report = buildReport(
    objectRecording({
      steps: [objectStepRecording({ findings: [keyFinding()] })],
    }),
  );
  assertEquals([report.verdict.outcome, report.verdict.exit], ["wrong", 1]);
  assertEquals(
    report.findings[0]?.again,
    "stor-verify verify 0123456789abcdef --target bucket --key 7",
  );
});

Deno.test("buildReport() counts keys that are gone as findings", () => {
  const counters = laneCounters({ objectsMissing: 3, getOps: 3 });
  const report = buildReport(objectRecording({
    steps: [objectStepRecording({
      lanes: [{ lane: 0, status: 0, counters }],
    })],
  }));
  assertEquals(report.coverage.badUnits, 3);
  assertEquals(report.verdict.outcome, "wrong");
});

Deno.test("buildReport() passes nothing where nothing was compared", () => {
  const counters = laneCounters({ putOps: 3, endNs: 3e9, startNs: 1e9 });
  const report = buildReport(objectRecording({
    steps: [objectStepRecording({
      lanes: [{ lane: 0, status: 0, counters }],
    })],
  }));
  assertEquals(report.verdict.exit, 4);
});

Deno.test("buildReport() keeps apart two keys that hold one unit number", () => {
  const moved = {
    class: "misdirected",
    found: {
      object: "00000000000000b0",
      unit: 0,
      generation: 1,
      run: "0123456789abcdef",
      sequence: 1,
    },
  };
  const findings = [
    keyFinding(moved),
    keyFinding({
      ...moved,
      key: 8,
      file: "k8",
      found: {
        ...moved.found,
        object: "00000000000000b1",
      },
    }),
  ];
  const report = buildReport(
    objectRecording({ steps: [objectStepRecording({ findings })] }),
  );
  assertEquals(report.findings.map((one) => one.class), [
    "misdirected",
    "misdirected",
  ]);
});

Deno.test("objectiveReports() measures a first byte apart from the whole", () => {
  const [whole] = buildReport(withObjective({})).objectives;
  const [first] = buildReport(withObjective({ firstByte: true })).objectives;
  assertEquals([whole?.outcome, first?.outcome], ["missed", "met"]);
  const [errors] = buildReport(
    withObjective({ metric: "errors", bound: 0 }),
  ).objectives;
  assertEquals(errors?.outcome, "met");
});

Deno.test("renderHdrLog() tags operations on keys and their first bytes", () => {
  const log = renderHdrLog(buildReport(objectRecording()));
  const tags = log.split("\n").filter((line) => line.startsWith("Tag="))
    .map((line) => line.slice(4, line.indexOf(",")));
  assertEquals(tags, ["mixed.get.service", "mixed.get.first-byte"]);
});

Deno.test("renderIntervalRow() adds up gets on the left and puts on the right", () => {
  const [interval] = objectStepRecording().intervals;
  if (interval === undefined) throw new TypeError("no row");
  const row = renderIntervalRow({ step: "mixed", startNs: 1e9, interval });
  assert(/ 65\.5 +1000 +100\.0 +100\.0 +16\.4 +250 /.test(row), row);
});

Deno.test("stepDoubts() distrust latencies that hold retries and weak checks", () => {
  const counters = laneCounters({
    getOps: 10,
    retries: 2,
    objectsWeak: 3,
    writesSkipped: 4,
  });
  const { doubts } = buildReport(objectRecording({
    steps: [objectStepRecording({
      lanes: [{ lane: 0, status: 0, counters }],
    })],
  }));
  const text = doubts.join("\n");
  assert(text.includes("2 attempts were made again"), text);
  assert(text.includes("3 objects were compared with weaker detection"), text);
  assert(text.includes("4 operations found no key to act on"), text);
});

Deno.test("clientOf() takes lanes that count no CPU time for no verdict", () => {
  const { cpuNs: _, ...counted } = OBJECT_COUNTERS;
  const counters = laneCounters(counted);
  const report = buildReport(objectRecording({
    steps: [objectStepRecording({
      lanes: [{ lane: 0, status: 0, counters }],
    })],
  }));
  const sentence =
    "What the limit was is not known: the lanes of this client " +
    "do not count their CPU time";
  assertEquals(report.steps[0]?.client.sentence, sentence);
  assertEquals(report.client.sentence, sentence);
});

Deno.test("runDoubts() tells of keys that were left without an answer", () => {
  const facts = objectStepRecording().objects;
  if (!facts) throw new TypeError("no facts");
  const { doubts } = buildReport(objectRecording({
    steps: [objectStepRecording({ objects: { ...facts, keysUnsettled: 2 } })],
  }));
  assert(doubts.join("\n").includes("2 keys were left by a change"));
});
