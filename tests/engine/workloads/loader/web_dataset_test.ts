import { assertEquals, assertThrows } from "@std/assert";
import { writeTar } from "../../../../engine/workloads/loader/tar.ts";
import {
  readShard,
  writeShard,
} from "../../../../engine/workloads/loader/web_dataset.ts";
import { faultOf } from "./tensor_fixture.ts";

const sample = (key: string, ...extensions: string[]) => ({
  key,
  parts: new Map(
    extensions.map((one, index) => [one, Uint8Array.of(index, key.length)]),
  ),
});
const SAMPLES = [
  sample("000", "npy", "cls"),
  sample("train.x/001", "seg.png"),
];

function shardOf(...names: string[]): Uint8Array {
  return writeTar(names.map((name) => ({ name, bytes: Uint8Array.of(1) })))
    .bytes;
}

Deno.test("readShard() gives back samples with their parts, and by range", () => {
  const { bytes, ranges } = writeShard(SAMPLES);
  assertEquals(readShard(bytes), SAMPLES);
  ranges.forEach(({ offset, sizeBytes }, index) => {
    const part = bytes.subarray(offset, offset + sizeBytes);
    assertEquals(readShard(part, true), SAMPLES.slice(index, index + 1));
  });
});

for (const key of ["a.b", ""]) {
  Deno.test(`writeShard() refuses the key "${key}"`, () => {
    assertThrows(
      () => writeShard([sample(key)]),
      RangeError,
      "Cannot write sample",
    );
  });
}

Deno.test("writeShard() refuses a key twice, and a sample of nothing", () => {
  const twice = [sample("a", "x"), sample("a", "y")];
  assertThrows(() => writeShard(twice), RangeError, '"a"');
  assertThrows(() => writeShard([sample("a")]), RangeError, '"a"');
});

for (
  const names of [["a.x", "b.x", "a.y"], ["a.x", "a.x"], ["a"], ["f.d/a"]]
) {
  Deno.test(`readShard() refuses ${names.join(" then ")}`, () => {
    assertEquals(faultOf(() => readShard(shardOf(...names))), "malformed");
  });
}
