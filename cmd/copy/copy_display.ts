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
/** Its brackets, and the space behind it. */
const BESIDE_BAR = 3;

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
  options: Pick<CopyDisplayOptions, "tally" | "totalBytes">,
  spentNs: number,
  columns: number,
): string {
  const { share, pieces } = piecesOf(options, spentNs);
  // Whole numbers give way, the least wanted first: half of one misleads.
  for (const name of GIVING_WAY) {
    if (joined(pieces).length <= columns) break;
    pieces.set(name, "");
  }
  const numbers = joined(pieces);
  const bar = share === null || pieces.get("of") === ""
    ? ""
    : barOf(share, columns - numbers.length);
  return `${bar}${numbers}`.slice(0, columns);
}

type Piece =
  | "share"
  | "done"
  | "of"
  | "rate"
  | "left"
  | "objects"
  | "troubles";
const GIVING_WAY: readonly Piece[] = ["of", "objects", "done", "rate", "left"];

function piecesOf(
  { tally, totalBytes }: Pick<CopyDisplayOptions, "tally" | "totalBytes">,
  spentNs: number,
): { readonly share: number | null; readonly pieces: Map<Piece, string> } {
  const { doneBeforeBytes, movedBytes } = tally;
  const doneBytes = doneBeforeBytes + movedBytes;
  const rate = spentNs <= 0 ? 0 : movedBytes / (spentNs / 1e9);
  const known = totalBytes !== null && totalBytes > 0;
  const share = known ? Math.min(1, doneBytes / totalBytes) : null;
  const hasLeft = known && rate > 0 && share !== null && share < 1;
  const wrong = tally.troubles.length;
  const pieces = new Map<Piece, string>([
    ["share", share === null ? "" : percent(share)],
    ["done", `  ${sizeText(doneBytes)}`],
    ["of", known ? ` of ${sizeText(totalBytes)}` : ""],
    ["rate", `  ${sizeText(rate)}/s`],
    [
      "left",
      hasLeft ? `  ${seconds((totalBytes - doneBytes) / rate)} left` : "",
    ],
    ["objects", `  ${tally.endedObjects} of ${tally.totalObjects} objects`],
    ["troubles", wrong === 0 ? "" : `  ${wrong} went wrong`],
  ]);
  return { share, pieces };
}

function joined(pieces: ReadonlyMap<Piece, string>): string {
  const text = [...pieces.values()].join("");
  // Without a share the first number stands at the edge.
  return pieces.get("share") === "" ? text.slice(2) : text;
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
