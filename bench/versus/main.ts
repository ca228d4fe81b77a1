/**
 * The same work by stor-verify and by other tools, in turns, in one run: the
 * task `bench:versus`. Flags choose rows, rounds and the folder under test;
 * results go to `bench/results/` with the facts of the machine. Exit 1 when a
 * bar is missed.
 */
import { parseArgs } from "@std/cli/parse-args";
import { describeMachine, hostClass } from "./machine.ts";
import {
  renderBar,
  renderResults,
  type Results,
  type RowResult,
} from "./result_text.ts";
import type { Row } from "./row.ts";
import { COPY_FILE } from "./rows/copy_file.ts";
import { COPY_MEMORY } from "./rows/copy_memory.ts";
import { COPY_STORE } from "./rows/copy_store.ts";
import { FAULT_POINT } from "./rows/fault_point.ts";
import { MEMORY_SPEED } from "./rows/memory_speed.ts";
import { NULL_SERVER } from "./rows/null_server.ts";
import { OBJECT_GATEWAY } from "./rows/object_gateway.ts";
import { OBJECT_MEMORY } from "./rows/object_memory.ts";
import { OPERATION_LOG } from "./rows/operation_log.ts";
import { OPEN_LOOP } from "./rows/open_loop.ts";
import { RANDOM_READ } from "./rows/random_read.ts";
import { SEQUENTIAL_WRITE } from "./rows/sequential_write.ts";
import { STAMP_SPEED } from "./rows/stamp_speed.ts";
import { START_TIME } from "./rows/start_time.ts";
import { STRESS_MEMORY } from "./rows/stress_memory.ts";
import { TABLE_FILES } from "./rows/table_files.ts";
import { TRAINING_DATA } from "./rows/training_data.ts";

const ROWS: readonly Row[] = [
  START_TIME,
  FAULT_POINT,
  STAMP_SPEED,
  MEMORY_SPEED,
  RANDOM_READ,
  SEQUENTIAL_WRITE,
  OPEN_LOOP,
  OPERATION_LOG,
  NULL_SERVER,
  OBJECT_GATEWAY,
  OBJECT_MEMORY,
  COPY_FILE,
  COPY_MEMORY,
  COPY_STORE,
  STRESS_MEMORY,
  TABLE_FILES,
  TRAINING_DATA,
];

const HELP = `Compares ./stor-verify with other tools, in turns

  deno task bench:versus [flags]

  --only ID,ID     rows to run: ${ROWS.map(({ id }) => id).join(" ")}
  --all            slow rows too
  --rounds N       turns of each tool (5)
  --seconds N      length of a timed measurement (4)
  --dir FOLDER     on the storage under test (./stor-verify-bench-scratch)
  --no-save        leave bench/results alone
`;

interface Choice {
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly durationS: number;
  readonly folder: string;
  readonly isSaved: boolean;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

function readChoice(args: readonly string[]): Choice | null {
  const flags = parseArgs([...args], {
    string: ["only", "dir", "rounds", "seconds"],
    boolean: ["all", "help", "save"],
    negatable: ["save"],
    default: { save: true, rounds: "5", seconds: "4" },
  });
  if (flags.help) return null;
  const names: readonly string[] = flags.only?.split(",") ?? [];
  const known = ROWS.map(({ id }) => id);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new RangeError(
      `Cannot run the rows "${unknown.join(" ")}": there are ` +
        known.join(" "),
    );
  }
  return {
    rows: ROWS.filter(({ id, isSlow }) =>
      names.length > 0 ? names.includes(id) : flags.all || !isSlow
    ),
    rounds: Number(flags.rounds),
    durationS: Number(flags.seconds),
    folder: new URL(
      flags.dir ?? "stor-verify-bench-scratch",
      `file://${Deno.cwd()}/`,
    ).pathname.replace(/\/$/, ""),
    isSaved: flags.save,
  };
}

/** One row that cannot be measured does not take the others with it. */
async function runRow(row: Row, choice: Choice, root: string) {
  const folder = `${choice.folder}/${row.id}`;
  await Deno.mkdir(folder);
  try {
    const bars = await row.run({
      program: `${root}stor-verify`,
      folder,
      rounds: choice.rounds,
      durationS: choice.durationS,
      root,
      say: (line) => say(`  ${line}`),
    });
    for (const bar of bars) say(renderBar(bar));
    return { id: row.id, title: row.title, bars };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    say(`  FAILED  ${failure}`);
    return { id: row.id, title: row.title, bars: [], failure };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function runRows(choice: Choice, root: string): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const row of choice.rows) {
    say(`\n${row.title}`);
    results.push(await runRow(row, choice, root));
  }
  return results;
}

async function save(results: Results, root: string): Promise<void> {
  // A part of the rows must not take the place of a result with all.
  const quick = ROWS.filter((row) => !row.isSlow).length;
  const part = results.rows.length >= quick
    ? ""
    : results.rows.map(({ id }) => `-${id}`).join("");
  const base = `${root}bench/results/${results.date.slice(0, 10)}-` +
    hostClass(results.machine) + part;
  await Deno.mkdir(`${root}bench/results`, { recursive: true });
  await Deno.writeTextFile(`${base}.md`, renderResults(results));
  await Deno.writeTextFile(
    `${base}.json`,
    JSON.stringify(results, null, 2) + "\n",
  );
  say(`\nSaved ${base}.md and .json`);
}

/** Refuses a folder that exists: what is in it may be somebody's. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new Error(
      `Cannot use "${folder}": it exists, and may be in use or left by a run ` +
        "that was ended; remove it or give --dir",
    );
  }
}

async function main(args: readonly string[]): Promise<number> {
  const choice = readChoice(args);
  if (choice === null) {
    say(HELP);
    return 0;
  }
  const root = new URL("../../", import.meta.url).pathname;
  await makeFolder(choice.folder);
  try {
    const machine = await describeMachine({
      folder: choice.folder,
      program: `${root}stor-verify`,
      root,
    });
    const rows = await runRows(choice, root);
    const omitted = ROWS.filter((row) => !choice.rows.includes(row))
      .map(({ id, title }) => `${title}: give --only ${id}`);
    const command = ["deno task bench:versus", ...args].join(" ");
    const date = new Date().toISOString();
    if (choice.isSaved) {
      await save({ date, machine, command, rows, omitted }, root);
    }
    const missed = rows.flatMap(({ bars }) => bars)
      .filter(({ isMet }) => isMet === false).length;
    const failed = rows.filter(({ failure }) => failure !== undefined).length;
    say(`\n${missed} bars missed, ${failed} rows not measured`);
    return missed + failed > 0 ? 1 : 0;
  } finally {
    await Deno.remove(choice.folder, { recursive: true });
  }
}

if (import.meta.main) {
  try {
    Deno.exitCode = await main(Deno.args);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    Deno.exitCode = 2;
  }
}
