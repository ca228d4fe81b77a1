import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  openBackend,
  parseUrl,
  runConformance,
  type SettingValue,
} from "../../../backends/mod.ts";
import { type Arming, S3Endpoint } from "../../../backends/reference/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { DiskCore } from "../_disk_core.ts";
import { withScratch } from "../_scratch.ts";

const SEED = 20261121;

const HAS_CURL = (() => {
  using core = loadCore();
  return core.httpProbe() !== null;
})();

async function outcomeWith(
  mutants: readonly Arming[],
  settings: Readonly<Record<string, SettingValue>> = {},
) {
  let told: unknown;
  await withScratch(async (folder) => {
    using core = loadCore();
    await using endpoint = await S3Endpoint.start({ folder, mutants });
    const target = {
      name: "s3",
      url: parseUrl(endpoint.targetUrl),
      settings: { ...endpoint.settings, ...settings },
    };
    const backend = await openBackend(target, { core });
    const { results, left } = await runConformance(backend, {
      seed: SEED,
      select: (id) => id === "object.load.verified",
    });
    told = [results[0]?.outcome, left, (await backend.list()).objects];
    await backend.close();
  });
  return told;
}

Deno.test({
  name: "object.load.verified holds on honest storage, and leaves nothing",
  ignore: !HAS_CURL,
  fn: async () => {
    assertEquals(await outcomeWith([]), ["held", [], []]);
  },
});

Deno.test("object.load.verified holds with lanes of the script as well", async () => {
  assertEquals(await outcomeWith([], { client: "sdk" }), ["held", [], []]);
});

Deno.test({
  name: "canary: object.load.verified catches a lost write and a flipped bit",
  ignore: !HAS_CURL,
  fn: async () => {
    for (const name of ["drop-write", "flip-bit"]) {
      const [outcome] = [await outcomeWith([{ name, after: 9, count: 1 }])]
        .flat();
      assertEquals(outcome, "broken", name);
    }
  },
});

Deno.test("object.load.verified is not tried where the host lacks libcurl", async () => {
  await withScratch(async (folder) => {
    await using endpoint = await S3Endpoint.start({ folder });
    const target = {
      name: "s3",
      url: parseUrl(endpoint.targetUrl),
      settings: endpoint.settings,
    };
    const backend = await openBackend(target, { core: new DiskCore() });
    const { results } = await runConformance(backend, {
      seed: SEED,
      select: (id) => id === "object.load.verified",
    });
    assertEquals(results[0]?.outcome === "broken", false);
    assertStringIncludes(results[0]?.reason ?? "", "install libcurl4");
    await backend.close();
  });
});
