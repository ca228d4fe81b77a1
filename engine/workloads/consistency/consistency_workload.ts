/** The consistency workload as planning sees it. */
import type { ConsistencyFacts } from "../../../backends/mod.ts";
import type { ConsistencyStep } from "../../profile/mod.ts";
import { keyedHash, type NumberedStep, type Workload } from "../mod.ts";
import type { WorkloadContext } from "../mod.ts";
import type { PlannedConsistencyStep } from "./planned_consistency.ts";

/** Keys of a target, as clients fight over them. */
export const CONSISTENCY_WORKLOAD: Workload<
  ConsistencyStep,
  ConsistencyFacts,
  PlannedConsistencyStep
> = { layOut, plan };

/** The target's own facts; `null` after a mistake or without such a step. */
function layOut(context: WorkloadContext): ConsistencyFacts | null {
  const { profile, target, mistakes } = context;
  const first = profile.steps.find(({ kind }) => kind === "consistency");
  if (first === undefined) return null;
  if (target.consistency) return target.consistency;
  mistakes.note(
    `targets.${target.name}`,
    `Cannot run step "${first.name}" on "${target.url}": this storage has no ` +
      "keys to put and read, use an s3:, az: or gateway: target or a folder",
  );
  return null;
}

function plan(
  { step, index }: NumberedStep<ConsistencyStep>,
  { promise, endpoints }: ConsistencyFacts,
  { runId, seed }: WorkloadContext,
): PlannedConsistencyStep {
  const { expect, op } = step;
  return {
    kind: "consistency",
    name: step.name,
    clients: step.clients,
    keys: step.keys,
    keyPrefix: `sv-${runId}-clients-${index}/`,
    // Without the run or the target: equal seeds make equal choices.
    seed: Number(keyedHash("clients", seed, index) & 0xFFFF_FFFFn),
    ...(op === undefined ? {} : { op }),
    valueMinBytes: step.valueMinBytes,
    valueMaxBytes: step.valueMaxBytes,
    partBytes: step.partBytes,
    ops: step.ops ?? null,
    durationNs: step.durationNs ?? null,
    promise: expect === undefined
      ? promise
      : { level: expect, source: "the profile expects it" },
    endpoints,
  };
}
