/** Flags that copying and checking share, and what they mean. */
import { type DigestKind } from "../../backends/mod.ts";
import { parseSizeBytes } from "../../engine/mod.ts";
import { DIGEST_KINDS } from "../../ffi/mod.ts";
import type { Args, Flag } from "../command.ts";
import { CONFIG_FLAG } from "../select_flags.ts";
import { didYouMean } from "../suggest.ts";
import { UsageError } from "../usage_error.ts";
import type { CopySettings } from "./copy_run.ts";

const MEMORY_BYTES = 64 << 20;
const PARALLEL = 4;
/** A copy of a small object takes one, any other as many as that. */
const SHARES = 8;
/** Less than that for one copy would cut it into small parts. */
const MEMORY_EACH_BYTES = 16 << 20;
const RETRIES = 3;

/** Without those of one of the two commands alone. */
export const COPY_FLAGS: readonly Flag[] = [
  CONFIG_FLAG,
  {
    name: "digest",
    value: "LIST",
    summary: `Digests to make, of ${DIGEST_KINDS.join(",")}; default: sha256`,
  },
  {
    name: "memory",
    value: "SIZE",
    summary: "Most bytes held at any time, of all copies; default: 64MiB",
  },
  {
    name: "parallel",
    value: "COUNT",
    summary: "Objects at the same time, at most; default: 4, or 32 small",
  },
  {
    name: "retries",
    value: "COUNT",
    summary: "Times that a request is sent again; default: 3",
  },
  {
    name: "json",
    value: "FILE|-",
    summary: "Write the result as JSON; - prints it, and text to stderr",
  },
  { name: "quiet", summary: "Print the summary only" },
];

/** All mistakes of the flags at once, as a `UsageError`. */
export function readCopySettings(
  args: Args,
  objectCount: number,
): CopySettings {
  const mistakes: string[] = [];
  const memoryBytes = readSize(args, mistakes);
  const count = (name: string, least: number, usual: number) => {
    const text = args.text(name);
    if (text === undefined) return usual;
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= 256) return number;
    mistakes.push(
      `Cannot use --${name} ${text}: give a whole number from ${least} to 256`,
    );
    return usual;
  };
  const wanted = count("parallel", 1, PARALLEL);
  const retries = count("retries", 0, RETRIES);
  const digests = readDigests(args, mistakes);
  if (mistakes.length > 0) throw new UsageError(mistakes);
  const fits = Math.max(1, Math.floor(memoryBytes / MEMORY_EACH_BYTES));
  const parallel = args.has("parallel") ? wanted : Math.min(wanted, fits);
  return {
    digests,
    memoryBytes,
    parallel: Math.max(1, Math.min(parallel, objectCount)),
    // Who says how many gets no more of them.
    shares: args.has("parallel") ? 1 : SHARES,
    attemptsMax: retries + 1,
    isNew: !args.has("overwrite"),
    readsBack: args.has("read-back"),
  };
}

function readSize(args: Args, mistakes: string[]): number {
  const text = args.text("memory");
  if (text === undefined) return MEMORY_BYTES;
  try {
    return parseSizeBytes(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    mistakes.push(`Cannot use --memory ${text}: ${said}`);
    return MEMORY_BYTES;
  }
}

function readDigests(args: Args, mistakes: string[]): DigestKind[] {
  const text = args.text("digest") ?? "sha256";
  return text.split(",").flatMap((word) => {
    const kind = DIGEST_KINDS.find((known) => known === word);
    if (kind !== undefined) return [kind];
    mistakes.push(
      `Cannot use --digest ${text}: there is no digest "${word}"` +
        `${didYouMean(word, DIGEST_KINDS)}; there are ` +
        DIGEST_KINDS.join(", "),
    );
    return [];
  });
}
