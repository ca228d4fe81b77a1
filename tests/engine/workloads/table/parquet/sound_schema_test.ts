import { assert, assertEquals } from "@std/assert";
import * as arrow from "apache-arrow";
import { isSoundSchema } from "../../../../../engine/workloads/table/parquet/sound_schema.ts";

function schemaBytes(): Uint8Array {
  const { Field } = arrow;
  const list = new arrow.List(new Field("item", new arrow.Int32(), true));
  const metadata = new Map([["key", "value"]]);
  const schema = new arrow.Schema([
    new Field("id", new arrow.Int64(), false, metadata),
    new Field("deep", new arrow.Struct([new Field("list", list, true)]), true),
    new Field("text", new arrow.Utf8(), true),
  ], metadata);
  return arrow.tableToIPC(new arrow.Table(schema), "stream");
}

Deno.test("isSoundSchema() lets pass what the library wrote", () => {
  assert(isSoundSchema(schemaBytes()));
});

Deno.test("isSoundSchema() refuses counts that no bytes are behind", () => {
  const bytes = schemaBytes();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let refused = 0;
  for (let at = 8; at + 4 <= bytes.length; at += 4) {
    const before = view.getUint32(at, true);
    // A list of three fields is the only thing that is just 3.
    if (before !== 3) continue;
    view.setUint32(at, 0x0fff_ffff, true);
    if (!isSoundSchema(bytes)) refused++;
    view.setUint32(at, before, true);
  }
  assert(refused > 0);
});

Deno.test("A schema with any word changed is refused or read in a moment", () => {
  const bytes = schemaBytes();
  let fields = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    for (const value of [0, 1, 0x7fff_ffff, 0xffff_fffc, at]) {
      const changed = bytes.slice();
      new DataView(changed.buffer).setUint32(at, value, true);
      if (!isSoundSchema(changed)) continue;
      try {
        const reader = arrow.RecordBatchReader.from(changed).open();
        fields = Math.max(fields, reader.schema.fields.length);
      } catch {
        // What the library refuses does no harm.
      }
    }
  }
  assert(fields >= 3 && fields < 100, `${fields}`);
});

Deno.test("isSoundSchema() refuses what was cut", () => {
  const bytes = schemaBytes();
  const length = new DataView(bytes.buffer, bytes.byteOffset)
    .getUint32(4, true);
  for (let size = 0; size < 8 + length; size++) {
    assertEquals(isSoundSchema(bytes.slice(0, size)), false);
  }
});
