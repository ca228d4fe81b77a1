import { assert, assertEquals, assertRejects } from "@std/assert";
import { Secret, TargetsError } from "../../../backends/mod.ts";
import { openS3, s3StoreSettings } from "../../../backends/s3/open_s3.ts";
import { connectS3 } from "../../../backends/s3/s3_client.ts";
import { readS3Settings } from "../../../backends/s3/s3_settings.ts";
import { DiskCore } from "../_disk_core.ts";
import { assertKind } from "../_rejects.ts";
import { targetOf } from "./_s3_server.ts";

type Settings = Parameters<typeof targetOf>[1];

async function storeSettings(settings: Settings) {
  const read = readS3Settings(
    targetOf("s3://bucket/p", settings),
    () => undefined,
  );
  const connection = await connectS3(read);
  try {
    return await s3StoreSettings(read, connection);
  } finally {
    connection.close();
  }
}

Deno.test("openS3() offers both faces of a load and asks nobody", async () => {
  const target = targetOf("s3://bucket/p", { endpoint: "http://127.0.0.1:1" });
  const backend = await openS3(target, { core: new DiskCore() });
  assert(backend.capabilities.has("load") && backend.store !== undefined);
  assert(backend.capabilities.has("block") && backend.block !== undefined);
  await backend.close();
});

Deno.test("openS3() has no offsets for lanes over the SDK, and says who they are", async () => {
  const target = targetOf("s3://bucket/p", { client: "sdk", anonymous: true });
  const backend = await openS3(target, { core: new DiskCore() });
  assertEquals(backend.capabilities.has("block"), false);
  const facts = await backend.store?.facts();
  assertEquals(facts?.client, "sdk");
  assert(/^@aws-sdk\/client-s3 3\./.test(facts?.clientVersion ?? ""));
  await backend.close();
});

Deno.test("openS3() tells all mistakes of the settings", async () => {
  const target = targetOf("s3://bucket", { endpoint: "nowhere", proxy: "x" });
  const error = await assertRejects(
    async () => await openS3(target, { core: new DiskCore() }),
    TargetsError,
  );
  assertEquals(error.mistakes.length, 2);
});

Deno.test("openS3() refuses HTTP/2 where there is no TLS", async () => {
  const target = targetOf("s3://bucket", {
    endpoint: "https://a,http://b",
    httpVersion: 2,
  });
  const error = await assertRejects(
    async () => await openS3(target, { core: new DiskCore() }),
    TargetsError,
  );
  assertEquals(error.mistakes, [
    'Cannot open "s3://bucket": httpVersion: 2 needs TLS, and http://b is ' +
    "plain HTTP: name an https endpoint, or set httpVersion: 1",
  ]);
});

Deno.test("s3StoreSettings() hands the core all that it needs to sign", async () => {
  const settings = await storeSettings({
    endpoint: "https://127.0.0.1:1,https://127.0.0.1:2",
    accessKeyId: "a",
    secretAccessKey: new Secret("b"),
    sessionToken: new Secret("c"),
    proxy: new Secret("http://u:p@h:3"),
    insecure: false,
    checksum: "crc64nvme",
    httpVersion: 2,
    stallTimeoutMs: 7,
  });
  assertEquals(settings, {
    kind: "s3",
    endpoints: ["https://127.0.0.1:1", "https://127.0.0.1:2"],
    bucket: "bucket",
    prefix: "p/",
    pathStyle: true,
    region: "us-east-1",
    accessKey: "a",
    secretKey: "b",
    sessionToken: "c",
    proxy: "http://u:p@h:3",
    connectTimeoutMs: 10_000,
    stallTimeoutMs: 7,
    requestTimeoutMs: 0,
    checksum: "crc64nvme",
    httpVersion: 2,
  });
});

Deno.test("s3StoreSettings() hands over no key of nobody", async () => {
  const settings = await storeSettings({ anonymous: true });
  assertEquals("accessKey" in settings || "secretKey" in settings, false);
});

Deno.test("s3StoreSettings() says in words that a profile is not there", async () => {
  const error = await assertKind(
    () => storeSettings({ profile: "no-such-profile" }),
    "PermissionDenied",
  );
  assert(error.message.startsWith('Cannot open "s3://bucket/p": '));
});
