/** What lanes counted of one operation, added up. */
import type { LaneCounters, LaneOp } from "../../backends/mod.ts";

/** In the order of the core, which is the order of reports. */
export const LOAD_OPS = [
  "read",
  "write",
  "sync",
  "get",
  "range",
  "put",
  "upload",
  "head",
  "list",
  "delete",
] as const satisfies readonly LaneOp[];

/** Of one operation, warm-up excluded. */
export interface OpCounts {
  readonly count: number;
  readonly bytes: number;
  readonly errors: number;
}

/** Sums over `lanes`. A sync moves no bytes. */
export function opCounts(
  lanes: readonly LaneCounters[],
  op: LaneOp,
): OpCounts {
  return {
    count: sumOf(lanes, `${op}Ops`),
    bytes: op === "sync" ? 0 : sumOf(lanes, `${op}Bytes`),
    errors: sumOf(lanes, `${op}Errors`),
  };
}

/** Of all operations together. */
export function allCounts(lanes: readonly LaneCounters[]): OpCounts {
  const each = LOAD_OPS.map((op) => opCounts(lanes, op));
  return {
    count: each.reduce((sum, { count }) => sum + count, 0),
    bytes: each.reduce((sum, { bytes }) => sum + bytes, 0),
    errors: each.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** One counter over all lanes; 0 where a saved one lacks it. */
export function sumOf(
  lanes: readonly LaneCounters[],
  name: keyof LaneCounters,
): number {
  return lanes.reduce((sum, lane) => sum + (lane[name] ?? 0), 0);
}
