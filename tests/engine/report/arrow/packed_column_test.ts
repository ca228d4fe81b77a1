import { assertEquals, assertStrictEquals } from "@std/assert";
import * as arrow from "apache-arrow";
import {
  type PackedColumn,
  packedVector,
  zeroNulls,
} from "../../../../engine/report/arrow/packed_column.ts";

function vector(column: PackedColumn) {
  return packedVector(arrow, column, 0);
}

Deno.test("packedVector() takes numbers as they lie, without a copy", () => {
  const values = BigInt64Array.of(1n, 0n, -3n);
  const wide = vector({ kind: "numbers", values, nulls: zeroNulls(values) });
  assertEquals([...wide], [1n, null, -3n]);
  assertEquals(wide.nullCount, 1);
  assertStrictEquals(wide.data[0]?.values.buffer, values.buffer);
  const small = vector({ kind: "numbers", values: Int32Array.of(0, -1) });
  assertEquals([[...small], String(small.type)], [[0, -1], "Int32"]);
  const counts = vector({ kind: "numbers", values: Uint16Array.of(65535) });
  assertEquals([[...counts], String(counts.type)], [[65535], "Uint16"]);
});

Deno.test("packedVector() makes one dictionary of the same words", () => {
  const words = ["read", "write"];
  const code = (...places: number[]) =>
    vector({ kind: "code", values: Int8Array.from(places), words });
  const [first, second] = [code(1, 0), code(0)];
  assertEquals([...first], ["write", "read"]);
  assertEquals([...second], ["read"]);
  assertStrictEquals(first.data[0]?.dictionary, second.data[0]?.dictionary);
});

Deno.test("packedVector() makes claims of bits, and texts of nothing", () => {
  const values = { length: 10 };
  const bits = new Uint8Array(8);
  bits.set([0b0000_0101, 0b10]);
  const claims = [...vector({ kind: "claims", bits, values })];
  assertEquals(claims.map((one, at) => one ? at : -1).filter((at) => at >= 0), [
    ...[0, 2, 9],
  ]);
  const nothing = vector({ kind: "nothing", values });
  assertEquals([nothing.nullCount, [...nothing]], [
    10,
    Array.from({ length: 10 }, () => null),
  ]);
});

Deno.test("zeroNulls() sees a number that has but one half", () => {
  const values = BigInt64Array.of(0n, 1n << 40n, 0n, 7n, 0n);
  const { bits, nullCount } = zeroNulls(values.subarray(1));
  assertEquals([nullCount, bits[0]], [2, 0b0101]);
});
