/**
 * From what was typed to an exit code: chooses the command, reads its flags,
 * runs it, and turns whatever it throws into a code and a sentence.
 */
import { readArgs } from "./args.ts";
import { COMMANDS } from "./command_table.ts";
import type { Context } from "./context.ts";
import { renderFailure } from "./exit.ts";
import type { ExitCode } from "./exit_code.ts";
import { renderHelp, renderOverview } from "./help.ts";
import { didYouMean } from "./suggest.ts";
import { TOOL } from "./tool.ts";
import { UsageError } from "./usage_error.ts";

/** Runs one command line. Never throws: a failure is told on stderr. */
export async function main(
  typed: readonly string[],
  context: Context,
): Promise<ExitCode> {
  const command = commandWord(typed);
  try {
    return await dispatch(typed, context);
  } catch (error) {
    const failure = renderFailure(error, {
      debug: typed.includes("--debug"),
      ...(command === undefined ? {} : { command }),
    });
    return sayLast(context, failure.text) ? failure.exit : 141;
  }
}

function commandWord(typed: readonly string[]): string | undefined {
  return COMMANDS.find(({ name }) => name === typed[0])?.name;
}

async function dispatch(
  typed: readonly string[],
  context: Context,
): Promise<ExitCode> {
  const [word, ...rest] = typed;
  if (word === "--version" || word === "-V") {
    context.stdout.write(`${TOOL}\n`);
    return 0;
  }
  if (word === undefined || word === "--help" || word === "-h") {
    context.stdout.write(renderOverview(COMMANDS));
    return 0;
  }
  if (word === "help") return await dispatch([...rest, "--help"], context);
  const entry = COMMANDS.find(({ name }) => name === word);
  if (entry === undefined) throw new UsageError([unknownCommand(word)]);
  const command = await entry.load();
  const args = readArgs(command, rest);
  if (args.has("help")) {
    context.stdout.write(renderHelp(command));
    return 0;
  }
  return await command.run(context, args);
}

function unknownCommand(word: string): string {
  if (word.startsWith("-")) {
    return `Unknown flag "${word}" before a command: the command comes first`;
  }
  return `Unknown command "${word}"` +
    didYouMean(word, COMMANDS.map(({ name }) => name));
}

/** Whether the text could be told. */
function sayLast(context: Context, text: string): boolean {
  try {
    if (text !== "") context.stderr.write(text);
    return true;
  } catch {
    // Nobody is left to be told: the code says it.
    return false;
  }
}
