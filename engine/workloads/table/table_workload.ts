/** The table workload as planning sees it. */
import type { TableStep } from "../../profile/mod.ts";
import {
  keyedHash,
  type NumberedStep,
  u64ToHex,
  type Workload,
  type WorkloadContext,
} from "../mod.ts";
import type { PlannedTableStep } from "./planned_table.ts";

/** That a target can hold a table: nothing else is decided before. */
export interface TableRoom {
  readonly url: string;
}

/** Tables that are written, read and taken away again. */
export const TABLE_WORKLOAD: Workload<
  TableStep,
  TableRoom,
  PlannedTableStep
> = { layOut, plan };

/** `null` after a mistake or without such a step. */
function layOut(
  { mistakes, profile, target }: WorkloadContext,
): TableRoom | null {
  const first = profile.steps.find(({ kind }) => kind === "table");
  if (first === undefined) return null;
  if (target.holdsTables === true) return { url: target.url };
  mistakes.note(
    `targets.${target.name}`,
    `Cannot run step "${first.name}" on "${target.url}": a table needs keys ` +
      "that can be put only where none is, ranges and lists: use a folder, " +
      "an s3: or an az: target",
  );
  return null;
}

function plan(
  { step, index }: NumberedStep<TableStep>,
  _room: TableRoom,
  { runId, seed }: WorkloadContext,
): PlannedTableStep {
  const { verify, ...asked } = step;
  return {
    ...asked,
    keyPrefix: `sv-${runId}-table-${index}/`,
    // Without the run or the target: equal seeds make equal rows.
    seed: u64ToHex(keyedHash("table", seed, index)),
    readsBack: verify === "always",
  };
}
