import { assertEquals, assertThrows } from "@std/assert";
import {
  frameJson,
  unframeJson,
} from "../../../../engine/workloads/table/framed_json.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { crc32c } from "./table_fixture.ts";

const KIND = { magic: "SVTM", formMax: 2, crc32c };

Deno.test("unframeJson() gives what frameJson() was given", () => {
  const bytes = frameJson(KIND, 2, { a: "ü" });
  assertEquals(unframeJson(KIND, "p", bytes), { form: 2, value: { a: "ü" } });
});

Deno.test("unframeJson() finds every flipped bit and every cut", () => {
  const bytes = frameJson(KIND, 1, { rows: [1, 2, 3] });
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const broken = bytes.slice();
    broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assertThrows(() => unframeJson(KIND, "p", broken), TableError);
  }
  for (let end = 0; end < bytes.length; end++) {
    assertThrows(() => unframeJson(KIND, "p", bytes.slice(0, end)), TableError);
  }
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  assertThrows(() => unframeJson(KIND, "p", longer), TableError);
});

Deno.test("unframeJson() refuses a newer form in one sentence", () => {
  const error = assertThrows(
    () => unframeJson(KIND, "p", frameJson(KIND, 3, {})),
    TableError,
    "reads forms up to 2",
  );
  assertEquals(error.kind, "NewerManifest");
});
