/** Finds a profile by what was typed: a built-in name, or a file. */
import {
  builtinProfile,
  builtinProfileNames,
  parseProfile,
  type Profile,
} from "../engine/mod.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage_error.ts";

/** Bytes of the largest profile: a larger file is a mistaken path. */
const PROFILE_BYTES_MAX = 1 << 20;

/**
 * A word with a slash or that ends in `.yaml` or `.yml` is a file, any other
 * one a name. Fails with the mistakes of the profile, all of them.
 */
export function loadProfile(nameOrFile: string, cwd: string): Profile {
  if (!/\/|\.ya?ml$/.test(nameOrFile)) {
    if (builtinProfileNames().includes(nameOrFile)) {
      return builtinProfile(nameOrFile, (url) => Deno.readTextFileSync(url));
    }
    throw new UsageError([unknownProfile(nameOrFile)]);
  }
  const path = absolutePath(cwd, nameOrFile);
  return parseProfile(readProfile(path, nameOrFile), { source: nameOrFile });
}

function unknownProfile(name: string): string {
  const names = builtinProfileNames();
  return `Cannot find profile "${name}": the built-in ones are ` +
    `${names.join(", ")}; a file ends in .yaml${didYouMean(name, names)}`;
}

function readProfile(path: string, typed: string): string {
  let reason: string;
  try {
    const { size, isFile } = Deno.statSync(path);
    if (isFile && size <= PROFILE_BYTES_MAX) return Deno.readTextFileSync(path);
    reason = isFile
      ? `it has ${size} bytes, a profile at most ${PROFILE_BYTES_MAX}`
      : "it is not a file";
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    reason = "there is no such file";
  }
  throw new UsageError([`Cannot read profile "${typed}": ${reason}`]);
}
