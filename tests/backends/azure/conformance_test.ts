import { assertEquals } from "@std/assert";
import { openAzureClient } from "../../../backends/azure/azure_client.ts";
import { AzureBackend } from "../../../backends/azure/azure_backend.ts";
import { readAzureSettings } from "../../../backends/azure/azure_settings.ts";
import { containerSas } from "../../../backends/azure/container_sas.ts";
import {
  type Backend,
  parseUrl,
  runConformance,
  Secret,
  type SettingValue,
} from "../../../backends/mod.ts";
import { compareDeviations } from "../../../backends/conformance/known_deviations.ts";
import { AZURITE_VERSION, findAzurite, withAzurite } from "./_azurite.ts";
import { targetSettings, withAzure } from "./_reference.ts";

const SEED = 20261121;

/** Of every server: what the backend itself does not claim. */
const UNCLAIMED = [
  "object.sync.keeps",
  ...["moves", "missing", "atomic"].map((name) => `object.rename.${name}`),
  "object.limit.put",
  "object.checksum.crc32c",
  "object.checksum.crc32c-returned",
  "block.sweep.verified",
  "object.load.verified",
];

async function assertHolds(backend: Backend): Promise<void> {
  const { results, left } = await runConformance(backend, { seed: SEED });
  const odd = results.filter(({ outcome }) =>
    outcome === "broken" || outcome === "failed"
  );
  assertEquals(odd, [], `seed=${SEED}`);
  assertEquals(left, []);
  const lacking = results.filter(({ outcome }) => outcome === "not claimed");
  assertEquals(lacking.map(({ id }) => id), UNCLAIMED);
}

Deno.test("conformance: az keeps all it claims on the reference endpoint", async () => {
  await withAzure(async ({ backend }) => {
    await assertHolds(backend);
    assertEquals((await backend.list()).objects, []);
  });
});

Deno.test("conformance: az is the same by signature and by token", async () => {
  await withAzure(async ({ endpoint, settings }, open) => {
    const url = String(endpoint.settings["endpoint"]);
    const sas = await containerSas(settings);
    for (
      const given of [
        { sasToken: new Secret(sas ?? "") },
        { bearerToken: new Secret("token-of-the-test") },
      ]
    ) {
      const { backend } = await open({ endpoint: url, ...given });
      await assertHolds(backend);
    }
  }, { bearer: "token-of-the-test" });
});

Deno.test("conformance: az is the same at the root of a container", async () => {
  await withAzure(async ({ endpoint }, open) => {
    const { backend } = await open(targetSettings(endpoint), "az://scratch");
    await assertHolds(backend);
  });
});

const azurite = await findAzurite();

Deno.test({
  name: azurite.kind === "there"
    ? `conformance: az on Azurite ${AZURITE_VERSION} deviates as known`
    : `conformance: az on Azurite (${azurite.reason})`,
  ignore: azurite.kind === "absent",
  fn: async () => {
    if (azurite.kind === "absent") return;
    await withAzurite(azurite.script, async (url) => {
      const settings: Record<string, SettingValue> = {
        connectionString: new Secret("UseDevelopmentStorage=true"),
        endpoint: `${url}/devstoreaccount1`,
      };
      const target = { name: "az", url: parseUrl("az://box/p"), settings };
      const read = readAzureSettings(target, () => undefined);
      const client = await openAzureClient(read);
      await client.container.create();
      const { prefix } = read;
      const backend = new AzureBackend({ url: read.url, prefix, client });
      const { results } = await runConformance(backend, { seed: SEED });
      const compared = compareDeviations(results, "azurite", AZURITE_VERSION);
      assertEquals(compared.unknown, []);
      assertEquals(compared.outdated, []);
      await backend.close();
    });
  },
});
