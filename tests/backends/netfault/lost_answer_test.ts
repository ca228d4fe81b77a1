/** A check of a target, with each of its answers lost in turn. */
import { assert, assertEquals } from "@std/assert";
import { checkTarget } from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { STORES, withStoreWay } from "./_store_way.ts";

/** How many answers a check waits for; no check asks for so many. */
const ANSWERS_MAX = 40;

for (const kind of STORES) {
  Deno.test(`a check over ${kind} leaves nothing, whichever answer is lost`, async () => {
    using core = loadCore();
    for (let lost = 0; lost < ANSWERS_MAX; lost++) {
      const fault = `reset:after=${lost}:count=1`;
      let isOver = false;
      await withStoreWay({ kind, faults: [fault] }, async (store) => {
        const { backend, target, way } = store;
        way.arm(true);
        const steps = await checkTarget(target, {
          ...{ core, env: () => undefined, nonce: `${lost}` },
        });
        way.arm(false);
        const [count] = way.counts();
        isOver = count?.fired === 0;
        const failed = steps.filter(({ state }) => state === "failed");
        assertEquals(failed.length > 0, !isOver, fault);
        assertEquals((await backend.list({ limit: 9 })).objects, [], fault);
      });
      if (isOver) {
        assert(lost > 3, `a check waited for ${lost} answers`);
        return;
      }
    }
    throw new Error("A check did not end");
  });
}
