/** The lanes of one step as a table, the slowest told apart. */
import { formatCount, formatDuration } from "../../profile/mod.ts";
import type { LaneReport } from "../lane_report.ts";
import type { StepReport } from "../report.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { megabytes, NOTHING } from "./step_tables.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";

/** A lane this far below the median of its step is marked. */
const LAGGING = 0.8;

/** Folded; nothing where the report does not have its lanes. */
export function laneTable({ laneRows }: StepReport, path: string): Part {
  if (laneRows === undefined || laneRows.length === 0) return null;
  const rates = laneRows.map(opsPerSecond);
  const middle = [...rates].sort((a, b) => a - b)[rates.length >> 1] ?? 0;
  const count = laneRows.length;
  return markup`<details><summary>${
    count === 1 ? "1 lane" : `${count} lanes, each by itself`
  }</summary>${
    tableMarkup({
      head: [
        "lane",
        "<operations",
        "MB/s",
        "IOPS",
        "errors",
        "ran",
        "CPU",
        "waited",
        "late",
        "backlog",
        "findings",
        "status",
      ],
      rows: laneRows.map((row, index) =>
        cells(row, {
          at: `${path}.laneRows.${index}`,
          isLagging: count > 1 && opsPerSecond(row) < LAGGING * middle,
        })
      ),
    })
  }</details>\n`;
}

function opsPerSecond({ ops, durationNs }: LaneReport): number {
  const count = ops.reduce((sum, one) => sum + one.count, 0);
  return durationNs > 0 ? count * 1e9 / durationNs : 0;
}

function cells(
  row: LaneReport,
  { at, isLagging }: { readonly at: string; readonly isLagging: boolean },
): Cell[] {
  const bytes = row.ops.reduce((sum, one) => sum + one.bytes, 0);
  const errors = row.ops.reduce((sum, one) => sum + one.errors, 0);
  const perSecond = row.durationNs > 0 ? bytes * 1e9 / row.durationNs : 0;
  const count = (name: keyof LaneReport, value: number): Cell => ({
    ...figure(formatCount(value), `${at}.${name}`, value),
    ...(value === 0 && { mark: "faint" as const }), // not any text
  });
  return [
    figure(String(row.lane), `${at}.lane`, row.lane),
    { shows: opsText(row, at), isText: true },
    { shows: megabytes(perSecond) },
    {
      shows: formatCount(Math.round(opsPerSecond(row))),
      ...(isLagging && { mark: "warn" as const }), // not any text
    },
    errors === 0 ? NOTHING : { shows: formatCount(errors), mark: "bad" },
    figure(formatDuration(row.durationNs), `${at}.durationNs`, row.durationNs),
    figure(formatDuration(row.cpuNs), `${at}.cpuNs`, row.cpuNs),
    count("conflicts", row.conflicts),
    count("lateStarts", row.lateStarts),
    count("backlogMax", row.backlogMax),
    {
      ...count("findings", row.findings),
      ...(row.findings > 0 && { mark: "bad" as const }), // not any text
    },
    count("status", row.status),
  ];
}

function opsText({ ops }: LaneReport, at: string): Markup[] {
  return ops.map(({ op, count }, index) =>
    markup`<span data-path="${`${at}.ops.${index}.count`}" data-value="${count}">${op} ${
      formatCount(count)
    }</span> `
  );
}
