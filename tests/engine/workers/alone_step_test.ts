import { assertEquals } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import { aloneBody } from "../../../engine/workers/alone_step.ts";
import type { RunPlanOptions } from "../../../engine/workers/mod.ts";
import { copiesStep } from "../../_support/pipeline_fixture.ts";
import { plan } from "../../_support/plan_fixture.ts";
import { tableStep } from "../../_support/table_load_fixture.ts";
import { tablePorts } from "../workloads/table/table_fixture.ts";

const OPTIONS: RunPlanOptions = {
  plan: plan(),
  targets: new Map(),
  emit() {},
  clock: { nowNs: () => 0, sleepMs: () => Promise.resolve() },
  usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
  statusText: String,
  oraclePath: () => undefined,
  signal: new AbortController().signal,
};

Deno.test("aloneBody() says which steps a command has no ports for", () => {
  assertEquals(
    [aloneBody(copiesStep(), OPTIONS), aloneBody(tableStep(), OPTIONS)],
    [
      "Copies cannot be run by this command",
      "Tables cannot be written by this command",
    ],
  );
});

Deno.test("aloneBody() gives what runs a step whose ports are there", () => {
  const backend = new MemBackend({ url: "mem:" });
  const table = { tables: tablePorts(), backend: () => backend };
  const body = aloneBody(tableStep(), { ...OPTIONS, table });
  assertEquals(typeof body, "function");
});
