import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../../engine/profile/mod.ts";
import { DeliveryLedger } from "../../../../engine/workloads/loader/delivery_ledger.ts";
import {
  type EpochOptions,
  planEpoch,
} from "../../../../engine/workloads/loader/epoch.ts";

const ASKED: EpochOptions = {
  sourceCounts: [10],
  seed: 5n,
  epoch: 0,
  workersCount: 1,
  worker: 0,
  batchSamples: 4,
  lastBatch: "keep",
};

const flat = (options: EpochOptions) => planEpoch(options).batches.flat();

for (const workersCount of [1, 3, 7, 20]) {
  Deno.test(`planEpoch() gives ${workersCount} workers each sample exactly once`, () => {
    const sourceCounts = [0, 5, 0, 11, 1, 0];
    for (const seed of [null, 9n]) {
      const ledger = new DeliveryLedger(sourceCounts);
      const shares = Array.from({ length: workersCount }, (_, worker) => {
        const asked = { ...ASKED, sourceCounts, seed, workersCount, worker };
        const samples = flat(asked);
        for (const address of samples) ledger.note(address);
        return samples.length;
      });
      const { deliveredCount, missingCount, repeatedCount, strangerCount } =
        ledger.gaps();
      assertEquals(
        [deliveredCount, missingCount, repeatedCount, strangerCount],
        [17, 0, 0, 0],
      );
      assertEquals(Math.max(...shares) - Math.min(...shares) <= 1, true);
    }
  });
}

Deno.test("planEpoch() reads in the order of writing without a seed", () => {
  const samples = flat({ ...ASKED, sourceCounts: [2, 1], seed: null });
  assertEquals(samples, [
    { source: 0, sample: 0 },
    { source: 0, sample: 1 },
    { source: 1, sample: 0 },
  ]);
});

Deno.test("planEpoch() repeats a seed, and shuffles each epoch anew", () => {
  assertEquals(flat(ASKED), flat(ASKED));
  assertNotEquals(flat(ASKED), flat({ ...ASKED, epoch: 1 }));
  assertNotEquals(flat(ASKED), flat({ ...ASKED, seed: 6n }));
});

Deno.test("planEpoch() mixes the sources of one epoch", () => {
  const sources = flat({ ...ASKED, sourceCounts: [50, 50] })
    .map(({ source }) => source);
  const changes = sources.filter((one, at) =>
    at > 0 && one !== sources[at - 1]
  );
  assertEquals(changes.length > 20, true);
});

Deno.test("planEpoch() keeps or drops the last batch, and tells how much", () => {
  const kept = planEpoch(ASKED);
  assertEquals(kept.batches.map(({ length }) => length), [4, 4, 2]);
  assertEquals([kept.samplesCount, kept.droppedCount], [10, 0]);
  const dropped = planEpoch({ ...ASKED, lastBatch: "drop" });
  assertEquals(dropped.batches.map(({ length }) => length), [4, 4]);
  assertEquals([dropped.samplesCount, dropped.droppedCount], [8, 2]);
});

Deno.test("planEpoch() gives a worker without a share no batch", () => {
  const asked = { ...ASKED, sourceCounts: [1], workersCount: 2, worker: 1 };
  assertEquals(planEpoch(asked).batches, []);
});

Deno.test("planEpoch() names all that is wrong at once", () => {
  const error = assertThrows(
    () =>
      planEpoch({
        ...ASKED,
        sourceCounts: [0, 0],
        epoch: -1,
        workersCount: 2,
        worker: 2,
        batchSamples: -4,
      }),
    UsageError,
    "-4 samples make no batch: give 1 or more",
  );
  assertEquals(
    error instanceof UsageError && error.mistakes.map(({ path }) => path),
    ["sources", "epoch", "worker", "batch"],
  );
});

for (
  const wrong of [
    { sourceCounts: [] },
    { sourceCounts: [1.5] },
    { sourceCounts: [-1, 5] },
    { sourceCounts: [2 ** 32] },
    { workersCount: 0 },
    { worker: -1 },
    { batchSamples: 0 },
  ]
) {
  Deno.test(`planEpoch() refuses ${JSON.stringify(wrong)}`, () => {
    assertThrows(() => planEpoch({ ...ASKED, ...wrong }), UsageError);
  });
}
