/**
 * Which tables of a run are still there: one that was found whole was taken
 * away, and its journal with it. A plan that reads back in; out comes the same
 * without the steps that have nothing to read, and a line for each of those.
 */
import type { Plan } from "../../engine/mod.ts";
import type { RunPlace } from "../store/run_state.ts";
import type { StoredRun } from "../store/run_store.ts";

export interface KeptTables {
  readonly plan: Plan;
  readonly lines: readonly string[];
}

/** Fails with what the folder of the run fails with. */
export async function keptTables(
  plan: Plan,
  { folder }: Pick<StoredRun, "folder">,
  places: readonly RunPlace[],
): Promise<KeptTables> {
  const lines: string[] = [];
  const targets: Plan["targets"][number][] = [];
  for (const target of plan.targets) {
    const oracle = places.find((one) => one.target === target.name)?.oracle;
    const steps: Plan["targets"][number]["steps"][number][] = [];
    for (const step of target.steps) {
      const isThere = step.kind !== "table" ||
        oracle !== undefined && oracle !== null &&
          await folder.hasTable(oracle, step.name);
      if (isThere) steps.push(step);
      else {
        lines.push(
          `skipped ${step.name} on ${target.name}: its table was found whole ` +
            "and taken away, perhaps in part, or was never begun\n",
        );
      }
    }
    targets.push({ ...target, steps });
  }
  return { plan: { ...plan, targets }, lines };
}
