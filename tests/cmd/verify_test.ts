/** The promises of cmd/verify.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

/** Path of the one data file of a kept run. */
async function keepRun(place: RunPlaceForTest): Promise<string> {
  const { cwd, env, flags } = place;
  const end = await runCli(["run", "--keep", "--quiet", ...flags], {
    cwd,
    env,
  });
  assertEquals(end.exit, 0, end.out);
  const name = [...Deno.readDirSync(`${cwd}/x`)]
    .map((entry) => entry.name).find((name) => name.endsWith(".dat"));
  return `${cwd}/x/${name}`;
}

async function overwrite(path: string, offset: number): Promise<void> {
  using file = await Deno.open(path, { write: true });
  await file.seek(offset, Deno.SeekMode.Start);
  await file.write(new Uint8Array([1, 2, 3, 4]));
}

Deno.test("verify passes what is as it was left, and changes nothing", async () => {
  await withRunPlace(async (place) => {
    const path = await keepRun(place);
    const before = await Deno.readFile(path);
    const end = await runCli(["verify", "last"], place);
    assertEquals([end.exit, end.err], [0, ""], end.out);
    assertStringIncludes(end.out, "PASS");
    assertEquals(await Deno.readFile(path), before);
  });
});

Deno.test("verify finds bytes that were changed behind its back", async () => {
  await withRunPlace(async (place) => {
    const path = await keepRun(place);
    await overwrite(path, 77 * 4096 + 100);
    const end = await runCli(["verify", "last", "--json", "-"], place);
    assertEquals(end.exit, 1, end.err);
    const { findings } = loadReport(end.out);
    assertEquals(findings.map(({ offsetBytes }) => offsetBytes), [77 * 4096]);
  });
});

Deno.test("verify --offset judges one unit alone", async () => {
  await withRunPlace(async (place) => {
    const path = await keepRun(place);
    await overwrite(path, 77 * 4096 + 100);
    const at = (offset: number) =>
      runCli(["verify", "last", "--offset", String(offset)], place);
    assertEquals((await at(77 * 4096)).exit, 1);
    assertEquals((await at(78 * 4096)).exit, 0);
    const beyond = await at(2 ** 40);
    assertEquals(beyond.exit, 2);
    assertStringIncludes(beyond.err, "the space has 4194304 bytes");
    const both = await runCli(
      ["verify", "last", "--offset", "0", "--key", "k7"],
      place,
    );
    assertEquals(both.exit, 2);
    assertStringIncludes(both.err, "it is the number of a key, from 0");
    assertStringIncludes(both.err, "Cannot use --offset and --key at once");
  });
});

Deno.test("verify says what it cannot judge, and why", async () => {
  await withRunPlace(async (place) => {
    assertEquals((await runCli(["verify", "last"], place)).exit, 2);
    await runCli(["run", "--quiet", ...place.flags], place);
    const gone = await runCli(["verify", "last"], place);
    assertEquals(gone.exit, 2);
    assertStringIncludes(gone.err, "run with --keep to keep them");
    await keepRun(place);
    const other = await runCli(["verify", "last", "--target", "no"], place);
    assertEquals(other.exit, 2);
    assertStringIncludes(other.err, 'has no target "no"');
    const bad = await runCli(["verify", "last", "--offset", "4KiB"], place);
    assertEquals(bad.exit, 2);
  });
});

Deno.test("verify tells its report also when it cannot be saved", async () => {
  await withRunPlace(async (place) => {
    await overwrite(await keepRun(place), 77 * 4096 + 100);
    const runs = place.env.STOR_VERIFY_RUNS;
    const [runId = ""] = [...Deno.readDirSync(runs)].map(({ name }) => name);
    await Deno.mkdir(`${runs}/${runId}/verify.json`);
    const end = await runCli(["verify", "last"], place);
    assertEquals(end.exit, 1, end.out);
    assertStringIncludes(end.out, "WRONG");
    assertStringIncludes(end.err, "Cannot save ");
  });
});

Deno.test("verify fails when the files are gone, and not with a pass", async () => {
  await withRunPlace(async (place) => {
    await Deno.remove(await keepRun(place));
    const end = await runCli(["verify", "last"], place);
    assertEquals(end.exit, 3, end.out);
  });
});

Deno.test("verify does not judge a folder that another run has taken", async () => {
  await withRunPlace(async (place) => {
    await keepRun(place);
    const first = await runCli(["runs"], place);
    await runCli(
      ["run", "--replace", "--keep", "--quiet", ...place.flags],
      place,
    );
    const end = await runCli(["verify", first.out.slice(0, 16)], place);
    assertEquals(end.exit, 3);
    assertStringIncludes(end.err, "it holds the files of run");
  });
});

Deno.test("verify says what it may find by right after the host was started anew", async () => {
  await withRunPlace(async (place) => {
    await keepRun(place);
    const runs = place.env.STOR_VERIFY_RUNS;
    const [runId = ""] = [...Deno.readDirSync(runs)].map(({ name }) => name);
    const path = `${runs}/${runId}/run.json`;
    const state = JSON.parse(await Deno.readTextFile(path));
    const before = await runCli(["verify", "last"], place);
    assertEquals(before.out.includes("started anew"), false);
    const processMark = "00000000-0000-0000-0000-000000000000 5";
    const text = JSON.stringify({ ...state, processMark });
    await Deno.writeTextFile(path, text);
    const end = await runCli(["verify", "last"], place);
    assertStringIncludes(end.out, "The host was started anew");
    await Deno.remove(`${runs}/${runId}/0.oracle`);
    const gone = await runCli(["verify", "last"], place);
    assertEquals(gone.exit, 4);
    assertStringIncludes(gone.out, "its oracle is gone");
  });
});

Deno.test("verify says of copies that were killed that they cannot be judged", async () => {
  await withRunPlace(async (place) => {
    const { cwd, env } = place;
    const profile = `${cwd}/copies.yaml`;
    await Deno.writeTextFile(
      profile,
      "name: copies\nsteps:\n  - { name: copy, load: pipeline, objects: 1, " +
        "sizes: 4KiB }\n",
    );
    const words = ["--profile", profile, "--target", `file://${cwd}/copies`];
    const end = await runCli(["run", "--quiet", ...words], { cwd, env });
    assertEquals(end.exit, 0, end.out + end.err);
    await asKilled(place);
    const judged = await runCli(["verify", "last"], place);
    assertEquals(judged.exit, 4, judged.err);
    assertStringIncludes(judged.out, "are judged while they run");
    assertStringIncludes(judged.out, "stor-verify clean ");
  });
});

/** Writes down of the one run what a killed one would have left there. */
async function asKilled({ env }: RunPlaceForTest): Promise<void> {
  const runs = env.STOR_VERIFY_RUNS;
  const id = [...Deno.readDirSync(runs)].map(({ name }) => name)
    .find((name) => /^[0-9a-f]{16}$/.test(name));
  const path = `${runs}/${id}/run.json`;
  const state = JSON.parse(await Deno.readTextFile(path));
  for (const one of state.places) one.kept = true;
  const killed = { ...state, state: "running", processMark: "gone 1" };
  await Deno.writeTextFile(path, JSON.stringify(killed));
}
