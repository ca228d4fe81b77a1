import { assert, assertEquals } from "@std/assert";
import { assertKind } from "../_rejects.ts";
import { bytesOf, targetSettings, withAzure } from "./_reference.ts";

Deno.test("AzureBackend claims neither sync nor rename", async () => {
  await withAzure(async ({ backend }) => {
    await assertKind(() => backend.sync(), "Unsupported");
    await assertKind(() => backend.rename("a", "b"), "Unsupported");
    const wrong = { algorithm: "crc32c", base64: "AAAAAA==" } as const;
    const put = () => backend.putChecked("a", bytesOf("a"), wrong);
    await assertKind(put, "Unsupported");
  });
});

Deno.test("AzureBackend keeps every key below its prefix", async () => {
  await withAzure(async ({ backend, endpoint }, open) => {
    const other = await open(targetSettings(endpoint), "az://scratch");
    await other.backend.put("outside", bytesOf("1"));
    for (const climbing of ["../outside", "..", ".", "a/../../outside"]) {
      await assertKind(() => backend.get(climbing), "InvalidKey");
    }
    await backend.put("a/../b", bytesOf("2"));
    const { objects } = await other.backend.list();
    assertEquals(objects.map((one) => one.key), ["outside", "p/a/../b"]);
  });
});

Deno.test("AzureBackend tells a changed object from one that is gone", async () => {
  await withAzure(async ({ backend }) => {
    const { etag } = await backend.put("k", bytesOf("1"));
    await backend.put("k", bytesOf("2"));
    const stale = () => backend.putIfMatch("k", bytesOf("3"), etag);
    await assertKind(stale, "PreconditionFailed");
    await backend.delete("k");
    await assertKind(stale, "NotFound");
  });
});

Deno.test("AzureBackend finds a body that is cut short", async () => {
  const bytes = new Uint8Array(100_000).fill(7);
  for (const name of ["cut-body", "cut-unframed"]) {
    await withAzure(async ({ backend, endpoint }) => {
      await backend.put("k", bytes);
      await assertKind(() => backend.get("k"), "Unavailable");
      assertEquals(endpoint.mutants.fired(name), 1);
      assertEquals((await backend.get("k")).length, bytes.length);
    }, { mutants: [{ name, count: 1, seed: 3 }] });
  }
});

Deno.test("AzureBackend asks once and never again by itself", async () => {
  await withAzure(async ({ backend, endpoint }) => {
    const error = await assertKind(
      () => backend.put("k", bytesOf("1")),
      "RateLimited",
    );
    assert(error.transient);
    assertEquals(endpoint.mutants.fired("server-busy"), 1);
  }, { mutants: [{ name: "server-busy" }] });
});

Deno.test("AzureBackend names a container that is not there", async () => {
  await withAzure(async ({ endpoint }, open) => {
    const url = "az://no-such-container";
    const { backend } = await open(targetSettings(endpoint), url);
    const error = await assertKind(() => backend.list(), "NotFound");
    assert(error.message.includes("no such container"), error.message);
  });
});

Deno.test("AzureBackend knows its server once it has answered", async () => {
  await withAzure(async ({ backend }) => {
    assertEquals(backend.server, undefined);
    await backend.list();
    assertEquals(backend.server, "stor-verify-reference");
  });
});
