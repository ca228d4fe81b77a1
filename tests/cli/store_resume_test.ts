/** Runs whose prepare phase was cut off, as their users go on with them. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { Child } from "../_support/child.ts";
import {
  type StorePlace,
  type StoreSettings,
  withStorePlace,
} from "../_support/store_place.ts";

const KEYS = 300;
/** Slow enough that nobody is late to cut it off. */
const PROFILE = `name: cut
objects: { keys: ${KEYS}, sizes: { 1KiB: 50, 20KiB: 50 } }
steps:
  - name: prepare
    load: object
    op: put
    lanes: 2
    depth: 8
    rate: 150/s
  - { name: read-back, load: object, op: get, depth: 8 }
objectives: [findings == 0, read-back.coverage >= 100%]
`;
const RUN = ["run", "--profile", "cut.yaml", "--target", "store"];

async function findRunId({ cwd }: StorePlace): Promise<string> {
  for await (const { name } of Deno.readDir(`${cwd}/runs`)) return name;
  throw new Error("There is no run");
}

/** Entries that were changed since, by their names below the folder. */
async function putTimes(folder: string): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) {
      for (const [name, time] of await putTimes(path)) times.set(name, time);
      continue;
    }
    // A temporary one may be gone by now.
    const { mtime } = await Deno.stat(path).catch(() => ({ mtime: null }));
    if (mtime !== null) times.set(path, mtime.getTime());
  }
  return times;
}

/** Starts a run and ends it by `signal` amid its prepare phase. */
async function cutOff(
  place: StorePlace,
  settings: StoreSettings,
  signal: Deno.Signal,
): Promise<void> {
  const { cwd } = place;
  await Deno.writeTextFile(`${cwd}/cut.yaml`, PROFILE);
  // Writes the targets file that the child reads.
  assertEquals((await place.run(["--version"], settings)).exit, 0);
  const child = new Child(RUN, {
    cwd,
    env: { HOME: cwd, STOR_VERIFY_RUNS: `${cwd}/runs` },
  });
  while ((await putTimes(`${cwd}/objects`)).size < 60) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill(signal);
  await child.end();
}

async function resumes(
  settings: StoreSettings,
  signal: Deno.Signal,
): Promise<void> {
  await withStorePlace({}, async (place) => {
    await cutOff(place, settings, signal);
    const before = await putTimes(`${place.cwd}/objects`);
    const runId = await findRunId(place);
    const end = await place.run(
      ["run", "--resume", runId.slice(0, 6), "--keep", "--json", "r.json"],
      settings,
    );
    assertEquals(end.exit, 0, end.err + end.out);
    const report = loadReport(await Deno.readTextFile(`${place.cwd}/r.json`));
    assertEquals(report.runId, runId);
    const count = (step: string, op: string) =>
      report.steps.find((one) => one.step === step)?.ops
        .find((row) => row.op === op)?.count ?? 0;
    const found = count("prepare-check", "get");
    assert(found >= 10 && found < KEYS, `${found} were there`);
    assertEquals(found + count("prepare", "put"), KEYS);
    assertEquals(count("read-back", "get"), KEYS);
    assertStringIncludes(end.out, "was gone on with");

    // What was put before lies where it lay, but for what was in flight.
    const after = await putTimes(`${place.cwd}/objects`);
    const kept = [...before].filter(([path, time]) => after.get(path) === time);
    assert(kept.length >= found, `${kept.length} of ${before.size} untouched`);
    assertEquals((await place.run(["clean", runId], settings)).exit, 0);
  });
}

Deno.test("run --resume puts only what a killed prepare phase had not put", async () => {
  await resumes({}, "SIGKILL");
});

Deno.test("run --resume goes on with an interrupted run", async () => {
  await resumes({}, "SIGINT");
});

Deno.test("run --resume goes on with lanes of the script", async () => {
  await resumes({ client: "sdk" }, "SIGKILL");
});

Deno.test("run --resume names an object that was lost meanwhile", async () => {
  await withStorePlace({}, async (place) => {
    await cutOff(place, {}, "SIGKILL");
    // The first one that is read is the marker.
    place.endpoint.mutants.arm([{ name: "hide-object", after: 9, count: 1 }]);
    const end = await place.run(["run", "--resume", "last", "--quiet"]);
    assertEquals(end.exit, 1, end.err + end.out);
    assertStringIncludes(end.out, "is not there, though");
  });
});

Deno.test("run --resume refuses what it cannot go on with, and touches nothing", async () => {
  await withStorePlace({}, async (place) => {
    const kept = await place.run([
      ...["run", "--profile", "short.yaml", "--target", "store"],
      ...["--keep", "--quiet"],
    ]);
    assertEquals(kept.exit, 0, kept.err);
    const before = await putTimes(`${place.cwd}/objects`);
    const refused: [readonly string[], string][] = [
      [["--resume", "last"], "it is complete"],
      [["--resume", "nothing"], 'Cannot find run "nothing"'],
      [
        ["--resume", "last", "--profile", "quick", "--replace"],
        "Cannot use --profile with --resume",
      ],
    ];
    for (const [flags, sentence] of refused) {
      const end = await place.run(["run", ...flags]);
      assertEquals([end.exit, end.out], [2, ""], end.err);
      assertStringIncludes(end.err, sentence);
    }
    assertEquals(await putTimes(`${place.cwd}/objects`), before);
  });
});
