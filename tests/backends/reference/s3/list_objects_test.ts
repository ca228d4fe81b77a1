import { assertEquals } from "@std/assert";
import { type Asking, element, elements, withS3 } from "../_s3.ts";

async function fill({ put }: Asking, keys: readonly string[]): Promise<void> {
  for (const key of keys) await put(encodeURIComponent(key), key);
}

Deno.test("a listing holds keys, sizes and ETags in the order of bytes", async () => {
  await withS3(async (asking) => {
    await fill(asking, ["b", "😀", "a/1", "\uffee"]);
    const { text } = await asking.ask("GET", "?list-type=2");
    assertEquals(elements(text, "Key"), ["a/1", "b", "\uffee", "😀"]);
    assertEquals(elements(text, "Size"), ["3", "1", "3", "4"]);
    assertEquals(element(text, "KeyCount"), "4");
    assertEquals(element(text, "IsTruncated"), "false");
    const head = await asking.ask("HEAD", "/b");
    const etag = (head.headers.get("etag") ?? "").replaceAll('"', "&quot;");
    assertEquals(elements(text, "ETag")[1], etag);
  });
});

Deno.test("pages go on by token, and together hold each key once", async () => {
  await withS3(async (asking) => {
    const keys = Array.from({ length: 10 }, (_, n) => `d${n % 3}/k${n}`);
    await fill(asking, keys);
    const found: string[] = [];
    let query = "?list-type=2&max-keys=3";
    for (let round = 0; round < 9; round++) {
      const { text } = await asking.ask("GET", query);
      found.push(...elements(text, "Key"));
      const next = element(text, "NextContinuationToken");
      assertEquals(element(text, "IsTruncated"), String(next !== ""));
      if (next === "") break;
      query = "?list-type=2&max-keys=3&continuation-token=" +
        encodeURIComponent(next);
    }
    assertEquals(found, keys.toSorted());
  });
});

Deno.test("a delimiter folds, and start-after begins behind", async () => {
  await withS3(async (asking) => {
    await fill(asking, ["a", "d/1", "d/2", "e"]);
    const list = async (query: string) => {
      const { text } = await asking.ask("GET", `?list-type=2&${query}`);
      return elements(text, "Key").concat(elements(text, "Prefix").slice(1));
    };
    assertEquals(await list("delimiter=/"), ["a", "e", "d/"]);
    assertEquals(await list("prefix=d/&delimiter=/"), ["d/1", "d/2"]);
    assertEquals(await list("start-after=d/1"), ["d/2", "e"]);
    assertEquals(await list("max-keys=0"), []);
  });
});

Deno.test("encoding-type=url makes every key readable", async () => {
  await withS3(async (asking) => {
    await fill(asking, ["a b/ü\u0001"]);
    const plain = await asking.ask("GET", "?list-type=2");
    assertEquals(element(plain.text, "Key"), "a b/ü&#x1;");
    const coded = await asking.ask("GET", "?list-type=2&encoding-type=url");
    assertEquals(element(coded.text, "Key"), "a%20b/%C3%BC%01");
    const odd = await asking.ask("GET", "?list-type=2&encoding-type=gzip");
    assertEquals(odd.code, "InvalidArgument");
  });
});

Deno.test("the first edition goes on by marker", async () => {
  await withS3(async (asking) => {
    await fill(asking, ["a", "d/1", "d/2", "e"]);
    const first = await asking.ask("GET", "?delimiter=/&max-keys=2");
    assertEquals(elements(first.text, "Key"), ["a"]);
    assertEquals(element(first.text, "NextMarker"), "d/");
    const second = await asking.ask("GET", "?delimiter=/&marker=d/");
    assertEquals(elements(second.text, "Key"), ["e"]);
  });
});

Deno.test("a token of somebody else and a count that is none are refused", async () => {
  await withS3(async ({ ask }) => {
    for (
      const query of [
        "continuation-token=%21%21",
        "continuation-token=/w==",
        "max-keys=-1",
        "max-keys=two",
      ]
    ) {
      const told = await ask("GET", `?list-type=2&${query}`);
      assertEquals(told.code, "InvalidArgument");
    }
  });
});
