/**
 * What `run.json` says of a run: who runs it, over what, and how it ended. It
 * is there before anything is touched, so a killed run can be found and judged.
 */

/** One run, as its folder states it. */
export interface RunState {
  readonly version: 1;
  readonly tool: string;
  readonly runId: string;
  readonly state: "running" | "complete" | "interrupted";
  readonly processId: number;
  /** Tells a process from a later one with the same id. */
  readonly processMark: string;
  readonly host: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly profile: string;
  /** Faults that were armed while it wrote; absent in a clean run. */
  readonly faultsArmed?: readonly string[];
  readonly places: readonly RunPlace[];
  readonly verdict?: { readonly outcome: string; readonly exit: number };
}

/** Where a run put its files, and whether they are still there. */
export interface RunPlace {
  readonly target: string;
  readonly url: string;
  /** Folder with the marker; `null` where there is none. */
  readonly folder: string | null;
  /** The marker is an object of a store, below the target's prefix. */
  readonly isStore?: true;
  /** Its oracle in the run's folder; `null` where nothing outlives the run. */
  readonly oracle: string | null;
  readonly kept: boolean;
  /** Serial that allowed a device to be erased. */
  readonly eraseDevice?: string;
}

/** The state that holds now: a run whose process is gone was interrupted. */
export function settledState(
  state: RunState,
  isAlive: (state: RunState) => boolean,
): RunState["state"] {
  if (state.state !== "running") return state.state;
  return isAlive(state) ? "running" : "interrupted";
}

/**
 * Boot and start time of a process, from `/proc`; empty when it has ended. A
 * run of another host is taken for alive: only that host can tell.
 */
export function processMark(processId: number): string {
  try {
    const boot = Deno.readTextFileSync("/proc/sys/kernel/random/boot_id");
    const stat = Deno.readTextFileSync(`/proc/${processId}/stat`);
    // The command name may hold spaces and parentheses: fields follow the last.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Ended, and only its parent has not asked how: in a container without an
    // init of its own nobody ever will.
    if (["Z", "X"].includes(fields[0] ?? "")) return "";
    return `${boot.trim()} ${fields[19] ?? ""}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/** Whether the process that wrote `state` still runs. */
export function isRunAlive(state: RunState): boolean {
  if (state.host !== Deno.hostname()) return true;
  return processMark(state.processId) === state.processMark &&
    state.processMark !== "";
}

/** Whether this host was started anew since the run: its caches are gone. */
export function isOfEarlierBoot(
  { host, processMark: mark }: RunState,
): boolean {
  const [boot = ""] = processMark(Deno.pid).split(" ");
  const [then = ""] = mark.split(" ");
  return host === Deno.hostname() && then !== "" && then !== boot;
}

/** Reads `run.json`; `undefined` when the text is not one. */
export function parseRunState(text: string): RunState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRunState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTextsOrAbsent(value: unknown): boolean {
  return value === undefined ||
    Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isRunState(value: unknown): value is RunState {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const isText = (name: string) => typeof fields.get(name) === "string";
  return fields.get("version") === 1 && isText("runId") &&
    isText("processMark") && isText("host") && isText("profile") &&
    isText("startedAt") && typeof fields.get("processId") === "number" &&
    Array.isArray(fields.get("places")) &&
    isTextsOrAbsent(fields.get("faultsArmed")) &&
    ["running", "complete", "interrupted"].includes(
      String(fields.get("state")),
    );
}
