import { assertEquals } from "@std/assert";
import { BlobRecords } from "../../../../backends/reference/azure/blob_records.ts";
import type { BlobVersion } from "../../../../backends/reference/azure/blob_state.ts";
import { withScratch } from "../../_scratch.ts";

function versionOf(name: string, etag = '"e"'): BlobVersion {
  return {
    name,
    pieces: [{ name: "b-1", sizeBytes: 3, blockId: "YQ==" }],
    sizeBytes: 3,
    etag,
    createdMs: 1,
    modifiedMs: 2,
    contentType: "x",
    headers: [["A", "b"]],
    metadata: [["run", "1"]],
  };
}

Deno.test("BlobRecords gives back what was saved last, whatever the name", async () => {
  await withScratch((folder) => {
    const records = new BlobRecords(folder);
    assertEquals([...records.load()], []);
    records.makeContainer("box");
    const names = ["a", "A", "../x", "x".repeat(1024), "\u{1f600}", "a/b"];
    for (const name of names) records.save("box", versionOf(name, '"old"'));
    for (const name of names) records.save("box", versionOf(name));
    const loaded = new BlobRecords(folder).load().get("box") ?? [];
    const sorted = [...loaded].sort((a, b) => a.name < b.name ? -1 : 1);
    assertEquals(sorted, [...names].sort().map((name) => versionOf(name)));
  });
});

Deno.test("BlobRecords forgets blobs and containers", async () => {
  await withScratch((folder) => {
    const records = new BlobRecords(folder);
    records.load();
    for (const name of ["box", "other"]) {
      records.makeContainer(name);
      records.save(name, versionOf("k"));
    }
    records.drop("box", "k");
    records.dropContainer("other");
    assertEquals([...new BlobRecords(folder).load()], [["box", []]]);
  });
});
