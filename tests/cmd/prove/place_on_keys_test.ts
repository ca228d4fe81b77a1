import { assertEquals } from "@std/assert";
import { placeOnKeys } from "../../../cmd/prove/place_on_keys.ts";
import { proveCell } from "../../../cmd/prove/prove_cell.ts";
import { faultClass, withBench } from "./_bench.ts";

const IDS = [
  "previous-run",
  "part-swapped",
  "torn-tail",
  "lost-write",
  "list-missing",
  "resurrected",
];

for (const backend of ["s3", "az"] as const) {
  Deno.test(`placeOnKeys() puts faults at rest and in flight into ${backend}`, async () => {
    await withBench(backend, async (bench) => {
      const { stand } = bench;
      if (stand === undefined) throw new Error("There is no endpoint");
      const seed = "42";
      const place = await placeOnKeys(bench, stand, seed);
      for (const id of IDS) {
        const cell = await proveCell(bench, faultClass(id), { seed, place });
        assertEquals([cell.outcome, cell.reasons], ["named", []], id);
      }
    });
  });
}
