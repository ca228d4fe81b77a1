import { assert, assertEquals } from "@std/assert";
import { assertKind } from "../_rejects.ts";
import { withCanned } from "./_canned.ts";

function page(inside: string) {
  return {
    status: "200 OK",
    headers: { "content-type": "application/xml" },
    body: `<ListBucketResult>${inside}</ListBucketResult>`,
  };
}

function entry(key: string, size = "<Size>3</Size>"): string {
  return `<Contents><Key>${key}</Key>${size}<ETag>"e"</ETag></Contents>`;
}

Deno.test("a listing is read back from its escapes, below the prefix", async () => {
  const encoded = "<EncodingType>url</EncodingType>" +
    entry("p/a+b%2Bc%00%01") + entry("p/%C3%A9");
  await withCanned((line) => {
    assert(line.includes("encoding-type=url"), line);
    assert(line.includes("prefix=p%2F"), line);
    return page(encoded);
  }, async (backend) => {
    const { objects } = await backend.list();
    assertEquals(objects.map(({ key }) => key), ["a b+c\0\x01", "\u00e9"]);
  });
  await withCanned(() => page(entry("p/a+b%41")), async (backend) => {
    const { objects } = await backend.list();
    assertEquals(objects.map(({ key }) => key), ["a+b%41"]);
  });
});

Deno.test("a page that cannot be is a failure, not a short listing", async () => {
  const pages = [
    "<IsTruncated>true</IsTruncated>",
    entry("q/outside"),
    entry("p/k", ""),
  ];
  for (const inside of pages) {
    await withCanned(() => page(inside), async (backend) => {
      const error = await assertKind(() => backend.list(), "Unexpected");
      assert(error.message.includes("a page of the listing"), error.message);
    });
  }
});
