/** A chart of bars in plain text: one line for each value, at most 80 columns. */

/** One bar. */
export interface Bar {
  readonly label: string;
  /** `null` where there was nothing to measure. */
  readonly value: number | null;
  /** The value as it is read, with its unit. */
  readonly text: string;
}

/** How long bars are, and what they are held against. */
export interface BarScale {
  /** Equal steps for equal ratios: for values that differ by hundreds. */
  readonly isLog: boolean;
  /** A line across all bars. */
  readonly mark?: number;
}

const WIDTH = 80;
/** Below the lowest value, so that its bar can be seen. */
const LOG_FLOOR = 0.5;

/** Labels and texts to the right, then the bars; nothing for no bars. */
export function barChart(bars: readonly Bar[], scale: BarScale): string[] {
  const labelCells = Math.max(0, ...bars.map(({ label }) => label.length));
  const textCells = Math.max(0, ...bars.map(({ text }) => text.length));
  const room = Math.max(10, WIDTH - labelCells - textCells - 6);
  const values = bars.flatMap(({ value }) => value === null ? [] : [value])
    .concat(scale.mark ?? []);
  const cellsOf = sizer(values, room, scale.isLog);
  const markAt = scale.mark === undefined ? null : cellsOf(scale.mark);
  return bars.map(({ label, value, text }) => {
    const filled = value === null ? 0 : cellsOf(value);
    const bar = "#".repeat(filled).padEnd(room);
    const marked = markAt === null
      ? bar
      : `${bar.slice(0, markAt)}|${bar.slice(markAt)}`;
    return `  ${label.padStart(labelCells)}  ${text.padStart(textCells)} ` +
      marked.trimEnd();
  }).map((line) => line.trimEnd());
}

/** At least one cell for what is more than nothing. */
function sizer(
  values: readonly number[],
  room: number,
  isLog: boolean,
): (value: number) => number {
  const most = Math.max(0, ...values);
  const least = Math.min(...values.filter((value) => value > 0));
  const share = (value: number) => {
    if (!isLog) return value / most;
    const floor = least * LOG_FLOOR;
    return Math.log(value / floor) / Math.log(most / floor);
  };
  return (value) =>
    value <= 0 || most <= 0 ? 0 : Math.max(1, Math.round(share(value) * room));
}
