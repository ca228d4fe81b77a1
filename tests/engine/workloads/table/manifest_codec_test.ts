import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeManifest,
  encodeManifest,
} from "../../../../engine/workloads/table/manifest_codec.ts";
import { emptyManifest } from "../../../../engine/workloads/table/manifest.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { appended, crc32c, newTable } from "./table_fixture.ts";

const options = { path: "p", version: 2, crc32c };

async function manifestOf() {
  const table = await appended(await appended(await newTable(), 0, 3), 3, 4);
  return table.manifest;
}

Deno.test("decodeManifest() gives what encodeManifest() was given", async () => {
  const manifest = await manifestOf();
  const bytes = encodeManifest(manifest, crc32c);
  assertEquals(decodeManifest(bytes, options), manifest);
});

Deno.test("decodeManifest() keeps members that it does not know", async () => {
  const manifest = { ...await manifestOf(), unknown: { later: [1, "x"] } };
  const bytes = encodeManifest(manifest, crc32c);
  assertEquals(decodeManifest(bytes, options).unknown, { later: [1, "x"] });
});

Deno.test("decodeManifest() refuses a version under another's name", () => {
  const bytes = encodeManifest({ ...emptyManifest("t"), version: 3 }, crc32c);
  assertThrows(() => decodeManifest(bytes, options), TableError, "its name");
});
