import { assertEquals } from "@std/assert";
import { loadCore } from "../../../ffi/mod.ts";
import {
  openBackend,
  parseUrl,
  runConformance,
} from "../../../backends/mod.ts";
import { withScratch } from "../_scratch.ts";

const SEED = 20261121;

async function sweepWith(fault: string | undefined) {
  let outcome: unknown;
  await withScratch(async (folder) => {
    using core = loadCore();
    for (const text of ["mem:", `file://${folder}`]) {
      const target = { name: text, url: parseUrl(text), settings: {} };
      const backend = await openBackend(target, { core });
      if (fault !== undefined) core.faults.arm(fault);
      const { results } = await runConformance(backend, {
        seed: SEED,
        select: (id) => id === "block.sweep.verified",
      });
      core.faults.clear();
      await backend.close();
      outcome = results[0]?.outcome;
      assertEquals([...Deno.readDirSync(folder)], [], "files left behind");
    }
  });
  return outcome;
}

Deno.test("block.sweep.verified holds on honest storage", async () => {
  assertEquals(await sweepWith(undefined), "held");
});

Deno.test("canary: block.sweep.verified catches one flipped bit and one lost write", async () => {
  assertEquals(await sweepWith("write.bitflip:after=17:count=1"), "broken");
  assertEquals(await sweepWith("write.lost:after=17:count=1"), "broken");
});

Deno.test("block.sweep.verified takes an I/O error for a failing world, not for wrong bytes", async () => {
  assertEquals(await sweepWith("read.eio:after=3:count=1"), "failed");
});
