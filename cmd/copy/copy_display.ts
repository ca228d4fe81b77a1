/** A copy on a terminal: a bar that is drawn again; on a pipe: plain lines. */
import type { Context, Output } from "../context.ts";
import { LiveRegion } from "../display/live_region.ts";
import type { Manners } from "../display/terminal.ts";
import type { CopyTally } from "./copy_tally.ts";
import { sizeText } from "./size_text.ts";

const LIVE_MS = 200;
const LINE_MS = 5000;
const BAR_CELLS = 24;
/** A shorter bar tells nothing that the percentage does not. */
const BAR_CELLS_MIN = 6;
/** Brackets, spaces and the percentage. */
const BESIDE_BAR = 10;

export interface CopyDisplayOptions {
  readonly context: Pick<Context, "clock">;
  readonly output: Output;
  readonly manners: Manners;
  readonly isQuiet: boolean;
  readonly tally: CopyTally;
  /** Of all objects, if that is known. */
  readonly totalBytes: number | null;
  readonly startNs: number;
}

/** One line about how far it is, at most `columns` wide. */
export function progressLine(
  { tally, totalBytes }: Pick<CopyDisplayOptions, "tally" | "totalBytes">,
  spentNs: number,
  columns: number,
): string {
  const { doneBeforeBytes, movedBytes } = tally;
  const doneBytes = doneBeforeBytes + movedBytes;
  const rate = spentNs <= 0 ? 0 : movedBytes / (spentNs / 1e9);
  const known = totalBytes !== null && totalBytes > 0;
  const share = known ? Math.min(1, doneBytes / totalBytes) : null;
  const of = known ? ` of ${sizeText(totalBytes)}` : "";
  const left = known && rate > 0 && share !== null && share < 1
    ? `  ${seconds((totalBytes - doneBytes) / rate)} left`
    : "";
  const objects = `${tally.endedObjects} of ${tally.totalObjects} objects`;
  const troubles = tally.troubles.length === 0
    ? ""
    : `  ${tally.troubles.length} went wrong`;
  const numbers = `${sizeText(doneBytes)}${of}  ${sizeText(rate)}/s` +
    `${left}  ${objects}${troubles}`;
  const line = share === null
    ? numbers
    : `${barOf(share, columns - numbers.length)}${percent(share)}  ${numbers}`;
  return line.slice(0, columns);
}

/** Shows the copy until `signal` is aborted; its last state is the summary's. */
export async function showCopy(
  options: CopyDisplayOptions,
  signal: AbortSignal,
): Promise<void> {
  const { context: { clock }, output, manners, isQuiet, startNs } = options;
  if (isQuiet) return;
  const region = new LiveRegion(output);
  const waitMs = manners.live ? LIVE_MS : LINE_MS;
  try {
    for (;;) {
      await clock.sleepMs(waitMs, signal);
      if (signal.aborted) return;
      const columns = manners.live ? output.columns() - 1 : Infinity;
      const line = progressLine(options, clock.nowNs() - startNs, columns);
      if (manners.live) region.draw([line]);
      else output.write(`${line}\n`);
    }
  } finally {
    region.end();
  }
}

/** What gives way on a narrow terminal: numbers tell more. */
function barOf(share: number, room: number): string {
  const cells = Math.min(BAR_CELLS, room - BESIDE_BAR);
  if (cells < BAR_CELLS_MIN) return "";
  const filled = Math.floor(share * cells);
  return `[${"#".repeat(filled)}${".".repeat(cells - filled)}] `;
}

function percent(share: number): string {
  return `${String(Math.floor(share * 100)).padStart(3)} %`;
}

function seconds(count: number): string {
  const whole = Math.ceil(count);
  if (whole < 100) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
}
