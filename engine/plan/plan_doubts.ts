/** Doubts about a whole run, known before it starts. */
import {
  type BlockStep,
  formatBytes,
  type ObjectStep,
  opsOf,
  type Profile,
} from "../profile/mod.ts";
import type { WorkloadTarget } from "../workloads/mod.ts";
import type { PlannedTarget } from "./plan.ts";

/** What the doubts depend on; part of the options of `compilePlan()`. */
export interface DoubtFacts {
  readonly profile: Profile;
  readonly targets: readonly WorkloadTarget[];
  readonly cpuCount: number;
}

type LoadStep = BlockStep | ObjectStep;

/** One sentence for each; none for a plan to be trusted. */
export function planDoubts(
  { profile, targets, cpuCount }: DoubtFacts,
  planned: readonly PlannedTarget[],
): string[] {
  const loads = profile.steps.filter((step) =>
    step.kind === "block" || step.kind === "object"
  );
  return [
    ...comparison(loads),
    ...crowding(loads, cpuCount),
    ...sharedRoom(targets, planned),
  ];
}

function comparison(steps: readonly LoadStep[]): string[] {
  if (steps.length === 0) return [];
  if (steps.every(({ verify }) => verify === "never")) {
    return ["Nothing will be compared: every step says verify: never"];
  }
  if (!steps.some(reads)) {
    return ["Nothing will be compared: no step reads"];
  }
  const isCompared = steps.some((step) =>
    reads(step) && step.verify === "always"
  );
  if (isCompared) return [];
  return ["Nothing will be compared: every step that reads says verify: never"];
}

/** Sizes and listings are held against the expected too. */
function reads(step: LoadStep): boolean {
  return opsOf(step).some((op) =>
    op === "read" || op === "get" || op === "range" || op === "head" ||
    op === "list"
  );
}

/** A lane is a thread: more of them than CPUs measure the scheduler too. */
function crowding(steps: readonly LoadStep[], cpuCount: number): string[] {
  return steps.filter(({ lanes }) => lanes > cpuCount).map(({ name, lanes }) =>
    `Step "${name}" has ${lanes} lanes, this machine ${cpuCount} CPU${
      cpuCount === 1 ? "" : "s"
    }: latencies include the wait for a CPU`
  );
}

/**
 * Two file systems may be one pool of bytes (subvolumes, exports of a server):
 * that is not known, only likely. What is known was refused before.
 */
function sharedRoom(
  targets: readonly WorkloadTarget[],
  planned: readonly PlannedTarget[],
): string[] {
  const needs = new Map<number, { bytes: number; urls: string[] }>();
  for (const [index, { url, facts }] of targets.entries()) {
    const space = planned[index]?.space;
    if (facts?.kind !== "directory" || !space) continue;
    const need = needs.get(facts.freeBytes) ?? { bytes: 0, urls: [] };
    need.bytes += space.fileBytes * space.files.length;
    need.urls.push(`"${url}"`);
    needs.set(facts.freeBytes, need);
  }
  return [...needs]
    .filter(([free, { bytes, urls }]) => urls.length > 1 && bytes > free)
    .map(([free, { bytes, urls }]) =>
      `${urls.join(" and ")} have the same ${formatBytes(free)} free: if ` +
      `they share a file system, ${formatBytes(bytes)} will not fit`
    );
}
