import { assertEquals, assertThrows } from "@std/assert";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import { S3Store } from "../../../../backends/reference/s3/s3_store.ts";
import type { Draft } from "../../../../backends/reference/s3/version.ts";
import { withScratch } from "../../_scratch.ts";
import { blobCount } from "../_s3.ts";

async function storeIn(folder: string, keepsPast = false): Promise<S3Store> {
  return await S3Store.open({ folder, keepsPast, nowMs: () => 1000 });
}

async function draft(store: S3Store, text: string): Promise<Draft> {
  async function* chunks() {
    yield await Promise.resolve(new TextEncoder().encode(text));
  }
  const blob = await store.blobs.write(chunks());
  return {
    etag: text,
    sizeBytes: text.length,
    headers: [["content-type", "x/y"]],
    blobs: [blob],
  };
}

const count = (folder: string) => [...Deno.readDirSync(folder)].length;

Deno.test("what was committed is there when the folder is opened again", async () => {
  await withScratch(async (folder) => {
    const store = await storeIn(folder);
    const bucket = store.createBucket("b");
    for (const key of ["a", "ü/..", "a"]) {
      store.commit({ bucket, key }, await draft(store, `of ${key}`));
    }
    await store.blobs.write((async function* () {})()); // An orphan.
    store.delete({ bucket, key: "ü/.." });
    await store.close();
    const again = await storeIn(folder);
    const found = again.bucket("b");
    assertEquals([...found.objects.keys()], ["a"]);
    assertEquals(again.find(found, "a")?.headers, [["content-type", "x/y"]]);
    assertEquals(again.sequence >= 3, true);
    assertEquals([blobCount(folder), count(`${folder}/buckets/b`)], [1, 1]);
  });
});

Deno.test("of two records of a key the later one counts", async () => {
  await withScratch(async (folder) => {
    const store = await storeIn(folder);
    const bucket = store.createBucket("b");
    const first = store.commit({ bucket, key: "a" }, await draft(store, "one"));
    const path = `${folder}/buckets/b/${"1".padStart(16, "0")}.json`;
    const record = await Deno.readTextFile(path);
    store.commit({ bucket, key: "a" }, await draft(store, "two"));
    await store.close();
    // As after a kill between the two steps of an overwrite.
    await Deno.writeTextFile(path, record);
    const again = await storeIn(folder);
    assertEquals(again.find(again.bucket("b"), "a")?.etag, "two");
    assertEquals([first.etag, count(`${folder}/buckets/b`)], ["one", 1]);
  });
});

Deno.test("a judge that throws leaves everything as it was", async () => {
  await withScratch(async (folder) => {
    const store = await storeIn(folder);
    const bucket = store.createBucket("b");
    store.commit({ bucket, key: "a" }, await draft(store, "one"));
    const second = await draft(store, "two");
    assertThrows(() =>
      store.commit({ bucket, key: "a" }, second, () => {
        throw new S3Error("PreconditionFailed");
      })
    );
    assertEquals(store.find(bucket, "a")?.etag, "one");
    assertEquals(store.sequence, 1);
  });
});

Deno.test("a pinned version keeps its bytes until it is let go", async () => {
  await withScratch(async (folder) => {
    const store = await storeIn(folder);
    const bucket = store.createBucket("b");
    const version = store.commit({ bucket, key: "a" }, await draft(store, "1"));
    const releases = [store.pin(version), store.pin(version)];
    store.delete({ bucket, key: "a" });
    await store.close();
    assertEquals(blobCount(folder), 1);
    releases[0]?.();
    releases[0]?.();
    await store.close();
    assertEquals(blobCount(folder), 1);
    releases[1]?.();
    await store.close();
    assertEquals(blobCount(folder), 0);
  });
});

Deno.test("the past is kept only for lies", async () => {
  await withScratch(async (folder) => {
    for (const keepsPast of [false, true]) {
      const store = await storeIn(folder, keepsPast);
      const name = keepsPast ? "lying" : "honest";
      const bucket = store.createBucket(name);
      for (const text of ["1", "2", "3"]) {
        store.commit({ bucket, key: "a" }, await draft(store, text));
      }
      await store.close();
      const past = bucket.past.get("a")?.map(({ etag }) => etag);
      assertEquals(past, keepsPast ? ["1", "2"] : undefined);
    }
  });
});

Deno.test("a bucket that is gone takes no more writes", async () => {
  await withScratch(async (folder) => {
    const store = await storeIn(folder);
    const bucket = store.createBucket("b");
    const late = await draft(store, "late");
    store.deleteBucket("b");
    const error = assertThrows(
      () => store.commit({ bucket, key: "a" }, late),
      S3Error,
    );
    assertEquals(error.code, "NoSuchBucket");
  });
});
