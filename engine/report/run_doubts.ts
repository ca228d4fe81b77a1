/** Reasons not to trust the run as a whole, each in one sentence. */
import { formatBytes, formatCount } from "../profile/mod.ts";
import type { PlannedTarget } from "../plan/mod.ts";
import type { Recording } from "../recorder/mod.ts";
import { markLegend } from "./latency_text.ts";
import type { Coverage, StepReport } from "./report.ts";

/** What was planned to be doubtful comes first. */
export function runDoubts(
  recording: Recording,
  steps: readonly StepReport[],
): string[] {
  const { plan, machine, faultsArmed } = recording;
  const doubts = [...plan.doubts];
  if (faultsArmed.length > 0) {
    doubts.push(
      `Faults were armed (${faultsArmed.join(", ")}): this run tests the ` +
        "tester, not the storage",
    );
  }
  if (asksNothing(recording)) doubts.push("Nothing was verified, as asked");
  for (const target of plan.targets) {
    const own = steps.filter((step) => step.target === target.name);
    const doubt = cacheDoubt(target, own, machine.memoryBytes);
    if (doubt !== null) doubts.push(doubt);
  }
  const unsettled = unsettledUnits(recording);
  if (unsettled > 0) {
    doubts.push(
      `${formatCount(unsettled)} units were left by a write without an ` +
        "answer: old or new content both pass there",
    );
  }
  const keys = unsettledKeys(recording);
  if (keys > 0) {
    doubts.push(
      `${formatCount(keys)} keys were left by a change without an answer: ` +
        "old or new content both pass there",
    );
  }
  const legend = markLegend(steps);
  if (legend !== null) doubts.push(legend);
  return doubts;
}

/** Whether loads ran and none of them was to verify. */
export function asksNothing({ plan }: Recording): boolean {
  const steps = plan.targets.flatMap((target) => target.steps)
    .filter(({ kind }) =>
      kind === "block" || kind === "object" || kind === "loader"
    );
  return steps.length > 0 && steps.every((step) => !asksToVerify(step));
}

/** Whether any lane of a step compares what it reads, or stamps to be read. */
export function asksToVerify(step: PlannedTarget["steps"][number]): boolean {
  return (step.kind === "block" || step.kind === "object" ||
    step.kind === "loader") &&
    step.lanes.some(({ verify }) => verify);
}

/** A buffered read is no proof that the storage kept the bytes. */
function cacheDoubt(
  { name, url, space }: PlannedTarget,
  steps: readonly StepReport[],
  memoryBytes: number,
): string | null {
  if (space === null || space.direct || space.kind !== "directory") return null;
  const compared = sumOf(steps, "comparedBytes");
  if (compared === 0) return null;
  const cached = Math.min(compared, memoryBytes);
  const most = cached === compared
    ? "all"
    : `up to ${formatBytes(cached)} of the`;
  return `${name}: ${most} ${formatBytes(compared)} compared may have come ` +
    "from this host's page cache, not from the storage; use " +
    `${directUrl(url)} to be sure`;
}

function directUrl(url: string): string {
  return url.startsWith("file:") ? `direct:${url.slice(5)}` : "direct://";
}

function sumOf(steps: readonly StepReport[], name: keyof Coverage): number {
  return steps.reduce((total, { coverage }) => total + coverage[name], 0);
}

/** The last facts of each target: they are a state, not a sum. */
function unsettledUnits({ plan, steps }: Recording): number {
  return plan.targets.reduce((total, { name }) => {
    const last = steps.findLast((step) =>
      step.target === name && step.space !== null
    );
    return total + (last?.space?.unitsUnsettled ?? 0);
  }, 0);
}

function unsettledKeys({ plan, steps }: Recording): number {
  return plan.targets.reduce((total, { name }) => {
    const last = steps.findLast((step) =>
      step.target === name && step.objects !== undefined &&
      step.objects !== null
    );
    return total + (last?.objects?.keysUnsettled ?? 0);
  }, 0);
}
