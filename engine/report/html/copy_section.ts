/** A step of copies: its pictures, its figures, and what went wrong. */
import { formatBytes, formatCount, formatDuration } from "../../profile/mod.ts";
import type { PipelineJudgement } from "../pipeline_judgement.ts";
import type { ChartBook } from "./chart_spec.ts";
import { courseCharts } from "./course_charts.ts";
import { type Markup, markup } from "./markup.ts";
import { durationCell, megabytes, NOTHING } from "./step_tables.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";
import { troubleList } from "./trouble_list.ts";

/** `index` is the place of the step in the report. */
export function copySection(
  judged: PipelineJudgement,
  index: number,
  book: ChartBook,
): Markup {
  const { again, course = [], failed, findings, memoryLimitBytes } = judged;
  const charts = courseCharts(course, {
    ...{ ends: "copies", group: `copies-${index}` },
    limitBytes: memoryLimitBytes,
  });
  return markup`<section id="copies-${index}" class="step${
    findings.length > 0 ? " bad" : failed.length > 0 ? " warn" : ""
  }"><h2>${judged.step} <small>${judged.target} to ${
    judged.to.join(" and ")
  }</small></h2><p class="facts">${headline(judged)}</p>
<div class="charts">${charts.map((chart) => book.add(chart))}</div>${
    figures(judged, `pipeline.${index}`)
  }${troubleList(findings, { title: "Findings", mark: "bad" })}${
    again === undefined
      ? null
      : markup`<p class="hint">Copy them again: <code>${again}</code></p>`
  }${troubleList(failed, { title: "Failed", mark: "warn" })}</section>\n`;
}

function headline({ digests, durationNs, verdict }: PipelineJudgement): string {
  const pass = digests.length > 1 ? " in one pass" : "";
  return `copies: ${verdict}, in ${formatDuration(durationNs)}; digests ` +
    `${digests.join(", ")}${pass}`;
}

function figures(judged: PipelineJudgement, path: string) {
  const count = (name: "copied" | "copies" | "readBack" | "retries"): Cell =>
    figure(formatCount(judged[name]), `${path}.${name}`, judged[name]);
  const bytes = (
    name: "copiedBytes" | "memoryPeakBytes" | "memoryLimitBytes",
  ): Cell => figure(formatBytes(judged[name]), `${path}.${name}`, judged[name]);
  const took = (name: "p50Ns" | "p99Ns" | "maxNs") =>
    durationCell(judged[name], `${path}.${name}`);
  const { bytesPerSecond, memoryLimitBytes, memoryPeakBytes } = judged;
  return tableMarkup({
    head: [
      ...["copied", "of", "bytes", "MB/s", "p50", "p99", "max", "retries"],
      ...["read again", "memory", "of"],
    ],
    rows: [[
      count("copied"),
      count("copies"),
      bytes("copiedBytes"),
      bytesPerSecond === 0 ? NOTHING : figure(
        megabytes(bytesPerSecond),
        `${path}.bytesPerSecond`,
        bytesPerSecond,
      ),
      took("p50Ns"),
      took("p99Ns"),
      took("maxNs"),
      count("retries"),
      count("readBack"),
      {
        ...bytes("memoryPeakBytes"),
        ...(memoryPeakBytes > memoryLimitBytes && { mark: "bad" as const }), // not any text
      },
      bytes("memoryLimitBytes"),
    ]],
  });
}
