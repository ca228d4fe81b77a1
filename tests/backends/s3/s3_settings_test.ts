import { assert, assertEquals, assertThrows } from "@std/assert";
import { Secret, TargetsError } from "../../../backends/mod.ts";
import { readS3Settings } from "../../../backends/s3/s3_settings.ts";
import { targetOf } from "./_s3_server.ts";

type Settings = Parameters<typeof targetOf>[1];

function read(settings: Settings, env: Record<string, string> = {}) {
  return readS3Settings(
    targetOf("s3://bucket/a/b", settings),
    (name) => env[name],
  );
}

Deno.test("a bucket without settings is Amazon's, asked for by the SDK's chain", () => {
  const settings = read({});
  assertEquals(settings.endpoints, ["https://s3.us-east-1.amazonaws.com"]);
  assertEquals(settings.pathStyle, false);
  assertEquals(settings.credential, { kind: "chain" });
  assertEquals([settings.bucket, settings.prefix], ["bucket", "a/b/"]);
  assertEquals(settings.checksum, "none");
});

Deno.test("a region comes from the setting, then the variables", () => {
  const env = { AWS_DEFAULT_REGION: "eu-south-1" };
  assertEquals(read({}, env).region, "eu-south-1");
  const both = { ...env, AWS_REGION: "eu-north-1" };
  assertEquals(read({}, both).region, "eu-north-1");
  const { endpoints, region } = read({ region: "cn-north-1" }, both);
  assertEquals(region, "cn-north-1");
  assertEquals(endpoints, ["https://s3.cn-north-1.amazonaws.com.cn"]);
});

Deno.test("a provider fills what is not set", () => {
  const rows = [
    ["minio", "http://127.0.0.1:9000", true],
    ["gcs", "https://storage.googleapis.com", true],
    ["aliyun", "https://s3.oss-cn-hangzhou.aliyuncs.com", false],
    ["tencent", "https://cos.ap-guangzhou.myqcloud.com", false],
    ["huawei", "https://obs.cn-north-4.myhuaweicloud.com", false],
  ] as const;
  for (const [provider, endpoint, pathStyle] of rows) {
    const settings = read({ provider });
    assertEquals(settings.endpoints, [endpoint]);
    assertEquals(settings.pathStyle, pathStyle, provider);
  }
  const env = { OSS_ACCESS_KEY_ID: "id", OSS_ACCESS_KEY_SECRET: "hush" };
  const { credential } = read({ provider: "aliyun" }, env);
  if (credential.kind !== "key") throw new Error(credential.kind);
  assertEquals(credential.accessKeyId, "id");
  assertEquals(credential.secretAccessKey.reveal(), "hush");
  assertEquals(Deno.inspect(credential).includes("hush"), false);
});

Deno.test("keys of settings go before a profile, and that before variables", () => {
  const env = { MINIO_ROOT_USER: "id", MINIO_ROOT_PASSWORD: "secret" };
  const keys = { accessKeyId: "own", secretAccessKey: new Secret("x") };
  const provider = "minio";
  const own = read({ provider, ...keys, profile: "p" }, env).credential;
  assertEquals(own.kind === "key" && own.accessKeyId, "own");
  assertEquals(read({ provider, profile: "p" }, env).credential, {
    kind: "chain",
    profile: "p",
  });
  assertEquals(read({ provider }, env).credential.kind, "key");
  const anonymous = read({ provider, ...keys, anonymous: true }, env);
  assertEquals(anonymous.credential.kind, "anonymous");
});

Deno.test("several endpoints are all kept, and addresses are path-style", () => {
  const endpoint = "http://10.0.0.1:9000, http://10.0.0.2:9000";
  const settings = read({ endpoint });
  assertEquals(settings.endpoints, [
    "http://10.0.0.1:9000",
    "http://10.0.0.2:9000",
  ]);
  assertEquals(settings.pathStyle, true);
  assertEquals(read({ endpoint, pathStyle: false }).pathStyle, false);
});

Deno.test("all mistakes of settings come at once, and no secret with them", () => {
  const error = assertThrows(
    () =>
      read({
        provider: "azure",
        endpoint: "https://me:hush@host/path",
        accessKeyId: "a",
        proxy: new Secret("socks5://me:hush@h:1"),
        insecure: true,
      }),
    TargetsError,
  );
  assertEquals(error.mistakes.length, 5);
  assertEquals(error.message.includes("hush"), false, error.message);
  for (const mistake of error.mistakes) {
    assert(mistake.startsWith('Cannot open "s3://bucket/a/b": '), mistake);
  }
});
