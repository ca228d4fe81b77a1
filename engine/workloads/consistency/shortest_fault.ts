/**
 * Makes evidence short: leaves out rows of a history that has no order, one by
 * one, as long as the rest alone still has none. Only rows may go without which
 * the rest says no more than before, so that what is left proves the fault.
 */
import {
  ABSENT,
  KeyHistory,
  NEVER,
  searchFault,
  type SearchLimits,
} from "../../history/mod.ts";

/** Of one attempt with fewer rows; a fault needs few states to be seen. */
const LIMITS: SearchLimits = { stepsMax: 20_000, segmentMax: 400 };

/** Some rows of a history; those in `plain` are put without condition. */
interface Part {
  readonly history: KeyHistory;
  readonly rows: readonly number[];
  readonly plain: ReadonlySet<number>;
}

/** Rows that alone prove a fault. */
export interface ShortFault {
  /** In the order of their calls; all when there is no fault. */
  readonly rows: readonly number[];
  /** What a conditional put asked to replace is part of the proof. */
  readonly isByCondition: boolean;
}

/** Leaves out what proves nothing. */
export function shortestFault(history: KeyHistory): ShortFault {
  const all = Array.from({ length: history.count }, (_, row) => row)
    .sort((a, b) => history.callNs(a) - history.callNs(b));
  let part: Part = { history, rows: all, plain: new Set() };
  for (const row of history.bases.keys()) {
    const fewer = { ...part, plain: new Set([...part.plain, row]) };
    if (isFaulty(fewer)) part = fewer;
  }
  for (let before = -1; before !== part.rows.length;) {
    before = part.rows.length;
    // The latest first: what came after the fault proves nothing.
    for (const row of part.rows.toReversed()) {
      const fewer = { ...part, rows: part.rows.filter((one) => one !== row) };
      if (isIdle(fewer, row) && isFaulty(fewer)) part = fewer;
    }
  }
  const { rows, plain } = part;
  const isByCondition = rows.some((row) =>
    history.bases.has(row) && !plain.has(row)
  );
  return { rows, isByCondition };
}

function isFaulty({ history, rows, plain }: Part): boolean {
  const wanted = new KeyHistory();
  for (const row of rows) {
    const { basis, ...bare } = history.row(row);
    const isBare = basis === undefined || plain.has(row);
    wanted.add(isBare ? bare : { ...bare, basis });
  }
  const answer = searchFault(wanted, LIMITS);
  return answer !== null && answer !== "unknown";
}

/** Whether none of the part can have seen what this row, not in it, wrote. */
function isIdle(part: Part, row: number): boolean {
  const { history, rows, plain } = part;
  if (history.isGet(row)) return true;
  const value = history.value(row);
  const seers = rows.filter((other) =>
    (history.isGet(other)
      ? history.value(other)
      : plain.has(other)
      ? undefined
      : history.bases.get(other)) === value
  );
  if (value !== ABSENT) return seers.length === 0;
  const isFirst = rows.every((put) =>
    !history.isPut(put) || history.returnNs(row) < history.callNs(put)
  );
  return isFirst || seers.every((seer) => isHidden(part, row, seer));
}

/** The delete came after the look, or another write that is kept between. */
function isHidden(
  { history, rows }: Part,
  row: number,
  seer: number,
): boolean {
  if (history.callNs(row) > history.returnNs(seer)) return true;
  const endNs = history.returnNs(row);
  return rows.some((write) =>
    !history.isGet(write) && write !== seer &&
    history.returnNs(write) < NEVER && endNs < history.callNs(write) &&
    history.returnNs(write) < history.callNs(seer)
  );
}
