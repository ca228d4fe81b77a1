import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeManifest,
  encodeManifest,
} from "../../../../engine/workloads/table/manifest_codec.ts";
import { writeManifestV1 } from "../../../../engine/workloads/table/manifest_v1.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { appended, crc32c, newTable } from "./table_fixture.ts";

/** Written by form 1, and read for ever. */
const GOLDEN = '{"version":2,"fields":[{"name":"id","type":' +
  '{"name":"int64"},"nullable":true}],"columnGroups":[{"columns":' +
  '["id"],"format":"parquet","files":[{"path":"_data/a.parquet",' +
  '"startIndex":0,"endIndex":10,"properties":{"file_size":"99"}},' +
  '{"path":"_data/b.parquet","startIndex":5,"endIndex":8,' +
  '"properties":{}}]}]}';

function framed(text: string): Uint8Array {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(16 + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("SVTM"));
  view.setUint16(8, 1, true);
  view.setUint32(12, body.length, true);
  bytes.set(body, 16);
  view.setUint32(4, crc32c(bytes.subarray(8)), true);
  return bytes;
}

Deno.test("Form 1 is read as it was written then", () => {
  const manifest = decodeManifest(framed(GOLDEN), {
    path: "p",
    version: 2,
    crc32c,
  });
  const [group] = manifest.groups;
  assertEquals(manifest.rowCount, 13);
  assertEquals(group?.ranges, [{ start: 0, end: 13 }]);
  assertEquals(group?.files[0]?.sizeBytes, 99);
  assertEquals(group?.files[1]?.firstRow, 10);
});

Deno.test("Form 1 is written where it has words for a table", async () => {
  const { manifest } = await appended(await newTable(), 0, 3);
  const bytes = encodeManifest({ ...manifest, formatVersion: 1 }, crc32c);
  const read = decodeManifest(bytes, { path: "p", version: 1, crc32c });
  assertEquals(read.rowCount, 3);
  assertEquals(read.groups[0]?.columns, manifest.groups[0]?.columns);
  const short = manifest.groups.map((group) => ({
    ...group,
    ranges: [{ start: 1, end: 3 }],
  }));
  assertThrows(
    () => writeManifestV1({ ...manifest, groups: short }),
    TableError,
    "does not cover every row",
  );
});
