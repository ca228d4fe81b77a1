import { assertEquals } from "@std/assert";
import { bucketNs } from "../../../../engine/recorder/mod.ts";
import {
  bucketOf,
  LatencyBook,
} from "../../../../engine/workloads/loader/latency_book.ts";

Deno.test("bucketOf() is the layout that reports read", () => {
  for (const ns of [0, 1, 2047, 2048, 4095, 4096, 1e6, 2 ** 31 - 1, 3.6e12]) {
    const bucket = bucketOf(ns);
    assertEquals([bucketNs(bucket) <= ns, ns < bucketNs(bucket + 1)], [
      true,
      true,
    ]);
  }
});

Deno.test("LatencyBook counts what is above an hour, in no bucket", () => {
  const book = new LatencyBook();
  for (const ns of [10, 30, 4e12]) book.add(ns);
  const { count, over, sumNs, minNs, maxNs } = book.counts();
  assertEquals([count, over, sumNs, minNs, maxNs], [2, 1, 40, 10, 4e12]);
});
