/**
 * Kills a writer of a table at one of the calls that its commits make, and
 * judges what is left: each acknowledged version is whole, the other one is
 * whole or not there, what is left over is found, and appending goes on.
 */
import {
  assertEquals,
  assertGreaterOrEqual,
  assertLessOrEqual,
} from "@std/assert";
import { checkTable, removeOrphans, surveyFiles } from "../../engine/mod.ts";
import { MANIFEST_FILES_MAX } from "../../engine/workloads/table/checkpoints.ts";
import { ROWS_EACH } from "./append_until_killed.ts";
import { compileC } from "./compiled.ts";
import { withTablePlace } from "./table_place.ts";

const PROGRAM = new URL("./append_until_killed.ts", import.meta.url);
const LIBRARY = new URL("./killing_calls.c", import.meta.url).pathname;

/** The first makes folders that the second finds. */
export const APPENDS = 2;

export interface KilledCommit {
  /** Of `buildKiller`. */
  readonly library: string;
  /** Of the calls of all appends, from 1. */
  readonly nth: number;
  /** A write leaves half of its bytes. */
  readonly isHalf?: boolean;
  /** The mutant, which acknowledges before it commits. */
  readonly isTooEarly?: boolean;
  /** Past the page cache. */
  readonly isDirect?: boolean;
  /** Of `almostFull`: the first append writes a checkpoint. */
  readonly base?: string;
}

/** Versions of a table whose next append moves its files out of the manifest. */
const FULL = MANIFEST_FILES_MAX;

/** Makes a table below `folder` that the next append makes too large. */
export async function almostFull(folder: string): Promise<string> {
  const base = `${folder}/full`;
  await withTablePlace(async ({ append, folder: made }) => {
    for (let version = 0; version < FULL; version++) {
      await append(version * ROWS_EACH, ROWS_EACH);
    }
    await copyFolder(made, base);
  });
  return base;
}

async function copyFolder(from: string, to: string): Promise<void> {
  const copy = new Deno.Command("cp", { args: ["-a", `${from}/.`, to] });
  const { success } = await copy.output();
  assertEquals(success, true);
}

/** What became of one writer. */
export interface KillEnd {
  /** Name and file, in their order; the last one was not made. */
  readonly calls: readonly string[];
  /** False when it came to its end before that call. */
  readonly isKilled: boolean;
}

/** Builds the library that kills, below `folder`. */
export async function buildKiller(folder: string): Promise<string> {
  const flags = ["-shared", "-fPIC", "-O1"];
  return await compileC(LIBRARY, `${folder}/killing_calls.so`, flags);
}

/** Fails where the table is not as it was acknowledged. */
export async function killCommit(kill: KilledCommit): Promise<KillEnd> {
  let end: KillEnd = { calls: [], isKilled: false };
  await withTablePlace(async (place) => {
    const { folder, open } = place;
    if (kill.base !== undefined) await copyFolder(kill.base, folder);
    const { acknowledged, ...killed } = await killedWriter(folder, kill);
    end = killed;
    const table = await open();
    assertGreaterOrEqual(table.version, acknowledged, "acknowledged, and lost");
    assertLessOrEqual(table.version, acknowledged + 1);
    const { store } = table;
    const whole = await checkTable({ store, isDeep: true });
    assertEquals(whole.findings, []);
    assertEquals([whole.versions, whole.rows], [
      table.version,
      table.version * ROWS_EACH,
    ]);
    const { orphans } = await surveyFiles(store);
    const written = countFiles(`${folder}/_data%`) +
      countFiles(`${folder}/_metadata%`, "checkpoint-");
    const needed = table.version + (table.version > FULL ? 1 : 0);
    assertEquals(orphans.length, written - needed);
    await removeOrphans(store, orphans.map(({ path }) => path));
    await judgeNext(place, table.version);
  });
  return end;
}

/** The next append is as if nobody had been killed. */
async function judgeNext(
  { append, rows }: Parameters<Parameters<typeof withTablePlace>[0]>[0],
  version: number,
): Promise<void> {
  const next = await append(version * ROWS_EACH, ROWS_EACH);
  assertEquals(next.version, version + 1);
  const ids = new Set<unknown>();
  for await (const batch of (await next.reader()).scan()) {
    assertEquals(rows.check(batch), null);
    for (const { id } of batch) ids.add(id);
  }
  assertEquals(ids.size, (version + 1) * ROWS_EACH);
  const { missing, orphans } = await surveyFiles(next.store);
  assertEquals([missing, orphans], [[], []]);
}

async function killedWriter(
  folder: string,
  kill: KilledCommit,
): Promise<KillEnd & { readonly acknowledged: number }> {
  const { base, isDirect = false, isHalf = false, library, nth } = kill;
  const told = await Deno.makeTempFile({ prefix: "stor-verify-told-" });
  const mutant = kill.isTooEarly === true ? "too early" : "";
  const scheme = isDirect ? "direct" : "file";
  const args = [PROGRAM.href, folder, `${APPENDS}`, mutant, scheme];
  const { signal, stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", ...args],
    env: {
      LD_PRELOAD: library,
      KILL_UNDER: folder,
      KILL_NTH: `${nth}`,
      KILL_HALF: isHalf ? "1" : "0",
      KILL_TOLD: told,
    },
    stderr: "inherit",
  }).output();
  const isKilled = signal === "SIGKILL";
  assertEquals(success, !isKilled);
  const versions = new TextDecoder().decode(stdout).trim().split("\n");
  const lines = (await Deno.readTextFile(told)).trim().split("\n");
  await Deno.remove(told);
  return {
    acknowledged: Number(versions.at(-1)) || (base === undefined ? 0 : FULL),
    calls: lines.map((line) => line.replace(folder, "")),
    isKilled,
  };
}

function countFiles(folder: string, start = ""): number {
  try {
    return [...Deno.readDirSync(folder)]
      .filter(({ name }) => name.startsWith(start)).length;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
