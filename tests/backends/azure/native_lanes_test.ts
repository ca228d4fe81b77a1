/** The native lanes against Azure endpoints: the core's own requests. */
import { assertEquals } from "@std/assert";
import {
  type Backend,
  openBackend,
  parseUrl,
  runConformance,
  Secret,
  type SettingValue,
} from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { openAzureClient } from "../../../backends/azure/azure_client.ts";
import { readAzureSettings } from "../../../backends/azure/azure_settings.ts";
import { findAzurite, withAzurite } from "./_azurite.ts";
import { targetSettings, withAzure } from "./_reference.ts";

const SEED = 20261121;

const HAS_CURL = (() => {
  using core = loadCore();
  return core.httpProbe() !== null;
})();

/** Opens the target as a run does, with both faces. */
async function withTarget(
  settings: Readonly<Record<string, SettingValue>>,
  body: (backend: Backend) => Promise<void>,
): Promise<void> {
  using core = loadCore();
  const url = parseUrl("az://scratch/lanes");
  const target = { name: "az", url, settings };
  const backend = await openBackend(target, { core });
  try {
    await body(backend);
  } finally {
    await backend.close();
  }
}

async function sweepHolds(backend: Backend): Promise<void> {
  const { results, left } = await runConformance(backend, {
    seed: SEED,
    select: (id) => id.startsWith("block."),
  });
  assertEquals(
    results.map(({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`),
    [
      "block.sweep.verified held: Bytes can be written and read at offsets " +
      "under load",
    ],
  );
  assertEquals(left, []);
  assertEquals((await backend.list()).objects, []);
}

Deno.test({
  name: "native lanes write and judge offsets on the reference endpoint",
  ignore: !HAS_CURL,
  fn: () =>
    withAzure(({ endpoint }) =>
      withTarget(targetSettings(endpoint), sweepHolds)
    ),
});

const azurite = await findAzurite();

Deno.test({
  name: azurite.kind === "there"
    ? "native lanes write and judge offsets on Azurite"
    : `native lanes on Azurite (${azurite.reason})`,
  ignore: !HAS_CURL || azurite.kind === "absent",
  fn: async () => {
    if (azurite.kind === "absent") return;
    await withAzurite(azurite.script, async (url) => {
      const settings = {
        connectionString: new Secret("UseDevelopmentStorage=true"),
        endpoint: `${url}/devstoreaccount1`,
      };
      const target = { name: "az", url: parseUrl("az://scratch"), settings };
      const read = readAzureSettings(target, () => undefined);
      const client = await openAzureClient(read);
      await client.container.create();
      client.close();
      await withTarget(settings, sweepHolds);
    });
  },
});
