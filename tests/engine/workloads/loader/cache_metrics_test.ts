import { assertEquals } from "@std/assert";
import { CacheMetrics } from "../../../../engine/workloads/loader/cache_metrics.ts";

Deno.test("CacheMetrics has no rate and no ratio of nothing", () => {
  const metrics = new CacheMetrics();
  assertEquals([metrics.hitRate, metrics.compressionRatio], [null, null]);
});

Deno.test("CacheMetrics goes back to zero, and keeps the peak", () => {
  const metrics = new CacheMetrics();
  const entry = { stored: new Uint8Array(4), plainBytes: 10, costBytes: 20 };
  metrics.add(entry);
  metrics.add(entry);
  assertEquals(metrics.compressionRatio, 2.5);
  metrics.remove(entry);
  metrics.remove(entry);
  const { items, storedBytes, plainBytes, costBytes, costBytesPeak } = metrics;
  assertEquals([items, storedBytes, plainBytes, costBytes], [0, 0, 0, 0]);
  assertEquals(costBytesPeak, 40);
});
