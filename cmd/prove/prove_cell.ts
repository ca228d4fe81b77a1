/**
 * One cell of the matrix: a run of its own with the one fault, read in the run
 * and, where the storage outlives it, by `verify` once more; then judged.
 */
import {
  absentCell,
  type Cell,
  drawFor,
  type FaultClass,
  type FaultPut,
  judgeCell,
  runIdFor,
  untriedCell,
} from "../../engine/mod.ts";
import { cellReading } from "./cell_reading.ts";
import type { ProofBench } from "./proof_bench.ts";
import { type ProofRunOptions, runForProof } from "./proof_run.ts";

/** A fault as it is put on one kind of backend. */
export interface PlacedFault {
  readonly profile: ProofRunOptions["profile"];
  /** Called at each stop; what it puts at one of them it returns there. */
  onStop: (
    stop: string,
    plan: Parameters<NonNullable<ProofRunOptions["onStop"]>>[1],
  ) => Promise<PutFault | undefined>;
}

/** A fault that was put, or armed. */
export interface PutFault {
  readonly put: FaultPut;
  /** How often it changed something; absent for what is changed at rest. */
  fired?(): number;
}

/** What every cell of a proof shares. */
export interface CellOptions {
  readonly seed: string;
  /** Absent: the backend cannot have the fault. */
  place(
    fault: FaultClass,
    draw: ReturnType<typeof drawFor>,
  ): PlacedFault | undefined;
}

/** Leaves the bench as it was. */
export async function proveCell(
  bench: ProofBench,
  fault: FaultClass,
  { seed, place }: CellOptions,
): Promise<Cell> {
  const { backend } = bench;
  if (fault.absent?.[backend] !== undefined) return absentCell(fault, backend);
  const placed = place(fault, drawFor(seed, backend, fault.id));
  const wrong = (reason: string) =>
    untriedCell(fault, backend, { outcome: "wrong", reason });
  if (placed === undefined) return wrong("There is no way to put it here");
  let put: PutFault | undefined;
  let fired: number | undefined;
  const run = await runForProof(bench, {
    profile: placed.profile,
    runId: runIdFor(seed, backend, fault.id),
    seed,
    fault: fault.id,
    async onStop(stop, plan) {
      put = await placed.onStop(stop, plan) ?? put;
    },
    onRead: () => fired = put?.fired?.(),
  });
  const failed = [run.report, run.again].find((report) =>
    report !== undefined && report.failures.length > 0
  );
  await bench.clear();
  if (failed !== undefined) {
    const [reason = ""] = failed.failures;
    return untriedCell(fault, backend, { outcome: "failed", reason });
  }
  if (put === undefined || fired === 0) {
    return wrong("The fault was never met, so nothing was shown");
  }
  return judgeCell(fault, {
    backend,
    put: put.put,
    readings: [
      cellReading("run", run.report),
      ...(run.again === undefined ? [] : [cellReading("verify", run.again)]),
    ],
  });
}
