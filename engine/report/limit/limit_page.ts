/**
 * A search for the limit as one page: for each target its answer, a chart of
 * what was felt at every rate, and a table of every try. Goes in: the report
 * and the script of pages; comes out: the file.
 */
import { formatCount } from "../../profile/mod.ts";
import { ChartBook, type LineChart } from "../html/chart_spec.ts";
import { type Markup, markup, type Part } from "../html/markup.ts";
import { renderPage } from "../html/page_shell.ts";
import { NOTHING } from "../html/step_tables.ts";
import { type Cell, figure, tableMarkup } from "../html/table_markup.ts";
import { inUnit, type LatencyUnit } from "../latency_unit.ts";
import { limitChart } from "./limit_chart.ts";
import type { LimitOfTarget, LimitReport } from "./limit_report.ts";
import { limitExit } from "./limit_report.ts";
import { outcomeWord, trialUnit } from "./limit_text.ts";
import type { LimitTrial } from "./limit_trial.ts";

/** Deterministic, as the page of a report. */
export function renderLimitPage(report: LimitReport, script: string): string {
  const book = new ChartBook();
  const { objective, precision, profile, step, targets, tool } = report;
  const body = markup`<header class="${markOf(report)}"><h1>The limit of ${
    targets.map(({ target }) => target).join(", ")
  } <small>${objective}</small></h1>
<p class="facts">${tool} · step <code>${step}</code> of profile <code>${profile}</code> · until the next rate is at most <span data-path="precision" data-value="${precision}">${
    Math.round(precision * 100)
  } %</span> above</p></header><main>${
    targets.map((target, index) =>
      targetSection(report, { target, path: `targets.${index}`, book })
    )
  }</main><footer>Latencies count from the intended start, of the operation that
is slowest at p99. Red: rates that did not hold. Each try is a run of its own:
<code>stor-verify report RUN</code> shows it.</footer>`;
  return renderPage({
    title: `Limit ${objective} ${profile}`,
    mark: null,
    body,
    charts: book.charts,
    script,
  });
}

function markOf({ targets }: LimitReport): "good" | "bad" | "warn" {
  const exit = limitExit(targets);
  return exit === 0 ? "good" : exit === 1 || exit === 3 ? "bad" : "warn";
}

interface Place {
  readonly target: LimitOfTarget;
  readonly path: string;
  readonly book: ChartBook;
}

function targetSection(
  report: LimitReport,
  { target, path, book }: Place,
): Markup {
  const { answer, outcome, trials, url } = target;
  const chart: LineChart | null = limitChart(report, target);
  const isBad = outcome === "wrong" || outcome === "failed";
  const isFound = outcome === "limit" || outcome === "beyond";
  return markup`<section class="${
    isBad ? "bad" : isFound ? "good" : "warn"
  }"><h2>${target.target} <small>${
    url === target.target ? "" : url
  }</small></h2>
<p class="answer">${answer}</p>${
    answerLines(target, path)
  }<div class="charts">${
    chart === null ? null : book.add(chart, "each rate by its worst try")
  }</div>${trialTable(trials, path)}</section>\n`;
}

/** What the answer rests on. */
function answerLines(
  { brokenPerSecond, limitPerSecond }: LimitOfTarget,
  path: string,
): Part {
  const rate = (name: string, value: number | null) =>
    value === null
      ? "none"
      : markup`<span data-path="${`${path}.${name}`}" data-value="${value}">${
        formatCount(value)
      }/s</span>`;
  return markup`<dl class="lines"><dt>held twice</dt><dd>${
    rate("limitPerSecond", limitPerSecond)
  }</dd><dt>did not hold</dt><dd>${rate("brokenPerSecond", brokenPerSecond)}${
    brokenPerSecond === null ? "" : ", the lowest above it"
  }</dd></dl>`;
}

const MARKS = { held: "good", broken: "bad", undecided: "warn" } as const;

function trialTable(trials: readonly LimitTrial[], path: string): Part {
  const unit = trialUnit(trials);
  return tableMarkup({
    head: [
      "try",
      "asked/s",
      "reached/s",
      "<slowest",
      ...["p50", "p99", "p99.9"].map((name) => `${name} ${unit.name}`),
      "<outcome",
      "<run",
      // Sentences come last: on narrow screens that column has its width.
      "<because",
    ],
    rows: trials.map((trial, index) => {
      const at = `${path}.trials.${index}`;
      return [
        { shows: String(index + 1) },
        count(trial, "askedPerSecond", at),
        count(trial, "reachedPerSecond", at),
        trial.op,
        latency(trial, "p50Ns", { at, unit }),
        latency(trial, "p99Ns", { at, unit }),
        latency(trial, "p999Ns", { at, unit }),
        {
          shows: outcomeWord(trials, index),
          isText: true,
          mark: MARKS[trial.outcome],
        },
        { shows: markup`<code>${trial.runId}</code>`, isText: true },
        trial.because +
        (trial.isClientLimit ? "; this host itself could not do more" : ""),
      ];
    }),
  });
}

function count(
  trial: LimitTrial,
  name: "askedPerSecond" | "reachedPerSecond",
  at: string,
): Cell {
  const value = trial[name];
  return figure(formatCount(Math.round(value)), `${at}.${name}`, value);
}

function latency(
  trial: LimitTrial,
  name: "p50Ns" | "p99Ns" | "p999Ns",
  { at, unit }: { readonly at: string; readonly unit: LatencyUnit },
): Cell {
  const value = trial[name];
  return value === null
    ? NOTHING
    : figure(inUnit(value, unit), `${at}.${name}`, value);
}
