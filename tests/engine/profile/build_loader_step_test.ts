import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseProfile, UsageError } from "../../../engine/profile/mod.ts";

const SAMPLES = "samples: { count: 10, size: 4KiB";

function profileOf(samples: string, step: string) {
  const text = `name: x
${samples} }
steps:
  - { name: train, load: loader, ${step} }
`;
  return parseProfile(text, { source: "x" });
}

Deno.test("loaderStep() fills in what is not given", () => {
  const { steps, samples } = profileOf(SAMPLES, "op: read");
  assertEquals(steps[0], {
    ...{ kind: "loader", name: "train", op: "read", workers: 1, epochs: 1 },
    ...{ batchSamples: 32, lastBatch: "keep", order: "sequential" },
    ...{ prefetch: 0, computeNs: 0, onTrouble: "skip" },
  });
  assertEquals([samples?.format, samples?.perFile, samples?.codec], [
    ...["npy", 1, "none"],
  ]);
});

Deno.test("samplesAsked() and checkLoaderStep() refuse what does not fit", () => {
  const refused: readonly (readonly [string, string, string])[] = [
    [`${SAMPLES}, perFile: 4`, "op: read", "it holds one"],
    [`${SAMPLES}, sources: 11`, "op: read", "among 11 sources"],
    [`${SAMPLES}, level: 4`, "op: read", "without a codec"],
    [SAMPLES, "op: write, epochs: 2", "Cannot use epochs"],
    [SAMPLES, "op: read, batch: -1", "a whole number from 1"],
    ["samples: { count: 0, size: 4KiB", "op: read", "from 1 to"],
  ];
  for (const [samples, step, sentence] of refused) {
    const error = assertThrows(() => profileOf(samples, step), UsageError);
    assertStringIncludes(error.message, sentence);
  }
});
