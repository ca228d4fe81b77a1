import { assertEquals, assertRejects } from "@std/assert";
import { FormatError } from "../../../../../engine/workloads/table/parquet/format_error.ts";
import { batchOfTwo, openedRows, sealedFile } from "./encrypted_fixture.ts";
import { fileOf } from "./parquet_fixture.ts";

const textOf = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

Deno.test("A file begins and ends with what tells whether its footer is sealed", async () => {
  const files: [Uint8Array, string][] = [
    [await fileOf([await batchOfTwo()]), "PAR1"],
    [await sealedFile({ isFooterPlain: true }), "PAR1"],
    [await sealedFile(), "PARE"],
  ];
  for (const [bytes, magic] of files) {
    assertEquals(textOf(bytes.subarray(0, 4)), magic);
    assertEquals(textOf(bytes.subarray(-4)), magic);
  }
});

Deno.test("Every flipped bit of a plain footer is found", async () => {
  const bytes = await fileOf([await batchOfTwo()]);
  const view = new DataView(bytes.buffer);
  const start = bytes.length - 8 - view.getUint32(bytes.length - 8, true);
  for (let at = start; at < bytes.length; at++) {
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at & 7));
    await assertRejects(() => openedRows(flipped), FormatError);
  }
});
