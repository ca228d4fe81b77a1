import { assertEquals } from "@std/assert";
import { NEVER } from "../../../engine/history/mod.ts";
import { findZones } from "../../../engine/history/zones.ts";
import { historyOf } from "./random_history.ts";

Deno.test("findZones() spans from the first return to the last call of a value", () => {
  const zones = findZones(historyOf([
    { kind: "put", client: 0, value: 1, callNs: 10, returnNs: 30 },
    { kind: "get", client: 1, value: 1, callNs: 12, returnNs: 20 },
    { kind: "get", client: 1, value: 1, callNs: 50, returnNs: 60 },
  ]));
  assertEquals(zones.firstReturnNs[1], 20);
  assertEquals(zones.lastCallNs[1], 50);
  assertEquals([...zones.firstReturnRow], [-1, 1]);
  assertEquals([...zones.lastCallRow], [-1, 2]);
  assertEquals([...zones.put], [-1, 0]);
});

Deno.test("findZones() knows which writes nobody can prove", () => {
  const lost = { kind: "put", client: 0, callNs: 0, returnNs: NEVER } as const;
  const zones = findZones(historyOf([
    { ...lost, value: 1 },
    { ...lost, value: 2 },
    { kind: "get", client: 1, value: 2, callNs: 5, returnNs: 6 },
  ]));
  assertEquals([...zones.isReal], [1, 0, 1]);
  assertEquals(zones.firstReturnNs[0], -NEVER);
});
