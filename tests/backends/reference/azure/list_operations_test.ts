import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Ask, putText, withBlobServer } from "./_blob_server.ts";

const LIST = "/scratch?restype=container&comp=list";

/** Names and folded prefixes of a page, and its marker. */
async function page(ask: Ask, query: string) {
  const { text } = await ask("GET", `${LIST}${query}`);
  const names = [...text.matchAll(/<Name(?: [^>]*)?>([^<]*)<\/Name>/g)]
    .map(([, name]) => name);
  return { names, marker: /<NextMarker>(.*)<\/NextMarker>/.exec(text)?.[1] };
}

Deno.test("listBlobs() lists by the bytes of UTF-8", async () => {
  await withBlobServer(async (ask) => {
    for (const name of ["%F0%9F%98%80", "%EF%BD%9E", "b", "a%2F1", "B"]) {
      await putText(ask, `/scratch/${name}`, "1");
    }
    const { names, marker } = await page(ask, "");
    assertEquals(names, ["B", "a/1", "b", "\u{ff5e}", "\u{1f600}"]);
    assertEquals(marker, undefined);
  });
});

Deno.test("listBlobs() folds by a delimiter, page by page", async () => {
  await withBlobServer(async (ask) => {
    for (const name of ["a/1", "a/2", "b", "c/1", "d"]) {
      await putText(ask, `/scratch/${name}`, "1");
    }
    const seen: (string | undefined)[] = [];
    for (let marker: string | undefined = ""; marker !== undefined;) {
      const found: Awaited<ReturnType<typeof page>> = await page(
        ask,
        `&delimiter=%2F&maxresults=2&marker=${marker}`,
      );
      seen.push(...found.names);
      marker = found.marker;
    }
    assertEquals(seen, ["a/", "b", "c/", "d"]);
    assertEquals((await page(ask, "&prefix=a%2F")).names, ["a/1", "a/2"]);
  });
});

Deno.test("listBlobs() marks names that XML cannot hold", async () => {
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/%01%3C", "1");
    await putText(ask, "/scratch/%3C%26", "1");
    const { text } = await ask("GET", LIST);
    assertStringIncludes(text, '<Name Encoded="true">%01%3C</Name>');
    assertStringIncludes(text, "<Name>&lt;&amp;</Name>");
  });
});

Deno.test("listBlobs() tells facts, and metadata when asked", async () => {
  await withBlobServer(async (ask) => {
    const headers = { "x-ms-blob-type": "BlockBlob", "x-ms-meta-run": "1" };
    await ask("PUT", "/scratch/k", { headers, body: "123" });
    const { text } = await ask("GET", `${LIST}&include=metadata`);
    assertStringIncludes(text, "<Content-Length>3</Content-Length>");
    assertStringIncludes(text, "<Metadata><run>1</run></Metadata>");
    assertStringIncludes(text, "<Etag>0x8D");
    const plain = await ask("GET", LIST);
    assertEquals(plain.text.includes("<Metadata>"), false);
  });
});

Deno.test("listBlobs() refuses a page of nothing and a made-up marker", async () => {
  await withBlobServer(async (ask) => {
    for (const query of ["&maxresults=0", "&maxresults=x", "&marker=mine"]) {
      const { code } = await ask("GET", LIST + query);
      assertEquals(code, "OutOfRangeQueryParameterValue");
    }
    const gone = await ask("GET", "/nobox1?restype=container&comp=list");
    assertEquals(gone.code, "ContainerNotFound");
  });
});

Deno.test("listContainers() lists those that begin as asked", async () => {
  await withBlobServer(async (ask) => {
    await ask("PUT", "/scratch2?restype=container");
    await ask("PUT", "/other1?restype=container");
    const { text } = await ask("GET", "/?comp=list&prefix=scr");
    const names = [...text.matchAll(/<Name>([^<]*)/g)].map(([, name]) => name);
    assertEquals(names, ["scratch", "scratch2"]);
  });
});
