/** What an Arrow file says of its run, beside its rows. */
import { faultMark } from "../fault_text.ts";
import type { Report } from "../report.ts";

/** Names and texts; a run with faults armed says so in its first one. */
export function reportFacts(report: Report): [string, string][] {
  const { tool, profile, runId, seed, startedAt, machine, verdict } = report;
  const mark = faultMark(report);
  return [
    ...(mark === null ? [] : [["faults_armed", mark] as [string, string]]), // a pair
    ["tool", tool],
    ["run", runId],
    ["profile", profile],
    ["seed", seed],
    ["started_at", startedAt],
    ["verdict", verdict.outcome],
    ["sentence", verdict.sentence],
    ["host", machine.host],
    ["kernel", machine.kernel],
    ["cpu", `${machine.cpuCount} x ${machine.cpu}`],
  ];
}
