import { assertEquals } from "@std/assert";
import {
  copyFindings,
  copyRate,
} from "../../../engine/report/pipeline_objective.ts";
import { copiesRun } from "../../_support/pipeline_fixture.ts";
import { runCopies } from "../../../engine/workloads/pipeline/mod.ts";

async function recordingOf() {
  const run = copiesRun();
  const report = {
    ...await runCopies(run.options),
    ...{ copiedBytes: 3e6, durationNs: 2e9, copied: 4 },
    findings: [{ key: "k", sentence: "It differs" }],
  };
  const named = { target: "m", step: "copy", startNs: 0, atNs: 1 };
  return { pipeline: [{ type: "pipeline-ended" as const, ...named, report }] };
}

const ASKED = { step: "copy", op: null, metric: "throughput" } as const;

Deno.test("copies count for throughput, copies a second, and findings", async () => {
  const recording = await recordingOf();
  assertEquals(copyRate(ASKED, recording, "m"), 1.5e6);
  assertEquals(copyRate({ ...ASKED, metric: "iops" }, recording), 2);
  assertEquals(copyFindings(ASKED, recording), 1);
});

Deno.test("copies of another step, target or operation, or none at all, say nothing", async () => {
  const recording = await recordingOf();
  assertEquals(copyRate({ ...ASKED, step: "other" }, recording), null);
  assertEquals(copyRate(ASKED, recording, "other"), null);
  assertEquals(copyRate({ ...ASKED, op: "read" }, recording), null);
  assertEquals(copyRate({ ...ASKED, metric: "p99" }, recording), null);
  assertEquals(copyFindings({ ...ASKED, step: "other" }, recording), null);
  assertEquals(copyFindings(ASKED, {}), null);
});
