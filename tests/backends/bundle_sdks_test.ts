import { assert, assertEquals } from "@std/assert";
import {
  BUNDLED,
  bundledImports,
  bundleName,
  bundleSdks,
  type LockFile,
  withoutClients,
} from "../../backends/bundle_sdks.ts";
import { withScratch } from "./_scratch.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

Deno.test("withoutClients() keeps what others need, and only that", () => {
  const text = Deno.readTextFileSync(`${ROOT}/deno.lock`);
  const lock: LockFile = JSON.parse(text);
  const kept = withoutClients(lock);
  const names = Object.keys(kept.npm);
  assert(names.some((id) => id.startsWith("hdr-histogram-js@")));
  assert(names.some((id) => id.startsWith("pako@")), "what that needs");
  const left = names.filter((id) => /^(@(aws|azure|smithy)|uplot)/.test(id));
  assertEquals(left, []);
  assertEquals(
    Object.keys(kept.specifiers).sort(),
    [...kept.workspace.dependencies].sort(),
  );
  assert(Object.keys(lock.npm).length > names.length + 30);
});

Deno.test("bundledImports() puts files in the place of the clients", () => {
  const imports = bundledImports({
    "@aws-sdk/client-s3": "npm:@aws-sdk/client-s3@1",
    "@std/yaml": "npm:deno-std@1/yaml",
    "uplot": "npm:uplot@1",
  });
  assertEquals(imports, {
    "@aws-sdk/client-s3": "./aws_sdk_client_s3.js",
    "@std/yaml": "npm:deno-std@1/yaml",
  });
});

Deno.test("every bundled client is one that deno.json names", () => {
  const config = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`));
  for (const client of BUNDLED) {
    assertEquals(typeof config.scopes["./"][client], "string", client);
  }
});

/** Makes a client of each, in a process that knows the bundles only. */
const SCRIPT = `
const { S3Client, PutObjectCommand } = await import("@aws-sdk/client-s3");
const azure = await import("@azure/storage-blob");
const blob = new azure.BlockBlobClient("http://account.h/box/blob");
const s3 = new S3Client({ region: "x" });
console.log(blob.name, typeof s3.send, new PutObjectCommand({}).input.Key);
const arrow = await import("apache-arrow");
const bytes = arrow.tableToIPC(arrow.tableFromArrays({ a: [1, 2] }), "file");
console.log(arrow.tableFromIPC(bytes).numRows);
`;

Deno.test("a bundle offers what its client does", async () => {
  await withScratch(async (folder) => {
    await bundleSdks(ROOT, folder);
    for (const client of BUNDLED) {
      assert(Deno.statSync(`${folder}/${bundleName(client)}`).size > 1e5);
    }
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      cwd: folder,
      args: ["eval", "--config", `${folder}/deno.json`, SCRIPT],
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assertEquals(code, 0, decode(stderr));
    assertEquals(decode(stdout).trim(), "blob function undefined\n2");
  });
});
