/**
 * Runs one step that writes a table of one target, and tells how far it is as
 * each append is acknowledged. Goes in: the planned step and ports; comes out:
 * the sample that closes it, emitted already.
 */
import type { PlannedTableStep, PlannedTarget } from "../plan/mod.ts";
import {
  type EndedTableOperation,
  readBackTable,
  runTables,
  type TableJournal,
  type TableReport,
} from "../workloads/table/mod.ts";
import type { RunPlanOptions, TableLoadPorts } from "./run_ports.ts";
import type { TableEnded } from "./sample.ts";

/** A step about to run, with the target that it is of. */
export interface TableStepRun {
  readonly target: PlannedTarget;
  readonly step: PlannedTableStep;
  readonly ports: TableLoadPorts;
  readonly options: RunPlanOptions;
}

/** Rejects only when this program is wrong. */
export async function runTableStep(run: TableStepRun): Promise<TableEnded> {
  const { options, ports, step, target } = run;
  const { clock, emit, operations, signal } = options;
  const named = { target: target.name, step: step.name };
  const startNs = clock.nowNs();
  const tell = (appended: number, rowBytes: number) =>
    emit({
      type: "table-progress",
      ...named,
      atNs: clock.nowNs(),
      appended,
      rowBytes,
    });
  tell(0, 0);
  const journal = ports.journal?.(target.name, step.name);
  const load = {
    step,
    backend: ports.backend(target.name),
    ports: ports.tables,
    nowNs: () => clock.nowNs(),
    signal,
  };
  try {
    const report = step.isReadBack === true
      ? await readBackTable({ ...load, journal: journal ?? NO_JOURNAL })
      : await runTables({
        ...load,
        ...(journal === undefined ? {} : { journal }),
        keeps: ports.keeps === true,
        tell,
        ...(operations && {
          ended: (one: EndedTableOperation) =>
            operations.one({ ...named, ...one }),
        }),
      });
    return closed(run, startNs, report);
  } finally {
    journal?.close();
  }
}

/** Emits the sample that closes the step. */
function closed(
  { options: { clock, emit }, step, target }: TableStepRun,
  startNs: number,
  report: TableReport,
): TableEnded {
  const failure = report.failed[0]?.sentence;
  const sample: TableEnded = {
    type: "table-ended",
    target: target.name,
    step: step.name,
    startNs,
    atNs: clock.nowNs(),
    report,
    ...(failure === undefined ? {} : { failure }),
  };
  emit(sample);
  return sample;
}

/** Nobody knows of any append then: whatever is there may be there. */
const NO_JOURNAL: TableJournal = {
  text: () => "",
  append() {},
  remove() {},
  close() {},
};
