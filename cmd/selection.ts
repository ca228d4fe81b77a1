/** What is to be run, and where: flags, profile and targets file together. */
import type { Target } from "../backends/mod.ts";
import {
  parseDurationNs,
  parseSizeBytes,
  type Profile,
} from "../engine/mod.ts";
import {
  chooseTargets,
  DEFAULT_TARGETS,
  readTargetTable,
} from "./choose_targets.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import { loadProfile } from "./load_profile.ts";
import { overrideProfile, type Overrides } from "./overrides.ts";
import { joinMistakes, UsageError } from "./usage_error.ts";

/** Everything that was asked for, with nothing looked at yet. */
export interface Selection {
  readonly profile: Profile;
  readonly targets: readonly Target[];
  /** `--seed`, else the profile's; absent: one is drawn. */
  readonly seed?: string;
}

/** Profile of a bare `stor-verify run`. */
const DEFAULT_PROFILE = "quick";

/**
 * Reads the flags of `SELECT_FLAGS`. Targets are those of `--target`, else of
 * the profile, else the two built-in scratch folders.
 */
export function readSelection(context: Context, args: Args): Selection {
  const [overrides, profile, table] = readAll([
    () => readOverrides(args),
    () => loadProfile(args.text("profile") ?? DEFAULT_PROFILE, context.cwd),
    () => readTargetTable(context, args),
  ]);
  const names = [args.texts("target"), profile.targets, DEFAULT_TARGETS]
    .find((list) => list.length > 0) ?? [];
  const eraseDevice = args.text("erase-device");
  const targets = chooseTargets(names, {
    table,
    cwd: context.cwd,
    ...(eraseDevice === undefined ? {} : { eraseDevice }),
  });
  const seed = args.text("seed") ?? profile.seed;
  return {
    profile: overrideProfile(profile, overrides),
    targets,
    ...(seed === undefined ? {} : { seed }),
  };
}

/** Reads all before it fails, so that no mistake hides another. */
function readAll<A, B, C>(
  reads: readonly [() => A, () => B, () => C],
): [A, B, C] {
  const errors: unknown[] = [];
  const attempt = <T>(read: () => T): { readonly value: T } | null => {
    try {
      return { value: read() };
    } catch (error) {
      errors.push(error);
      return null;
    }
  };
  const [first, second, third] = [
    attempt(reads[0]),
    attempt(reads[1]),
    attempt(reads[2]),
  ];
  if (first && second && third) {
    return [first.value, second.value, third.value];
  }
  throw joinMistakes(errors);
}

/** Fails with a `UsageError` for each flag that is no size or duration. */
export function readOverrides(args: Args): Overrides {
  const mistakes: string[] = [];
  const read = (name: string, parse: (text: string) => number) => {
    const text = args.text(name);
    if (text === undefined) return undefined;
    try {
      const value = parse(text);
      if (value > 0) return value;
      mistakes.push(`Cannot use --${name} ${text}: it must be more than 0`);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      mistakes.push(`Cannot use --${name}: ${error.message}`);
    }
    return undefined;
  };
  const sizeBytes = read("size", parseSizeBytes);
  const durationNs = read("duration", parseDurationNs);
  if (mistakes.length > 0) throw new UsageError(mistakes);
  const io = (["auto", "io_uring", "psync"] as const)
    .find((method) => method === args.text("io"));
  const text = ["size", "duration", "io"]
    .filter((name) => args.has(name))
    .map((name) => `--${name} ${args.text(name)}`).join(" ");
  return {
    text,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(durationNs === undefined ? {} : { durationNs }),
    ...(io === undefined ? {} : { io }),
  };
}
