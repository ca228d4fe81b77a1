/** Promises of `engine/cases/loader/cache_cases.ts`, in memory. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import {
  basicPutGet,
  lruEviction,
  metrics,
  ttlExpiration,
} from "../../../../engine/cases/loader/cache_cases.ts";
import {
  loaderEnv,
  wrongParts,
} from "../../../_support/loader_case_fixture.ts";
import {
  FORGETFUL_ORDER,
  IMMORTAL,
  LENDING,
  MISCOUNTING,
  TEARING,
} from "./_wrong_caches.ts";

for (
  const [name, body, text] of [
    ["basicPutGet", basicPutGet, "16 samples came out"],
    ["lruEviction", lruEviction, "4000 puts and gets"],
    ["ttlExpiration", ttlExpiration, "counts for 1000 ns"],
    ["metrics", metrics, "each event once"],
  ] as const
) {
  Deno.test(`${name}() holds for a right cache, and leaves nothing`, async () => {
    const env = loaderEnv();
    assertStringIncludes(await body(env), text);
    assertEquals((await env.backend.list()).objects, []);
  });
}

for (
  const [what, body, cache] of [
    ["basicPutGet() is broken by torn bytes", basicPutGet, TEARING],
    ["basicPutGet() is broken by bytes that are lent", basicPutGet, LENDING],
    [
      "lruEviction() is broken by a cache that drops the first one put",
      lruEviction,
      FORGETFUL_ORDER,
    ],
    [
      "ttlExpiration() is broken by entries that never expire",
      ttlExpiration,
      IMMORTAL,
    ],
    [
      "metrics() is broken by misses that are not counted",
      metrics,
      MISCOUNTING,
    ],
  ] as const
) {
  Deno.test(what, async () => {
    const parts = wrongParts({ cache });
    await assertRejects(() => body(loaderEnv(), parts), CaseBroken);
  });
}
