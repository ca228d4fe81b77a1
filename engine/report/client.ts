/** What this client used, and whether the numbers are its own. */
import type { LanedStep } from "../plan/mod.ts";
import type { StepRecording } from "../recorder/mod.ts";
import { allCounts } from "../workers/mod.ts";
import { formatCount } from "../profile/mod.ts";
import { wholeNs } from "./op_report.ts";
import type { ClientReport, OverloadReport } from "./report.ts";

/** From that share of a core on, more speed needs more core. */
const BUSY_SHARE = 0.95;
/** In less time the start and the end of a step weigh too much to judge. */
const TELLING_NS = 0.25e9;
const NOT_COUNTED = "What the limit was is not known: the lanes of this " +
  "client do not count their CPU time";
const TOO_SHORT = "Too short to tell what the limit was";

/** A step with what was planned for it and how many cores there are. */
export interface ClientOptions {
  readonly step: StepRecording;
  readonly planned: LanedStep;
  readonly overload: OverloadReport | null;
  readonly cpuCount: number;
  /** Who sends the requests, where requests are sent. */
  readonly name?: string;
}

/** Of one step. */
export function clientOf(options: ClientOptions): ClientReport {
  const { step, cpuCount } = options;
  const durationNs = step.endNs - step.startNs;
  const cpuNs = step.userNs + step.systemNs;
  const cores = coresBusy(cpuNs, durationNs, cpuCount);
  const ops = opsWithWarmup(step);
  const busiest = busiestLane(options);
  const isTelling = tells(step);
  const isCounted = step.lanes.some(({ counters }) => counters.cpuNs > 0);
  const isLaneBusy = isTelling && !options.planned.openLoop &&
    busiest.share >= BUSY_SHARE;
  const areCoresBusy = isTelling && cores >= BUSY_SHARE * cpuCount;
  return {
    ...(options.name !== undefined && { name: options.name }),
    cpuCount,
    cores,
    cpuNsPerOp: ops > 0 ? cpuNs / ops : null,
    laneBusiestPercent: busiest.share * 100,
    residentBytesMax: step.residentBytesMax,
    isLimiting: isLaneBusy || areCoresBusy,
    sentence: ops === 0
      ? "Nothing was measured"
      : !isTelling
      ? TOO_SHORT
      : isLaneBusy
      ? `This client was the limit: lane ${busiest.lane} used ` +
        coreText(busiest)
      : areCoresBusy
      ? `This client was the limit: ${cores.toFixed(1)} of ` +
        `${cpuCount} cores were busy`
      : options.planned.kind !== "block" && !isCounted
      ? NOT_COUNTED
      : freeSentence(options, busiest),
  };
}

/** Of the whole run; `isLimiting` when it was in any step. */
export function totalClient(
  steps: readonly StepRecording[],
  clients: readonly ClientReport[],
  cpuCount: number,
): ClientReport {
  const sum = (of: (step: StepRecording) => number) =>
    steps.reduce((total, step) => total + of(step), 0);
  const durationNs = sum((step) => step.endNs - step.startNs);
  const cpuNs = sum((step) => step.userNs + step.systemNs);
  const ops = sum(opsWithWarmup);
  const limiting = clients.filter(({ isLimiting }) => isLimiting).length;
  const telling = clients.filter((_, index) => {
    const step = steps[index];
    return step !== undefined && tells(step);
  });
  const busiest = Math.max(0, ...telling.map((one) => one.laneBusiestPercent));
  const names = [...new Set(clients.flatMap(({ name }) => name ?? []))];
  return {
    ...(names.length > 0 && { name: names.join(" and ") }),
    cpuCount,
    cores: coresBusy(cpuNs, durationNs, cpuCount),
    cpuNsPerOp: ops > 0 ? cpuNs / ops : null,
    laneBusiestPercent: busiest,
    residentBytesMax: Math.max(0, ...steps.map((one) => one.residentBytesMax)),
    isLimiting: limiting > 0,
    sentence: ops === 0
      ? "Nothing was measured"
      : telling.length === 0
      ? TOO_SHORT
      : limiting > 0
      ? `This client was the limit in ${formatCount(limiting)} of ` +
        `${formatCount(clients.length)} steps`
      : clients.some(({ sentence }) => sentence === NOT_COUNTED)
      ? NOT_COUNTED
      : `This client was never the limit: no thread of a lane used more than ` +
        `${percent(busiest / 100)} of a core`,
  };
}

function freeSentence(options: ClientOptions, busiest: BusiestLane): string {
  const used = `the busiest lane used ${coreText(busiest)}`;
  if (options.overload !== null && !options.overload.isOverloaded) {
    return `The offered rate was the limit: ${used}`;
  }
  return `The storage was the limit: ${used}`;
}

function tells(step: StepRecording): boolean {
  return wholeNs(step) >= TELLING_NS;
}

/** Never more than there are: CPU time is counted in ticks, time is not. */
function coresBusy(cpuNs: number, durationNs: number, cpuCount: number) {
  return durationNs > 0 ? Math.min(cpuCount, cpuNs / durationNs) : 0;
}

interface BusiestLane {
  readonly lane: number;
  /** Of one core for each thread. */
  readonly share: number;
  readonly threads: number;
}

function coreText({ share, threads }: BusiestLane): string {
  const each = threads > 1 ? ` with each of its ${threads} threads` : "";
  return `${percent(share)} of a core${each}`;
}

/**
 * Threads of a `psync` lane share its CPU time; one lane can fill as many. A
 * share above all of a core is an error of measuring.
 */
function busiestLane({ step, planned }: ClientOptions): BusiestLane {
  const durationNs = step.endNs - step.startNs;
  let busiest: BusiestLane = { lane: 0, share: 0, threads: 1 };
  for (const { lane, counters } of step.lanes) {
    const spec = planned.lanes.find((one) => one.lane === lane);
    const isThreaded = spec !== undefined && "io" in spec &&
      spec.io === "psync";
    const threads = isThreaded ? spec.depth : 1;
    const share = durationNs > 0
      ? Math.min(1, counters.cpuNs / durationNs / threads)
      : 0;
    if (share > busiest.share) busiest = { lane, share, threads };
  }
  return busiest;
}

/** CPU time knows no warm-up, so neither may the count it is divided by. */
function opsWithWarmup(step: StepRecording): number {
  return step.lanes.reduce(
    (sum, { counters }) =>
      sum + allCounts([counters]).count + counters.warmupOps,
    0,
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
