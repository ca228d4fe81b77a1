/** Words that steps over offsets and steps over keys share. */
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import type { PlannedLoad } from "./plan.ts";

type Lane = PlannedLoad["lanes"][number];

/** The loop, and the rate of all lanes together when it is open. */
export function arrivalText(
  { lanes }: PlannedLoad,
  { arrival }: Lane,
): string {
  if (arrival.kind === "closed") return "closed loop";
  const perSecond = 1e12 / arrival.intervalPs * lanes.length;
  const rate = formatCount(Math.round(perSecond * 10) / 10);
  const gaps = arrival.kind === "poisson" ? "Poisson arrivals" : "even gaps";
  return `open loop at ${rate}/s with ${gaps}`;
}

/** `64 MiB or 60 s after 2 s of warm-up`: what ends a step first. */
export function limitText(step: PlannedLoad, lane: Lane): string {
  const { bytes, ops } = totals(step.lanes);
  const limits = [
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
    ...(ops > 0 ? [plural(ops, "operation")] : []),
    ...(lane.limitNs > 0 ? [formatDuration(lane.limitNs)] : []),
  ];
  const warmup = lane.warmupNs > 0
    ? ` after ${formatDuration(lane.warmupNs)} of warm-up`
    : "";
  return `${limits.join(" or ")}${warmup}${steadyText(step)}`;
}

/** Once a rate is steady the step is over, whatever its other limits are. */
function steadyText({ steadyState }: PlannedLoad): string {
  if (steadyState === undefined) return "";
  const { windowNs, slopePercent, rangePercent } = steadyState;
  return `, or once it is steady: ${
    formatDuration(windowNs)
  } with a slope of ` +
    `at most ${slopePercent} % and a range of at most ${rangePercent} %`;
}

function totals(lanes: readonly Lane[]) {
  return {
    bytes: lanes.reduce((sum, { limitBytes }) => sum + limitBytes, 0),
    ops: lanes.reduce((sum, { limitOps }) => sum + limitOps, 0),
  };
}

/** `1 lane`, `2 lanes`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
