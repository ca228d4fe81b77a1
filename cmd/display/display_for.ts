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
  readonly interrupt: Pick<Interrupt, "close">;
}

/** With `--json -` everything for people goes to stderr. */
export function displayFor(options: DisplayForOptions): RunDisplay {
  const { context, args, plan, interrupt } = options;
  const isPiped = args.text("json") === "-";
  const output = isPiped ? context.stderr : context.stdout;
  return makeDisplay({
    plan,
    output,
    manners: mannersOf(context, output, args),
    quiet: args.has("quiet"),
    rows: {
      header: (target) => ["", target, ...renderIntervalHeader()],
      row: renderIntervalRow,
    },
    onClosed: () => interrupt.close(),
  });
}
