import { assertEquals } from "@std/assert";
import {
  connectS3,
  currentKeys,
  SDK_VERSION,
} from "../../../backends/s3/s3_client.ts";
import { readS3Settings } from "../../../backends/s3/s3_settings.ts";
import { Secret } from "../../../backends/mod.ts";
import { assertKind } from "../_rejects.ts";
import { targetOf } from "./_s3_server.ts";

Deno.test("SDK_VERSION is the one that deno.json pins", () => {
  const url = new URL("../../../deno.json", import.meta.url);
  const text = Deno.readTextFileSync(url);
  assertEquals(
    text.includes(`"npm:@aws-sdk/client-s3@${SDK_VERSION}"`),
    true,
  );
});

Deno.test("currentKeys() gives the keys that are set, and none to nobody", async () => {
  const keys = { accessKeyId: "a", secretAccessKey: new Secret("b") };
  for (const anonymous of [false, true]) {
    const settings = readS3Settings(
      targetOf("s3://bucket", { ...keys, anonymous }),
      () => undefined,
    );
    const connection = await connectS3(settings);
    assertEquals(
      await currentKeys(connection, settings),
      anonymous ? null : { accessKeyId: "a", secretAccessKey: "b" },
    );
    connection.close();
  }
});

Deno.test("connectS3() says which certificate file cannot be read", async () => {
  const settings = readS3Settings(
    targetOf("s3://bucket", { caFile: "/nowhere/ca.pem" }),
    () => undefined,
  );
  const error = await assertKind(() => connectS3(settings), "NotFound");
  assertEquals(error.message.includes('"/nowhere/ca.pem"'), true);
});

Deno.test("nothing loads the SDK before a bucket is opened", async () => {
  const door = new URL("../../../backends/mod.ts", import.meta.url).href;
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", door],
    cwd: new URL("../../..", import.meta.url),
  }).output();
  assertEquals(code, 0);
  const graph = JSON.parse(new TextDecoder().decode(stdout));
  const statics = new Set<string>();
  const follow = (specifier: string) => {
    if (statics.has(specifier)) return;
    statics.add(specifier);
    const found = graph.modules.find((one: { specifier: string }) =>
      one.specifier === specifier
    );
    for (const one of found?.dependencies ?? []) {
      if (one.isDynamic !== true && one.code !== undefined) {
        follow(one.npmPackage ?? one.code.specifier);
      }
    }
  };
  follow(door);
  const loaded = [...statics].filter((one) =>
    /aws-sdk|azure\+|@azure/.test(one)
  );
  assertEquals(loaded, []);
  assertEquals(statics.size > 50, true);
});
