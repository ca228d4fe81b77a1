import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  acceleratorUse,
  meanUtilisation,
} from "../../../../engine/workloads/loader/accelerator_use.ts";

const step = (loadNs: number, computeNs: number) => ({
  loadNs,
  computeNs,
  samples: 4,
});

Deno.test("acceleratorUse() is compute over time, without the first step", () => {
  const steps = [step(500, 90), step(10, 90), step(10, 90)];
  const use = acceleratorUse({ steps, elapsedNs: 590 + 200 });
  assertEquals(use.utilisation, 180 / 200);
  assertEquals([use.stepsCount, use.excludedCount], [2, 1]);
  assertEquals([use.computeNs, use.elapsedNs], [180, 200]);
  assertAlmostEquals(use.samplesPerSecond ?? 0, 8 * 1e9 / 200);
});

Deno.test("acceleratorUse() charges time between steps to the storage", () => {
  const steps = [step(0, 100), step(0, 100)];
  assertEquals(
    acceleratorUse({ steps, elapsedNs: 300 }, { first: 0, last: 0 })
      .utilisation,
    200 / 300,
  );
});

Deno.test("acceleratorUse() excludes steps at the end where asked", () => {
  const steps = [step(1, 9), step(10, 90), step(900, 100)];
  const use = acceleratorUse({ steps, elapsedNs: 1110 }, { first: 1, last: 1 });
  assertEquals([use.utilisation, use.stepsCount], [0.9, 1]);
});

Deno.test("acceleratorUse() has no answer when no step counts", () => {
  for (const steps of [[], [step(1, 1)]]) {
    const use = acceleratorUse({ steps, elapsedNs: 2 });
    assertEquals([use.utilisation, use.samplesPerSecond], [null, null]);
  }
  const few = acceleratorUse(
    { steps: [step(1, 1)], elapsedNs: 2 },
    { first: 3, last: 3 },
  );
  assertEquals([few.stepsCount, few.excludedCount], [0, 1]);
});

Deno.test("meanUtilisation() takes workers first, then epochs", () => {
  const use = (computeNs: number) =>
    acceleratorUse(
      { steps: [step(0, computeNs)], elapsedNs: 100 },
      { first: 0, last: 0 },
    );
  assertAlmostEquals(
    meanUtilisation([[use(100), use(50)], [use(40)]]) ?? 0,
    (0.75 + 0.4) / 2,
  );
});

Deno.test("meanUtilisation() has no answer if one worker has none", () => {
  const none = acceleratorUse({ steps: [], elapsedNs: 1 });
  assertEquals(meanUtilisation([[none]]), null);
  assertEquals(meanUtilisation([]), null);
  assertEquals(meanUtilisation([[]]), null);
});
