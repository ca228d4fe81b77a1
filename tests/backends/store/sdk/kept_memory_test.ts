import { assertEquals } from "@std/assert";
import {
  keptBuffer,
  KeptMemory,
} from "../../../../backends/store/sdk/kept_memory.ts";
import { KeptColumns } from "../../../../ffi/mod.ts";
import { keptOperation } from "../../../_support/kept_operation.ts";

Deno.test("KeptMemory hands over each field of each operation, once, in order", () => {
  const buffer = keptBuffer(4);
  const lane = new KeptMemory(buffer);
  const reader = new KeptMemory(buffer);
  const columns = new KeptColumns(8);
  const all = {
    ...{ intendedNs: 5, firstByteNs: 120, offset: 9, attempts: 2 },
    ...{ status: -1110, isWarmup: true },
  };
  lane.add(keptOperation());
  lane.add(keptOperation({ op: "delete", ...all }));
  assertEquals([reader.take(columns), columns.count], [0, 2]);
  const expected = new KeptColumns(8);
  expected.add(keptOperation());
  expected.add(keptOperation({ op: "delete", ...all }));
  assertEquals(columns.bytes, expected.bytes);
  lane.add(keptOperation());
  assertEquals([reader.take(columns), columns.count], [0, 3]);
});

Deno.test("KeptMemory counts what finds no room, and goes on around its end", () => {
  const buffer = keptBuffer(2);
  const lane = new KeptMemory(buffer);
  const columns = new KeptColumns(1);
  for (const place of [1, 2, 3]) lane.add(keptOperation({ place }));
  assertEquals([lane.take(columns), Number(columns.places[0])], [1, 1]);
  lane.add(keptOperation({ place: 4 }));
  assertEquals(lane.take(columns), 1);
  for (const place of [2, 4]) {
    columns.count = 0;
    lane.take(columns);
    assertEquals([columns.count, Number(columns.places[0])], [1, place]);
  }
});
