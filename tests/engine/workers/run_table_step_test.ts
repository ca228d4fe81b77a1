import { assertEquals } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import type { RunPlanOptions, Sample } from "../../../engine/workers/mod.ts";
import { runTableStep } from "../../../engine/workers/run_table_step.ts";
import { plan, plannedTarget } from "../../_support/plan_fixture.ts";
import { tableStep } from "../../_support/table_load_fixture.ts";
import { tablePorts } from "../workloads/table/table_fixture.ts";

Deno.test("runTableStep() tells each append, and closes with its report", async () => {
  const samples: Sample[] = [];
  let ns = 0;
  const options: RunPlanOptions = {
    plan: plan(),
    targets: new Map(),
    emit: (sample) => samples.push(sample),
    clock: { nowNs: () => ns += 1000, sleepMs: () => Promise.resolve() },
    usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
    statusText: String,
    oraclePath: () => undefined,
    signal: new AbortController().signal,
  };
  const backend = new MemBackend({ url: "mem:" });
  const ended = await runTableStep({
    target: plannedTarget({ name: "m" }),
    step: tableStep(),
    ports: { tables: tablePorts(), backend: () => backend },
    options,
  });
  assertEquals(samples.at(-1), ended);
  assertEquals([ended.report.appended, ended.failure], [6, undefined]);
  const told = samples.flatMap((one) =>
    one.type === "table-progress" ? [one.appended] : []
  );
  assertEquals([told[0], told.at(-1)], [0, 6]);
});
