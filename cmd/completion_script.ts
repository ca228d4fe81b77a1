/** Completion scripts, made from the commands' own tables. */
import { type Command, COMMON_FLAGS, type Flag } from "./command.ts";

/** Shells that a script can be made for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of `SHELLS`. */
export type Shell = (typeof SHELLS)[number];

type Shape = Pick<Command, "name" | "summary" | "flags" | "positionals">;

/** A script to be sourced; it calls nothing when it completes. */
export function completionScript(
  shell: Shell,
  commands: readonly Shape[],
): string {
  switch (shell) {
    case "bash":
      return bashScript(commands);
    case "zsh":
      return zshScript(commands);
    case "fish":
      return fishScript(commands);
  }
}

function flagsOf(command: Shape): Flag[] {
  return [...command.flags, ...COMMON_FLAGS];
}

function wordsOf(command: Shape): string[] {
  return command.positionals.flatMap(({ words }) => words ?? []);
}

function bashScript(commands: readonly Shape[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const values = new Map(
    commands.flatMap((command) => command.flags).flatMap((flag) =>
      flag.words === undefined ? [] : [[flag.name, flag.words.join(" ")]]
    ),
  );
  return [
    "_stor_verify() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}"',
    '  local before="${COMP_WORDS[COMP_CWORD-1]}" words=""',
    '  case "$before" in',
    ...[...values].map(([name, words]) =>
      `    --${name}) COMPREPLY=($(compgen -W "${words}" -- "$word")); return;;`
    ),
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

function zshScript(commands: readonly Shape[]): string {
  const quote = (text: string) =>
    text.replaceAll("'", "'\\''").replaceAll(":", "\\:");
  return [
    "#compdef stor-verify",
    "_stor_verify() {",
    "  local -a commands choices",
    "  commands=(",
    ...commands.map(({ name, summary }) => `    '${name}:${quote(summary)}'`),
    "  )",
    "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
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

function fishScript(commands: readonly Shape[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const head = "complete -c stor-verify";
  return [
    ...commands.map(({ name, summary }) =>
      `${head} -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`
    ),
    ...commands.flatMap((command) => {
      const when = `${head} -n '__fish_seen_subcommand_from ${command.name}'`;
      const words = wordsOf(command).join(" ");
      return [
        ...(words === "" ? [] : [`${when} -f -a ${quote(words)}`]),
        ...flagsOf(command).map((flag) =>
          `${when} -l ${flag.name} -d ${quote(flag.summary)}` +
          (flag.value === undefined ? "" : " -r") +
          (flag.words === undefined
            ? ""
            : ` -f -a ${quote(flag.words.join(" "))}`)
        ),
      ];
    }),
    "",
  ].join("\n");
}
