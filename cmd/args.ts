/**
 * Reads what was typed after a command, strictly: every word must be known,
 * and all mistakes are told at once.
 */
import { parseArgs } from "@std/cli/parse-args";
import { type Args, type Command, COMMON_FLAGS, type Flag } from "./command.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage_error.ts";

type Shape = Pick<Command, "name" | "flags" | "positionals">;

/** Fails with a `UsageError` that holds every mistake of the line. */
export function readArgs(command: Shape, typed: readonly string[]): Args {
  const flags = [...command.flags, ...COMMON_FLAGS];
  const mistakes: string[] = [];
  const parsed = parseArgs(joinValues(flags, typed, mistakes), {
    string: [
      "_",
      ...flags.filter((flag) => flag.value).map((flag) => flag.name),
    ],
    boolean: flags.filter((flag) => !flag.value).map((flag) => flag.name),
    collect: flags.map((flag) => flag.name),
    "--": true,
    unknown(arg: string, key?: string) {
      if (key === undefined) return true;
      mistakes.push(unknownFlag(flags, arg));
      return false;
    },
  });
  const values = new Map(
    flags.map((flag) => [flag.name, valuesOf(parsed[flag.name])]),
  );
  for (const flag of flags) {
    mistakes.push(...flagMistakes(flag, values.get(flag.name) ?? []));
  }
  const words: unknown[] = [...parsed._, ...(parsed["--"] ?? [])];
  const positionals = words.map(String);
  if (!values.get("help")?.length) {
    mistakes.push(...positionalMistakes(command, positionals));
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return {
    positionals,
    has: (name) => (values.get(name)?.length ?? 0) > 0,
    text: (name) => values.get(name)?.[0],
    texts: (name) => values.get(name) ?? [],
  };
}

/**
 * Ties each flag to its value with `=`, so that a lone `-` is a value, a word
 * after a switch is never taken for one, and no number is read as a number.
 */
function joinValues(
  flags: readonly Flag[],
  typed: readonly string[],
  mistakes: string[],
): string[] {
  const joined: string[] = [];
  const rest = [...typed];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") return [...joined, word, ...rest];
    if (word === "-h") word = "--help";
    const [name = "", given] = splitOnce(word.replace(/^--/, ""), "=");
    const flag = word.startsWith("--") &&
      flags.find((known) => known.name === name);
    if (!flag) {
      if (/^-[^-]/.test(word)) mistakes.push(unknownFlag(flags, word));
      else joined.push(word);
    } else if (flag.value === undefined) {
      if (given !== undefined) mistakes.push(`Flag "--${name}" has no value`);
      // The parser takes one "no-" off a name that has a value.
      joined.push(`--${name.startsWith("no-") ? "no-" : ""}${name}=true`);
    } else if (given !== undefined) joined.push(word);
    else {
      const next = rest[0];
      const isValue = next === "-" || (next && !next.startsWith("-"));
      const value = isValue ? rest.shift() : flag.bare ?? "";
      joined.push(`--${name}=${value}`);
    }
  }
  return joined;
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function unknownFlag(flags: readonly Flag[], typed: string): string {
  const word = typed.split("=")[0] ?? typed;
  const names = flags.map((flag) => `--${flag.name}`);
  return `Unknown flag "${word}"${didYouMean(word, names)}`;
}

function valuesOf(parsed: unknown): string[] {
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

function flagMistakes(flag: Flag, values: readonly string[]): string[] {
  const mistakes: string[] = [];
  if (values.length > 1 && flag.many !== true && flag.value !== undefined) {
    mistakes.push(
      `Flag "--${flag.name}" is given ${values.length} times: give it once`,
    );
  }
  for (const value of values) {
    if (value === "") {
      mistakes.push(
        `Flag "--${flag.name}" needs a value: --${flag.name} ${flag.value}`,
      );
    } else if (flag.words !== undefined && !flag.words.includes(value)) {
      mistakes.push(
        `Cannot use "${value}" for "--${flag.name}": it is one of ` +
          flag.words.join(", ") + didYouMean(value, flag.words),
      );
    }
  }
  return mistakes;
}

/** What a word that is missing could be; names mean the same in all commands. */
const POSITIONAL_HINTS: Readonly<Record<string, string>> = {
  RUN: ': it is an id from "stor-verify runs", the beginning of one, or "last"',
  SOURCE: ": it is a URL, as file:///srv/data, or the name of a target",
  DEST: ": it is a URL, as s3://bucket/prefix, or the name of a target",
  FILE: ": it is the path of a file",
};

/** The sentence about a word that a command needs and did not get. */
export function missingWord(name: string, command: string): string {
  return `Missing ${name} after "stor-verify ${command}"` +
    (POSITIONAL_HINTS[name] ?? "");
}

/** A URL, a path or a name that stands where only its flag could take it. */
function flagHint({ flags, positionals }: Shape, word: string): string {
  if (positionals.length > 0) return "";
  const wanted = word.includes("://")
    ? ["target"]
    : word.startsWith("/") || word.startsWith(".")
    ? ["path", "profile", "config"]
    : ["profile", "target"];
  const found = wanted.find((name) => flags.some((flag) => flag.name === name));
  return found === undefined ? "" : `: write --${found} ${word}`;
}

function positionalMistakes(
  command: Shape,
  given: readonly string[],
): string[] {
  const takesAll = command.positionals.at(-1)?.many === true;
  const room = takesAll ? given.length : command.positionals.length;
  const extra = given.slice(room).map((word) =>
    `Unexpected "${word}" after "stor-verify ${command.name}"` +
    flagHint(command, word)
  );
  const wrong = command.positionals.flatMap((positional, index) => {
    const word = given[index];
    if (word === undefined) {
      return positional.optional ? [] : [
        missingWord(positional.name, command.name) +
        (positional.words === undefined
          ? ""
          : `: it is one of ${positional.words.join(", ")}`),
      ];
    }
    const words = positional.words;
    if (words === undefined || words.includes(word)) return [];
    return [
      `Unknown ${positional.name} "${word}": it is one of ` +
      words.join(", ") + didYouMean(word, words),
    ];
  });
  return [...extra, ...wrong];
}
