/** A step over a table: its pictures, its figures, and what went wrong. */
import { formatBytes, formatCount, formatDuration } from "../../profile/mod.ts";
import { tableFailures, type TableJudgement } from "../table_judgement.ts";
import type { ChartBook } from "./chart_spec.ts";
import { courseCharts } from "./course_charts.ts";
import { type Markup, markup } from "./markup.ts";
import { durationCell, megabytes } from "./step_tables.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";
import { troubleList } from "./trouble_list.ts";

/** `index` is the place of the step in the report. */
export function tableSection(
  judged: TableJudgement,
  index: number,
  book: ChartBook,
): Markup {
  const { course = [], durationNs, failed, findings, findingsCount } = judged;
  const { keptAt } = judged;
  const charts = courseCharts(course, {
    ...{ ends: "commits", group: `table-${index}` },
  });
  return markup`<section id="table-${index}" class="step${
    findingsCount > 0 ? " bad" : failed.length > 0 ? " warn" : ""
  }"><h2>${judged.step} <small>${judged.target}</small></h2>
<p class="facts">table: ${judged.verdict}, in ${formatDuration(durationNs)}</p>
<div class="charts">${charts.map((chart) => book.add(chart))}</div>${
    figures(judged, `table.${index}`)
  }${
    troubleList(findings, {
      ...{ title: "Findings", mark: "bad" },
      count: findingsCount,
    })
  }${
    troubleList(failed, {
      ...{ title: "Failed", mark: "warn" },
      count: tableFailures(judged),
    })
  }${
    keptAt === undefined
      ? null
      : markup`<p class="hint">Kept at <code>${keptAt}</code></p>`
  }</section>\n`;
}

type CountName =
  | "appended"
  | "appends"
  | "comparedRows"
  | "conflicts"
  | "readBack"
  | "rows"
  | "snapshots"
  | "unknownOutcomes"
  | "versions";

function figures(judged: TableJudgement, path: string) {
  const count = (name: CountName): Cell =>
    figure(formatCount(judged[name]), `${path}.${name}`, judged[name]);
  const bytes = (name: "rowBytes" | "manifestBytes"): Cell =>
    figure(formatBytes(judged[name]), `${path}.${name}`, judged[name]);
  const rate = (name: "appendsPerSecond" | "rowsPerSecond"): Cell => {
    const value = judged[name];
    const shows = value < 100
      ? value.toFixed(1)
      : formatCount(Math.round(value));
    return figure(shows, `${path}.${name}`, value);
  };
  const took = (name: "p50Ns" | "p99Ns" | "maxNs") =>
    durationCell(judged[name], `${path}.${name}`);
  const waited = (name: "p50Ns" | "p99Ns"): Cell[] =>
    judged.waited === undefined
      ? []
      : [durationCell(judged.waited[name], `${path}.waited.${name}`)];
  const { bytesPerSecond } = judged;
  // The rates of reading are those of comparing as well, and say little.
  if (judged.isReadBack === true) {
    return tableMarkup({
      head: [
        ...["acknowledged", "rows", "bytes", "rows compared"],
        ...["nobody was told", "versions", "last manifest"],
      ],
      rows: [[
        ...[count("appended"), count("rows"), bytes("rowBytes")],
        ...[count("comparedRows"), count("unknownOutcomes")],
        ...[count("versions"), bytes("manifestBytes")],
      ]],
    });
  }
  return [
    tableMarkup({
      head: [
        ...["appended", "of", "appends/s", "rows", "rows/s", "bytes", "MB/s"],
        ...["commit p50", "p99", "max"],
        ...(judged.waited === undefined ? [] : ["waited p50", "p99"]),
      ],
      rows: [[
        ...[count("appended"), count("appends"), rate("appendsPerSecond")],
        ...[count("rows"), rate("rowsPerSecond"), bytes("rowBytes")],
        figure(
          megabytes(bytesPerSecond),
          `${path}.bytesPerSecond`,
          bytesPerSecond,
        ),
        ...[took("p50Ns"), took("p99Ns"), took("maxNs")],
        ...[...waited("p50Ns"), ...waited("p99Ns")],
      ]],
    }),
    tableMarkup({
      head: [
        ...["conflicts merged", "lost answers", "versions", "last manifest"],
        ...["snapshots read", "rows compared", "of them at the end"],
      ],
      rows: [[
        ...[count("conflicts"), count("unknownOutcomes"), count("versions")],
        ...[bytes("manifestBytes"), count("snapshots")],
        ...[count("comparedRows"), count("readBack")],
      ]],
    }),
  ];
}
