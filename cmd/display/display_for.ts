/** Chooses and fills the display of a command: stream, manners, row texts. */
import {
  type Plan,
  renderIntervalHeader,
  renderIntervalRow,
} from "../../engine/mod.ts";
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import type { Interrupt } from "../interrupt.ts";
import { makeDisplay, type RunDisplay } from "./run_display.ts";
import { mannersOf } from "./terminal.ts";

interface DisplayForOptions {
  readonly context: Context;
  readonly args: Args;
  readonly plan: Plan;
  readonly interrupt: Pick<Interrupt, "close" | "isClosed" | "signal">;
  /** Lines before everything else. */
  readonly opening?: readonly string[];
}

/**
 * With `--json -` everything for people goes to stderr. An interrupt is answered
 * through the display, because only it knows where the next line belongs.
 */
export function displayFor(options: DisplayForOptions): RunDisplay {
  const { context, args, plan, interrupt } = options;
  const isPiped = args.text("json") === "-";
  const output = isPiped ? context.stderr : context.stdout;
  const manners = mannersOf(context, output, args);
  // A file of rows has the same columns wherever it was made.
  const columns = () => manners.live ? output.columns() : 80;
  const display = makeDisplay({
    plan,
    output,
    manners,
    quiet: args.has("quiet"),
    rows: {
      header: (target) => ["", target, ...renderIntervalHeader(columns())],
      row: (row) => renderIntervalRow(row, columns()),
    },
    onClosed: () => interrupt.close(),
  });
  for (const line of options.opening ?? []) display.say(line);
  interrupt.signal.addEventListener("abort", () => {
    if (interrupt.isClosed) return;
    display.say(
      "Stopping: what is in flight finishes first. Again to stop at once",
    );
  });
  return display;
}
