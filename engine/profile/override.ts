/** Changes a profile from the command line, for a shorter or other look. */
import type { BlockStep, Profile } from "./profile.ts";

export interface ProfileOverrides {
  /** Space to cover; totals above it shrink to it. */
  readonly sizeBytes?: number;
  /** For each step that has a duration; its warm-up never exceeds it. */
  readonly durationNs?: number;
  readonly io?: BlockStep["io"];
}

/** A changed copy; steps without a duration or total keep what they do. */
export function overrideProfile(
  profile: Profile,
  overrides: ProfileOverrides,
): Profile {
  const { sizeBytes } = overrides;
  return {
    ...profile,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    steps: profile.steps.map((step) =>
      step.kind === "block" ? overrideStep(step, overrides) : step
    ),
  };
}

function overrideStep(
  step: BlockStep,
  { sizeBytes, durationNs, io }: ProfileOverrides,
): BlockStep {
  const { totalBytes = 0 } = step;
  const isCut = sizeBytes !== undefined && totalBytes > sizeBytes;
  const isTimed = durationNs !== undefined && step.durationNs !== undefined;
  return {
    ...step,
    ...(isCut ? { totalBytes: sizeBytes } : {}),
    ...(isTimed
      ? { durationNs, warmupNs: Math.min(step.warmupNs, durationNs) }
      : {}),
    ...(io === undefined ? {} : { io }),
  };
}
