/**
 * The plan of a run that is gone on with after its process ended: what its
 * prepare phase put and the store acknowledged is read back and compared, and
 * only the rest is put. Every step after it begins anew.
 *
 * Design. The oracle alone knows what is there, and it is asked by the lanes
 * themselves; so a plan of the same size fits, however far the run had come.
 */
import type { Plan, PlannedObjectStep, PlannedTarget } from "../plan/mod.ts";

/**
 * Takes up the targets of which `isBegun` says that they have an oracle; the
 * others are as planned. Throws a `RangeError` with the reason for a run that
 * cannot be gone on with.
 */
export function resumePlan(
  plan: Plan,
  isBegun: (target: string) => boolean,
): Plan {
  const doubts: string[] = [];
  const targets = plan.targets.map((target) => {
    refuseSamples(target);
    if (!isBegun(target.name)) return target;
    const { steps, doubt } = resumeSteps(target);
    doubts.push(doubt);
    return { ...target, steps };
  });
  return { ...plan, targets, doubts: [...plan.doubts, ...doubts] };
}

/**
 * Whatever was begun: epochs and bursts are measured as wholes, and a half of
 * one beside another half would be no measurement.
 */
function refuseSamples({ url, samples }: PlannedTarget): void {
  if (samples === undefined) return;
  throw new RangeError(
    `Cannot go on with the run on "${url}": it loads training data, and its ` +
      'steps begin as wholes: judge what is there with "stor-verify verify", ' +
      'take it away with "stor-verify clean", and start it anew',
  );
}

function resumeSteps(
  target: PlannedTarget,
): { readonly steps: PlannedTarget["steps"]; readonly doubt: string } {
  const [first, ...rest] = target.steps;
  const refuse = (reason: string) =>
    new RangeError(`Cannot go on with the run on "${target.url}": ${reason}`);
  if (target.space !== null) {
    throw refuse("it loads offsets, and only keys can be taken up again");
  }
  if (rest.some(({ kind }) => kind !== "object")) {
    throw refuse("it has more than loads of keys, which may be half done");
  }
  if (first?.kind !== "object" || !isPrepare(first)) {
    throw refuse(
      `its first step${first === undefined ? "" : ` "${first.name}"`} does ` +
        "not put each key once, so it has no prepare phase",
    );
  }
  const names = new Set(target.steps.map(({ name }) => name));
  let name = `${first.name}-check`;
  while (names.has(name)) name += "-again";
  return {
    steps: [checkStep(first, name), restStep(first), ...rest],
    doubt: `The run on "${target.url}" was gone on with: what step ` +
      `"${first.name}" had put is read back by "${name}", and its own numbers ` +
      "are those of the rest",
  };
}

/** Puts and uploads alone, in order, and no key twice. */
function isPrepare({ lanes }: PlannedObjectStep): boolean {
  return lanes.every(({ choose, weights, keyCount, ...limits }) =>
    choose.kind === "sequential" &&
    Object.entries(weights).every(([op, weight]) =>
      weight === 0 || op === "put" || op === "upload"
    ) &&
    limits.limitOps > 0 && limits.limitOps <= keyCount &&
    limits.limitBytes === 0 && limits.limitNs === 0
  );
}

/** Reads what is surely there. */
function checkStep(prepare: PlannedObjectStep, name: string) {
  return {
    ...prepare,
    name,
    openLoop: false,
    lanes: prepare.lanes.map((lane) => ({
      ...lane,
      keyCount: lane.limitOps,
      limitOps: 0,
      warmupNs: 0,
      arrival: { kind: "closed" as const }, // not any text
      choose: { kind: "there" as const }, // not any text
      weights: { get: 1 },
      verify: true,
    })),
  };
}

/** Puts what is not, or of which nobody knows. */
function restStep(prepare: PlannedObjectStep): PlannedObjectStep {
  return {
    ...prepare,
    lanes: prepare.lanes.map((lane) => ({
      ...lane,
      keyCount: lane.limitOps,
      limitOps: 0,
      choose: { kind: "missing" },
    })),
  };
}
