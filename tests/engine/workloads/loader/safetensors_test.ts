import { assertEquals, assertThrows } from "@std/assert";
import {
  readSafetensors,
  writeSafetensors,
} from "../../../../engine/workloads/loader/safetensors.ts";
import {
  assertCutsAreTold,
  countingTensor,
  faultOf,
  tensorsOfAll,
} from "./tensor_fixture.ts";

function withHeader(header: unknown, elements = 0): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const encoded = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + encoded.length + elements);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(encoded.length), true);
  bytes.set(encoded, 8);
  return bytes;
}

const one = (offsets: number[], shape = [4]) => ({
  dtype: "U8",
  shape,
  data_offsets: offsets,
});

Deno.test("readSafetensors() gives back every element, by name", () => {
  const tensors = tensorsOfAll(() => true);
  assertEquals(readSafetensors(writeSafetensors(tensors)), tensors);
  assertEquals(readSafetensors(writeSafetensors(new Map())).size, 0);
});

Deno.test("writeSafetensors() aligns the elements to eight bytes", () => {
  for (const name of ["a", "ab", "abc", "ü"]) {
    const bytes = writeSafetensors(new Map([[name, countingTensor()]]));
    assertEquals((bytes.length - 24) % 8, 0);
  }
});

Deno.test("writeSafetensors() refuses the name that is the format's own", () => {
  const tensors = new Map([["__metadata__", countingTensor()]]);
  assertThrows(() => writeSafetensors(tensors), RangeError, "__metadata__");
});

Deno.test("readSafetensors() tells every cut", () => {
  const tensors = new Map([["a", countingTensor()], ["b", countingTensor()]]);
  assertCutsAreTold(writeSafetensors(tensors), readSafetensors);
});

Deno.test("readSafetensors() passes over metadata", () => {
  const bytes = withHeader({ __metadata__: { a: "b" }, t: one([0, 4]) }, 4);
  assertEquals([...readSafetensors(bytes).keys()], ["t"]);
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ["a hole", { a: one([0, 4]), b: one([5, 9]) }, "malformed"],
  ["an overlap", { a: one([0, 4]), b: one([2, 6]) }, "malformed"],
  ["a start behind zero", { a: one([4, 8]) }, "malformed"],
  ["a size that does not fit", { a: one([0, 3]) }, "malformed"],
  ["offsets that go back", { a: one([4, 0]) }, "malformed"],
  ["a negative dimension", { a: one([0, 4], [-4]) }, "malformed"],
  ["three offsets", { a: one([0, 4, 4]) }, "malformed"],
  [
    "an unknown element",
    { a: { ...one([0, 4]), dtype: "F8_E4M3" } },
    "unsupported",
  ],
  ["bytes behind the end", { a: one([0, 4]) }, "malformed"],
  ["no object", [], "malformed"],
  ["no JSON", "{", "malformed"],
  ["a tensor that is none", { a: 1 }, "malformed"],
  [
    "a name given twice",
    '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},' +
    '"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}',
    "malformed",
  ],
];
for (const [what, header, kind] of refused) {
  Deno.test(`readSafetensors() refuses ${what}`, () => {
    assertEquals(faultOf(() => readSafetensors(withHeader(header, 9))), kind);
  });
}

Deno.test("readSafetensors() refuses a header larger than any", () => {
  const bytes = new Uint8Array(16).fill(0xff);
  assertEquals(faultOf(() => readSafetensors(bytes)), "malformed");
});
