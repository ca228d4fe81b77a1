/** The promises of cmd/with_wiring.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { resolveTarget } from "../../backends/mod.ts";
import type { Wiring } from "../../cmd/wiring.ts";
import { withWiring } from "../../cmd/with_wiring.ts";
import { testContext } from "../_support/cli.ts";

async function openBroken(wiring: Wiring): Promise<void> {
  const target = resolveTarget("mem:", new Map(), { cwd: "/" });
  await wiring.openTargets([target], "create");
  wiring.backend(target.name).close = () =>
    Promise.reject(new TypeError("does not close"));
}

Deno.test("withWiring() disarms the faults and closes the core", async () => {
  const kept: Wiring[] = [];
  const exit = await withWiring(testContext(), (wiring) => {
    kept.push(wiring);
    wiring.core.faults.arm("write.lost");
    return Promise.resolve(5);
  });
  assertEquals(exit, 5);
  await assertRejects(async () => await kept[0]?.core.probePath("/"));
});

Deno.test("withWiring() hides no findings behind a close that fails", async () => {
  const context = testContext();
  const ending = (exit: 0 | 1) => async (wiring: Wiring) => {
    await openBroken(wiring);
    return exit;
  };
  assertEquals(await withWiring(context, ending(1)), 1);
  assertEquals(context.err().includes("does not close"), true);
  await assertRejects(() => withWiring(context, ending(0)), TypeError);
});

Deno.test("withWiring() fails with the body's error, not with the close's", async () => {
  const body = async (wiring: Wiring) => {
    await openBroken(wiring);
    throw new RangeError("of the body");
  };
  await assertRejects(() => withWiring(testContext(), body), RangeError);
});
