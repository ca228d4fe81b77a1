import { assertEquals, assertThrows } from "@std/assert";
import { readNpy, writeNpy } from "../../../../engine/workloads/loader/npy.ts";
import { ELEMENTS } from "../../../../engine/workloads/loader/tensor.ts";
import {
  assertCutsAreTold,
  countingTensor,
  faultOf,
  tensorsOfAll,
} from "./tensor_fixture.ts";

function withHeader(text: string, elements = 24): Uint8Array {
  const bytes = new Uint8Array(10 + text.length + elements);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0]);
  bytes.set(new TextEncoder().encode(text), 10);
  return bytes;
}

Deno.test("readNpy() gives back what writeNpy() was given, of every element", () => {
  for (
    const tensor of tensorsOfAll((one) => ELEMENTS[one].npy !== null).values()
  ) {
    assertEquals(readNpy(writeNpy(tensor)), tensor);
  }
  for (const shape of [[], [0], [7], [1, 2, 3, 4]]) {
    const tensor = countingTensor("int16", shape);
    assertEquals(readNpy(writeNpy(tensor)), tensor);
  }
});

Deno.test("writeNpy() aligns the elements to 64 bytes", () => {
  assertEquals((writeNpy(countingTensor()).length - 24) % 64, 0);
});

Deno.test("writeNpy() refuses bfloat16, which numpy does not have", () => {
  assertThrows(
    () => writeNpy(countingTensor("bfloat16")),
    RangeError,
    ".safetensors",
  );
});

Deno.test("readNpy() tells every cut", () => {
  assertCutsAreTold(writeNpy(countingTensor()), readNpy);
});

Deno.test("readNpy() tells bytes behind the elements", () => {
  const bytes = writeNpy(countingTensor());
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  assertEquals(faultOf(() => readNpy(longer)), "malformed");
});

Deno.test("readNpy() takes headers of other writers", () => {
  const bytes = withHeader(
    "{'shape':(2,3),'fortran_order':False,'descr':'<f4'}\n",
  );
  assertEquals(readNpy(bytes).shape, [2, 3]);
});

for (
  const [header, kind] of [
    [
      "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }",
      "unsupported",
    ],
    [
      "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
      "unsupported",
    ],
    [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, 3), }",
      "malformed",
    ],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (x,), }", "malformed"],
    ["{'descr': '<f4', 'shape': (2, 3), }", "malformed"],
    ["no header", "malformed"],
  ] as const
) {
  Deno.test(`readNpy() refuses the header ${header}`, () => {
    assertEquals(faultOf(() => readNpy(withHeader(header))), kind);
  });
}

Deno.test("readNpy() refuses a version that it does not know", () => {
  const bytes = writeNpy(countingTensor());
  bytes[6] = 4;
  assertEquals(faultOf(() => readNpy(bytes)), "unsupported");
});
