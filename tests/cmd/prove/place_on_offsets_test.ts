import { assertEquals } from "@std/assert";
import { placeOnOffsets } from "../../../cmd/prove/place_on_offsets.ts";
import { proveCell } from "../../../cmd/prove/prove_cell.ts";
import { faultClass, withBench } from "./_bench.ts";

Deno.test("placeOnOffsets() puts faults of the past, at rest and in flight", async () => {
  await withBench("mem", async (bench) => {
    const seed = "42";
    const place = await placeOnOffsets(bench, seed);
    const ids = ["stale-content", "previous-run", "lost-write", "swapped"];
    for (const id of ids) {
      const cell = await proveCell(bench, faultClass(id), { seed, place });
      assertEquals([cell.outcome, cell.reasons], ["named", []], id);
    }
    assertEquals(bench.wiring.core.faults.armed, false);
  });
});

Deno.test("a seed puts a fault in the same place again, and another elsewhere", async () => {
  await withBench("mem", async (bench) => {
    const evidence: string[] = [];
    for (const seed of ["42", "42", "43"]) {
      const place = await placeOnOffsets(bench, seed);
      const zeroed = faultClass("zeroed");
      const cell = await proveCell(bench, zeroed, { seed, place });
      evidence.push(cell.evidence);
    }
    assertEquals(evidence[0], evidence[1]);
    assertEquals(evidence[0] === evidence[2], false);
  });
});
