/**
 * Names and places of the built-in profiles. The texts lie beside this file
 * as YAML and are read by whoever may touch the disk.
 */
import { didYouMean } from "./nearest_word.ts";
import { parseProfile } from "./parse.ts";
import type { Profile } from "./profile.ts";
import { UsageError } from "./usage_error.ts";

/** In the order in which they are shown. */
export const BUILTIN_PROFILES = [
  "quick",
  "stress-10gb",
  "latency",
  "randrw-verify",
  "fill-drain",
  "soak-1h",
] as const;

/**
 * Where the text of a built-in profile is, also inside the binary. Throws a
 * `UsageError` for an unknown name.
 */
export function builtinProfileUrl(name: string): URL {
  const known = BUILTIN_PROFILES.find((builtin) => builtin === name);
  if (known !== undefined) {
    return new URL(`./builtin/${known}.yaml`, import.meta.url);
  }
  throw new UsageError(`Cannot find profile "${name}"`, [{
    path: "",
    sentence: `No built-in profile has that name: ${
      didYouMean(name, BUILTIN_PROFILES)
    }`,
  }]);
}

/** Reads a built-in profile with `read`, which is handed in. */
export async function readBuiltinProfile(
  name: string,
  read: (url: URL) => Promise<string>,
): Promise<Profile> {
  const text = await read(builtinProfileUrl(name));
  return parseProfile(text, { source: name });
}
