import { assertEquals } from "@std/assert";
import { openBackend, parseUrl } from "../../backends/mod.ts";
import { DiskCore } from "./_disk_core.ts";
import { assertKind } from "./_rejects.ts";

function open(text: string) {
  const target = { name: text, url: parseUrl(text), settings: {} };
  return openBackend(target, { core: new DiskCore() });
}

Deno.test("openBackend() opens every scheme that has a line", async () => {
  for (
    const text of ["mem:", "null:", "file:///nowhere", "direct:///nowhere"]
  ) {
    const backend = await open(text);
    assertEquals(backend.url, text);
    assertEquals(backend.capabilities.has("block"), true);
    assertEquals(backend.block !== undefined, true);
    await backend.close();
  }
});

Deno.test("openBackend() opens a bucket without asking for it", async () => {
  const backend = await open("s3://bucket/x");
  assertEquals(backend.url, "s3://bucket/x");
  for (const face of ["block", "load"] as const) {
    assertEquals(backend.capabilities.has(face), true);
  }
  await backend.close();
});

Deno.test("openBackend() opens a container without asking for it", async () => {
  const settings = { account: "acct", anonymous: true };
  const target = { name: "t", url: parseUrl("az://box/x"), settings };
  const backend = await openBackend(target, { core: new DiskCore() });
  assertEquals(backend.url, "az://box/x");
  for (const face of ["block", "load"] as const) {
    assertEquals(backend.capabilities.has(face), true);
  }
  await backend.close();
});

Deno.test("openBackend() refuses a file where a folder should be", async () => {
  const path = await Deno.makeTempFile();
  const error = await assertKind(() => open(`file://${path}`), "Unsupported");
  assertEquals(error.message.includes("it is a file"), true);
  await Deno.remove(path);
});
