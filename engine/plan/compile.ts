/**
 * From a profile and the facts of its targets to a `Plan`.
 *
 * Design: pure and deterministic. Whatever varies (the run id, the seed, the
 * number of CPUs, free bytes) is handed in, so that the same inputs give the
 * same plan, a dry run shows exactly what a run will do, and everything that
 * can be refused is refused before storage is touched.
 */
import type { ConsistencyFacts } from "../../backends/mod.ts";
import { selectCases } from "../cases/mod.ts";
import { Mistakes, opsOf, type Profile } from "../profile/mod.ts";
import {
  BLOCK_WORKLOAD,
  blockDoubts,
  type PlannedBlockStep,
  type PlannedSpace,
} from "../workloads/block/mod.ts";
import { CONSISTENCY_WORKLOAD } from "../workloads/consistency/mod.ts";
import {
  hexToU64,
  type WorkloadContext,
  type WorkloadTarget,
} from "../workloads/mod.ts";
import {
  OBJECT_WORKLOAD,
  objectDoubts,
  type PlannedObjects,
} from "../workloads/object/mod.ts";
import {
  LOADER_WORKLOAD,
  type PlannedSamples,
} from "../workloads/loader/mod.ts";
import {
  type CopyRoute,
  PIPELINE_WORKLOAD,
} from "../workloads/pipeline/mod.ts";
import { TABLE_WORKLOAD, type TableRoom } from "../workloads/table/mod.ts";
import { checkPlaces, checkRoom } from "./check_places.ts";
import { planDoubts } from "./plan_doubts.ts";
import type { Plan, PlannedStep, PlannedTarget } from "./plan.ts";

/** A target with what is known of it; URLs are without secrets. */
export type PlanTarget = WorkloadTarget;

export interface CompileOptions {
  readonly profile: Profile;
  readonly targets: readonly PlanTarget[];
  /** 16 hex digits. */
  readonly runId: string;
  /** Any text; repeats every random choice. */
  readonly seed: string;
  readonly cpuCount: number;
  /** Ids of all cases that exist; none when absent. */
  readonly caseIds?: readonly string[];
}

/**
 * Throws a `UsageError` with everything that cannot be done as asked, and a
 * `RangeError` for a run id that is not 16 hex digits.
 */
export function compilePlan(options: CompileOptions): Plan {
  const { profile, targets, runId, seed } = options;
  // A run id of another form would be found only when the first stamp is made.
  hexToU64(runId);
  const mistakes = new Mistakes();
  if (targets.length === 0) {
    mistakes.note("targets", "No target is given: name one with --target");
  }
  checkPlaces(targets, mistakes);
  checkObjectives(profile, mistakes);
  const cases = caseSteps(options, mistakes);
  const doubts: string[] = [];
  let objectTag = 0;
  const planned = targets.map((target): PlannedTarget => {
    const context = {
      ...{ profile, target, runId, seed, objectTag, mistakes },
      targetNames: targets.map(({ name }) => name),
    };
    const space = BLOCK_WORKLOAD.layOut(context);
    objectTag += space?.files.length ?? 0;
    const objects = OBJECT_WORKLOAD.layOut({ ...context, objectTag });
    objectTag += objects === null ? 0 : 1;
    const race = CONSISTENCY_WORKLOAD.layOut(context);
    const route = PIPELINE_WORKLOAD.layOut(context);
    const samples = LOADER_WORKLOAD.layOut(context);
    const room = TABLE_WORKLOAD.layOut(context);
    const laidOut = { space, objects, race, route, samples, room };
    const steps = planSteps(context, laidOut, cases);
    const blocks = steps.filter((step) => step.kind === "block");
    const loads = steps.filter((step) => step.kind === "object");
    if (space !== null) doubts.push(...blockDoubts(blocks, space, context));
    if (objects !== null) doubts.push(...objectDoubts(loads, objects, context));
    return {
      name: target.name,
      url: target.url,
      space: space && { ...space, writesBytes: writtenBytes(blocks) },
      ...(objects === null ? {} : { objects }),
      ...(samples === null ? {} : { samples }),
      steps,
    };
  });
  checkRoom(targets, planned, mistakes);
  mistakes.throwIfAny(`Cannot plan profile "${profile.name}"`);
  doubts.push(...planDoubts(options, planned));
  return {
    version: 1,
    runId,
    seed,
    profile,
    targets: planned,
    objectives: profile.objectives,
    doubts,
  };
}

/** A profile may have been changed since it was parsed. */
function checkObjectives(profile: Profile, mistakes: Mistakes): void {
  profile.objectives.forEach(({ step, op, text }, index) => {
    if (step === null) return;
    const path = `objectives[${index}]`;
    const named = profile.steps.find(({ name }) => name === step);
    if (named === undefined) {
      const sentence = `Cannot judge "${text}": no step is called "${step}"`;
      mistakes.note(path, sentence);
    } else if (op !== null && !opsOf(named).includes(op)) {
      const sentence = `Cannot judge "${text}": step "${step}" does no ${op}`;
      mistakes.note(path, sentence);
    }
  });
}

/** Case ids of each step that runs cases, by the step's number. */
function caseSteps(
  { profile, caseIds = [] }: CompileOptions,
  mistakes: Mistakes,
): ReadonlyMap<number, readonly string[]> {
  const resolved = new Map<number, readonly string[]>();
  profile.steps.forEach((step, index) => {
    if (step.kind !== "cases") return;
    const place = { path: `steps[${index}].cases`, mistakes };
    resolved.set(index, selectCases(step.select, caseIds, place));
  });
  return resolved;
}

interface LaidOut {
  readonly space: PlannedSpace | null;
  readonly objects: PlannedObjects | null;
  /** What is known of the target where clients fight over its keys. */
  readonly race: ConsistencyFacts | null;
  /** Where its objects are copied to, beside itself. */
  readonly route: CopyRoute | null;
  readonly samples: PlannedSamples | null;
  /** Where its table lies. */
  readonly room: TableRoom | null;
}

function planSteps(
  context: WorkloadContext,
  { space, objects, race, room, route, samples }: LaidOut,
  cases: ReadonlyMap<number, readonly string[]>,
): PlannedStep[] {
  return context.profile.steps.flatMap((step, index): PlannedStep[] => {
    if (step.kind === "cases") {
      const ids = cases.get(index) ?? [];
      return [{ kind: "cases", name: step.name, cases: ids }];
    }
    if (step.kind === "consistency") {
      if (race === null) return [];
      const planned = CONSISTENCY_WORKLOAD.plan({ step, index }, race, context);
      return planned === null ? [] : [planned];
    }
    if (step.kind === "pipeline") {
      if (route === null) return [];
      const planned = PIPELINE_WORKLOAD.plan({ step, index }, route, context);
      return planned === null ? [] : [planned];
    }
    if (step.kind === "loader") {
      if (samples === null) return [];
      const planned = LOADER_WORKLOAD.plan({ step, index }, samples, context);
      return planned === null ? [] : [planned];
    }
    if (step.kind === "table") {
      if (room === null) return [];
      const planned = TABLE_WORKLOAD.plan({ step, index }, room, context);
      return planned === null ? [] : [planned];
    }
    if (step.kind === "object") {
      if (objects === null) return [];
      const numbered = { step, index };
      const planned = OBJECT_WORKLOAD.plan(numbered, objects, context);
      return planned === null ? [] : [planned];
    }
    if (space === null) return [];
    const planned = BLOCK_WORKLOAD.plan({ step, index }, space, context);
    return planned === null ? [] : [planned];
  });
}

/** Of steps that end by bytes or operations; mixes write their share. */
function writtenBytes(steps: readonly PlannedBlockStep[]): number {
  return steps.reduce((sum, { bytes, lanes }) => {
    const readPermille = lanes[0]?.readPermille ?? 1000;
    return sum + Math.round((bytes ?? 0) / 1000 * (1000 - readPermille));
  }, 0);
}
