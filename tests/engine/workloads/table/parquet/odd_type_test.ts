import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../../engine/workloads/table/mod.ts";
import type { Storage } from "../../../../../engine/workloads/table/parquet/column_tree.ts";
import { readAs } from "../../../../../engine/workloads/table/parquet/leaf_storage.ts";
import { isOddType } from "../../../../../engine/workloads/table/parquet/odd_type.ts";

Deno.test("isOddType() passes over a note on types that no array has", async () => {
  const arrow = await loadArrow();
  const odd = <T extends object>(type: T, field: keyof T): T => {
    Reflect.set(type, field, 77);
    return type;
  };
  const millis = { isAdjustedToUtc: false, unit: { millis: {} } };
  const half: Storage = {
    ...{ physical: "fixed", widthBytes: 2, logical: { float16: {} } },
  };
  const time: Storage = {
    ...{ physical: "int64", widthBytes: 8, logical: { timestamp: millis } },
  };
  const date: Storage = {
    ...{ physical: "int32", widthBytes: 4, logical: { date: {} } },
  };
  const cases = [
    [half, odd(new arrow.Float16(), "precision"), "Float16"],
    [time, odd(new arrow.TimestampSecond(), "unit"), "Timestamp<MILLISECOND>"],
    [date, odd(new arrow.DateMillisecond(), "unit"), "Date32<DAY>"],
  ] as const;
  for (const [storage, told, read] of cases) {
    assertEquals(String(readAs(arrow, storage, told).type), read);
  }
});

Deno.test("isOddType() lets types pass that arrays have", async () => {
  const arrow = await loadArrow();
  const sound = [
    ...[new arrow.Int8(), new arrow.Uint64(), new arrow.Float16()],
    ...[new arrow.TimeSecond(), new arrow.TimeNanosecond(), new arrow.Utf8()],
    ...[new arrow.TimestampSecond(), new arrow.DateDay(), new arrow.Null()],
    new arrow.Decimal(2, 9, 128),
  ];
  assertEquals(sound.filter((type) => isOddType(arrow, type)), []);
  const odd = [new arrow.Int(true, 64), new arrow.Decimal(2, 9, 64)];
  Reflect.set(odd[0] ?? {}, "bitWidth", 24);
  assertEquals(odd.filter((type) => isOddType(arrow, type)), odd);
});
