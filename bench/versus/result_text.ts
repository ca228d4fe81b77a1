/**
 * Shows results: a Markdown page with the machine, the bars and every round.
 * Pure text out, nothing rounded away that decides a bar.
 */
import type { Machine } from "./machine.ts";
import type { Bar } from "./row.ts";

export interface RowResult {
  readonly id: string;
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Why the row could not be measured; its bars count as missed. */
  readonly failure?: string;
}

export interface Results {
  readonly date: string;
  readonly machine: Machine;
  readonly command: string;
  readonly rows: readonly RowResult[];
  /** Rows that were not run, each with the reason. */
  readonly omitted: readonly string[];
}

/** The page as committed under `bench/results/`. */
export function renderResults(results: Results): string {
  const { machine } = results;
  return [
    `# Measured ${results.date}`,
    "",
    `\`${results.command}\` at commit ${machine.commit}`,
    "",
    `- ${machine.cpuCount} x ${machine.cpu}, ${machine.memoryGiB} GiB`,
    `- ${machine.os}, kernel ${machine.kernel}`,
    `- ${machine.storage}`,
    `- ${machine.tools.join(", ")}`,
    `- load before the start: ${machine.load.toFixed(2)}`,
    "",
    "Ours and theirs are medians over the rounds; measured is the median of",
    "the ratios ours / theirs of each round where there are two tools.",
    "",
    ...results.rows.flatMap(renderRow),
    ...(results.omitted.length === 0
      ? []
      : ["## Not run", "", ...results.omitted.map((line) => `- ${line}`), ""]),
  ].join("\n");
}

function renderRow(row: RowResult): string[] {
  return [
    `## ${row.title}`,
    "",
    ...(row.failure === undefined ? [] : [`FAILED: ${row.failure}`, ""]),
    "| | ours | theirs | measured | bar | |",
    "| --- | --- | --- | --- | --- | --- |",
    ...row.bars.map((bar) => {
      const { comparison } = bar;
      const cells = [
        bar.title,
        comparison ? figure(comparison.oursMedian, bar.unit) : "",
        comparison ? figure(comparison.theirsMedian, bar.unit) : "",
        comparison
          ? `${bar.measured.toFixed(3)} (${
            comparison.ratioMin.toFixed(3)
          } to ` +
            `${
              comparison.ratioMax.toFixed(3)
            }, ${comparison.rounds.length} rounds)`
          : figure(bar.measured, bar.unit),
        bar.need,
        verdictOf(bar),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
    "",
  ];
}

/** One line for the terminal. */
export function renderBar(bar: Bar): string {
  const value = bar.comparison
    ? `${bar.measured.toFixed(3)} x`
    : figure(bar.measured, bar.unit);
  return `  ${verdictOf(bar).padEnd(7)} ${bar.title}: ${value}, ` +
    `bar ${bar.need}`;
}

function verdictOf(bar: Bar): string {
  return bar.isMet === null ? "shown" : bar.isMet ? "met" : "MISSED";
}

function figure(value: number, unit: string): string {
  if (unit === "B/s") return `${(value / 1e6).toFixed(0)} MB/s`;
  if (unit === "/s") return `${value.toFixed(0)}/s`;
  return `${value.toFixed(value < 100 ? 2 : 0)} ${unit}`;
}
