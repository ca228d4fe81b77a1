import { assert, assertEquals } from "@std/assert";
import { parseUrl, Secret } from "../../../backends/mod.ts";
import { readStoreWay } from "../../../backends/check/store_way.ts";
import { assertKind } from "../_rejects.ts";

type Settings = Parameters<typeof readStoreWay>[0]["settings"];

function way(text: string, settings: Settings) {
  const target = { name: "t", url: parseUrl(text), settings };
  return readStoreWay(target, () => undefined);
}

Deno.test("readStoreWay() has none for folders", () => {
  assertEquals(way("file:///x", {}), null);
  assertEquals(way("mem:", {}), null);
});

Deno.test("readStoreWay() shows four letters of a key's name, and no secret", async () => {
  const found = way("s3://bucket", {
    accessKeyId: "AKIDEXAMPLE1234",
    secretAccessKey: new Secret("hush"),
    sessionToken: new Secret("hush too"),
    provider: "gcs",
  });
  const told = await found?.credential() ?? "";
  assert(told.startsWith("access key ...1234 with a token"), told);
  assertEquals(told.includes("hush") || told.includes("AKID"), false);
  assert(found?.about.some((one) => one.includes("HMAC")), "its quirks");
});

Deno.test("readStoreWay() of Azure names the account", async () => {
  const found = way("az://box", {
    account: "me",
    accountKey: new Secret("aHVzaA=="),
  });
  assertEquals(found?.reach.endpoints, ["https://me.blob.core.windows.net"]);
  assertEquals(found?.about, ["account me"]);
  assertEquals(await found?.credential(), "a shared key");
});

Deno.test("readStoreWay() of a gateway names its chunk servers", async () => {
  const found = way("gateway://h:81/p", { chunkServers: "a:1,b:2" });
  assertEquals(found?.reach.endpoints, ["http://h:81"]);
  assertEquals(found?.about, ["chunk servers a:1, b:2"]);
  assertEquals(await found?.credential(), "none is asked for");
});

Deno.test("readStoreWay() says when a profile is not there", async () => {
  const found = way("s3://bucket", { profile: "no-such-profile" });
  if (found === null) throw new Error("There is a way to a bucket");
  await assertKind(() => found.credential(), "PermissionDenied");
});
