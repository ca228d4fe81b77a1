/** Secrets of a target in every slot, and failures of every kind. */
import { assertEquals } from "@std/assert";
import {
  type Backend,
  openBackend,
  parseUrl,
  Secret,
  type SettingValue,
} from "../../../backends/mod.ts";
import { DiskCore } from "../_disk_core.ts";
import { bytesOf, withAzure } from "./_reference.ts";

const CANARY = "canarysecret0123";
const KEY = btoa(CANARY);

const CREDENTIALS: Readonly<Record<string, Record<string, SettingValue>>> = {
  accountKey: { accountKey: new Secret(KEY) },
  sasToken: { sasToken: new Secret(`sv=2021-12-02&sr=c&sig=${CANARY}`) },
  bearerToken: { bearerToken: new Secret(CANARY) },
  connectionString: {
    connectionString: new Secret(`AccountName=acct;AccountKey=${KEY}`),
  },
};

const CALLS: readonly ((backend: Backend) => Promise<unknown>)[] = [
  (backend) => backend.put("k", bytesOf("1")),
  (backend) => backend.get("k"),
  (backend) => backend.getRange("k", { start: 0, end: 1 }),
  (backend) => backend.head("k"),
  (backend) => backend.list(),
  (backend) => backend.delete("k"),
  (backend) => backend.copy("k", "l"),
  (backend) => backend.putStream("k", new Blob(["1"]).stream()),
  async (backend) => (await backend.upload("k")).put(1, bytesOf("1")),
  (backend) => backend.admit("create"),
];

/** All that an error shows: text, context, causes, and what they hold. */
function shown(error: unknown): string {
  return [
    Deno.inspect(error, { depth: 20, strAbbreviateSize: 1 << 20 }),
    error instanceof Error ? `${error.stack} ${JSON.stringify(error)}` : "",
  ].join("\n");
}

function assertNoCanary(text: string, where: string): void {
  const forms = [CANARY, KEY, encodeURIComponent(KEY), btoa(KEY)];
  for (const form of forms) assertEquals(text.includes(form), false, where);
}

async function failuresOf(
  endpoint: string,
  credential: Record<string, SettingValue>,
): Promise<string[]> {
  const url = parseUrl("az://scratch/p");
  const settings = { account: "devstoreaccount1", endpoint, ...credential };
  const target = { name: "az", url, settings };
  const backend = await openBackend(target, { core: new DiskCore() });
  assertNoCanary(Deno.inspect([target, backend], { depth: 20 }), endpoint);
  const failures: string[] = [];
  for (const call of CALLS) {
    await call(backend).catch((error) => failures.push(shown(error)));
  }
  await backend.close();
  return failures;
}

for (const [slot, credential] of Object.entries(CREDENTIALS)) {
  Deno.test(`no failure shows a secret given as ${slot}`, async () => {
    await withAzure(async ({ endpoint }) => {
      const refusing = String(endpoint.settings["endpoint"]);
      const unreachable = "http://127.0.0.1:1/devstoreaccount1";
      for (const at of [refusing, unreachable]) {
        const failures = await failuresOf(at, credential);
        assertEquals(failures.length, CALLS.length);
        for (const text of failures) assertNoCanary(text, text);
      }
    });
  });
}

Deno.test("no answer cut short, stalled or broken shows a secret", async () => {
  for (const name of ["cut-unframed", "reset", "server-error"]) {
    await withAzure(async ({ endpoint }) => {
      const credential = { accountKey: new Secret(KEY) };
      const at = String(endpoint.settings["endpoint"]);
      for (const text of await failuresOf(at, credential)) {
        assertNoCanary(text, text);
      }
    }, { secretKey: KEY, mutants: [{ name }] });
  }
});
