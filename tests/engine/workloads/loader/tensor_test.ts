import { assertEquals, assertThrows } from "@std/assert";
import {
  ELEMENT_TYPES,
  elementNamed,
  ELEMENTS,
  requireTensor,
  tensorSizeBytes,
} from "../../../../engine/workloads/loader/tensor.ts";
import { countingTensor } from "./tensor_fixture.ts";

Deno.test("tensorSizeBytes() multiplies, and one element has no dimension", () => {
  assertEquals(tensorSizeBytes("float32", [2, 3]), 24);
  assertEquals(tensorSizeBytes("int64", []), 8);
  assertEquals(tensorSizeBytes("uint8", [5, 0]), 0);
});

Deno.test("tensorSizeBytes() has no answer for dimensions that are none", () => {
  for (const shape of [[-1], [1.5], [NaN], [2 ** 40, 2 ** 40]]) {
    assertEquals(tensorSizeBytes("uint8", shape), NaN);
  }
});

Deno.test("requireTensor() takes what fits and refuses a byte too few", () => {
  const tensor = countingTensor();
  requireTensor(tensor, ".npy");
  assertThrows(
    () => requireTensor({ ...tensor, bytes: tensor.bytes.slice(1) }, ".npy"),
    RangeError,
    "Cannot write .npy of float32 [2, 3]: it has 23 bytes, and the shape " +
      "needs 24",
  );
});

Deno.test("elementNamed() finds each element by the name of each format", () => {
  for (const element of ELEMENT_TYPES) {
    const { npy, safetensors } = ELEMENTS[element];
    assertEquals(elementNamed("safetensors", safetensors), element);
    if (npy !== null) assertEquals(elementNamed("npy", npy), element);
  }
  assertEquals(elementNamed("npy", ">f4"), undefined);
});
