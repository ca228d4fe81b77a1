import { assertEquals, assertThrows } from "@std/assert";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import { S3Store } from "../../../../backends/reference/s3/s3_store.ts";
import { Uploads } from "../../../../backends/reference/s3/uploads.ts";
import { withScratch } from "../../_scratch.ts";

async function* bytes() {
  yield await Promise.resolve(new Uint8Array(3));
}

Deno.test("an upload ends once, and keeps only the parts it is told", async () => {
  await withScratch(async (folder) => {
    const store = await S3Store.open({
      folder,
      keepsPast: false,
      nowMs: () => 0,
    });
    const uploads = new Uploads(store);
    const bucket = store.createBucket("b");
    const upload = uploads.start({
      bucket,
      key: "a",
      headers: [],
      startedMs: 0,
    });
    const other = uploads.start({
      bucket,
      key: "a",
      headers: [],
      startedMs: 0,
    });
    assertEquals(upload.id === other.id, false);
    const parts = [];
    for (const number of [1, 2, 2]) {
      const part = {
        number,
        etag: "",
        sizeBytes: 3,
        modifiedMs: 0,
        blobs: [await store.blobs.write(bytes())],
      };
      uploads.putPart(upload, part);
      parts.push(part);
    }
    assertEquals(uploads.find(upload.id, bucket, "a"), upload);
    assertThrows(() => uploads.find(upload.id, bucket, "b"), S3Error);
    uploads.end(upload, parts.slice(0, 1));
    assertThrows(() => uploads.find(upload.id, bucket, "a"), S3Error);
    await store.close();
    const names = [...Deno.readDirSync(`${folder}/blobs`)];
    assertEquals(
      names.map(({ name }) => name),
      parts[0]?.blobs.map(({ name }) => name),
    );
    assertEquals(uploads.ofBucket(bucket), [other]);
  });
});
