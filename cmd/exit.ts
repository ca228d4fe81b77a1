/**
 * Turns what was thrown into an exit code and a text for stderr. Kinds are told
 * by their names, because loading the rooms that define them would make every
 * start pay for them.
 */
import { PipeClosed } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { actionOf, mistakesOf } from "./usage_error.ts";

/** How a failed command ends. */
export interface Failure {
  readonly exit: ExitCode;
  /** For stderr, with its line end; empty when there is nothing to say. */
  readonly text: string;
}

interface FailureOptions {
  readonly debug: boolean;
  /** The command as typed, to point at its help. */
  readonly command?: string;
}

const USAGE = ["UsageError", "ProfileError", "TargetsError", "CopyRefusal"];
const WORLD = ["StorageError", "CoreError", "WriteFailed"];

/** Never throws, whatever was thrown at it. */
export function renderFailure(
  error: unknown,
  options: FailureOptions,
): Failure {
  if (error instanceof PipeClosed) return { exit: 141, text: "" };
  const name = error instanceof Error ? error.name : "";
  const debug = options.debug ? renderChain(error) : "";
  if (USAGE.includes(name)) {
    return { exit: 2, text: renderMistakes(error, options) + debug };
  }
  if (WORLD.includes(name)) {
    return { exit: 3, text: `stor-verify: ${messageOf(error)}\n${debug}` };
  }
  if (isSystemError(error)) {
    const text = `stor-verify: The system refused: ${messageOf(error)}\n`;
    return { exit: 3, text: text + debug };
  }
  return { exit: 70, text: renderBug(error, options) };
}

function renderMistakes(error: unknown, options: FailureOptions): string {
  const mistakes = mistakesOf(error) ?? [messageOf(error)];
  const about = actionOf(error);
  const word = options.command === undefined ? "" : `${options.command} `;
  // A mistake in a file is not explained by the help of a command.
  const isTyped = error instanceof Error && error.name === "UsageError" &&
    about === "";
  const help = isTyped ? `See "stor-verify ${word}--help"\n` : "";
  const head = mistakes.length === 1
    ? `stor-verify: ${about}${mistakes[0]}\n`
    : `stor-verify: ${about}${mistakes.length} mistakes\n` +
      mistakes.map((mistake) => `  ${mistake}\n`).join("");
  return head + help;
}

/** What Deno throws when the system refuses: the world's fault, not ours. */
function isSystemError(error: unknown): boolean {
  // A full disk, for one, has no class of its own: only a code.
  const hasCode = error instanceof Error && "code" in error &&
    typeof error.code === "string" && /^E[A-Z0-9]+$/.test(error.code);
  return hasCode ||
    Object.entries(Deno.errors).some(([name, kind]) =>
      name !== "BadResource" && error instanceof kind
    );
}

function renderBug(error: unknown, options: FailureOptions): string {
  const text = `stor-verify: This is a bug in stor-verify: ` +
    `${messageOf(error)}\n`;
  return options.debug
    ? `${text}${renderChain(error)}Please report it with these lines\n`
    : `${text}Please report it with the output of the same command ` +
      `and "--debug"\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** The error and all its causes, with context and stack. */
function renderChain(error: unknown): string {
  const lines: string[] = [];
  let current: unknown = error;
  for (let depth = 0; current !== undefined && depth < 16; depth++) {
    lines.push(depth === 0 ? "debug:" : "caused by:");
    lines.push(...describeError(current).map((line) => `  ${line}`));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines.map((line) => `${line}\n`).join("");
}

function describeError(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const stack = (error.stack ?? `${error.name}: ${error.message}`).split("\n");
  const facts = ["kind", "operation", "statusName", "status", "code"]
    .flatMap((name) => {
      const value: unknown = Reflect.get(error, name);
      return value === undefined ? [] : [`${name}: ${String(value)}`];
    });
  const context: unknown = Reflect.get(error, "context");
  const pairs = Array.isArray(context)
    ? context.map((pair: unknown) =>
      Array.isArray(pair) ? pair.map(String).join(": ") : String(pair)
    )
    : [];
  return [...stack, ...facts, ...pairs];
}
