/**
 * A profile around one of its loads, changed, for commands that run it many
 * times: another rate, block size, depth or number of lanes.
 */
import type { BlockStep, Objective, Profile, Step } from "./profile.ts";
import { parseObjective } from "./objective.ts";
import { OBJECT_OPS, type ObjectOp, type ObjectStep } from "./object_step.ts";
import { formatBytes, formatCount } from "./unit_text.ts";
import { Mistakes, UsageError } from "./usage_error.ts";

/** What is changed; absent fields change nothing. */
export interface StepChange {
  /** Open loop with Poisson arrivals, ended by time alone. */
  readonly ratePerSecond?: number;
  /** With a rate: of a step that has no time of its own. */
  readonly durationNs?: number;
  /** Instead of all sizes that the step has. */
  readonly blockSizeBytes?: number;
  readonly depth?: number;
  readonly lanes?: number;
}

/** A step that moves blocks or objects in lanes. */
export type LoadStep = BlockStep | ObjectStep;

const ACTION = "Cannot vary a step";

/** Which load is meant. */
export interface LoadChoice {
  readonly name?: string;
  /** Without a name: one that is offered a rate already, where there is one. */
  readonly isOpenLoop: boolean;
}

/** The load of that name; else the last one that lasts a time. */
export function loadToVary(
  profile: Profile,
  { name, isOpenLoop }: LoadChoice,
): LoadStep {
  const loads = profile.steps.filter(isLoad);
  const timed = loads.filter(({ durationNs }) => durationNs !== undefined);
  const found = name === undefined
    ? timed.findLast(({ rate }) => (rate !== undefined) === isOpenLoop) ??
      timed.at(-1) ?? loads.at(-1)
    : loads.find((step) => step.name === name);
  if (found !== undefined) return found;
  const names = loads.map((step) => `"${step.name}"`).join(", ");
  throw refusal(
    name === undefined
      ? `Profile "${profile.name}" has no load of blocks or objects: give ` +
        "one that has, as --profile quick"
      : `Profile "${profile.name}" has no load "${name}": its loads are ` +
        (names === "" ? "none" : names),
  );
}

/**
 * The profile with one step changed, and its description saying how. Other
 * steps that last a time, and those that load nothing, are left out: they would
 * be repeated each time and tell nothing of this one. Objectives go with them.
 */
export function varyStep(
  profile: Profile,
  name: string,
  change: StepChange,
): Profile {
  const kept = profile.steps.filter(isLoad).filter((step) =>
    step.name === name || step.durationNs === undefined
  );
  return {
    ...profile,
    description: `${profile.description} (${name}: ${changeText(change)})`
      .trim(),
    steps: kept.map((step) =>
      step.name === name ? changed(step, change, profile.unitBytes) : step
    ),
    objectives: [],
  };
}

/** `blockSize 4 KiB, depth 16`. */
export function changeText(change: StepChange): string {
  const { ratePerSecond, blockSizeBytes, depth, lanes } = change;
  return [
    ...(blockSizeBytes === undefined
      ? []
      : [`blockSize ${formatBytes(blockSizeBytes)}`]),
    ...(lanes === undefined ? [] : [`lanes ${lanes}`]),
    ...(depth === undefined ? [] : [`depth ${depth}`]),
    ...(ratePerSecond === undefined
      ? []
      : [`rate ${formatCount(ratePerSecond)}/s`]),
  ].join(", ");
}

function changed(
  step: LoadStep,
  change: StepChange,
  unitBytes: number,
): LoadStep {
  const { depth, lanes, blockSizeBytes } = change;
  const timed = change.ratePerSecond === undefined
    ? step
    : timedStep(step, change.ratePerSecond, change.durationNs);
  const shaped = {
    ...(depth === undefined ? {} : { depth }),
    ...(lanes === undefined ? {} : { lanes }),
  };
  if (timed.kind === "object") {
    if (blockSizeBytes === undefined) return { ...timed, ...shaped };
    throw refusal(
      `Step "${step.name}" moves objects, which have no block size: vary its ` +
        "depth or lanes",
    );
  }
  if (blockSizeBytes === undefined) return { ...timed, ...shaped };
  if (blockSizeBytes % unitBytes !== 0) {
    throw refusal(
      `Cannot stamp blocks of ${blockSizeBytes} bytes: give a multiple of the ` +
        `unit, ${unitBytes} bytes`,
    );
  }
  const blockSizes = [{ bytes: blockSizeBytes, weight: 100 }];
  return { ...timed, ...shaped, blockSizes };
}

/** An open loop that only its time ends: a count would last for ever slowly. */
function timedStep(
  { totalBytes: _, ops: __, ...step }: LoadStep,
  perSecond: number,
  durationNs: number | undefined,
): LoadStep {
  return {
    ...step,
    rate: { perSecond, arrival: "poisson" },
    ...(step.durationNs === undefined && durationNs !== undefined &&
      { durationNs }),
  };
}

/** Operations that a load may have a latency of. */
const TIMED_OPS: readonly ("read" | "write" | ObjectOp)[] = [
  "read",
  "write",
  ...OBJECT_OPS,
];

/**
 * The profile with `text` as its only objective, asked of `step`. Without an
 * operation it is asked of each one that the step does. It must be one that a
 * higher rate can only break: another has no highest rate.
 */
export function withObjective(
  profile: Profile,
  step: LoadStep,
  text: string,
): Profile {
  const own = text.trim();
  const asked = own.startsWith(`${step.name}.`) ? own : `${step.name}.${own}`;
  const read = (one: string) => {
    const mistakes = new Mistakes();
    const place = { path: "--objective", mistakes };
    const steps = new Map([[step.name, step]]);
    return { objective: parseObjective(one, steps, place), mistakes };
  };
  const first = read(asked);
  const all = first.objective !== undefined
    ? [first.objective]
    : TIMED_OPS.flatMap((op) => {
      const one = asked.slice(step.name.length + 1);
      return read(`${step.name}.${op}.${one}`).objective ?? [];
    });
  const mistakes = all.length === 0
    ? first.mistakes.list
    : all.every(breaksAbove)
    ? []
    : [{
      path: "--objective",
      sentence: `Cannot raise the rate until "${own}" breaks: give one that ` +
        "holds below a bound, as in p99 <= 5ms",
    }];
  if (mistakes.length === 0) return { ...profile, objectives: all };
  throw new UsageError("Cannot hold an objective", mistakes);
}

function breaksAbove({ metric, compare }: Objective): boolean {
  if (metric === "errors" || metric === "findings") {
    return !compare.startsWith(">");
  }
  return compare.startsWith("<") && metric !== "throughput" &&
    metric !== "iops" && metric !== "coverage";
}

function refusal(sentence: string): UsageError {
  return new UsageError(ACTION, [{ path: "", sentence }]);
}

function isLoad(step: Step): step is LoadStep {
  return step.kind === "block" || step.kind === "object";
}
