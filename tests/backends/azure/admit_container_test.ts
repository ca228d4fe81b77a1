import { assertEquals } from "@std/assert";
import { containerSas } from "../../../backends/azure/container_sas.ts";
import { Secret } from "../../../backends/mod.ts";
import { assertKind } from "../_rejects.ts";
import { targetSettings, withAzure } from "./_reference.ts";

Deno.test("admitContainer() changes nothing where all is allowed", async () => {
  await withAzure(async ({ backend }) => {
    await backend.admit("create");
    await backend.admit("verify");
    assertEquals((await backend.list()).objects, []);
  });
});

Deno.test("admitContainer() finds that only reading is allowed", async () => {
  await withAzure(async ({ endpoint }, open) => {
    const { generateAccountSASQueryParameters, ...sdk } = await import(
      "@azure/storage-blob"
    );
    const readOnly = generateAccountSASQueryParameters(
      {
        expiresOn: new Date(Date.now() + 3_600_000),
        permissions: sdk.AccountSASPermissions.parse("rl"),
        resourceTypes: "co",
        services: "b",
      },
      new sdk.StorageSharedKeyCredential(
        String(endpoint.settings["account"]),
        String(endpoint.settings["accountKey"]),
      ),
    ).toString();
    const endpointUrl = String(endpoint.settings["endpoint"]);
    const { backend } = await open({
      endpoint: endpointUrl,
      sasToken: new Secret(readOnly),
    });
    await backend.admit("verify");
    await assertKind(() => backend.admit("create"), "PermissionDenied");
  });
});

Deno.test("admitContainer() refuses a wrong key and an old signature", async () => {
  await withAzure(async ({ endpoint, settings }, open) => {
    const wrong = {
      ...targetSettings(endpoint),
      accountKey: new Secret("AAAA"),
    };
    const denied = await open(wrong);
    await assertKind(() => denied.backend.admit("verify"), "PermissionDenied");
    const old = await containerSas(settings, Date.now() - 30 * 86_400_000);
    const late = await open({
      endpoint: String(endpoint.settings["endpoint"]),
      sasToken: new Secret(old ?? ""),
    });
    const error = await assertKind(
      () => late.backend.admit("verify"),
      "PermissionDenied",
    );
    assertEquals(error.message.includes("expired"), true, error.message);
  });
});
