import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type {
  OperationSink,
  RunPlanOptions,
  Sample,
  ToldOperation,
} from "../../../engine/workers/mod.ts";
import { runCopyStep } from "../../../engine/workers/run_copy_step.ts";
import { copiesRun, copiesStep } from "../../_support/pipeline_fixture.ts";
import type { StreamLie } from "../../_support/memory_streams.ts";
import { plan, plannedTarget } from "../../_support/plan_fixture.ts";

async function runWith(lie?: StreamLie, operations?: OperationSink) {
  const { options: { make, ports: copies, source } } = copiesRun({}, lie);
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
    ...(operations && { operations }),
  };
  const ended = await runCopyStep({
    target: plannedTarget({ name: "m" }),
    step: copiesStep(),
    ports: {
      copies,
      site: () => source,
      make: (_target, key, object) => make(key, object),
    },
    options,
  });
  return { ended, samples };
}

Deno.test("runCopyStep() tells each copy as it ends, and closes with its report", async () => {
  const { ended, samples } = await runWith();
  assertEquals(samples.at(-1), ended);
  assertEquals([ended.report.copied, ended.failure], [3, undefined]);
  const told = samples.flatMap((one) =>
    one.type === "pipeline-progress" ? [one.copied] : []
  );
  assertEquals([told.length, told[0], told.at(-1)], [4, 0, 3]);
});

Deno.test("runCopyStep() fails when the memory limit did not hold", async () => {
  const { ended } = await runWith("memory");
  assertStringIncludes(ended.failure ?? "", "and the limit is 1048576");
});

Deno.test("runCopyStep() tells copies one by one to who asks for operations", async () => {
  const told: ToldOperation[] = [];
  const { ended } = await runWith(undefined, {
    lanes: () => ({ end() {} }),
    one: (operation) => told.push(operation),
  });
  assertEquals(told.length, ended.report.copied + ended.report.readBack);
  assertEquals([told[0]?.target, told[0]?.lane, told[0]?.failure], [
    ...["m", null, null],
  ]);
  assert(told.every(({ startNs, endNs }) => endNs > startNs));
});
