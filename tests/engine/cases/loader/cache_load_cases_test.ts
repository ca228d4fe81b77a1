/** Promises of `engine/cases/loader/cache_load_cases.ts`, in memory. */
import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import {
  compression,
  concurrentAccess,
  judgeHeld,
  judgeRatio,
  memoryOverhead,
} from "../../../../engine/cases/loader/cache_load_cases.ts";
import {
  loaderEnv,
  shrinkingCodec,
  wrongParts,
} from "../../../_support/loader_case_fixture.ts";
import { BOUNDLESS, MIXING, TEARING } from "./_wrong_caches.ts";

Deno.test("concurrentAccess() holds, and is broken by a fetch of somebody else", async () => {
  assertStringIncludes(await concurrentAccess(loaderEnv()), "none torn");
  for (const cache of [MIXING, TEARING]) {
    const parts = wrongParts({ cache });
    await assertRejects(
      () => concurrentAccess(loaderEnv(), parts),
      CaseBroken,
      "of the cache",
    );
  }
});

Deno.test("compression() holds from 2x on, and for exact bytes", async () => {
  const env = loaderEnv({ codec: shrinkingCodec(3) });
  assertStringIncludes(await compression(env), "shrank by 3.00x");
  assertEquals((await env.backend.list()).objects, []);
  await assertRejects(
    () => compression(loaderEnv({ codec: shrinkingCodec(1.5) })),
    CaseBroken,
    "shrank by 1.50x, and should by more than 2x",
  );
  const parts = wrongParts({ cache: TEARING });
  await assertRejects(
    () => compression(loaderEnv({ codec: shrinkingCodec(3) }), parts),
    CaseBroken,
    "of the compressed cache",
  );
});

Deno.test("judgeRatio() refuses a cache that holds nothing", () => {
  assertThrows(() => judgeRatio("It", null), CaseBroken, "shrank by nothing");
});

/** Looks at the memory in turn: before, after, before, after. */
function held(...looks: readonly number[]) {
  const left = [...looks];
  return () => Promise.resolve(left.shift() ?? 0);
}

const MIB = 2 ** 20;

Deno.test("memoryOverhead() holds up to a tenth above the limit", async () => {
  const heldBytes = held(5 * MIB, 40 * MIB, 9 * MIB, 40 * MIB);
  const said = await memoryOverhead(loaderEnv({ heldBytes }));
  assertStringIncludes(said, "1000 bytes: 35.0 MiB; 65536 bytes: 31.0 MiB");
  await assertRejects(
    () => memoryOverhead(loaderEnv({ heldBytes: held(0, 36 * MIB) })),
    CaseBroken,
    "takes 36.0 MiB, and should take at most 35.2 MiB",
  );
});

Deno.test("memoryOverhead() is broken by a cache that lets nothing go", async () => {
  const parts = wrongParts({ cache: BOUNDLESS });
  await assertRejects(
    () => memoryOverhead(loaderEnv(), parts),
    CaseBroken,
    "let none go",
  );
});

Deno.test("judgeHeld() counts against the limit that was configured", () => {
  const limitBytes = 10 * MIB;
  assertEquals(
    judgeHeld("It", { grownBytes: 11 * MIB, limitBytes }),
    "11.0 MiB",
  );
  assertThrows(
    () => judgeHeld("It", { grownBytes: 11 * MIB + 1, limitBytes }),
    CaseBroken,
  );
});
