/**
 * What steps without a table of latencies show alike: the step's name before
 * its lines, some of its troubles, and three figures of how long it all took.
 */
import { formatCount, formatDuration } from "../profile/mod.ts";
import { wrapText } from "./table.ts";

/** Troubles that are written out; the JSON has more of them. */
const TROUBLES_SHOWN = 10;

export interface PlainStep {
  readonly step: string;
  /** Of the step itself; the first begins with its name. */
  readonly lines: readonly string[];
  readonly troubles: readonly { readonly sentence: string }[];
  /** All of them; absent: those that are handed in. */
  readonly count?: number;
}

/** `width` as everywhere. */
export function plainStepLines(
  { lines, step, troubles, count = troubles.length }: PlainStep,
  width: number,
): string[] {
  const more = count - Math.min(TROUBLES_SHOWN, troubles.length);
  const where = count > troubles.length ? ", the first of them" : "";
  return [
    ...lines.flatMap((line, index) =>
      wrapText(line, { head: index === 0 ? `${step}  ` : "  ", width })
    ),
    ...troubles.slice(0, TROUBLES_SHOWN).flatMap(({ sentence }) =>
      wrapText(sentence, { head: "  - ", width })
    ),
    ...(more > 0
      ? [`  and ${formatCount(more)} more${where} in the JSON report`]
      : []),
  ];
}

/** Of all that ended; `null` where nothing did. */
export interface Spread {
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
}

/** To a microsecond: more digits say nothing here. `null` without figures. */
export function spreadText({ maxNs, p50Ns, p99Ns }: Spread): string | null {
  if (p50Ns === null || p99Ns === null || maxNs === null) return null;
  const text = (ns: number) => formatDuration(Math.round(ns / 1000) * 1000);
  return `p50 ${text(p50Ns)}, p99 ${text(p99Ns)}, max ${text(maxNs)}`;
}
