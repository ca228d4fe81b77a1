import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { readAzureSettings } from "../../../backends/azure/azure_settings.ts";
import {
  parseUrl,
  Secret,
  type SettingValue,
  TargetsError,
} from "../../../backends/mod.ts";

type Variables = Readonly<Record<string, string>>;

function read(
  settings: Readonly<Record<string, SettingValue>>,
  variables: Variables = {},
) {
  const url = parseUrl("az://container/a/b");
  return readAzureSettings(
    { name: "t", url, settings },
    (name) => variables[name],
  );
}

function mistakes(
  settings: Readonly<Record<string, SettingValue>>,
  variables: Variables = {},
): string {
  return assertThrows(() => read(settings, variables), TargetsError).message;
}

Deno.test("readAzureSettings() reaches Azure by the account alone", () => {
  const { services, container, prefix, credential } = read({
    account: "acct",
    accountKey: new Secret("a2V5"),
  });
  assertEquals(services[0].origin, "https://acct.blob.core.windows.net");
  assertEquals([container, prefix], ["container", "a/b/"]);
  assertEquals(credential.kind, "key");
});

Deno.test("readAzureSettings() takes several endpoints of one account", () => {
  const { services } = read({
    endpoint: "http://127.0.0.1:1/dev,http://127.0.0.1:2/dev",
    sasToken: new Secret("?sv=1&sig=s"),
  });
  assertEquals(services.map(({ origin }) => origin), [
    "http://127.0.0.1:1",
    "http://127.0.0.1:2",
  ]);
});

Deno.test("readAzureSettings() prefers settings to the environment", () => {
  const { credential, services } = read(
    { account: "mine", sasToken: new Secret("?sig=s") },
    {
      AZURE_STORAGE_CONNECTION_STRING: "AccountName=other;AccountKey=x",
      AZURE_STORAGE_ACCOUNT: "other",
      AZURE_STORAGE_KEY: "x",
    },
  );
  assertEquals(services[0].account, "mine");
  assertEquals(
    credential.kind === "sas" && credential.sasToken.reveal(),
    "sig=s",
  );
});

Deno.test("readAzureSettings() finds every credential in the environment", () => {
  const account = { AZURE_STORAGE_ACCOUNT: "acct" };
  const kind = (variables: Variables) =>
    read({}, { ...account, ...variables }).credential.kind;
  assertEquals(kind({ AZURE_STORAGE_KEY: "a2V5" }), "key");
  assertEquals(kind({ AZURE_STORAGE_SAS_TOKEN: "s" }), "sas");
  assertEquals(kind({ AZURE_STORAGE_BEARER_TOKEN: "t" }), "bearer");
  assertEquals(
    kind({
      AZURE_TENANT_ID: "t",
      AZURE_CLIENT_ID: "c",
      AZURE_CLIENT_SECRET: "s",
    }),
    "principal",
  );
  const linked = {
    AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true",
  };
  assertEquals(read({}, linked).services[0].path, "/devstoreaccount1");
});

Deno.test("readAzureSettings() tells all mistakes at once", () => {
  const text = mistakes({ checksum: "crc32c" });
  for (const part of ["which account", "no credential", "no crc32c"]) {
    assertStringIncludes(text, part);
  }
});

Deno.test("readAzureSettings() promises no checksum that lanes would not send", () => {
  const text = mistakes({ checksum: "crc64nvme", client: "sdk" });
  assertStringIncludes(text, "lanes of the SDK send no crc64nvme");
});

Deno.test("readAzureSettings() takes no key that is cut off", () => {
  const endpoint = "http://127.0.0.1:1/dev";
  for (const cut of ["canary", "canary-no-base64", "Y2FuYXJ5\n"]) {
    const text = mistakes({ endpoint, accountKey: new Secret(cut) });
    assertStringIncludes(text, "not base64");
    assertEquals(text.includes("canary"), false);
    assertEquals(text.includes("Y2Fu"), false);
    const env = { AZURE_STORAGE_KEY: cut };
    assertStringIncludes(mistakes({ endpoint }, env), "not base64");
  }
});

Deno.test("readAzureSettings() sends no credential in the open", () => {
  const key = { accountKey: new Secret("canary") };
  const text = mistakes({ endpoint: "http://10.0.0.1/acct", ...key });
  assertStringIncludes(text, "in the open");
  assertEquals(text.includes("canary"), false);
  const principal = {
    AZURE_TENANT_ID: "t",
    AZURE_CLIENT_ID: "c",
    AZURE_CLIENT_SECRET: "canary",
    AZURE_AUTHORITY_HOST: "http://login.example",
  };
  const named = mistakes({ account: "acct" }, principal);
  assertStringIncludes(named, "login.example");
  const open = { endpoint: "http://10.0.0.1/acct", anonymous: true };
  assertEquals(read(open).credential.kind, "anonymous");
});

Deno.test("readAzureSettings() keeps time-outs, proxy and certificate", () => {
  const settings = read({
    account: "acct",
    anonymous: true,
    caFile: "/etc/ca.pem",
    insecure: true,
    proxy: new Secret("http://u:p@proxy:1"),
    connectTimeoutMs: 1,
    stallTimeoutMs: 2,
    requestTimeoutMs: 3,
    client: "sdk",
    httpVersion: 2,
  });
  assertEquals(
    [settings.connectTimeoutMs, settings.stallTimeoutMs],
    [1, 2],
  );
  assertEquals(settings.requestTimeoutMs, 3);
  assertEquals(settings.caFile, "/etc/ca.pem");
  assertEquals(settings.proxy?.reveal(), "http://u:p@proxy:1");
  assertEquals([settings.insecure, settings.client], [true, "sdk"]);
  assertEquals([settings.httpVersion, settings.checksum], [2, "none"]);
  const account = { account: "acct", anonymous: true };
  const checked = read({ ...account, checksum: "crc64nvme" });
  assertEquals(checked.checksum, "crc64nvme");
  assertEquals(Deno.inspect(settings).includes("u:p"), false);
});
