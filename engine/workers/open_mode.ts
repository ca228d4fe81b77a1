/** Whether what a run loads on a target is made, or opened by its oracle. */
import type { PlannedTarget } from "../plan/mod.ts";
import type { OpenMode, RunPlanOptions } from "./run_ports.ts";

/** `create` unless the run says otherwise, for all targets or for this one. */
export function openModeOf(
  { name }: Pick<PlannedTarget, "name">,
  { mode = "create" }: Pick<RunPlanOptions, "mode">,
): OpenMode {
  return typeof mode === "function" ? mode(name) : mode;
}
