/** A search for the limit as text: a table, a chart and the answer. */
import { formatCount, formatDuration } from "../../profile/mod.ts";
import { inUnit, type LatencyUnit, latencyUnits } from "../latency_unit.ts";
import { measuredText } from "../objective_text.ts";
import { alignRows, wrapText } from "../table.ts";
import { barChart } from "./bar_chart.ts";
import type { LimitOfTarget, LimitReport } from "./limit_report.ts";
import type { LimitTrial } from "./limit_trial.ts";

const WIDTH = 80;

/** At most 80 columns; ends with a line break. */
export function renderLimit(report: LimitReport): string {
  const lines = [
    ...wrapText(
      `${report.objective}, asked of step "${report.step}" of profile ` +
        `"${report.profile}", until the next rate is at most ` +
        `${Math.round(report.precision * 100)} % above`,
      { head: "objective  ", width: WIDTH },
    ),
    ...report.targets.flatMap((target) => targetLines(report, target)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function targetLines(report: LimitReport, target: LimitOfTarget): string[] {
  const { trials, answer } = target;
  const head = `target     ${target.target}`;
  return [
    "",
    target.target === target.url ? head : `${head}  ${target.url}`,
    ...(trials.length === 0 ? [] : ["", ...trialTable(trials)]),
    ...chart(report, trials),
    "",
    ...wrapText(answer, { head: "", width: WIDTH }),
  ];
}

function trialTable(trials: readonly LimitTrial[]): string[] {
  const unit = trialUnit(trials);
  const cell = (ns: number | null) => ns === null ? "-" : inUnit(ns, unit);
  const rows = alignRows([
    ["try", "asked/s", "reached/s", "op", "p50", "p99", "p99.9", ""],
    ...trials.map((trial, index) => [
      String(index + 1),
      formatCount(trial.askedPerSecond),
      formatCount(Math.round(trial.reachedPerSecond)),
      trial.op,
      cell(trial.p50Ns),
      cell(trial.p99Ns),
      cell(trial.p999Ns),
      outcomeWord(trials, index),
    ]),
  ]);
  return [`response from the intended start, in ${unit.name}`, ...rows];
}

/** How one try ended, in a word or two. */
export function outcomeWord(
  trials: readonly LimitTrial[],
  index: number,
): string {
  const trial = trials[index];
  if (trial === undefined) return "";
  if (trial.outcome === "undecided") return "undecided";
  if (trial.outcome === "broken") {
    return trial.because.startsWith("only") ? "not reached" : "MISSED";
  }
  const isAgain = trials.slice(0, index).some((one) =>
    one.outcome === "held" && one.askedPerSecond === trial.askedPerSecond
  );
  return isAgain ? "confirmed" : "met";
}

/** One line that says how a try went, while the search goes on. */
export function trialLine(trials: readonly LimitTrial[]): string {
  const trial = trials.at(-1);
  if (trial === undefined) return "";
  const word = outcomeWord(trials, trials.length - 1);
  const p99 = trial.p99Ns === null ? "-" : formatDuration(trial.p99Ns);
  return `try ${trials.length}: ${formatCount(trial.askedPerSecond)}/s  ` +
    `p99 ${p99}  ${word}${trial.because === "" ? "" : ` (${trial.because})`}`;
}

/** One unit for all tries, in which the worst can still be read. */
export function trialUnit(trials: readonly LimitTrial[]): LatencyUnit {
  const p50s = trials.flatMap(({ p50Ns }) => p50Ns ?? []);
  const worst = Math.max(0, ...trials.map(({ p999Ns }) => p999Ns ?? 0));
  const units = latencyUnits(p50s);
  const [first = { name: "ns", sizeNs: 1, decimals: 0 }] = units;
  // A knee spans decades: nine digits before the point nobody reads.
  return units.find((unit) => inUnit(worst, unit).length <= 9) ?? first;
}

/** Each rate once, its worst try: a rate that held and broke did not hold. */
function chart(
  { metric, bound, objective }: LimitReport,
  trials: readonly LimitTrial[],
): string[] {
  const byRate = Map.groupBy(trials, ({ askedPerSecond }) => askedPerSecond);
  const bars = [...byRate].toSorted(([a], [b]) => a - b)
    .map(([rate, tries]) => {
      const values = tries.flatMap(({ measured }) => measured ?? []);
      const value = values.length === 0 ? null : Math.max(...values);
      const text = value === null ? "-" : measuredText(metric, value);
      return { label: `${formatCount(rate)}/s`, value, text };
    });
  if (bars.length < 2) return [];
  return [
    "",
    `${metric} by rate, log scale; | is ${objective}`,
    ...barChart(bars, { isLog: true, ...(bound > 0 && { mark: bound }) }),
  ];
}
