/** Promises of `engine/cases/loader/performance_cases.ts`, in a time of its own. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { CaseFailed } from "../../../../engine/cases/case_failed.ts";
import {
  compressionRatio,
  latency,
  memory,
  throughputWithCache,
  throughputWithPrefetch,
} from "../../../../engine/cases/loader/performance_cases.ts";
import {
  loaderEnv,
  shrinkingCodec,
  wrongParts,
} from "../../../_support/loader_case_fixture.ts";
import { BOUNDLESS, TINY } from "./_wrong_caches.ts";
import { LAZY } from "./_wrong_prefetchers.ts";

for (
  const [name, body, text] of [
    ["throughputWithCache", throughputWithCache, "from 0 % to 100 %"],
    ["throughputWithPrefetch", throughputWithPrefetch, "16 samples ahead: 1."],
    ["latency", latency, "verified, 1.00 ms and 1.00 ms"],
    ["memory", memory, "holds 0.0 MiB"],
    ["compressionRatio", compressionRatio, "shrank by 3.00x"],
  ] as const
) {
  Deno.test(`${name}() holds for right parts, and leaves nothing`, async () => {
    const env = loaderEnv({ codec: shrinkingCodec(3) });
    assertStringIncludes(await body(env), text);
    assertEquals((await env.backend.list()).objects, []);
  });
}

Deno.test("throughputWithCache() is broken by a cache that keeps too little", async () => {
  const parts = wrongParts({ cache: TINY });
  await assertRejects(
    () => throughputWithCache(loaderEnv(), parts),
    CaseBroken,
    "The hit rate rose from 0 % to 0 %",
  );
});

Deno.test("throughputWithPrefetch() fails with one that fetches nothing ahead", async () => {
  const parts = wrongParts({ prefetcher: LAZY });
  await assertRejects(
    () => throughputWithPrefetch(loaderEnv(), parts),
    CaseFailed,
    "1.00x, and should be 1.5x or more",
  );
});

Deno.test("latency() fails on a target that takes too long", async () => {
  const env = loaderEnv();
  const get = env.backend.get.bind(env.backend);
  env.backend.get = async (key) => {
    await env.loader.sleepMs(100, new AbortController().signal);
    return await get(key);
  };
  await assertRejects(
    () => latency(env),
    CaseFailed,
    "misses below 100 ms, in the last of 5 tries",
  );
});

Deno.test("memory() is broken by what is held above the limit", async () => {
  const looks = [0, 5 * 2 ** 20];
  const heldBytes = () => Promise.resolve(looks.shift() ?? 0);
  await assertRejects(
    () => memory(loaderEnv({ heldBytes })),
    CaseBroken,
    "takes 5.0 MiB",
  );
  const parts = wrongParts({ cache: BOUNDLESS });
  await assertRejects(() => memory(loaderEnv(), parts), CaseBroken, "fits");
});

Deno.test("compressionRatio() is broken below 2x", async () => {
  const codec = shrinkingCodec(1.9);
  await assertRejects(
    () => compressionRatio(loaderEnv({ codec })),
    CaseBroken,
    "shrank by 1.90x",
  );
});
