/** One step on one target: its pictures, then its tables, then its sentences. */
import { formatCount, formatDuration } from "../../profile/mod.ts";
import { failedText, requestsText } from "../http_text.ts";
import { objectsText } from "../object_text.ts";
import type { StepReport } from "../report.ts";
import { clientText, coverageText, overloadText } from "../step_text.ts";
import type { ChartBook } from "./chart_spec.ts";
import { laneTable } from "./lane_table.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import {
  courseOps,
  curveChart,
  heatChart,
  INTERVALS_MIN,
  latencyChart,
  rateCharts,
} from "./step_charts.ts";
import { latencyTable, rateTable, sizeTable } from "./step_tables.ts";

/** `index` is the place of the step in the report. */
export function stepSection(
  step: StepReport,
  index: number,
  book: ChartBook,
): Markup {
  const path = `steps.${index}`;
  const { overload } = step;
  return markup`<section id="step-${index}" class="step${
    step.coverage.badUnits > 0 ? " bad" : ""
  }"><h2>${step.step} <small>${step.target}</small></h2>
<p class="facts">${headline(step)}</p>
${chartMarkup(step, index, book)}${rateTable(step, path)}${
    latencyTable(step, path)
  }${sizeTable(step, path)}<dl class="lines">${[
    overload === null ? null : line("offered", overloadText(step)),
    line("verified", coverageText(step.coverage)),
    step.objects === undefined
      ? null
      : line("objects", objectsText(step.objects)),
    requestLines(step),
    line("client", clientText(step.client)),
  ]}</dl>${laneTable(step, path)}</section>\n`;
}

function headline(step: StepReport): string {
  const lanes = `${formatCount(step.lanes)} ${
    step.lanes === 1 ? "lane" : "lanes"
  } x depth ${step.depth}`;
  const waited = step.conflicts === 0
    ? ""
    : `, ${formatCount(step.conflicts)} operations waited for another on the ` +
      `same ${step.objects === undefined ? "unit" : "key"}`;
  return `${step.outcome} in ${formatDuration(step.durationNs)}, ${lanes}, ` +
    `${step.io}, ${step.openLoop ? "open loop" : "closed loop"}${waited}`;
}

function line(name: string, text: string): Markup {
  return markup`<dt>${name}</dt><dd>${text}</dd>`;
}

function requestLines({ http }: StepReport): Part {
  if (http === undefined) return null;
  const failed = failedText(http);
  return [
    line("requests", requestsText(http)),
    failed === null ? null : line("failed", failed),
  ];
}

function chartMarkup(step: StepReport, index: number, book: ChartBook): Part {
  const group = `step-${index}`;
  const seconds = step.intervals.length;
  const isLong = seconds >= INTERVALS_MIN;
  const felt = step.openLoop ? "from the intended start" : "service time";
  const courses = isLong
    ? rateCharts(step, group).map((chart) => book.add(chart))
    : [];
  const latencies = isLong
    ? courseOps(step).flatMap((op) => {
      const heat = heatChart(step, op, group);
      return [
        book.add(latencyChart(step, op, group), felt),
        heat === null ? null : book.add(heat, felt),
      ];
    })
    : [];
  const curve = curveChart(step.ops);
  return markup`<div class="charts">${courses}${latencies}${
    curve === null ? null : book.add(curve, "the whole step")
  }</div>${
    isLong || seconds === 0
      ? null
      : markup`<p class="hint">Too short for a course over time: ${
        seconds === 1 ? "1 row" : `${seconds} rows`
      } of a second</p>`
  }\n`;
}
