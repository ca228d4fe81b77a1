/** Judges what was recorded of tables: rates, latencies, one verdict. */
import type { TableEnded } from "../workers/mod.ts";

/** One step over a table, judged. Latencies are `null` without a commit. */
export interface TableJudgement
  extends Omit<TableEnded["report"], "latenciesNs" | "waitsNs"> {
  readonly target: string;
  readonly step: string;
  readonly verdict: "held" | "broken" | "failed" | "nothing" | "stopped";
  readonly appendsPerSecond: number;
  readonly rowsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Of commits, without what they waited for others of this process. */
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
  /** How long that was; absent in earlier reports. */
  readonly waited?: CommitSpread;
}

/** `null` without a commit. */
export interface CommitSpread {
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
}

/** Percentiles are those of the very values, never of averages. */
export function judgeTable(sample: TableEnded): TableJudgement {
  const { latenciesNs, waitsNs, ...report } = sample.report;
  const seconds = report.durationNs / 1e9;
  const rate = (amount: number) => seconds > 0 ? amount / seconds : 0;
  return {
    target: sample.target,
    step: sample.step,
    verdict: verdictOf(sample.report),
    ...report,
    appendsPerSecond: rate(report.appended),
    rowsPerSecond: rate(report.rows),
    bytesPerSecond: rate(report.rowBytes),
    ...spreadOf(latenciesNs),
    ...(waitsNs === undefined ? {} : { waited: spreadOf(waitsNs) }),
  };
}

function spreadOf(timesNs: readonly number[]): CommitSpread {
  const sorted = [...timesNs].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { p50Ns: at(0.5), p99Ns: at(0.99), maxNs: sorted.at(-1) ?? null };
}

function verdictOf(
  report: TableEnded["report"],
): TableJudgement["verdict"] {
  if (report.findingsCount > 0) return "broken";
  if (report.failed.length > 0) return "failed";
  if (report.isStopped) return "stopped";
  const isWhole = report.appended === report.appends && report.appends > 0;
  return isWhole && report.comparedRows > 0 ? "held" : "nothing";
}

/** Failures of a step, also beyond those that are kept. */
export function tableFailures(
  { failed, failedCount = failed.length }: Pick<
    TableJudgement,
    "failed" | "failedCount"
  >,
): number {
  return failedCount;
}

/** Findings of all steps over tables. */
export function tablesWrong(
  { table = [] }: { readonly table?: readonly TableJudgement[] },
): number {
  return table.reduce((sum, { findingsCount }) => sum + findingsCount, 0);
}

/** Why steps over tables prove nothing, or `null`. */
export function openTables(
  { table = [] }: { readonly table?: readonly TableJudgement[] },
): string | null {
  const idle = table.find(({ verdict }) => verdict !== "held");
  return idle === undefined ? null : `${idle.appended} of ${idle.appends} ` +
    `appends of step "${idle.step}" on ${idle.target} were made, and ` +
    `${idle.comparedRows} rows compared`;
}
