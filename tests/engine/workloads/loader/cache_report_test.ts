import { assertEquals } from "@std/assert";
import {
  cacheReport,
  compressionOf,
  warmHitRate,
} from "../../../../engine/workloads/loader/cache_report.ts";
import { LruCache } from "../../../../engine/workloads/loader/lru_cache.ts";
import { loaderRecording } from "../../../_support/loader_fixture.ts";

const cache = new LruCache({
  ...{ limitBytes: 1e6, sampleBytesMax: 10, keyCharactersMax: 1 },
  nowNs: () => 0,
});

Deno.test("warmHitRate() leaves the first epoch out, which fills the cache", () => {
  const { report } = loaderRecording();
  assertEquals(warmHitRate(report, cache), 0.9);
  const cold = { epochs: report.epochs.slice(0, 1) };
  assertEquals(warmHitRate(cold, cache), null);
  assertEquals(warmHitRate(report, null), null);
});

Deno.test("cacheReport() tells the counters, and nothing without a cache", () => {
  const asked = { limitBytes: 1e6, ttlNs: null, codec: "none" as const };
  assertEquals(cacheReport({ cache: asked }, cache)?.limitBytes, 1e6);
  assertEquals(cacheReport({ cache: null }, null), null);
  assertEquals([compressionOf(9, 3), compressionOf(0, 0)], [3, null]);
});
