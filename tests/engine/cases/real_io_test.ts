/** Promises of `engine/cases/real_io.ts`. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FaultBackend } from "../../../backends/mod.ts";
import { MemBackend } from "../../../backends/mem.ts";
import { CaseBroken } from "../../../engine/cases/case_broken.ts";
import { REAL_IO_SIZES, realIo } from "../../../engine/cases/real_io.ts";
import { caseEnv } from "../../_support/case_fixture.ts";

Deno.test("realIo() holds on honest storage and takes its keys away", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const seen = await realIo(caseEnv({ backend }));
  assertStringIncludes(seen, `${REAL_IO_SIZES.length} objects`);
  assertEquals((await backend.list()).objects, []);
});

Deno.test("realIo() covers one byte to 64 MiB", () => {
  assertEquals([REAL_IO_SIZES[0], REAL_IO_SIZES.at(-1)], [1, 64 * 1024 ** 2]);
});

Deno.test("realIo() is broken by one bit of any object", async () => {
  for (const after of [0, 5, REAL_IO_SIZES.length]) {
    const backend = new FaultBackend(new MemBackend({ url: "mem:" }), {
      lie: "get.flip",
      after,
      count: 1,
    });
    await assertRejects(() => realIo(caseEnv({ backend })), CaseBroken);
    assertEquals(backend.fired, 1);
    assertEquals((await backend.list()).objects, []);
  }
});

Deno.test("realIo() is broken by an MD5 that is another one", async () => {
  let calls = 0;
  const broken = await assertRejects(
    () => realIo(caseEnv({ md5: () => `${calls++}` })),
    CaseBroken,
  );
  assertStringIncludes(broken.message, "MD5");
});
