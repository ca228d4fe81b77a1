import { assertEquals } from "@std/assert";
import type { RunPlanOptions, Sample } from "../../../engine/workers/mod.ts";
import { runPlan } from "../../../engine/workers/mod.ts";
import {
  loaderStep,
  memoryLoader,
  plannedSamples,
} from "../../_support/loader_fixture.ts";
import { plan, plannedTarget } from "../../_support/plan_fixture.ts";

async function runWith(place = memoryLoader(), damage?: () => void) {
  const samples: Sample[] = [];
  let ns = 0;
  const target = plannedTarget({
    space: null,
    samples: plannedSamples(),
    steps: [
      loaderStep({ name: "prepare", op: "write" }),
      loaderStep({ name: "train" }),
    ],
  });
  const options: RunPlanOptions = {
    plan: plan({ targets: [target] }),
    targets: new Map(),
    loader: place.ports,
    emit: (sample) => {
      samples.push(sample);
      if (sample.type === "loader-ended" && sample.step === "prepare") {
        damage?.();
      }
    },
    clock: { nowNs: () => ns += 1000, sleepMs: () => Promise.resolve() },
    usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
    statusText: String,
    oraclePath: () => undefined,
    signal: new AbortController().signal,
  };
  return { outcome: await runPlan(options), samples };
}

Deno.test("runLoaderStep() tells lanes as other loads do, and then the load", async () => {
  const { outcome, samples } = await runWith();
  assertEquals(outcome.outcome, "done");
  const ended = samples.flatMap((one) =>
    one.type === "step-ended" ? [one.lanes[0]?.counters] : []
  );
  assertEquals(ended.map((one) => [one?.writeOps, one?.readOps]), [
    [10, 0],
    [0, 10],
  ]);
  const last = samples.at(-1);
  assertEquals(last?.type === "loader-ended" && last.report.done, 10);
});

Deno.test("runLoaderStep() names the file of a sample that is lost", async () => {
  const place = memoryLoader();
  const { samples } = await runWith(place, () => {
    const [first = ""] = [...place.files.keys()].sort();
    place.files.delete(first);
  });
  const found = samples.flatMap((one) =>
    one.type === "step-findings" ? one.keys ?? [] : []
  );
  assertEquals(found, ["sv-0123456789abcdef-samples/s0/0000000.npy"]);
});
