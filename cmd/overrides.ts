/**
 * Changes a profile by flags, for a shorter look at the same workload. What was
 * changed is added to the description, so that every report shows it.
 */
import type { Profile } from "../engine/mod.ts";

/** Absent fields change nothing. */
export interface Overrides {
  readonly sizeBytes?: number;
  readonly durationNs?: number;
  readonly io?: "auto" | "io_uring" | "psync";
  /** The flags as typed, for the description. */
  readonly text: string;
}

type Step = Profile["steps"][number];

/**
 * A size covers that much, and no step moves more than it in one go. A duration
 * replaces the one of every step that has one; a warm-up takes at most a
 * quarter of it.
 */
export function overrideProfile(
  profile: Profile,
  overrides: Overrides,
): Profile {
  if (overrides.text === "") return profile;
  const { sizeBytes } = overrides;
  return {
    ...profile,
    description: `${profile.description} (with ${overrides.text})`.trim(),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    steps: profile.steps.map((step) => overrideStep(step, overrides)),
  };
}

function overrideStep(step: Step, overrides: Overrides): Step {
  if (
    step.kind === "cases" || step.kind === "pipeline" ||
    step.kind === "loader" || step.kind === "table"
  ) {
    return step;
  }
  const { sizeBytes, durationNs, io } = overrides;
  if (step.kind === "consistency") {
    return durationNs !== undefined && step.durationNs !== undefined
      ? { ...step, durationNs }
      : step;
  }
  const changed = { ...step };
  if (io !== undefined && changed.kind === "block") changed.io = io;
  if (sizeBytes !== undefined && step.totalBytes !== undefined) {
    changed.totalBytes = Math.min(step.totalBytes, sizeBytes);
  }
  if (durationNs !== undefined && step.durationNs !== undefined) {
    changed.durationNs = durationNs;
    changed.warmupNs = Math.min(step.warmupNs, Math.floor(durationNs / 4));
  }
  return changed;
}
