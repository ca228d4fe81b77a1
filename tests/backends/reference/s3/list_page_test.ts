import { assertEquals } from "@std/assert";
import { keyBytes, keyText } from "../../../../backends/key.ts";
import { KeyOrder } from "../../../../backends/reference/key_order.ts";
import {
  fromBehind,
  listPage,
} from "../../../../backends/reference/s3/list_page.ts";
import type { Bucket } from "../../../../backends/reference/s3/s3_store.ts";
import type { Version } from "../../../../backends/reference/s3/version.ts";

function bucketOf(...keys: string[]): Bucket {
  const order = new KeyOrder();
  const objects = new Map<string, Version>();
  for (const [sequence, key] of keys.entries()) {
    order.add(keyBytes(key));
    objects.set(keyBytes(key), {
      bucket: "b",
      key,
      sequence,
      etag: "",
      sizeBytes: 0,
      modifiedMs: 0,
      headers: [],
      blobs: [],
    });
  }
  return { name: "b", createdMs: 0, objects, order, past: new Map() };
}

/** All pages: keys, and folded prefixes in brackets. */
function pages(
  bucket: Bucket,
  options: { prefix?: string; delimiter?: string; limit?: number },
) {
  const { prefix = "", delimiter = "", limit = 2 } = options;
  const found: string[][] = [];
  for (let from: string | undefined = ""; from !== undefined;) {
    const page = listPage(bucket, { prefix, delimiter, limit, from });
    found.push([
      ...page.versions.map(({ key }) => key),
      ...page.prefixes.map((one) => `[${one}]`),
    ]);
    from = page.next;
  }
  return found;
}

Deno.test("listPage() is in the order of bytes, not of UTF-16", () => {
  const bucket = bucketOf("\uffee", "😀", "a", "Z");
  assertEquals(pages(bucket, { limit: 9 }), [["Z", "a", "\uffee", "😀"]]);
});

Deno.test("listPage() gives each key and prefix once over all pages", () => {
  const bucket = bucketOf("a", "d/1", "d/2", "d/e/3", "e", "f/", "g/ü/x");
  assertEquals(pages(bucket, {}), [
    ["a", "d/1"],
    ["d/2", "d/e/3"],
    ["e", "f/"],
    ["g/ü/x"],
  ]);
  assertEquals(pages(bucket, { delimiter: "/" }), [
    ["a", "[d/]"],
    ["e", "[f/]"],
    [
      "[g/]",
    ],
  ]);
  assertEquals(pages(bucket, { prefix: "d/", delimiter: "/" }), [
    ["d/1", "d/2"],
    ["[d/e/]"],
  ]);
  assertEquals(pages(bucket, { prefix: "x", delimiter: "/" }), [[]]);
});

Deno.test("listPage() tells no next page where nothing follows", () => {
  const bucket = bucketOf("a", "b", "c/1", "c/2");
  const query = { prefix: "", delimiter: "/", limit: 3, from: "" };
  assertEquals(listPage(bucket, query).next, undefined);
  assertEquals(
    keyText(listPage(bucket, { ...query, limit: 2 }).next ?? ""),
    "c/1",
  );
});

Deno.test("fromBehind() passes over a folded prefix whole", () => {
  const bucket = bucketOf("c/1", "c/2", "d", "d/1");
  const behind = (name: string, prefix = "") => {
    const query = { prefix, delimiter: "/" };
    const from = fromBehind(name, query);
    const page = listPage(bucket, { ...query, limit: 9, from });
    return [...page.versions.map(({ key }) => key), ...page.prefixes];
  };
  assertEquals(behind("c"), ["d", "c/", "d/"]);
  assertEquals(behind("c/"), ["d", "d/"]);
  assertEquals(behind("c/1"), ["d", "d/"]);
  assertEquals(behind("c/1", "c/"), ["c/2"]);
  assertEquals(behind("d"), ["d/"]);
});
