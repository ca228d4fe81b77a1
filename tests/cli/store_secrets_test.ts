/**
 * Stores whose faults pass: storms that are tried again, bodies that stop; and
 * secrets of az in every slot, which no output, report or journal may hold.
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { AzureEndpoint } from "../../backends/reference/mod.ts";
import { Child } from "../_support/child.ts";
import { withStorePlace } from "../_support/store_place.ts";

const STEPS = `name: patient
objects: { keys: 30, sizes: { 64KiB: 100 } }
steps:
  - { name: prepare, load: object, op: put, depth: 8, attempts: 6 }
  - { name: read-back, load: object, op: get, depth: 8, attempts: 6 }
objectives: [findings == 0]
`;

const PATIENT = ["run", "--profile", "patient.yaml", "--target", "store"];

/** Five faults, which one request may meet all of. */
const PASSING = [
  ["slow-down", /throttled 5/, {}],
  ["reset-body", /reset 5/, {}],
  // On a busy host an honest answer may be late as well.
  ["stall-body", /timed out ([5-9]|\d\d)/, { stallTimeoutMs: 1000 }],
] as const;

for (const [mutant, says, settings] of PASSING) {
  Deno.test(`a store that recovers from ${mutant} passes, with its retries`, async () => {
    const mutants = [{ name: mutant, after: 9, every: 3, count: 5 }];
    await withStorePlace({ mutants }, async (place) => {
      await Deno.writeTextFile(`${place.cwd}/patient.yaml`, STEPS);
      const end = await place.run(PATIENT, settings);
      assertEquals(end.exit, 0, end.out + end.err);
      assertMatch(end.out, says);
    });
  });
}

Deno.test("a body that stops for ever ends the run, with its time-out", async () => {
  const mutants = [{ name: "stall-body", after: 3 }];
  await withStorePlace({ mutants }, async (place) => {
    const end = await place.run(
      ["run", "--profile", "short.yaml", "--target", "store"],
      { stallTimeoutMs: 300 },
    );
    assertEquals(end.exit, 3, end.out + end.err);
    assertStringIncludes(end.out + end.err, "time");
  });
});

const KEY = btoa("canary-key-4711");
const SLOTS: Readonly<Record<string, string>> = {
  accountKey: KEY,
  sasToken: "sv=2021-08-06&sp=rwdl&sig=canary-4711",
  bearerToken: "canary-4711",
  connectionString: `AccountName=devstoreaccount1;AccountKey=${KEY}`,
  proxy: "http://user:canary-4711@127.0.0.1:1",
};

Deno.test("a secret of az is told to nobody, whatever slot it is in", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "stor-verify-secrets-" });
  try {
    await Deno.mkdir(`${cwd}/objects`);
    await Deno.writeTextFile(`${cwd}/p.yaml`, STEPS);
    await using server = await AzureEndpoint.start({
      folder: `${cwd}/objects`,
    });
    for (const [slot, secret] of Object.entries(SLOTS)) {
      const settings = {
        url: "az://scratch/x",
        endpoint: server.settings["endpoint"],
        account: "devstoreaccount1",
        ...(slot === "proxy" && { accountKey: KEY }),
        [slot]: secret,
      };
      const file = JSON.stringify({ targets: { store: settings } });
      await Deno.writeTextFile(`${cwd}/stor-verify.yaml`, file);
      const ask = async (...args: string[]) => {
        const env = { HOME: cwd, STOR_VERIFY_RUNS: `${cwd}/runs` };
        const { exit, out, err } = await new Child(args, { cwd, env }).end();
        for (const canary of ["canary-4711", KEY, "canary-key"]) {
          assert(!(out + err).includes(canary), `${slot}: ${args[0]} tells it`);
        }
        return exit;
      };
      const run = ["run", "--profile", "p.yaml", "--target", "store"];
      assertEquals(await ask(...run, "--debug"), 3, slot);
      assertEquals(await ask("targets", "check", "store"), 3, slot);
      assertEquals(await ask("targets", "show", "store"), 0, slot);
    }
    const { code, stdout } = await new Deno.Command("grep", {
      args: ["-rlE", `canary-(key|4711)|${KEY}`, cwd],
    }).output();
    // Only the targets file, where it was written down.
    const holders = new TextDecoder().decode(stdout).trim();
    assertEquals([code, holders], [0, `${cwd}/stor-verify.yaml`]);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
