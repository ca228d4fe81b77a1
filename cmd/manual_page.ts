/**
 * The manual page, made from the commands' own tables. Goes in: the commands;
 * comes out: text for troff with the macros of man(7).
 */
import { type Command, COMMON_FLAGS, type Flag } from "./command.ts";
import { EXIT_CODES } from "./exit_code.ts";
import { usageLine } from "./help.ts";

/** Variables that commands read, each with what it is for. */
const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ["STOR_VERIFY_CONFIG", "Targets file, where --config does not name one"],
  ["STOR_VERIFY_RUNS", "Folder of runs, where --runs does not name one"],
  ["STOR_VERIFY_ACK_SECRET", "Text that a run and its ack-log share"],
  ["NO_COLOR", "Print without colors, whatever its value"],
];

const FILES: readonly (readonly [string, string])[] = [
  [
    "stor-verify.yaml, stor-verify.local.yaml",
    "Names for targets, with their settings; the local one comes first",
  ],
  [
    "~/.local/state/stor-verify/runs",
    "Plan, oracle, recording and report of each run",
  ],
];

/** The same commands, the same text: no date of its own. */
export function manualPage(commands: readonly Command[], tool: string): string {
  return [
    '.\\" Made by "stor-verify man".',
    `.TH STOR\\-VERIFY 1 "" "${roff(tool)}" "User Commands"`,
    ...section("NAME"),
    "stor\\-verify \\- does storage keep its bytes, and how fast is it, honestly?",
    ...section("SYNOPSIS"),
    "\\fBstor\\-verify\\fR \\fICOMMAND\\fR [\\fIflags\\fR]",
    ...section("DESCRIPTION"),
    ...paragraphs(
      "Fills files, devices or object stores with stamped data, loads them, " +
        "reads everything back and compares every byte; measures the latency " +
        "of every operation meanwhile, and says what in the numbers not to " +
        "trust.",
    ),
    ...section("COMMANDS"),
    ...commands.flatMap(commandLines),
    ...section("FLAGS OF EVERY COMMAND"),
    ...COMMON_FLAGS.flatMap(flagLines),
    ...section("EXIT STATUS"),
    ...Object.entries(EXIT_CODES).flatMap(([code, text]) => term(code, text)),
    ...section("ENVIRONMENT"),
    ...ENVIRONMENT.flatMap(([name, text]) => term(name, text)),
    ...section("FILES"),
    ...FILES.flatMap(([name, text]) => term(name, text)),
    "",
  ].join("\n");
}

function section(title: string): string[] {
  return [`.SH ${title}`];
}

function commandLines(command: Command): string[] {
  return [
    `.SS "${roff(usageLine(command))}"`,
    ...paragraphs(command.help.trim()),
    ...command.flags.flatMap(flagLines),
    ...(command.examples.length === 0
      ? []
      : [".PP", "Examples:", ...verbatim(command.examples)]),
  ];
}

function flagLines(flag: Flag): string[] {
  const value = flag.value === undefined ? "" : ` \\fI${roff(flag.value)}\\fR`;
  return [
    ".TP",
    `\\fB\\-\\-${roff(flag.name)}\\fR${value}`,
    line(flag.summary),
  ];
}

function term(name: string, text: string): string[] {
  return [".TP", `\\fB${roff(name)}\\fR`, line(text)];
}

/** Texts are filled again; what is laid out in columns stays as it is. */
function paragraphs(text: string): string[] {
  return text.split("\n\n").flatMap((paragraph) => {
    const lines = paragraph.split("\n");
    const isLaidOut = lines.some((one) => /^\S+ {2,}|^ {2,}/.test(one));
    return isLaidOut
      ? [".PP", ...verbatim(lines)]
      : [".PP", ...lines.map(line)];
  });
}

function verbatim(lines: readonly string[]): string[] {
  return [".nf", ".RS 4", ...lines.map(line), ".RE", ".fi"];
}

/** One line of text: a dot or a quote at its start would be a request. */
function line(text: string): string {
  const escaped = roff(text);
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

/** Dashes that can be copied, and signs that stay what they are. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq").replaceAll('"', "\\(dq")
    .replaceAll("`", "\\(ga").replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti");
}
