/** What a command is handed when its flags were read. */
import type { Args } from "../../cmd/command.ts";

/** Flags with their values; a switch has an empty list. */
export function makeArgs(
  flags: Readonly<Record<string, readonly string[]>> = {},
): Args {
  return {
    positionals: [],
    has: (name) => name in flags,
    text: (name) => flags[name]?.[0],
    texts: (name) => flags[name] ?? [],
  };
}
