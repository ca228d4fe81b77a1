import { assertEquals } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import type { RunPlanOptions, Sample } from "../../../engine/workers/mod.ts";
import { runTableStep } from "../../../engine/workers/run_table_step.ts";
import { plan, plannedTarget } from "../../_support/plan_fixture.ts";
import { memoryJournal, tableStep } from "../../_support/table_load_fixture.ts";
import { tablePorts } from "../workloads/table/table_fixture.ts";

function options(samples: Sample[]): RunPlanOptions {
  let ns = 0;
  return {
    plan: plan(),
    targets: new Map(),
    emit: (sample) => samples.push(sample),
    clock: { nowNs: () => ns += 1000, sleepMs: () => Promise.resolve() },
    usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
    statusText: String,
    oraclePath: () => undefined,
    signal: new AbortController().signal,
  };
}

Deno.test("runTableStep() tells each append, and closes with its report", async () => {
  const samples: Sample[] = [];
  const backend = new MemBackend({ url: "mem:" });
  const ended = await runTableStep({
    target: plannedTarget({ name: "m" }),
    step: tableStep(),
    ports: { tables: tablePorts(), backend: () => backend },
    options: options(samples),
  });
  assertEquals(samples.at(-1), ended);
  assertEquals([ended.report.appended, ended.failure], [6, undefined]);
  const told = samples.flatMap((one) =>
    one.type === "table-progress" ? [one.appended] : []
  );
  assertEquals([told[0], told.at(-1)], [0, 6]);
});

Deno.test("runTableStep() reads back what an earlier run kept, by its journal", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const journal = memoryJournal();
  const ports = {
    tables: tablePorts(),
    backend: () => backend,
    journal: () => journal,
    keeps: true,
  };
  const target = plannedTarget({ name: "m" });
  const run = { target, ports, options: options([]) };
  await runTableStep({ ...run, step: tableStep() });
  const step = tableStep({ isReadBack: true });
  const { report } = await runTableStep({ ...run, step });
  assertEquals([report.isReadBack, report.appended, report.findings], [
    true,
    6,
    [],
  ]);
  const [, ...others] = (await backend.list()).objects;
  for (const { key } of others) await backend.delete(key);
  const broken = await runTableStep({ ...run, step });
  assertEquals(broken.report.findingsCount > 0, true);
});
