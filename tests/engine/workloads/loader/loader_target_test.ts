import { assertEquals, assertThrows } from "@std/assert";
import { LoaderTarget } from "../../../../engine/workloads/loader/loader_target.ts";
import type { PlannedLoaderStep } from "../../../../engine/workloads/loader/planned_loader.ts";
import {
  loaderStep,
  memoryLoader,
  plannedSamples,
} from "../../../_support/loader_fixture.ts";

function targetOf(
  place: ReturnType<typeof memoryLoader>,
  planned = plannedSamples(),
  mode: "create" | "recover" = "create",
) {
  let ns = 0;
  return new LoaderTarget({
    planned,
    runId: "0123456789abcdef",
    target: "m",
    ports: place.ports,
    mode,
    nowNs: () => ns += 1000,
    sleepMs: () => Promise.resolve(),
  });
}

async function run(target: LoaderTarget, step: PlannedLoaderStep) {
  const load = target.load(step);
  load.lanes.open();
  await Promise.all(load.lanes.lanes.map((lane) => lane.join()));
  const findings = load.lanes.lanes.flatMap((lane) => [...lane.findings()]);
  return { load, findings, report: load.report(false) };
}

const WRITE = loaderStep({ name: "prepare", op: "write" });
const TWO = [0, 1].map((lane) => ({ lane, depth: 4, verify: true }));

Deno.test("a data set is read as it was written, each sample once an epoch", async () => {
  for (const format of ["npy", "npz", "safetensors", "raw"] as const) {
    const target = targetOf(memoryLoader(), plannedSamples({ format }));
    await run(target, WRITE);
    const { report, findings } = await run(
      target,
      loaderStep({
        epochs: 2,
        lanes: TWO,
        prefetch: 4,
        orderSeed: "00".repeat(8),
      }),
    );
    assertEquals([report.done, findings.length], [20, 0]);
    assertEquals(report.epochs.map(({ delivered }) => delivered), [10, 10]);
  }
});

Deno.test("a sample that is fetched ahead of a batch that computes comes once", async () => {
  const place = memoryLoader();
  const planned = plannedSamples();
  let ns = 0;
  const sleeps: number[] = [];
  const target = new LoaderTarget({
    planned,
    runId: "0123456789abcdef",
    target: "m",
    ports: place.ports,
    mode: "create",
    nowNs: () => ns,
    sleepMs: (ms) => {
      sleeps.push(ms);
      // A timer that ends too early, but for the one that only yields.
      ns += ms * 0.9e6;
      return Promise.resolve();
    },
  });
  await run(target, WRITE);
  const step = { epochs: 2, prefetch: 4, computeNs: 5e6, batchSamples: 2 };
  const { report, findings } = await run(target, loaderStep(step));
  assertEquals([report.done, findings.length], [20, 0]);
  assertEquals(report.epochs.map(({ batches }) => batches), [5, 5]);
  // One millisecond short, because timers are late, and what is left then.
  assertEquals(sleeps.filter((ms) => ms > 0).slice(0, 4), [4, 2, 4, 2]);
  // Five batches of 5.4 ms; four of them count, with the 5 ms asked for.
  assertEquals(report.epochs[0]?.utilisation, 20 / 22);
});

Deno.test("shards, compressed or not, give their samples one by one", async () => {
  for (const format of ["tfrecord", "webdataset", "parquet"] as const) {
    for (const codec of ["none", "zstd"] as const) {
      const planned = plannedSamples({ format, codec, perFile: 3 });
      const target = targetOf(memoryLoader(), planned);
      await run(target, WRITE);
      const { report, findings } = await run(target, loaderStep());
      assertEquals([report.done, findings.length], [10, 0]);
    }
  }
});

async function judgeDamage(place: ReturnType<typeof memoryLoader>) {
  const target = targetOf(place);
  await run(target, WRITE);
  const keys = [...place.files.keys()].sort();
  const at = (index: number) =>
    place.files.get(keys[index] ?? "") ?? new Uint8Array();
  const flipped = at(0).slice();
  flipped[700] = (flipped[700] ?? 0) ^ 1;
  place.files.set(keys[0] ?? "", flipped);
  place.files.set(keys[1] ?? "", at(1).slice(0, 100));
  place.files.delete(keys[2] ?? "");
  place.files.set(keys[3] ?? "", at(4));
  place.files.set(keys[5] ?? "", Uint8Array.of(...at(5), 0));
  const { report, findings } = await run(target, loaderStep());
  assertEquals(
    findings.map((one) => [one.file, one.class]),
    [[0, "bit rot"], [1, "truncated"], [2, "lost"], [3, "cross-object"], [
      5,
      "foreign",
    ]],
  );
  assertEquals(report.trouble, { missing: 1, truncated: 1, corrupt: 3 });
  assertEquals(report.epochs[0]?.skipped, 5);
}

Deno.test("a flipped bit, a cut file, a lost, a swapped and a longer one are found and passed over", async () => {
  await judgeDamage(memoryLoader());
});

Deno.test("damage is found as well where the storage fills memory of the loader", async () => {
  await judgeDamage(memoryLoader({ fills: true }));
});

Deno.test("memory that is used again never brings bytes of another sample", async () => {
  for (const format of ["npy", "webdataset"] as const) {
    for (const codec of ["none", "zstd"] as const) {
      const sizes = { kind: "uniform", minBytes: 100, maxBytes: 9000 } as const;
      const planned = plannedSamples({ count: 60, sizes, format, codec });
      const target = targetOf(memoryLoader({ fills: true }), planned);
      await run(target, WRITE);
      const cache = { limitBytes: 150_000, ttlNs: null, codec };
      const { report, findings } = await run(
        target,
        loaderStep({ epochs: 4, lanes: TWO, prefetch: 5, cache }),
      );
      assertEquals([report.done, findings.length], [240, 0]);
      assertEquals((report.cache?.evictions ?? 0) > 0, true);
    }
  }
});

Deno.test("onTrouble: fail ends the step at the first sample that is wrong", async () => {
  const place = memoryLoader();
  const target = targetOf(place);
  await run(target, WRITE);
  place.files.clear();
  const { load, findings } = await run(
    target,
    loaderStep({ onTrouble: "fail" }),
  );
  assertEquals(findings.length, 1);
  const error = assertThrows(() => load.lanes.throwIfFailed(), Error);
  assertEquals(error.name, "LoadEnded");
});

Deno.test("the second epoch comes from the cache, also compressed", async () => {
  for (const codec of ["none", "zstd"] as const) {
    const target = targetOf(memoryLoader());
    await run(target, WRITE);
    const cache = { limitBytes: 1e6, ttlNs: null, codec };
    const { report, load } = await run(
      target,
      loaderStep({ epochs: 3, cache }),
    );
    assertEquals([report.hitRate, report.cache?.misses], [1, 10]);
    assertEquals(load.hits.counts().count, 20);
  }
});

Deno.test("another process judges by the journal what was acknowledged, and no more", async () => {
  const place = memoryLoader();
  await run(targetOf(place), WRITE);
  const planned = plannedSamples({ count: 12 });
  const later = targetOf(place, planned, "recover");
  const { report, findings } = await run(
    later,
    loaderStep({ batchSamples: 1 }),
  );
  assertEquals([report.unacknowledged, findings.length], [2, 0]);
  const same = targetOf(place, plannedSamples(), "recover");
  const one = await run(same, loaderStep({ only: 7 }));
  assertEquals([one.report.done, one.findings.length], [1, 0]);
});

Deno.test("checkpoints are restored as they were saved, and damage is found", async () => {
  const place = memoryLoader();
  const target = targetOf(place);
  const save = loaderStep({ name: "save", op: "save", lanes: TWO });
  const saved = await run(target, save);
  assertEquals(saved.report.done, 4);
  const restore = loaderStep({ name: "restore", op: "restore", lanes: TWO });
  const right = await run(target, restore);
  assertEquals([right.report.done, right.findings.length], [4, 0]);
  const [first = "", second = "", third = ""] = [...place.files.keys()].sort();
  const bytes = place.files.get(first)?.slice() ?? new Uint8Array();
  bytes[9000] = (bytes[9000] ?? 0) ^ 4;
  place.files.set(first, bytes);
  place.files.set(second, new Uint8Array(4096));
  place.files.delete(third);
  const wrong = await run(target, restore);
  assertEquals(wrong.report.trouble, { missing: 1, truncated: 1, corrupt: 1 });
  assertEquals(wrong.report.done, 1);
});

Deno.test("keyName() names samples, samples of shards, and shards of checkpoints", () => {
  const target = targetOf(memoryLoader());
  const prefix = "sv-0123456789abcdef-samples/";
  assertEquals(target.keyName(6), `${prefix}s1/0000001.npy`);
  assertEquals(target.keyName(11), `${prefix}checkpoint-0000/0001.shard`);
  const sharded = plannedSamples({ format: "tfrecord", perFile: 3 });
  assertEquals(
    targetOf(memoryLoader(), sharded).keyName(4),
    `${prefix}s0/0000001.tfrecord, sample s0-00000004`,
  );
});
