/** From names and URLs, as typed or as a profile has them, to targets. */
import {
  findTargetsFile,
  parseTargets,
  resolveTarget,
  type Target,
  TargetsError,
  type TargetTable,
} from "../backends/mod.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";

/** Tested when neither flags nor profile say it: two scratch folders. */
export const DEFAULT_TARGETS = ["local", "local-direct"] as const;

/** The targets file that counts, read; fails with a `TargetsError`. */
export function readTargetTable(
  context: Context,
  args: Pick<Args, "text">,
): TargetTable {
  const config = args.text("config");
  const file = findTargetsFile({
    cwd: context.cwd,
    env: context.env,
    read: readIfThere,
    ...(config === undefined ? {} : { config }),
  });
  if (file === undefined) return new Map();
  return parseTargets(file.text, context.env, {
    source: file.path,
    cwd: context.cwd,
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

interface ChooseOptions {
  readonly table: TargetTable;
  readonly cwd: string;
  /** Serial of the device that may be overwritten. */
  readonly eraseDevice?: string;
}

/** Fails with a `TargetsError` that holds every name that means nothing. */
export function chooseTargets(
  names: readonly string[],
  options: ChooseOptions,
): Target[] {
  const mistakes: string[] = [];
  const chosen = new Map<string, Target>();
  for (const name of names) {
    try {
      const target = resolveTarget(name, options.table, { cwd: options.cwd });
      if (chosen.has(target.url.text)) {
        mistakes.push(`Target "${name}" is given twice: give it once`);
      }
      chosen.set(target.url.text, withSerial(target, options.eraseDevice));
    } catch (error) {
      if (!(error instanceof TargetsError)) throw error;
      mistakes.push(...error.mistakes);
    }
  }
  if (mistakes.length > 0) throw new TargetsError(mistakes);
  return [...chosen.values()];
}

/** The flag speaks for targets that have no serial of their own. */
function withSerial(target: Target, serial: string | undefined): Target {
  const isDisk = target.url.scheme === "file" || target.url.scheme === "direct";
  if (serial === undefined || !isDisk) return target;
  return { ...target, settings: { eraseDevice: serial, ...target.settings } };
}
