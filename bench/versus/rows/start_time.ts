/**
 * `./stor-verify --version` beside a compiled program that prints one line:
 * what the tool adds to the start of its runtime.
 */
import { runChild } from "../child.ts";
import { alternate } from "../pairs.ts";
import { ratioBar, type Row } from "../row.ts";

/** Single starts scatter by tens of percent, and cost little. */
const ROUNDS = 21;

/** The row of the table of bars. */
export const START_TIME: Row = {
  id: "start-time",
  title: "--version beside a trivial compiled program",
  async run({ program, folder, say }) {
    const source = `${folder}/trivial.ts`;
    const trivial = `${folder}/trivial`;
    await Deno.writeTextFile(source, 'console.log("0.1.0");\n');
    await runChild([
      Deno.execPath(),
      "compile",
      "--no-config",
      "--output",
      trivial,
      source,
    ]);
    const starts = await alternate(ROUNDS, [
      async () => (await runChild([program, "--version"])).elapsedNs / 1e6,
      async () => (await runChild([trivial])).elapsedNs / 1e6,
    ]);
    const bar = ratioBar({
      title: "wall time",
      unit: "ms",
      rounds: starts.map(([ours = NaN, theirs = NaN]) => ({ ours, theirs })),
      atMost: 2,
    });
    say(
      `ours ${bar.comparison?.oursMedian.toFixed(0)} ms, ` +
        `trivial ${bar.comparison?.theirsMedian.toFixed(0)} ms`,
    );
    return [bar];
  },
};
