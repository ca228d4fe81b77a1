import { assertEquals } from "@std/assert";
import { readFindings } from "../../ffi/_finding.ts";
import { LAYOUTS } from "../../ffi/layout.ts";
import { StructView } from "../../ffi/struct_view.ts";

const SIZE = LAYOUTS.sv_finding.sizeBytes;

function two(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * SIZE);
  new StructView(LAYOUTS.sv_finding, bytes.subarray(0, SIZE)).assign({
    class_: 4,
    unit: 12,
    offset_bytes: 49152,
    found_object: 9n,
    found_unit: 13,
    found_generation: 2,
    found_run: (1n << 63n) + 1n,
    found_sequence: 5,
    bad_bytes: 4096,
  });
  new StructView(LAYOUTS.sv_finding, bytes.subarray(SIZE)).assign({
    class_: 2,
    found_object: (1n << 64n) - 1n,
    first_bad_byte: 8,
    span_bytes: 504,
  });
  return bytes;
}

Deno.test("readFindings() reads each finding, names whole and exact", () => {
  const [first, second] = readFindings(two(), 2);
  assertEquals(first?.class, "misdirected");
  assertEquals([first?.unit, first?.offsetBytes], [12, 49152]);
  assertEquals(first?.found, {
    object: 9n,
    unit: 13,
    generation: 2,
    run: (1n << 63n) + 1n,
    sequence: 5,
  });
  assertEquals([second?.class, second?.firstBadByte], ["zeroed", 8]);
  assertEquals([first?.spanBytes, second?.spanBytes], [undefined, 504]);
});

Deno.test("readFindings() gives null for a unit that names nobody", () => {
  assertEquals(readFindings(two(), 2)[1]?.found, null);
});

Deno.test("readFindings() copies, and reads no more than there are", () => {
  const bytes = two();
  const [first, ...others] = readFindings(bytes, 1);
  bytes.fill(0xff);
  assertEquals(others, []);
  assertEquals(first?.expectedSample, new Uint8Array(64));
});

Deno.test("readFindings() keeps the number of a class it does not know", () => {
  const bytes = two();
  new StructView(LAYOUTS.sv_finding, bytes.subarray(0, SIZE)).set("class_", 99);
  assertEquals(readFindings(bytes, 1)[0]?.class, "class 99");
});
