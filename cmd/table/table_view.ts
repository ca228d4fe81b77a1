/** What the actions of `table` are handed, and how they print. */
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import { textTable } from "../text_table.ts";

/** Where an action prints, and how it was asked to. */
export interface TableView {
  readonly context: Pick<Context, "stdout" | "stderr">;
  readonly args: Pick<Args, "has" | "text">;
}

/** The value as JSON where that was asked for, else the rows as a table. */
export function printOne(
  { args, context }: TableView,
  value: unknown,
  rows: readonly (readonly string[])[],
): void {
  context.stdout.write(
    args.has("json") ? `${JSON.stringify(value, null, 2)}\n` : textTable(rows),
  );
}

/** Bytes of a file as people are told them; `null` where nobody knows. */
export function sizeText(sizeBytes: number | null): string {
  return sizeBytes === null ? "?" : `${sizeBytes} B`;
}
