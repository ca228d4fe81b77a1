/** Input of `compilePlan()` with steps over keys, on a store. */
import type { StoreFacts } from "../../../backends/mod.ts";
import {
  type CompileOptions,
  compilePlan,
  type PlannedObjects,
  type PlannedObjectStep,
  type PlanTarget,
} from "../../../engine/plan/mod.ts";
import { input, target } from "./plan_input.ts";

export const OBJECTS = "objects: { keys: 1000, sizes: 64KiB }";

/** A bucket behind one endpoint with TLS, driven by libcurl. */
export function store(changes: Partial<StoreFacts> = {}): PlanTarget {
  return target({
    url: "s3://bucket/x",
    facts: null,
    store: {
      client: "libcurl",
      clientVersion: "libcurl/7.88.1",
      endpoints: 1,
      isInsecure: false,
      checksum: "none",
      ...changes,
    },
  });
}

/** Steps over 1000 keys of 64 KiB, unless `top` says otherwise. */
export function objectInput(
  steps: readonly string[],
  changes: Partial<CompileOptions> & { readonly top?: string } = {},
): CompileOptions {
  return input(steps, { top: OBJECTS, targets: [store()], ...changes });
}

/** The only target's objects and object steps. */
export function plannedKeys(options: CompileOptions): {
  readonly objects: PlannedObjects;
  readonly steps: readonly PlannedObjectStep[];
  readonly doubts: readonly string[];
} {
  const { doubts, targets: [only] } = compilePlan(options);
  if (only?.objects === undefined) throw new Error("no objects");
  const steps = only.steps.filter((step) => step.kind === "object");
  return { objects: only.objects, steps, doubts };
}
