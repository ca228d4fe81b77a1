/**
 * What another host knows after a run was cut off. Method: listener and run are
 * processes of their own; the run is killed while it writes and syncs without
 * an end, its oracle is thrown away, and for a drive that lies its file is put
 * back as it was earlier, when a part of what is durable was not yet there.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { Child } from "../_support/child.ts";
import { runCli } from "../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

/** A listener of its own, and where it listens. */
async function listen(
  place: RunPlaceForTest,
  under: readonly string[] = [],
): Promise<{ readonly child: Child; readonly url: string }> {
  const child = new Child(["ack-log", "--listen", "127.0.0.1:0"], {
    ...place,
    under,
  });
  const said = await child.until("Ctrl-C ends it");
  return { child, url: /tcp:\/\/[\d.:]+/.exec(said)?.[0] ?? "" };
}

function startRun(place: RunPlaceForTest, scheme: string, url: string): Child {
  return new Child([
    ...["run", "--profile", "synced.yaml", "--ack-log", url],
    ...["--target", `${scheme}://${place.cwd}/x`],
  ], place);
}

function pathIn(folder: string, suffix: string): string {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  return `${folder}/${names.find((name) => name.endsWith(suffix))}`;
}

/** Resolves once the file has grown by that much. */
async function untilGrown(path: string, bytes: number): Promise<void> {
  const { size } = await Deno.stat(path);
  while ((await Deno.stat(path)).size < size + bytes);
}

/**
 * As the file is at one moment: the run stands still meanwhile, for half of a
 * write in the copy would be torn, and not old.
 */
async function copyStill(run: Child, from: string, to: string): Promise<void> {
  run.kill("SIGSTOP");
  // What was under way when it was stopped comes to its end.
  do {
    await Deno.copyFile(from, to);
  } while (!isSame(await Deno.readFile(from), await Deno.readFile(to)));
  run.kill("SIGCONT");
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length &&
    one.every((byte, at) => byte === other[at]);
}

/** Much more than one turn of the teller. */
const GROWN_BYTES = 20_000;

for (const scheme of ["file", "direct"]) {
  Deno.test(`after a cut over ${scheme} an honest drive passes and a lying one is caught`, async () => {
    await withRunPlace(async (place) => {
      const listener = await listen(place);
      const run = startRun(place, scheme, listener.url);
      await run.until(" mix ");
      const acks = pathIn(place.cwd, ".acks");
      await untilGrown(acks, GROWN_BYTES);
      const data = pathIn(`${place.cwd}/x`, ".dat");
      const earlier = `${place.cwd}/earlier`;
      await copyStill(run, data, earlier);
      await untilGrown(acks, GROWN_BYTES);
      run.kill("SIGKILL");
      await run.end();
      await listener.child.until("cut ");
      listener.child.kill("SIGINT");
      assertEquals((await listener.child.end()).exit, 0);
      await Deno.remove(
        pathIn(pathIn(place.env.STOR_VERIFY_RUNS, ""), ".oracle"),
      );

      const judge = () =>
        runCli(["verify", "last", "--ack-log", acks, "--json", "-"], place);
      const honest = await judge();
      assertEquals(honest.exit, 0, honest.err);
      assertStringIncludes(honest.err, "the run was cut off");
      const { coverage } = loadReport(honest.out);
      assert(coverage.comparedBytes > 0);

      await Deno.copyFile(earlier, data);
      const lying = await judge();
      assertEquals(lying.exit, 1, lying.err);
      const report = loadReport(lying.out);
      const words = new Set(report.findings.map((one) => one.class));
      assert(words.size > 0);
      for (const word of words) assert(["lost", "stale"].includes(word), word);
    }, { synced: true });
  });
}

Deno.test("a listener that is killed ends the run with 3, and what it kept is whole", async () => {
  await withRunPlace(async (place) => {
    const listener = await listen(place);
    const run = startRun(place, "file", listener.url);
    await run.until(" mix ");
    await untilGrown(pathIn(place.cwd, ".acks"), GROWN_BYTES);
    listener.child.kill("SIGKILL");
    await listener.child.end();
    const end = await run.end();
    assertEquals(end.exit, 3, end.out);
    assertStringIncludes(end.err, "Cannot go on telling tcp://127.0.0.1:");
    assertStringIncludes(end.out, "records kept in");
    const acks = pathIn(place.cwd, ".acks");
    const judged = await runCli(["verify", "last", "--ack-log", acks], place);
    assertEquals(judged.exit, 0, judged.out + judged.err);
  }, { synced: true });
});

Deno.test("a listener whose disk is full says so to the run, and goes on listening", async () => {
  await withRunPlace(async (place) => {
    // The signal of a file that may not grow is ignored: the write fails.
    const limit = 'trap "" XFSZ; ulimit -f 40; exec "$0" "$@"';
    const listener = await listen(place, ["bash", "-c", limit]);
    const run = startRun(place, "file", listener.url);
    const end = await run.end();
    assertEquals(end.exit, 3, end.out);
    assertStringIncludes(end.err, "it says: Cannot keep");
    assertStringIncludes(end.err.toLowerCase(), "file too large");
    const acks = pathIn(place.cwd, ".acks");
    const judged = await runCli(["verify", "last", "--ack-log", acks], place);
    assertEquals(judged.exit, 0, judged.out + judged.err);
    const short = await runCli([
      ...["run", "--profile", "twice.yaml", "--ack-log", listener.url],
      ...["--target", `file://${place.cwd}/y`, "--quiet"],
    ], place);
    assertEquals(short.exit, 0, short.err);
    listener.child.kill("SIGTERM");
    assertEquals((await listener.child.end()).exit, 0);
  }, { synced: true });
});
