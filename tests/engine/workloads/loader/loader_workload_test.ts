import { assertEquals, assertStringIncludes } from "@std/assert";
import { Mistakes, parseProfile } from "../../../../engine/profile/mod.ts";
import { LOADER_WORKLOAD } from "../../../../engine/workloads/loader/loader_workload.ts";
import type { WorkloadContext } from "../../../../engine/workloads/mod.ts";

function planned(
  step: string,
  target: Partial<WorkloadContext["target"]> = {},
) {
  const profile = parseProfile(
    `
name: x
samples: { count: 10, size: 5000B }
steps:
  - { name: train, load: loader, op: read${step} }
`,
    { source: "x" },
  );
  const mistakes = new Mistakes();
  const context: WorkloadContext = {
    ...{ profile, mistakes, runId: "00".repeat(8), seed: "1", objectTag: 0 },
    target: {
      ...{ name: "t", url: "file:///x", facts: null },
      samples: { client: "files" },
      ...target,
    },
  };
  const space = LOADER_WORKLOAD.layOut(context);
  const [first] = profile.steps;
  const step0 = space === null || first?.kind !== "loader"
    ? null
    : LOADER_WORKLOAD.plan({ step: first, index: 0 }, space, context);
  return { step: step0, mistakes: mistakes.list.map((one) => one.sentence) };
}

Deno.test("LOADER_WORKLOAD plans a lane for each worker", () => {
  const { step, mistakes } = planned(
    ", workers: 2, epochs: 3, order: shuffled",
  );
  assertEquals([mistakes, step?.lanes.length, step?.ops], [[], 2, 30]);
  assertEquals(typeof step?.orderSeed, "string");
});

Deno.test("LOADER_WORKLOAD refuses what could only fail later", () => {
  const refused: readonly (readonly [string, string])[] = [
    [", cache: { size: 4KiB }", "hold no sample"],
    [", workers: 11", "among 11 workers"],
    [", batch: 32, lastBatch: drop", "Cannot fill a batch of 32"],
  ];
  for (const [step, sentence] of refused) {
    assertStringIncludes(planned(step).mistakes.join(), sentence);
  }
  assertStringIncludes(
    planned("", { samples: null }).mistakes.join(),
    "holds no files of samples",
  );
});
