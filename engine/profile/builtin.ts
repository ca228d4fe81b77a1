/**
 * Names and places of the built-in profiles. The texts lie beside this file
 * as YAML and are read by whoever may touch the disk.
 */
import { didYouMean } from "./nearest_word.ts";
import { parseProfile } from "./parse.ts";
import type { Profile } from "./profile.ts";
import { UsageError } from "./usage_error.ts";

const NAMES = [
  "quick",
  "stress-10gb",
  "latency",
  "randrw-verify",
  "fill-drain",
  "soak-1h",
  "object-mixed",
  "consistency",
  "crash-10k",
  "copy-verify",
  "training-images",
  "training-tokens",
  "checkpoint-burst",
  "table-verify",
  "table-stress",
  "cluster-verify",
  "cluster-stress",
] as const;

/** In the order in which they are shown. */
export function builtinProfileNames(): readonly string[] {
  return NAMES;
}

/**
 * Where the text of a built-in profile is, also inside the binary. Throws a
 * `UsageError` for an unknown name.
 */
export function builtinProfileUrl(name: string): URL {
  const known = NAMES.find((builtin) => builtin === name);
  if (known !== undefined) {
    return new URL(`./builtin/${known}.yaml`, import.meta.url);
  }
  throw new UsageError(`Cannot find profile "${name}"`, [{
    path: "",
    sentence: `No built-in profile has that name${didYouMean(name, NAMES)}`,
  }]);
}

/** Reads a built-in profile; `readText` is handed in by whoever may. */
export function builtinProfile(
  name: string,
  readText: (url: URL) => string,
): Profile {
  const text = readText(builtinProfileUrl(name));
  return parseProfile(text, { source: name });
}
