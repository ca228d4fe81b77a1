/** A planned step over a table in memory, and what came of one, for tests. */
import { MemBackend } from "../../backends/mem.ts";
import type { Backend } from "../../backends/mod.ts";
import type { PlannedTableStep } from "../../engine/plan/mod.ts";
import type { TableEnded } from "../../engine/workers/mod.ts";
import {
  type EndedTableOperation,
  runTables,
  type TableJournal,
  type TablePorts,
  type TableReport,
} from "../../engine/workloads/table/mod.ts";
import { tablePorts } from "../engine/workloads/table/table_fixture.ts";

/** Few rows by few writers. */
export function tableStep(
  options: Partial<PlannedTableStep> = {},
): PlannedTableStep {
  return {
    kind: "table",
    name: "rows",
    appends: 6,
    rows: 20,
    vectorBytes: 8,
    codec: "gzip",
    writers: 3,
    readers: 2,
    keyPrefix: "sv-0123456789abcdef-table-0/",
    seed: "00000000000000ab",
    readsBack: true,
    ...options,
  };
}

/** A journal that is forgotten with the test. */
export function memoryJournal() {
  let lines = "";
  let isRemoved = false;
  return {
    text: () => lines,
    append: (line: string) => void (lines += line),
    remove: () => void (isRemoved = true),
    close() {},
    isRemoved: () => isRemoved,
  };
}

export interface TableRun {
  readonly journal?: TableJournal;
  readonly keeps?: boolean;
  readonly step?: Partial<PlannedTableStep>;
  readonly backend?: Backend;
  readonly ports?: Partial<TablePorts>;
  readonly ended?: (operation: EndedTableOperation) => void;
  /** Passes by itself when absent. */
  readonly nowNs?: () => number;
}

/** Runs it in memory; `told` is what it told as it went. */
export async function tableRun(run: TableRun = {}) {
  const { backend, ended, journal, keeps = false, ports, step } = run;
  let ns = 0;
  const { nowNs = () => ns += 1000 } = run;
  const storage = backend ?? new MemBackend({ url: "mem:" });
  const told: number[] = [];
  const report = await runTables({
    step: tableStep(step),
    backend: storage,
    ports: tablePorts(ports),
    nowNs,
    signal: new AbortController().signal,
    tell: (appended) => told.push(appended),
    ...(journal === undefined ? {} : { journal }),
    ...(ended === undefined ? {} : { ended }),
    keeps,
  });
  return { report, told, backend: storage };
}

/** A sample as a run emits it. */
export function tableEnded(report: Partial<TableReport> = {}): TableEnded {
  return {
    type: "table-ended",
    target: "m",
    step: "rows",
    startNs: 0,
    atNs: 2e9,
    report: {
      appends: 2,
      appended: 2,
      rows: 2000,
      rowBytes: 4e6,
      durationNs: 2e9,
      latenciesNs: [3e6, 1e6],
      conflicts: 1,
      unknownOutcomes: 0,
      snapshots: 5,
      comparedRows: 2500,
      readBack: 2000,
      versions: 2,
      manifestBytes: 2048,
      isStopped: false,
      findingsCount: 0,
      findings: [],
      failed: [],
      ...report,
    },
  };
}
