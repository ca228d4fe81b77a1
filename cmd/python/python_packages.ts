/** Which libraries the host's `python3` has that cases can be tried by. */
import type { Context } from "../context.ts";
import { runPython } from "./run_python.ts";

/** Beside this file, also inside the binary. */
const SCRIPT = new URL("./find_packages.py", import.meta.url);
/** It loads nothing: a slow disk is all that can hold it. */
const TIMEOUT_MS = 60_000;

export type PythonPackages =
  | {
    readonly state: "found";
    /** `3.11.7` */
    readonly version: string;
    /** Versions by the names of modules, of those that are here. */
    readonly modules: ReadonlyMap<string, string>;
  }
  /** A sentence says why nothing is known. */
  | { readonly state: "unknown"; readonly reason: string };

/** By the `python3` that `env` leads to; never rejects for what it does. */
export async function pythonPackages(
  { env }: Pick<Context, "env">,
): Promise<PythonPackages> {
  const end = await runPython({
    env,
    script: SCRIPT,
    args: [],
    timeoutMs: TIMEOUT_MS,
  });
  if (end.state === "absent") return { state: "unknown", reason: end.reason };
  const doing = "python3 cannot be asked";
  if (end.state === "failed") {
    return { state: "unknown", reason: `${doing}: ${end.reason}` };
  }
  return readPackages(end.stdout) ??
    { state: "unknown", reason: `${doing}: ${end.told}` };
}

/** What the script printed; `null`: it is no answer. */
export function readPackages(said: string): PythonPackages | null {
  let value: unknown;
  try {
    value = JSON.parse(said);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { modules, python } = { modules: null, python: null, ...value };
  if (typeof modules !== "object" || modules === null) return null;
  const versions = new Map<string, string>();
  for (const [name, version] of Object.entries(modules)) {
    versions.set(name, String(version));
  }
  return { state: "found", version: String(python), modules: versions };
}
