/** Rows of sweeps with defaults: a test sets what it is about. */
import type { StepChange } from "../../../../engine/profile/mod.ts";
import type {
  SweepReport,
  SweepRow,
} from "../../../../engine/report/limit/mod.ts";

export function swept(
  change: StepChange,
  changes: Partial<SweepRow> = {},
): SweepRow {
  const ops = 1000 * (change.depth ?? 1);
  return {
    change,
    target: "local",
    outcome: "done",
    reason: "",
    measured: {
      runId: "0123456789abcdef",
      bytesPerSecond: ops * (change.blockSizeBytes ?? 4096),
      opsPerSecond: ops,
      op: "read",
      p50Ns: 50_000,
      p99Ns: 100_000 * (change.depth ?? 1),
      p999Ns: 900_000,
      isClientLimit: false,
    },
    ...changes,
  };
}

export function sweepReport(rows: readonly SweepRow[]): SweepReport {
  return {
    version: 1,
    tool: "stor-verify 0.1.0",
    profile: "quick",
    step: "skewed",
    varied: ["blockSize", "depth"],
    combinations: rows.length,
    rows,
  };
}
