/** The files of one run. Each is whole or absent, whenever a crash comes. */
import { UsageError } from "../usage_error.ts";
import { writeFileAtomic } from "./atomic_file.ts";
import { parseRunState, type RunState } from "./run_state.ts";

/** Names of what a run's folder may hold, besides one oracle per target. */
export type RunFile =
  | "plan.json"
  | "recording.json"
  | "report.json"
  | "report.txt"
  | "verify.json"
  | "latency.hlog";

/** What an oracle knows: offsets in files, keys of a store, samples. */
export type OracleOf = "offsets" | "keys" | "samples";

/** Between the name of an oracle and the step whose table it is of. */
const TABLE = ".table.";

/** One run's folder, below the runs folder. */
export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Path of the oracle file that the core makes for one target. */
  oraclePath(name: string, of: OracleOf = "offsets"): string {
    return `${this.path}/${name}${of === "offsets" ? "" : `.${of}`}`;
  }

  /** Path of the file that knows what a step over a table was told. */
  tableJournalPath(name: string, step: string): string {
    return `${this.path}/${name}${TABLE}${step}`;
  }

  /** Whether a step has one: its table is where the run put it. */
  async hasTable(name: string, step: string): Promise<boolean> {
    return await isFile(this.tableJournalPath(name, step));
  }

  /**
   * Whether the target has one, of offsets, keys, samples or tables. One that
   * a kill left without a header is none: nothing is written before it has it.
   */
  async hasOracle(name: string): Promise<boolean> {
    for (const path of await this.#oracles(name)) {
      if (await isBegun(path)) return true;
    }
    return false;
  }

  /** An oracle is of no use once the files are gone that it knows. */
  async removeOracle(name: string): Promise<void> {
    for (const path of await this.#oracles(name)) await Deno.remove(path);
  }

  async #oracles(name: string): Promise<string[]> {
    const found: string[] = [];
    for (const kept of ["offsets", "keys", "samples"] as const) {
      const path = this.oraclePath(name, kept);
      if (await isFile(path)) found.push(path);
    }
    for await (const entry of Deno.readDir(this.path)) {
      const isTable = entry.isFile && entry.name.startsWith(`${name}${TABLE}`);
      if (isTable) found.push(`${this.path}/${entry.name}`);
    }
    return found;
  }

  async save(name: RunFile, text: string): Promise<void> {
    await writeFileAtomic(`${this.path}/${name}`, text);
  }

  async saveState(state: RunState): Promise<void> {
    const text = `${JSON.stringify(state, null, 2)}\n`;
    await writeFileAtomic(`${this.path}/run.json`, text);
  }

  /** Removes a run that came to nothing; fails when it holds more than that. */
  async discard(): Promise<void> {
    for (const name of ["plan.json", "run.json"]) {
      await Deno.remove(`${this.path}/${name}`).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
    }
    await Deno.remove(this.path);
  }

  /** The text of a file; `undefined` when the run did not get that far. */
  async load(name: RunFile): Promise<string | undefined> {
    return await readIfThere(`${this.path}/${name}`);
  }

  /** Fails with a `UsageError` when this is not the folder of a run. */
  async state(): Promise<RunState> {
    const path = `${this.path}/run.json`;
    const text = await readIfThere(path);
    const state = text === undefined ? undefined : parseRunState(text);
    if (state !== undefined) return state;
    throw new UsageError([
      `Cannot read the run in "${this.path}": ` +
      (text === undefined ? "it has no run.json" : "its run.json is damaged"),
    ]);
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const HEADER_BYTES = 4096;

async function isBegun(path: string): Promise<boolean> {
  const header = new Uint8Array(HEADER_BYTES);
  using file = await Deno.open(path);
  const count = await file.read(header) ?? 0;
  return header.subarray(0, count).some((byte) => byte !== 0);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
