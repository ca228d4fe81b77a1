/** The head of a report's page: the verdict, what ran, where and how long. */
import { formatCount, formatDuration } from "../../profile/mod.ts";
import { faultMark } from "../fault_text.ts";
import type { Report } from "../report.ts";
import { type Markup, markup } from "./markup.ts";

/** How each verdict looks. */
export function verdictMark(exit: number): "good" | "bad" | "warn" {
  return exit === 0 ? "good" : exit === 1 || exit === 3 ? "bad" : "warn";
}

/** The band on top; a run with faults says so before its verdict. */
export function headSection(report: Report): Markup {
  const { verdict, machine } = report;
  const mark = faultMark(report);
  return markup`<header class="${verdictMark(verdict.exit)}">${
    mark === null ? null : markup`<p class="armed">${mark}</p>`
  }<p class="verdict"><b>${verdict.outcome.toUpperCase()}</b> ${verdict.sentence}</p>
<h1>${report.profile} <small>${
    report.targets.map(({ url }) => url).join(
      " · ",
    )
  }</small></h1>
<p class="facts">${report.tool} · run <code>${report.runId}</code> · seed <code>${report.seed}</code> · ${report.startedAt} · took ${
    formatDuration(report.durationNs)
  } · ${machine.host}, ${
    formatCount(machine.cpuCount)
  } × ${machine.cpu}, kernel ${machine.kernel}</p>
</header>\n`;
}
