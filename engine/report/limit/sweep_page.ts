/**
 * A sweep as one page: the chart of what was varied, latencies beside it, and
 * a table of every combination. Goes in: the report and the script of pages;
 * comes out: the file.
 */
import { formatCount } from "../../profile/mod.ts";
import { ChartBook } from "../html/chart_spec.ts";
import { type Markup, markup, type Part } from "../html/markup.ts";
import { renderPage } from "../html/page_shell.ts";
import { megabytes, NOTHING } from "../html/step_tables.ts";
import { type Cell, figure, tableMarkup } from "../html/table_markup.ts";
import { inUnit, type LatencyUnit, latencyUnits } from "../latency_unit.ts";
import { sweepCharts } from "./sweep_chart.ts";
import {
  severalTargets,
  sweepExit,
  type SweepReport,
  type SweepRow,
  type SweptFigures,
  sweptText,
  untriedCount,
} from "./sweep_report.ts";

/** Deterministic, as the page of a report. */
export function renderSweepPage(report: SweepReport, script: string): string {
  const book = new ChartBook();
  const { combinations, profile, step, tool, varied } = report;
  const exit = sweepExit(report);
  const mark = exit === 0 ? "good" : exit === 1 || exit === 3 ? "bad" : "warn";
  const untried = untriedCount(report);
  const body = markup`<header class="${mark}"><h1>Sweep of ${
    varied.join(", ")
  } <small>${targetText(report)}</small></h1>
<p class="facts">${tool} · step <code>${step}</code> of profile <code>${profile}</code> · <span data-path="combinations" data-value="${combinations}">${
    formatCount(combinations)
  }</span> combinations${
    untried === 0 ? "" : `, ${formatCount(untried)} of them not tried`
  }</p></header><main><section><h2>What came of it</h2><div class="charts">${
    sweepCharts(report).map((chart) => book.add(chart))
  }</div>${table(report)}</section>${
    troubles(report)
  }</main><footer>Each row is a
run of its own: <code>stor-verify report RUN</code> shows it. Latencies are of
the operation that is slowest at p99, as a caller felt them. "client": this
program was the bottleneck, not the storage.</footer>`;
  return renderPage({
    title: `Sweep ${varied.join(", ")} ${profile}`,
    mark: null,
    body,
    charts: book.charts,
    script,
  });
}

function targetText({ rows }: SweepReport): string {
  return [...new Set(rows.map(({ target }) => target))].join(" · ");
}

const FELT = [
  ["p50", "p50Ns"],
  ["p99", "p99Ns"],
  ["p99.9", "p999Ns"],
] as const;

function table(report: SweepReport): Part {
  const { rows, varied } = report;
  const [unit] = latencyUnits(
    rows.flatMap(({ measured }) => measured?.p50Ns ?? []),
  );
  const isSeveral = severalTargets(report);
  return tableMarkup({
    head: [
      ...(isSeveral ? ["<target"] : []),
      ...varied,
      ...["MB/s", "IOPS", "<slowest"],
      ...FELT.map(([name]) =>
        `${name}${unit === undefined ? "" : ` ${unit.name}`}`
      ),
      ...["<", "<run"],
    ],
    rows: rows.map((row, index) => [
      ...(isSeveral ? [row.target] : []),
      ...varied.map((name) => ({ shows: sweptText(row, name) })),
      ...figures(row, { path: `rows.${index}.measured`, unit }),
    ]),
  });
}

interface RowPlace {
  readonly path: string;
  readonly unit: LatencyUnit | undefined;
}

function figures(row: SweepRow, { path, unit }: RowPlace): (Cell | string)[] {
  const { measured, outcome } = row;
  const end = outcomeCell(row);
  if (measured === null) {
    return [NOTHING, NOTHING, "", ...FELT.map(() => NOTHING), end, ""];
  }
  const { bytesPerSecond, op, opsPerSecond, runId } = measured;
  const felt = (name: keyof SweptFigures & typeof FELT[number][1]): Cell => {
    const value = measured[name];
    return value === null || unit === undefined
      ? NOTHING
      : figure(inUnit(value, unit), `${path}.${name}`, value);
  };
  const isCut = outcome !== "done";
  return [
    figure(megabytes(bytesPerSecond), `${path}.bytesPerSecond`, bytesPerSecond),
    figure(
      formatCount(Math.round(opsPerSecond)),
      `${path}.opsPerSecond`,
      opsPerSecond,
    ),
    op,
    ...FELT.map(([, name]) => felt(name)),
    isCut
      ? end
      : measured.isClientLimit
      ? { shows: "client", isText: true, mark: "warn" }
      : "",
    { shows: markup`<code>${runId}</code>`, isText: true },
  ];
}

function outcomeCell({ outcome }: SweepRow): Cell {
  const isBad = outcome === "wrong" || outcome === "failed";
  return { shows: outcome, isText: true, mark: isBad ? "bad" : "warn" };
}

/** What has no figures or is not to be trusted, each with its reason. */
function troubles(report: SweepReport): Part {
  const lost = report.rows.filter(({ outcome }) => outcome !== "done");
  if (lost.length === 0) return null;
  const isBad = lost.some(({ outcome }) =>
    outcome === "wrong" || outcome === "failed"
  );
  const name = (row: SweepRow): Markup =>
    markup`${
      report.varied.map((one) => `${one} ${sweptText(row, one)}`).join(", ")
    }${severalTargets(report) ? ` on ${row.target}` : ""}`;
  return markup`<section class="${
    isBad ? "bad" : "warn"
  }"><h2>Not measured</h2><ul>${
    lost.map((row) =>
      markup`<li><b>${row.outcome}</b> ${name(row)}: ${row.reason}</li>`
    )
  }</ul></section>\n`;
}
