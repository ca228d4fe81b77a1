/** Decides how much a stream may be decorated. */
import type { Args } from "../command.ts";
import type { Context, Output } from "../context.ts";

/** What the stream at hand takes. */
export interface Manners {
  readonly color: boolean;
  /** Whether lines may be drawn again in place. */
  readonly live: boolean;
}

/**
 * Colors and redrawing need a terminal that is not `TERM=dumb`; `NO_COLOR` and
 * `--no-color` take the colors, `--quiet` the redrawing.
 */
export function mannersOf(
  context: Context,
  output: Output,
  args: Pick<Args, "has">,
): Manners {
  const isAble = output.isTerminal && context.env("TERM") !== "dumb";
  return {
    color: isAble && context.env("NO_COLOR") === undefined &&
      !args.has("no-color"),
    live: isAble && !args.has("quiet"),
  };
}
