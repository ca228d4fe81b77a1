/** Promises of `engine/cases/loader/prefetcher_cases.ts`, in memory. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { CaseFailed } from "../../../../engine/cases/case_failed.ts";
import {
  asyncWorker,
  errorPropagation,
  hitTracking,
  improvesHitRate,
  queue,
} from "../../../../engine/cases/loader/prefetcher_cases.ts";
import {
  loaderEnv,
  wrongParts,
} from "../../../_support/loader_case_fixture.ts";
import {
  BOASTING,
  DOUBLING,
  DROPPING,
  GREEDY,
  HANGING,
  LAZY,
  LEAVING,
  REPEATING,
} from "./_wrong_prefetchers.ts";

for (
  const [name, body, text] of [
    ["queue", queue, "never more than 4"],
    ["asyncWorker", asyncWorker, "with 4 on their way"],
    ["hitTracking", hitTracking, "16 samples that were there in time and 8"],
    ["improvesHitRate", improvesHitRate, "96 % of 24"],
    ["errorPropagation", errorPropagation, "9 samples came, then once"],
  ] as const
) {
  Deno.test(`${name}() holds for a right prefetcher, and leaves nothing`, async () => {
    const env = loaderEnv();
    assertStringIncludes(await body(env), text);
    assertEquals((await env.backend.list()).objects, []);
  });
}

Deno.test("queue() is broken by one that drops, doubles or runs too far", async () => {
  for (const prefetcher of [DROPPING, DOUBLING, GREEDY]) {
    const parts = wrongParts({ prefetcher });
    await assertRejects(() => queue(loaderEnv(), parts), CaseBroken);
  }
});

Deno.test("asyncWorker() is broken by a stop that leaves fetches, or hangs", async () => {
  for (
    const [prefetcher, text] of [
      [LEAVING, "fetches run on"],
      [HANGING, "stop() did not come back"],
    ] as const
  ) {
    const parts = wrongParts({ prefetcher });
    await assertRejects(
      () => asyncWorker(loaderEnv(), parts),
      CaseBroken,
      text,
    );
  }
});

Deno.test("hitTracking() is broken by one that counts only hits", async () => {
  const parts = wrongParts({ prefetcher: BOASTING });
  await assertRejects(
    () => hitTracking(loaderEnv(), parts),
    CaseBroken,
    "24 hits, 0 late",
  );
});

Deno.test("improvesHitRate() fails with one that fetches nothing ahead", async () => {
  const parts = wrongParts({ prefetcher: LAZY });
  await assertRejects(
    () => improvesHitRate(loaderEnv(), parts),
    CaseFailed,
    "should be more than 50 %, in the last of 5 tries",
  );
});

Deno.test("errorPropagation() is broken by a failure that is told again", async () => {
  const parts = wrongParts({ prefetcher: REPEATING });
  await assertRejects(
    () => errorPropagation(loaderEnv(), parts),
    CaseBroken,
    "should once",
  );
});
