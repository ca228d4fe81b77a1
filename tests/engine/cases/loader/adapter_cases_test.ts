/** Promises of `engine/cases/loader/adapter_cases.ts`, in memory. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import {
  caching,
  dataloaderCompatibility,
  endToEnd,
  multiSource,
  prefetchAndCache,
} from "../../../../engine/cases/loader/adapter_cases.ts";
import {
  type EpochOptions,
  planEpoch,
} from "../../../../engine/workloads/loader/mod.ts";
import {
  loaderEnv,
  wrongParts,
} from "../../../_support/loader_case_fixture.ts";
import { TEARING, TINY } from "./_wrong_caches.ts";
import { DOUBLING, DROPPING, REVERSING } from "./_wrong_prefetchers.ts";

for (
  const [name, body, text] of [
    ["multiSource", multiSource, "26 samples of 3 sources"],
    ["dataloaderCompatibility", dataloaderCompatibility, "1 to 5 workers"],
    ["caching", caching, "100.0 % hits"],
    ["prefetchAndCache", prefetchAndCache, "Two epochs of 26 samples"],
    ["endToEnd", endToEnd, "126 samples of two shuffled epochs"],
  ] as const
) {
  Deno.test(`${name}() holds for right parts, and leaves nothing`, async () => {
    const env = loaderEnv();
    assertStringIncludes(await body(env), text);
    assertEquals((await env.backend.list()).objects, []);
  });

  Deno.test(`${name}() is broken by a prefetcher that drops, doubles or reorders`, async () => {
    for (const prefetcher of [DROPPING, DOUBLING, REVERSING]) {
      const parts = wrongParts({ prefetcher });
      await assertRejects(() => body(loaderEnv(), parts), CaseBroken);
    }
  });
}

/** One seed for all, as a sampler that nobody told of the epoch. */
const SAME_ORDER = (options: EpochOptions) =>
  planEpoch({ ...options, epoch: 0 });
/** Fills the shares up by samples read twice. */
const FILLING = (options: EpochOptions) => {
  const planned = planEpoch(options);
  const first = planned.batches[0]?.[0];
  return first === undefined
    ? planned
    : { ...planned, batches: [...planned.batches, [first]] };
};

Deno.test("dataloaderCompatibility() is broken by epochs that are all alike", async () => {
  const parts = wrongParts({ epoch: SAME_ORDER });
  await assertRejects(
    () => dataloaderCompatibility(loaderEnv(), parts),
    CaseBroken,
    "gave the same order",
  );
});

Deno.test("multiSource() is broken by shares that are filled up", async () => {
  const parts = wrongParts({ epoch: FILLING });
  await assertRejects(
    () => multiSource(loaderEnv(), parts),
    CaseBroken,
    "came again",
  );
});

Deno.test("caching() is broken by a cache that keeps too little, or tears", async () => {
  const small = wrongParts({ cache: TINY });
  await assertRejects(() => caching(loaderEnv(), small), CaseBroken, "% hits");
  // Samples that are torn in memory are no samples of the format any more.
  const torn = wrongParts({ cache: TEARING });
  await assertRejects(() => caching(loaderEnv(), torn));
});
