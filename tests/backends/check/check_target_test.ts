import { assert, assertEquals } from "@std/assert";
import { checkTarget, parseUrl, Secret } from "../../../backends/mod.ts";
import type { CheckStep, Target } from "../../../backends/mod.ts";
import { DiskCore } from "../_disk_core.ts";
import { withScratch } from "../_scratch.ts";
import { SilentServer } from "./_silent_server.ts";
import { withBackend, withEndpoint } from "../s3/_s3_server.ts";

type Settings = Target["settings"];

const CANARY = "canary-0b5e55ed";

async function check(url: string, settings: Settings): Promise<CheckStep[]> {
  const target = { name: "t", url: parseUrl(url), settings };
  const steps = await checkTarget(target, {
    core: new DiskCore(),
    env: () => undefined,
    nonce: "0123",
  });
  assertEquals(JSON.stringify(steps).includes(CANARY), false);
  return steps;
}

/** `name:state` of every step. */
function outline(steps: readonly CheckStep[]): string[] {
  return steps.map(({ step, state }) => `${step}:${state}`);
}

function failed(steps: readonly CheckStep[]): CheckStep | undefined {
  return steps.find(({ state }) => state === "failed");
}

Deno.test("checkTarget() passes every step of a store, and leaves nothing", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    const steps = await check(`${targetUrl}/below`, settings);
    assertEquals(outline(steps), [
      ..."settings name connection credential place write read delete"
        .split(" ").map((step) => `${step}:passed`),
    ]);
    await withBackend(targetUrl, settings, async (backend) => {
      assertEquals((await backend.list()).objects, []);
    });
  });
});

Deno.test("checkTarget() says that a bucket is not there, and goes no further", async () => {
  await withEndpoint(async ({ settings }) => {
    const steps = await check("s3://not-there", settings);
    assertEquals(outline(steps).slice(4), [
      "place:failed",
      "write:skipped",
      "read:skipped",
      "delete:skipped",
    ]);
    assert(failed(steps)?.text.includes('no bucket "not-there"'));
  });
});

Deno.test("checkTarget() says that a key is wrong, and shows none", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    const secretAccessKey = new Secret(CANARY);
    const steps = await check(targetUrl, { ...settings, secretAccessKey });
    assertEquals(failed(steps)?.step, "place");
    assert(failed(steps)?.text.includes("check secretAccessKey"));
  });
});

Deno.test("checkTarget() names the name that does not resolve", async () => {
  const keys = { accessKeyId: "a", secretAccessKey: new Secret(CANARY) };
  const endpoint = "https://no.such.host.invalid";
  const steps = await check("s3://bucket", { ...keys, endpoint });
  assertEquals(outline(steps).slice(0, 4), [
    "settings:passed",
    "name:failed",
    "connection:skipped",
    "tls:skipped",
  ]);
});

Deno.test("checkTarget() tells a port that refuses from one that is silent", async () => {
  await using silent = new SilentServer();
  // As long for the connection itself, which must not be late.
  const connectTimeoutMs = 1500;
  const endpoint = `https://127.0.0.1:${silent.port}`;
  const still = await check("s3://bucket", { endpoint, connectTimeoutMs });
  assertEquals(failed(still)?.step, "tls");
  assert(failed(still)?.text.includes("for 1500 ms"));
  const refused = await check("s3://bucket", {
    endpoint: `http://127.0.0.1:${silent.refusingPort}`,
  });
  assertEquals(failed(refused)?.step, "connection");
});

Deno.test("checkTarget() tells all mistakes of settings in one step", async () => {
  const steps = await check("s3://bucket", { endpoint: "no", proxy: "no" });
  assertEquals(failed(steps)?.step, "settings");
  assertEquals(failed(steps)?.text.split("; ").length, 2);
});

Deno.test("checkTarget() puts nothing into a folder that is not there yet", async () => {
  await withScratch(async (folder) => {
    const url = `file://${folder}/new`;
    const steps = await check(url, {});
    assertEquals(outline(steps), [
      "settings:passed",
      "place:passed",
      "write:skipped",
      "read:skipped",
      "delete:skipped",
    ]);
    assertEquals([...Deno.readDirSync(folder)], []);
    Deno.mkdirSync(`${folder}/new`);
    const again = await check(url, {});
    assertEquals(again.every(({ state }) => state === "passed"), true);
    assertEquals([...Deno.readDirSync(`${folder}/new`)], []);
  });
});
