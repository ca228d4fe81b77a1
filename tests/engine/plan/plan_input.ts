/** What `compilePlan()` takes, with defaults: a test sets what it is about. */
import type { BlockFacts } from "../../../backends/mod.ts";
import type {
  CompileOptions,
  PlannedBlockStep,
  PlannedSpace,
  PlanTarget,
} from "../../../engine/plan/mod.ts";
import { compilePlan } from "../../../engine/plan/mod.ts";
import {
  type BlockStep,
  parseProfile,
  UsageError,
} from "../../../engine/profile/mod.ts";

export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;

/** A folder on O_DIRECT with 64 GiB free and everything available. */
export function facts(changes: Partial<BlockFacts> = {}): BlockFacts {
  return {
    kind: "directory",
    alignBytes: 512,
    alignSource: "statx",
    direct: true,
    freeBytes: 64 * GiB,
    io: ["io_uring", "psync"],
    ...changes,
  };
}

export function target(changes: Partial<PlanTarget> = {}): PlanTarget {
  return { name: "x", url: "direct:///mnt/x", facts: facts(), ...changes };
}

/** Input from the text of the steps, each one line of YAML. */
export function input(
  steps: readonly string[],
  changes: Partial<CompileOptions> & { readonly top?: string } = {},
): CompileOptions {
  const { top = "", ...options } = changes;
  const lines = steps.map((step) => `  - ${step}\n`).join("");
  const text = `name: p\n${top}\nsteps:\n${lines}`;
  return {
    profile: parseProfile(text, { source: "p.yaml" }),
    targets: [target()],
    runId: "0123456789abcdef",
    seed: "seed",
    cpuCount: 8,
    ...options,
  };
}

/** The only target's space and block steps. */
export function planned(options: CompileOptions): {
  readonly space: PlannedSpace;
  readonly steps: readonly PlannedBlockStep[];
} {
  const [only] = compilePlan(options).targets;
  const space = only?.space ?? null;
  if (only === undefined || space === null) throw new Error("no space");
  const steps = only.steps.filter((step) => step.kind === "block");
  return { space, steps };
}

/** Lines of the mistakes, none if the plan can be made. */
export function refusals(options: CompileOptions): string[] {
  try {
    compilePlan(options);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.mistakes.map(({ path, sentence }) => `${path}: ${sentence}`);
  }
}

/** Input whose first step is changed after parsing, as overrides do. */
export function changed(
  options: CompileOptions,
  changes: Partial<BlockStep>,
): CompileOptions {
  const steps = options.profile.steps.map((step, index) =>
    index === 0 && step.kind === "block" ? { ...step, ...changes } : step
  );
  return { ...options, profile: { ...options.profile, steps } };
}
