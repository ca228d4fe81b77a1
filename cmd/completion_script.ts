/** Completion scripts, made from the commands' own tables. */
import { type Command, COMMON_FLAGS, type Flag } from "./command.ts";

/** Shells that a script can be made for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of `SHELLS`. */
export type Shell = (typeof SHELLS)[number];

type Shape = Pick<Command, "name" | "summary" | "flags" | "positionals">;

/** Words that flags take, by their names, where the table does not say them. */
export interface Offers {
  readonly alone?: Readonly<Record<string, readonly string[]>>;
  readonly besideFiles?: Readonly<Record<string, readonly string[]>>;
}

/** A script to be sourced; it calls nothing when it completes. */
export function completionScript(
  shell: Shell,
  commands: readonly Shape[],
  offers: Offers = {},
): string {
  switch (shell) {
    case "bash":
      return bashScript(commands, offers);
    case "zsh":
      return zshScript(commands, offers);
    case "fish":
      return fishScript(commands, offers);
  }
}

function flagsOf(command: Shape): Flag[] {
  return [...command.flags, ...COMMON_FLAGS];
}

function wordsOf(command: Shape): string[] {
  return command.positionals.flatMap(({ words }) => words ?? []);
}

/** Flags that take a value, each name once, with its words. */
interface ValueFlags {
  readonly closed: readonly (readonly [name: string, words: string])[];
  /** Files too; without any words these alone. */
  readonly open: readonly (readonly [name: string, words: string])[];
}

function valueFlags(
  commands: readonly Shape[],
  { alone = {}, besideFiles = {} }: Offers,
): ValueFlags {
  const taking = commands.flatMap((command) => flagsOf(command))
    .filter(({ bare, value }) => value !== undefined && bare === undefined);
  const closed: [string, string][] = [];
  const open: [string, string][] = [];
  for (
    const { name, words } of new Map(taking.map((one) => [one.name, one]))
      .values()
  ) {
    const only = words ?? alone[name];
    if (only !== undefined) closed.push([name, only.join(" ")]);
    else open.push([name, (besideFiles[name] ?? []).join(" ")]);
  }
  return { closed, open };
}

function bashScript(commands: readonly Shape[], offers: Offers): string {
  const names = commands.map(({ name }) => name).join(" ");
  const { closed, open } = valueFlags(commands, offers);
  const files = open.filter(([, words]) => words === "");
  return [
    "_stor_verify() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}"',
    '  local before="${COMP_WORDS[COMP_CWORD-1]}" words=""',
    '  case "$before" in',
    ...closed.map(([name, words]) =>
      `    --${name}) COMPREPLY=($(compgen -W "${words}" -- "$word")); return;;`
    ),
    ...open.filter(([, words]) => words !== "").map(([name, words]) =>
      `    --${name}) COMPREPLY=($(compgen -f -W "${words}" -- "$word")); return;;`
    ),
    // Nothing from here: the shell's own names of files.
    `    ${
      files.map(([name]) => `--${name}`).join("|") || "-"
    }) COMPREPLY=(); return;;`,
    "  esac",
    '  case "${COMP_WORDS[1]}" in',
    ...commands.map((command) => {
      const flags = flagsOf(command).map(({ name }) => `--${name}`);
      const words = [...wordsOf(command), ...flags].join(" ");
      return `    ${command.name}) words="${words}";;`;
    }),
    "  esac",
    `  [ "$COMP_CWORD" -eq 1 ] && words="${names} --help --version"`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    "}",
    "complete -o default -F _stor_verify stor-verify",
    "",
  ].join("\n");
}

function zshScript(commands: readonly Shape[], offers: Offers): string {
  const quote = (text: string) =>
    text.replaceAll("'", "'\\''").replaceAll(":", "\\:");
  const { closed, open } = valueFlags(commands, offers);
  return [
    "#compdef stor-verify",
    "_stor_verify() {",
    "  local -a commands choices",
    "  commands=(",
    ...commands.map(({ name, summary }) => `    '${name}:${quote(summary)}'`),
    "  )",
    "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
    '  case "$words[CURRENT-1]" in',
    ...closed.map(([name, words]) =>
      `    --${name}) compadd -- ${words}; return;;`
    ),
    ...open.map(([name, words]) =>
      `    --${name}) ` +
      (words === "" ? "" : `compadd -- ${words}; `) + "_files; return;;"
    ),
    "  esac",
    '  case "$words[2]" in',
    ...commands.map((command) =>
      `    ${command.name}) choices=(` +
      [
        ...wordsOf(command).map((word) => `'${word}'`),
        ...flagsOf(command).map(({ name, summary }) =>
          `'--${name}:${quote(summary)}'`
        ),
      ].join(" ") + ");;"
    ),
    "  esac",
    "  _describe argument choices || _files",
    "}",
    // Autoloaded from fpath it is the function itself, sourced it is not.
    'if [ "$funcstack[1]" = "_stor-verify" ]; then',
    '  _stor_verify "$@"',
    "else",
    "  compdef _stor_verify stor-verify",
    "fi",
    "",
  ].join("\n");
}

function fishScript(commands: readonly Shape[], offers: Offers): string {
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const head = "complete -c stor-verify";
  const { alone = {}, besideFiles = {} } = offers;
  const fishWords = (words: readonly string[] | undefined, flags: string) =>
    words === undefined ? "" : flags + quote(words.join(" "));
  return [
    ...commands.map(({ name, summary }) =>
      `${head} -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`
    ),
    ...commands.flatMap((command) => {
      const when = `${head} -n '__fish_seen_subcommand_from ${command.name}'`;
      const words = wordsOf(command).join(" ");
      return [
        ...(words === "" ? [] : [`${when} -f -a ${quote(words)}`]),
        ...flagsOf(command).map(({ name, summary, value, words }) =>
          `${when} -l ${name} -d ${quote(summary)}` +
          (value === undefined
            ? ""
            : " -r" + fishWords(words ?? alone[name], " -f -a ") +
              fishWords(besideFiles[name], " -a "))
        ),
      ];
    }),
    "",
  ].join("\n");
}
