import { assertEquals } from "@std/assert";
import { inUnit, latencyUnits } from "../../../engine/report/latency_unit.ts";

Deno.test("latencyUnits() begins with a unit that the largest median fills", () => {
  const first = (p50Ns: number) => latencyUnits([p50Ns])[0]?.name;
  assertEquals(first(9_999), "ns");
  assertEquals(first(10_000), "us");
  assertEquals(first(9_999_999), "us");
  assertEquals(first(10_000_000), "ms");
});

Deno.test("latencyUnits() keep two digits of the smallest median", () => {
  const written = (p50NsMin: number, p50NsMax: number) => {
    const [unit] = latencyUnits([p50NsMax, p50NsMin]);
    return unit && `${inUnit(p50NsMin, unit)} ${unit.name}`;
  };
  assertEquals(written(420, 150_000), "0.42 us");
  assertEquals(written(4_200, 98_000_000), "4.2 us");
  assertEquals(written(420_000, 98_000_000), "0.42 ms");
});

Deno.test("latencyUnits() only become coarser", () => {
  const units = latencyUnits([]);
  for (const [index, unit] of units.entries()) {
    const next = units[index + 1];
    if (next === undefined) break;
    const isCoarser = next.sizeNs > unit.sizeNs ||
      next.decimals < unit.decimals;
    assertEquals(isCoarser, true, `${unit.name} before ${next.name}`);
  }
});

Deno.test("inUnit() writes the number alone", () => {
  const [us] = latencyUnits([20_000]);
  assertEquals(us && inUnit(123_456, us), "123.5");
});

Deno.test("inUnit() never writes a latency as nothing", () => {
  const ms = latencyUnits([20_000_000])[0] ?? { sizeNs: 0, decimals: 0 };
  const whole = { name: "ms" as const, sizeNs: 1e6, decimals: 0 };
  assertEquals(inUnit(1_200, { ...ms, name: "ms" }), "<0.01");
  assertEquals(inUnit(1_200, whole), "<1");
  assertEquals(inUnit(0, whole), "0");
});
