/** The flags of `prove`, read and checked: every mistake at once. */
import {
  FAULT_CLASSES,
  PROOF_BACKENDS,
  type ProofBackend,
} from "../../engine/mod.ts";
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import { absolutePath } from "../store/absolute_path.ts";
import { didYouMean } from "../suggest.ts";
import { UsageError } from "../usage_error.ts";

/** Clean units that a proof compares unless it is told otherwise. */
export const CLEAN_UNITS = 10_000_000;

/** Word of `--only` for every bit of one unit, flipped by itself. */
export const SINGLE_BITS = "single-bits";
/** The same for the clean runs. */
export const CLEAN = "clean";

/** What a proof tries. */
export interface ProofOptions {
  readonly backends: readonly ProofBackend[];
  /** Ids of classes. */
  readonly faults: ReadonlySet<string>;
  readonly flips: boolean;
  /** Clean units to compare; 0: no clean runs. */
  readonly cleanUnits: number;
  readonly seed: string;
  /** Where files are made, in a folder of their own; absent: a temporary one. */
  readonly folder?: string;
}

/** Draws a seed where none is given. Fails with a `UsageError`. */
export function readProofOptions(
  context: Pick<Context, "cwd" | "random">,
  args: Pick<Args, "has" | "text" | "texts">,
): ProofOptions {
  const mistakes: string[] = [];
  const ids = FAULT_CLASSES.map(({ id }) => id);
  const only = wordsOf(args, mistakes, {
    flag: "only",
    known: [...ids, SINGLE_BITS, CLEAN],
  });
  const backends = wordsOf(args, mistakes, {
    flag: "backend",
    known: PROOF_BACKENDS,
  });
  const units = unitsOf(args.text("clean-units"), mistakes);
  const seed = args.text("seed");
  if (seed !== undefined && !/^[A-Za-z0-9._-]{1,64}$/.test(seed)) {
    mistakes.push(
      `Cannot use --seed ${JSON.stringify(seed)}: it has 1 to 64 letters, ` +
        "digits, dots and dashes",
    );
  }
  const folder = folderOf(context.cwd, args.text("in"), mistakes);
  const isWanted = (word: string) => only.length === 0 || only.includes(word);
  const cleanUnits = isWanted(CLEAN) || args.has("clean-units") ? units : 0;
  const faults = new Set(ids.filter(isWanted));
  const flips = isWanted(SINGLE_BITS);
  if (mistakes.length === 0 && faults.size === 0 && !flips && units === 0) {
    mistakes.push("Cannot prove anything: the flags leave nothing to try");
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return {
    backends: PROOF_BACKENDS.filter((one) =>
      backends.length === 0 || backends.includes(one)
    ),
    faults,
    flips,
    cleanUnits,
    seed: seed ?? drawSeed(context),
    ...(folder === undefined ? {} : { folder }),
  };
}

/** Words of a flag that is repeated, or has commas between them. */
function wordsOf(
  args: Pick<Args, "texts">,
  mistakes: string[],
  { flag, known }: { readonly flag: string; readonly known: readonly string[] },
): string[] {
  const words = args.texts(flag).flatMap((text) => text.split(","));
  for (const word of words) {
    if (known.includes(word)) continue;
    mistakes.push(
      `Cannot use --${flag} ${JSON.stringify(word)}: it is one of ` +
        `${known.join(", ")}${didYouMean(word, known)}`,
    );
  }
  return words;
}

const SCALES: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6 };

function unitsOf(text: string | undefined, mistakes: string[]): number {
  if (text === undefined) return CLEAN_UNITS;
  const read = /^(\d{1,10})([kM]?)$/.exec(text);
  const units = Number(read?.[1]) * (SCALES[read?.[2] ?? ""] ?? 1);
  if (read !== null && units <= 1e12) return units;
  mistakes.push(
    `Cannot use --clean-units ${JSON.stringify(text)}: it is a count, as ` +
      "in 100k or 10M; 0 leaves the clean runs out",
  );
  return 0;
}

function folderOf(
  cwd: string,
  text: string | undefined,
  mistakes: string[],
): string | undefined {
  if (text === undefined) return undefined;
  const path = absolutePath(cwd, text);
  try {
    if (Deno.statSync(path).isDirectory) return path;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  mistakes.push(`Cannot use --in "${text}": it is not a folder that exists`);
  return undefined;
}

/** 32 bits as 8 hex digits: short enough to be typed again. */
function drawSeed(context: Pick<Context, "random">): string {
  return [...context.random(4)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
