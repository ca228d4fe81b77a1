/**
 * Finds and opens the library of the core. Whatever is wrong with it ends in
 * one `CoreError` that lists what was tried and what to do.
 */
import { Library } from "./_library.ts";
import { Core } from "./core.ts";
import { CoreError, STATUSES, statusOf } from "./status.ts";
import { ABI, SYMBOLS } from "./symbols.ts";

export interface LoadOptions {
  /** Only this one is tried, whatever the environment says. */
  readonly path?: string;
}

const VARIABLE = "STOR_VERIFY_CORE";
const REMEDY = `Run "deno task core"`;

/** Fails when there is no library, one of another ABI, or no way to map it. */
export function loadCore(options: LoadOptions = {}): Core {
  const path = options.path ?? Deno.env.get(VARIABLE) ??
    // Read by `deno compile`, which embeds the file of this very name.
    decodeURIComponent(
      new URL("./build/libstorcore.so", import.meta.url).pathname,
    );
  if (!isFile(path)) {
    const origin = originOf(path, options);
    throw loadError("ENOENT", `no library at "${path}"${origin}. ${REMEDY}`);
  }
  try {
    const opened = Deno.dlopen(path, SYMBOLS);
    const abi = opened.symbols.sv_abi();
    if (abi === ABI) return new Core(new Library(opened), path);
    opened.close();
    throw otherAbi(path, abi);
  } catch (error) {
    if (error instanceof CoreError) throw error;
    throw explain(path, error);
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function originOf(path: string, options: LoadOptions): string {
  if (options.path !== undefined) return "";
  return Deno.env.get(VARIABLE) === path ? `, where ${VARIABLE} points` : "";
}

/** Why it could not be opened: the library, its place, or its age. */
function explain(path: string, cause: unknown): CoreError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/failed to map segment|Operation not permitted/.test(text)) {
    const folder = Deno.env.get("TMPDIR") ?? "/tmp";
    return loadError(
      "EACCES",
      `the system does not let "${path}" run as code: it lies, or was ` +
        `unpacked in "${folder}", on a file system mounted noexec. ` +
        `Set TMPDIR to a folder on another one`,
      cause,
    );
  }
  const abi = abiOf(path);
  if (abi !== null && abi !== ABI) return otherAbi(path, abi);
  if (abi !== null) {
    return loadError(
      "STATE",
      `"${path}" lacks a function of ABI ${ABI}: ${text}. ${REMEDY}`,
      cause,
    );
  }
  return loadError(
    "ENOEXEC",
    `"${path}" is not a library of this program: ${text}. ${REMEDY}`,
    cause,
  );
}

function abiOf(path: string): number | null {
  try {
    const opened = Deno.dlopen(path, { sv_abi: SYMBOLS.sv_abi });
    const abi = opened.symbols.sv_abi();
    opened.close();
    return abi;
  } catch {
    return null;
  }
}

function otherAbi(path: string, abi: number): CoreError {
  return loadError(
    "STATE",
    `"${path}" has ABI ${abi}: this program needs ABI ${ABI}. ${REMEDY}`,
  );
}

function loadError(name: string, reason: string, cause?: unknown): CoreError {
  return new CoreError(`Cannot load the C core: ${reason}`, {
    status: statusOf(name) ?? STATUSES.STATE[0],
    operation: "load core",
    ...(cause === undefined ? {} : { cause }),
  });
}
