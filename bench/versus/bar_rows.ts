/**
 * Figures that are held against bars of their own, where no other tool stands
 * beside them: rows in, a page of Markdown for `bench/results/` out.
 */
import { hostClass, type Machine } from "./machine.ts";

export interface BarRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Bars; a row without any is only shown. */
  readonly least?: number;
  readonly most?: number;
}

/** What is no number misses every bar. */
export function isMissed(
  { value, least = -Infinity, most = Infinity }: BarRow,
): boolean {
  return !(value >= least && value <= most);
}

export interface BarPage {
  readonly title: string;
  readonly machine: Machine;
  /** How it was measured, a paragraph each. */
  readonly notes: readonly string[];
  readonly rows: readonly BarRow[];
}

/** The whole page. */
export function renderBars(
  { machine, notes, rows, title }: BarPage,
): string {
  const cells = rows.map((row) => [
    row.what,
    `${figure(row.value)} ${row.unit}`.trim(),
    [
      ...(row.least === undefined ? [] : [`at least ${row.least}`]),
      ...(row.most === undefined ? [] : [`at most ${row.most}`]),
    ].join(", "),
    isMissed(row) ? "missed" : "",
  ]);
  return [
    `# ${title}`,
    "",
    `${machine.cpuCount} x ${machine.cpu}, ${machine.memoryGiB} GiB, ` +
    `${machine.os}, kernel ${machine.kernel}; ${machine.storage}; commit ` +
    `${machine.commit}; load average ${machine.load.toFixed(1)} before.`,
    "",
    ...notes.flatMap((note) => [note, ""]),
    "| what | measured | wanted | |",
    "| --- | --- | --- | --- |",
    ...cells.map((row) => `| ${row.join(" | ")} |`),
    "",
  ].join("\n");
}

/** Counts stay exact: one row that is missing is one. */
function figure(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/**
 * Writes the page below `root`, named after today, the host and `kind`, and
 * prints it. Resolves to whether every bar was met.
 */
export async function keepBars(
  page: BarPage,
  { kind, root }: { readonly kind: string; readonly root: string },
): Promise<boolean> {
  const text = renderBars(page);
  const day = new Date().toISOString().slice(0, 10);
  const name = `${day}-${hostClass(page.machine)}-${kind}.md`;
  await Deno.writeTextFile(`${root}/bench/results/${name}`, text);
  await Deno.stdout.write(new TextEncoder().encode(text));
  return !page.rows.some(isMissed);
}
