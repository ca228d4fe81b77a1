/**
 * A comparison as one page: intervals as a forest, every figure in tables, and
 * the percentile curves of each operation over each other, merged over the runs.
 */
import { type Chart, ChartBook } from "../html/chart_spec.ts";
import { type Markup, markup, type Part } from "../html/markup.ts";
import { renderPage } from "../html/page_shell.ts";
import { curvesChart, type NamedCurve } from "../html/step_charts.ts";
import { type Cell, figure, tableMarkup } from "../html/table_markup.ts";
import { percentilesOf } from "../percentiles.ts";
import type { Percentiles } from "../report.ts";
import type {
  Comparison,
  ComparisonRow,
  Difference,
  RunGroup,
} from "./comparison.ts";
import { chanceNote, metricName, valueText } from "./comparison_text.ts";
import { conditionText, percentText } from "./condition.ts";
import { effectWord } from "./statistics.ts";

/** `groups` are those that were compared: their histograms give the curves. */
export interface ComparisonPage {
  readonly comparison: Comparison;
  readonly groups: readonly RunGroup[];
  readonly script: string;
}

/** Deterministic, as the page of a report. */
export function renderComparisonPage(page: ComparisonPage): string {
  const { comparison, groups, script } = page;
  const { rows, warnings, conditions, seed, resamples } = comparison;
  const book = new ChartBook();
  const places = [
    ...Map.groupBy(
      rows.map((row, index) => ({ row, index })),
      ({ row: { target, step, op } }) => JSON.stringify([target, step, op]),
    ).values(),
  ];
  const names = groups.map(({ name }) => name).join(" / ");
  const isMissed = conditions.some(({ outcome }) => outcome === "missed");
  const body = markup`<header class="${
    isMissed ? "bad" : "warn"
  }"><h1>Comparison ${names}</h1>
<p class="facts">${comparison.tool} · medians of runs · 95 % intervals of ${resamples} resamples, seed <code>${seed}</code></p></header><main>${
    groupTable(comparison)
  }${list("Warnings", [...warnings, ...chanceNote(rows)])}${
    list(
      "Conditions",
      conditions.map(conditionText),
    )
  }${places.map((own) => placeSection(own, { groups, book }))}</main>`;
  const charts: readonly Chart[] = book.charts;
  return renderPage({
    title: `Comparison ${names}`,
    mark: null,
    body,
    charts,
    script,
  });
}

function list(title: string, texts: readonly string[]): Part {
  if (texts.length === 0) return null;
  return markup`<section class="warn"><h2>${title}</h2><ul>${
    texts.map((text) => markup`<li>${text}</li>`)
  }</ul></section>\n`;
}

function groupTable({ groups }: Comparison): Markup {
  return markup`<section><h2>Groups</h2>${
    tableMarkup({
      head: ["<group", "<target", "runs", "<which"],
      rows: groups.map(({ name, target, runs }) => [
        name,
        target ?? "all",
        { shows: String(runs.length) },
        runs.map(({ runId, outcome }) => `${runId} ${outcome}`).join(", "),
      ]),
    })
  }</section>\n`;
}

interface IndexedRow {
  readonly row: ComparisonRow;
  readonly index: number;
}

interface Around {
  readonly groups: readonly RunGroup[];
  readonly book: ChartBook;
}

function placeSection(
  rows: readonly IndexedRow[],
  { groups, book }: Around,
): Part {
  const first = rows[0]?.row;
  if (first === undefined) return null;
  const { target, step, op } = first;
  const curves = groups.flatMap((group, index): NamedCurve[] => {
    const found = mergedLatency(group, first);
    const { name } = group;
    return found === null ? [] : [{ name, color: `c${index % 8}`, found }];
  });
  return markup`<section><h2>${step} ${op} <small>${target}</small></h2>${
    tableMarkup({
      head: [
        "<",
        "base",
        "<group",
        "median",
        "change",
        "<95 % interval, drawn to 50 %",
        "effect",
        "by chance",
        "<verdict",
      ],
      rows: rows.flatMap(rowCells),
    })
  }<div class="charts">${
    curves.length === 0 ? null : book.add(
      curvesChart("Latency by share of operations", curves),
      "all runs of a group merged",
    )
  }</div></section>\n`;
}

function rowCells({ row, index }: IndexedRow): (Cell | string)[][] {
  const path = `rows.${index}`;
  const base = figure(
    valueText(row.base.median, row),
    `${path}.base.median`,
    row.base.median,
  );
  if (row.differences.length === 0) {
    return [[metricName(row), base, "", ...spread(row), "", { shows: "" }]];
  }
  return row.differences.map((found, at) => {
    const place = `${path}.differences.${at}`;
    const { spread, change, effect, chance, outcome } = found;
    return [
      metricName(row),
      base,
      found.group,
      figure(
        valueText(spread.median, row),
        `${place}.spread.median`,
        spread.median,
      ),
      change === null
        ? { shows: "-" }
        : figure(percentText(change), `${place}.change`, change),
      { shows: forest(found), isText: true },
      figure(
        `${effect.toFixed(2)} ${effectWord(effect)}`,
        `${place}.effect`,
        effect,
      ),
      { shows: chance === null ? "-" : chance.toPrecision(2) },
      {
        shows: outcome,
        isText: true,
        mark: outcome === "faster"
          ? "good"
          : outcome === "slower"
          ? "bad"
          : "faint",
      },
    ];
  });
}

/** Of a group without another: from its lowest run to its highest. */
function spread(row: ComparisonRow): Cell[] {
  return [
    { shows: "" },
    { shows: valueText(row.base.min, row) },
    { shows: valueText(row.base.max, row), isText: true },
    { shows: "" },
  ];
}

/** Half the width of the picture, as a share of the change it can show. */
const FOREST_MAX = 0.5;

/** Pixels from the middle of the picture to its edge, arrows left out. */
const FOREST_HALF = 78;

/** The interval around no change; an arrow says that it goes on beyond. */
function forest({ change, interval }: Difference): Part {
  if (change === null || interval === null) return "-";
  const at = (share: number) =>
    (85 + FOREST_HALF * Math.max(-1, Math.min(1, share / FOREST_MAX)))
      .toFixed(1);
  const [low, high] = interval;
  const isShown = Math.abs(change) <= FOREST_MAX;
  return markup`<svg class="forest" viewBox="0 0 170 14" role="img"><line x1="0" y1="7" x2="170" y2="7" class="zero"/><line x1="85" y1="0" x2="85" y2="14"/><line class="ci" x1="${
    at(low)
  }" y1="7" x2="${at(high)}" y2="7"/>${
    low < -FOREST_MAX ? markup`<path class="on" d="M7 2 0 7 7 12z"/>` : null
  }${
    high > FOREST_MAX
      ? markup`<path class="on" d="M163 2 170 7 163 12z"/>`
      : null
  }${
    isShown ? markup`<circle cx="${at(change)}" cy="7" r="3"/>` : null
  }</svg> ${percentText(low)} to ${percentText(high)}`;
}

/** Felt latency of one operation over all runs of a group. */
function mergedLatency(
  { reports, target }: RunGroup,
  row: ComparisonRow,
): Percentiles | null {
  const wanted = target ?? (row.target === "" ? undefined : row.target);
  const found = reports.flatMap(({ steps }) => steps)
    .filter((step) =>
      step.step === row.step &&
      (wanted === undefined || step.target === wanted)
    )
    .flatMap(({ ops }) => ops.filter(({ op }) => op === row.op))
    .flatMap(({ op, service, response }) => {
      const felt = response ?? service;
      const kind = response === null ? "service" : "response";
      return felt === null ? [] : [{ ...felt, op, kind } as const];
    });
  return percentilesOf(found);
}
