import { assertEquals } from "@std/assert";
import { AzureAttempts } from "../../../backends/azure/azure_attempts.ts";
import { assertKind } from "../_rejects.ts";
import { bytesOf, withAzure } from "./_reference.ts";

Deno.test("AzureAttempts asks nobody about a key that cannot be", async () => {
  await withAzure(async ({ client, settings }) => {
    const calls = new AzureAttempts({ ...settings, client });
    let asked = 0;
    const ask = (key: string) =>
      calls.attempt("get", key, () => Promise.resolve(++asked));
    for (const key of ["", "..", "x".repeat(1023), "\ud800"]) {
      await assertKind(() => ask(key), "InvalidKey");
    }
    assertEquals(asked, 0);
    assertEquals(await ask("k"), 1);
  });
});

Deno.test("AzureAttempts refuses an empty range with the object's size", async () => {
  await withAzure(async ({ backend, client, settings }) => {
    await backend.put("k", bytesOf("123"));
    const calls = new AzureAttempts({ ...settings, client });
    const range = { start: 2, end: 2 };
    const error = await assertKind(
      () => calls.attempt("get", "k", () => calls.download("get", "k", range)),
      "RangeNotSatisfiable",
    );
    assertEquals(error.message.includes("3 bytes"), true, error.message);
  });
});

Deno.test("AzureAttempts tells a stall from a cut in mid body", async () => {
  const bytes = new Uint8Array(400_000);
  await withAzure(async ({ backend, endpoint }, open) => {
    await backend.put("k", bytes);
    const { accountKey, ...plain } = endpoint.settings;
    const slow = await open({
      connectionString: `AccountName=${plain["account"]};` +
        `AccountKey=${accountKey};BlobEndpoint=${plain["endpoint"]}`,
      stallTimeoutMs: 30,
    });
    await assertKind(() => slow.backend.get("k"), "TimedOut");
  }, { mutants: [{ name: "stall", after: 1 }] });
});
