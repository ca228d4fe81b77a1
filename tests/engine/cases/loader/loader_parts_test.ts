/** Promises of `engine/cases/loader/loader_parts.ts`. */
import { assertEquals } from "@std/assert";
import { LOADER_PARTS } from "../../../../engine/cases/loader/loader_parts.ts";
import {
  LruCache,
  planEpoch,
  Prefetcher,
} from "../../../../engine/workloads/loader/mod.ts";

Deno.test("LOADER_PARTS are those that loads use", () => {
  const cache = LOADER_PARTS.cache({
    ...{ limitBytes: 5000, sampleBytesMax: 1, keyCharactersMax: 1 },
    nowNs: () => 0,
  });
  const fetch = (item: number) => Promise.resolve(item);
  const ahead = LOADER_PARTS.prefetcher({ items: [1], depth: 1, fetch });
  assertEquals(cache.constructor, LruCache);
  assertEquals(ahead.constructor, Prefetcher);
  assertEquals(LOADER_PARTS.epoch, planEpoch);
});
