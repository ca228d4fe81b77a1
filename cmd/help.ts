/** Help texts, made from the tables so that they cannot disagree with them. */
import { type Command, COMMON_FLAGS, type Flag } from "./command.ts";
import type { CommandEntry } from "./command_table.ts";
import { EXIT_CODES } from "./exit_code.ts";

/** What `stor-verify` and `stor-verify --help` print. */
export function renderOverview(commands: readonly CommandEntry[]): string {
  return [
    "stor-verify asks two questions of storage: does it keep my bytes, and",
    "how fast is it, honestly?",
    "",
    "Usage: stor-verify COMMAND [flags]",
    "",
    "Commands:",
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Flags:",
    ...columns([
      ["--help, -h", "Show this help"],
      ["--version, -V", "Print the version"],
    ]),
    "",
    "Examples:",
    "  stor-verify run",
    "  stor-verify run --profile stress-10gb --target file:///mnt/x",
    "  stor-verify plan --profile stress-10gb --target direct:///mnt/x",
    "  stor-verify verify last",
    "",
    "Exit codes:",
    ...columns(Object.entries(EXIT_CODES)),
    "",
    '"stor-verify COMMAND --help" explains a command.',
    "",
  ].join("\n");
}

/** What `stor-verify COMMAND --help` prints. */
export function renderHelp(command: Command): string {
  return [
    `Usage: ${usageLine(command)}`,
    "",
    command.help.trim(),
    "",
    "Flags:",
    ...columns([...command.flags, ...COMMON_FLAGS].map(flagRow)),
    "",
    "Examples:",
    ...command.examples.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** `stor-verify verify [RUN] [flags]`. */
export function usageLine(command: Command): string {
  const words = command.positionals.map((positional) => {
    const name = (positional.words?.join("|") ?? positional.name) +
      (positional.many === true ? "..." : "");
    return positional.optional ? ` [${name}]` : ` ${name}`;
  });
  return `stor-verify ${command.name}${words.join("")} [flags]`;
}

function flagRow(flag: Flag): [string, string] {
  const value = flag.value === undefined ? "" : ` ${flag.value}`;
  return [`--${flag.name}${value}`, flag.summary];
}

/** Two columns; what does not fit 80 goes on below, under its column. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(24, Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, text]) => {
    const lines = wrap(text, 80 - width - 4);
    const head = name.length > width
      ? [`  ${name}`]
      : [`  ${name.padEnd(width)}  ${lines.shift() ?? ""}`];
    const indent = " ".repeat(width + 4);
    return [...head, ...lines.map((line) => indent + line)];
  });
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
