/**
 * What a command is: a record. Its help, its flags and what it does stand in
 * one file; `command_table.ts` lists them all.
 */
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";

/** One `--name`, with a value or as a switch. */
export interface Flag {
  readonly name: string;
  /** Placeholder of the value in the help; absent makes it a switch. */
  readonly value?: string;
  readonly summary: string;
  /** May be given more than once. */
  readonly many?: boolean;
  /** The only values it takes; also what completion offers. */
  readonly words?: readonly string[];
  /** Its value when it is given without one. */
  readonly bare?: string;
}

/** A word that follows the command, in order. */
export interface Positional {
  readonly name: string;
  readonly optional?: boolean;
  /** Takes all words that follow; only the last one can. */
  readonly many?: boolean;
  readonly words?: readonly string[];
}

/** What was typed, checked against the command's own tables. */
export interface Args {
  readonly positionals: readonly string[];
  /** Whether the switch or flag was given. */
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** All values of a flag that may be repeated, in order. */
  texts(name: string): readonly string[];
}

/** One subcommand. */
export interface Command {
  readonly name: string;
  /** One line in the list of commands; no full stop. */
  readonly summary: string;
  /** Paragraphs for `--help`, before the flags. */
  readonly help: string;
  /** Lines that can be pasted. */
  readonly examples: readonly string[];
  readonly positionals: readonly Positional[];
  readonly flags: readonly Flag[];
  run(context: Context, args: Args): Promise<ExitCode>;
}

/** Flags that every command takes. */
export const COMMON_FLAGS: readonly Flag[] = [
  { name: "help", summary: "Show this help" },
  { name: "no-color", summary: "Print without colors, as NO_COLOR=1 does" },
  { name: "debug", summary: "Show the causes and the stack of an error" },
];
