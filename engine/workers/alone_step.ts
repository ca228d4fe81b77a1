/**
 * Steps without lanes, each with a body of its own: clients, copies, tables. A
 * planned step and the ports of the run in, what runs it out.
 */
import type {
  PlannedConsistencyStep,
  PlannedPipelineStep,
  PlannedTableStep,
  PlannedTarget,
} from "../plan/mod.ts";
import { runClients } from "./run_clients.ts";
import { runCopyStep } from "./run_copy_step.ts";
import type { RunPlanOptions } from "./run_ports.ts";
import { runTableStep } from "./run_table_step.ts";

export type AloneStep =
  | PlannedConsistencyStep
  | PlannedPipelineStep
  | PlannedTableStep;

/** What every such step is handed. */
export interface AloneRun {
  readonly target: PlannedTarget;
  readonly options: RunPlanOptions;
}

/** Emits its own samples; a failure is the sentence of it. */
export type AloneBody = (
  run: AloneRun,
) => Promise<{ readonly failure?: string }>;

/** A sentence where the command has not handed over what the step needs. */
export function aloneBody(
  step: AloneStep,
  { consistency, pipeline, table }: RunPlanOptions,
): AloneBody | string {
  switch (step.kind) {
    case "consistency":
      return consistency === undefined
        ? "Clients cannot be run by this command"
        : (run) => runClients({ ...run, step, ports: consistency });
    case "pipeline":
      return pipeline === undefined
        ? "Copies cannot be run by this command"
        : (run) => runCopyStep({ ...run, step, ports: pipeline });
    case "table":
      return table === undefined
        ? "Tables cannot be written by this command"
        : (run) => runTableStep({ ...run, step, ports: table });
  }
}
