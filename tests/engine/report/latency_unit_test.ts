import { assertEquals } from "@std/assert";
import { inUnit, latencyUnits } from "../../../engine/report/latency_unit.ts";

Deno.test("latencyUnits() begins with a unit that the largest median fills", () => {
  const first = (p50Ns: number) => latencyUnits(p50Ns)[0]?.name;
  assertEquals(first(9_999), "ns");
  assertEquals(first(10_000), "us");
  assertEquals(first(9_999_999), "us");
  assertEquals(first(10_000_000), "ms");
});

Deno.test("latencyUnits() only become coarser", () => {
  const units = latencyUnits(0);
  for (const [index, unit] of units.entries()) {
    const next = units[index + 1];
    if (next === undefined) break;
    const isCoarser = next.sizeNs > unit.sizeNs ||
      next.decimals < unit.decimals;
    assertEquals(isCoarser, true, `${unit.name} before ${next.name}`);
  }
});

Deno.test("inUnit() writes the number alone", () => {
  const [us] = latencyUnits(20_000);
  assertEquals(us && inUnit(123_456, us), "123.5");
});
