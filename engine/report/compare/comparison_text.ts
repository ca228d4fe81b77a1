/** A comparison as text: a table for each operation, at most 80 columns. */
import { formatCount } from "../../profile/mod.ts";
import { inUnit, latencyUnits } from "../latency_unit.ts";
import { alignRows, wrapText } from "../table.ts";
import type { Comparison, ComparisonRow, Metric } from "./comparison.ts";
import { conditionText, percentText } from "./condition.ts";

const WIDTH = 80;
/** Others are in the JSON. */
const SHOWN: readonly Metric[] = ["throughput", "iops", "p50", "p99", "p99.9"];

/** Ends with a line break. */
export function renderComparison(comparison: Comparison): string {
  const { groups, seed, resamples, warnings, rows, conditions } = comparison;
  const labels = labelsOf(groups.map(({ name }) => name));
  const names = groups.map(({ name, runs }, index) => {
    const label = labels[index] ?? name;
    return `${label === name ? name : `${label} = ${name}`} ` +
      `(${runs.length} ${runs.length === 1 ? "run" : "runs"})`;
  });
  const labelOf = new Map(
    groups.map(({ name }, index) => [name, labels[index] ?? name]),
  );
  const lines = [
    ...wrapText(names.join(", "), { head: "compare  ", width: WIDTH }),
    `medians of runs; 95 % intervals of ${formatCount(resamples)} resamples, ` +
    `seed ${seed}`,
  ];
  const places = Map.groupBy(
    rows,
    ({ target, step, op }) => [target, step, op].join("\n"),
  );
  for (const [place, own] of places) {
    lines.push("", place.split("\n").filter((one) => one !== "").join(" "));
    lines.push(...placeTable(own, {
      base: labels[0] ?? "",
      labelOf: (name) => labelOf.get(name) ?? name,
    }));
  }
  lines.push(...sentences("warnings", [...warnings, ...chanceNote(rows)]));
  lines.push(
    ...sentences(
      "conditions",
      conditions.map(conditionText),
    ),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

function sentences(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  return [
    "",
    title,
    ...texts.flatMap((text) => wrapText(text, { head: "  - ", width: WIDTH })),
  ];
}

/** Of many comparisons some differ by chance alone. */
export function chanceNote(rows: readonly ComparisonRow[]): string[] {
  const tested = rows.flatMap(({ differences }) => differences)
    .filter(({ chance }) => chance !== null).length;
  if (tested < 20) return [];
  return [
    `${formatCount(tested)} figures were compared at 95 %: about ` +
    `${Math.round(tested / 20)} may seem different by chance alone`,
  ];
}

/** Longer names than that would not leave room for figures. */
const LABEL_CELLS = 8;

/** Letters in the place of names of which one is too long. */
function labelsOf(names: readonly string[]): string[] {
  return names.every((name) => name.length <= LABEL_CELLS)
    ? [...names]
    : names.map((_, at) => at < 26 ? String.fromCharCode(65 + at) : `#${at}`);
}

interface Labels {
  readonly base: string;
  labelOf(name: string): string;
}

function placeTable(
  rows: readonly ComparisonRow[],
  { base, labelOf }: Labels,
): string[] {
  const shown = rows.filter(({ metric }) => SHOWN.includes(metric));
  if (shown.every(({ differences }) => differences.length === 0)) {
    return indented(alignRows([
      ["", base, "lowest", "highest"],
      ...shown.map((row) => [
        metricName(row),
        ...[row.base.median, row.base.min, row.base.max]
          .map((value) => valueText(value, row)),
      ]),
    ]));
  }
  const others = [
    ...new Set(
      shown.flatMap(({ differences }) => differences)
        .map(({ group }) => group),
    ),
  ];
  return others.flatMap((name) =>
    indented(alignRows([
      ["", base, labelOf(name), "change", "95 %", "effect", "verdict"],
      ...shown.flatMap((row) => {
        const found = row.differences.find(({ group }) => group === name);
        return found === undefined ? [] : [[
          metricName(row),
          valueText(row.base.median, row),
          valueText(found.spread.median, row),
          found.change === null ? "-" : percentText(found.change),
          found.interval === null
            ? "-"
            : found.interval.map((end) => (100 * end).toFixed(1)).join(".."),
          found.effect.toFixed(2),
          found.outcome,
        ]];
      }),
    ]))
  );
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** With the unit that its values are written in. */
export function metricName({ metric, base }: ComparisonRow): string {
  if (metric === "throughput") return "MB/s";
  if (metric === "iops") return "IOPS";
  return `${metric} ${latencyUnits([base.median])[0]?.name ?? "ns"}`;
}

/** In the unit of the row. */
export function valueText(
  value: number,
  { metric, base }: ComparisonRow,
): string {
  if (metric === "throughput") return (value / 1e6).toFixed(2);
  if (metric === "iops") return formatCount(Math.round(value));
  const [unit] = latencyUnits([base.median]);
  return unit === undefined ? String(value) : inUnit(value, unit);
}
