import { assertEquals } from "@std/assert";
import {
  loaderLines,
  sampleEntries,
} from "../../../engine/plan/describe_loader.ts";
import { loaderStep, plannedSamples } from "../../_support/loader_fixture.ts";
import { plannedTarget } from "../../_support/plan_fixture.ts";

Deno.test("loaderLines() says how samples are read, and that all are verified", () => {
  const cache = { limitBytes: 2 ** 20, ttlNs: 1e9, codec: "zstd" as const };
  const step = loaderStep({ cache, computeNs: 5e6, prefetch: 8, epochs: 2 });
  assertEquals(loaderLines(step), [
    "read 2 epochs in order, batches of 4 by 1 worker, 5 ms of compute each",
    "8 samples fetched ahead by each; cache of 1 MiB, for 1 s, compressed by " +
    "zstd; every sample is verified",
  ]);
});

Deno.test("sampleEntries() tells what is created, and that it is deleted", () => {
  const target = plannedTarget({ steps: [loaderStep({ op: "write" })] });
  const entries = sampleEntries(plannedSamples(), target, "aa");
  assertEquals(entries.map(([name]) => name), ["is", "creates", "deletes"]);
  assertEquals(
    entries[1]?.[1],
    "10 samples of 2 sources of 4.88 KiB (stamps) as npy below " +
      "sv-0123456789abcdef-samples/; and a marker .stor-verify.json of run aa",
  );
});
