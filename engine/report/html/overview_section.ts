/**
 * Everything that a run measured in one table: each operation of each step,
 * copies and commits among them; and one row for each target.
 */
import { formatBytes, formatCount } from "../../profile/mod.ts";
import { hasPercentiles, latencyCell } from "../latency_text.ts";
import { inUnit, type LatencyUnit, latencyUnits } from "../latency_unit.ts";
import { tableFailures } from "../table_judgement.ts";
import type { OpReport, Percentiles, Report, StepReport } from "../report.ts";
import { markup, type Part } from "./markup.ts";
import { megabytes, NOTHING } from "./step_tables.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";

/** Every operation of every step: felt latency, in one unit. */
export function overviewSection(report: Report): Part {
  const { pipeline = [], steps, table = [] } = report;
  if (steps.length + pipeline.length + table.length === 0) return null;
  const [unit] = latencyUnits([
    ...steps.flatMap(({ ops }) => ops).flatMap((op) => {
      const felt = feltOf(op);
      return felt !== null && hasPercentiles(felt) ? [felt.p50Ns] : [];
    }),
    ...[...pipeline, ...table].flatMap(({ p50Ns }) => p50Ns ?? []),
  ]);
  if (unit === undefined) return null;
  return markup`<section id="overview"><h2>Overview</h2>${
    tableMarkup({
      head: [
        "<target",
        "<step",
        "<operation",
        "MB/s",
        "IOPS",
        `p50 ${unit.name}`,
        `p99 ${unit.name}`,
        `p99.9 ${unit.name}`,
        `max ${unit.name}`,
        "errors",
        "findings",
      ],
      rows: [
        ...steps.flatMap((step, index) => stepRows(step, { index, unit })),
        ...pipeline.map((one, index) =>
          laneless(one, {
            ...{ id: `copies-${index}`, path: `pipeline.${index}`, unit },
            ...{ op: "copy", count: one.copied },
            ...{ errors: one.failed.length, findings: one.findings.length },
          })
        ),
        ...table.map((one, index) =>
          laneless(one, {
            ...{ id: `table-${index}`, path: `table.${index}`, unit },
            // Nobody committed what was only read again.
            ...(one.isReadBack === true
              ? { op: "read again", count: null }
              : { op: "commit", count: one.appended }),
            ...{ errors: tableFailures(one), findings: one.findingsCount },
          })
        ),
      ],
    })
  }${targetTable(report)}</section>\n`;
}

type Laneless =
  | NonNullable<Report["pipeline"]>[number]
  | NonNullable<Report["table"]>[number];

interface LanelessLook {
  readonly id: string;
  readonly path: string;
  readonly unit: LatencyUnit;
  readonly op: string;
  /** `null`: there are no rates. */
  readonly count: number | null;
  readonly errors: number;
  readonly findings: number;
}

/** A step that has no lanes, as the one operation that it is. */
function laneless(
  judged: Laneless,
  { count, errors, findings, id, op, path, unit }: LanelessLook,
): (Cell | string)[] {
  const { bytesPerSecond, durationNs, step, target } = judged;
  const took = (name: "p50Ns" | "p99Ns" | "maxNs"): Cell => {
    const ns = judged[name];
    return ns === null
      ? NOTHING
      : figure(inUnit(ns, unit), `${path}.${name}`, ns);
  };
  const bad = (amount: number): Cell => ({
    shows: formatCount(amount),
    mark: amount > 0 ? "bad" : "faint",
  });
  const rate = durationNs > 0 ? (count ?? 0) * 1e9 / durationNs : 0;
  return [
    target,
    { shows: markup`<a href="#${id}">${step}</a>`, isText: true },
    op,
    ...(count === null ? [NOTHING, NOTHING] : [
      figure(
        megabytes(bytesPerSecond),
        `${path}.bytesPerSecond`,
        bytesPerSecond,
      ),
      { shows: rate < 100 ? rate.toFixed(1) : formatCount(Math.round(rate)) },
    ]),
    ...[took("p50Ns"), took("p99Ns"), NOTHING, took("maxNs")],
    ...[bad(errors), bad(findings)],
  ];
}

/** Response in an open loop, which is what a caller waits for. */
function feltOf({ service, response }: OpReport): Percentiles | null {
  return response ?? service;
}

interface StepPlace {
  readonly index: number;
  readonly unit: LatencyUnit;
}

function stepRows(step: StepReport, { index, unit }: StepPlace) {
  const name: Cell = {
    shows: markup`<a href="#step-${index}">${step.step}</a>`,
    isText: true,
  };
  if (step.ops.length === 0) {
    const none = Array.from({ length: 8 }, () => NOTHING);
    return [[step.target, name, step.outcome, ...none]];
  }
  return step.ops.map((op, row) => {
    const at = `steps.${index}.ops.${row}`;
    const felt = feltOf(op);
    const isOpen = op.response !== null;
    const of = (
      column: "p50" | "p99" | "p99.9" | "max",
      field: Field,
    ): Cell => {
      if (felt === null) return NOTHING;
      const shows = latencyCell(felt, column, unit);
      return shows === "-" ? NOTHING : figure(
        shows,
        `${at}.${isOpen ? "response" : "service"}.${field}`,
        felt[field],
      );
    };
    const { bytesPerSecond, opsPerSecond } = op.whole;
    return [
      step.target,
      name,
      op.op,
      bytesPerSecond === 0 ? NOTHING : figure(
        megabytes(bytesPerSecond),
        `${at}.whole.bytesPerSecond`,
        bytesPerSecond,
      ),
      figure(
        formatCount(Math.round(opsPerSecond)),
        `${at}.whole.opsPerSecond`,
        opsPerSecond,
      ),
      of("p50", "p50Ns"),
      of("p99", "p99Ns"),
      of("p99.9", "p999Ns"),
      of("max", "maxNs"),
      badCount(op.errors, `${at}.errors`),
      row === 0
        ? badCount(step.coverage.badUnits, `steps.${index}.coverage.badUnits`)
        : { shows: "" },
    ];
  });
}

type Field = "p50Ns" | "p99Ns" | "p999Ns" | "maxNs";

function badCount(count: number, path: string): Cell {
  return {
    ...figure(formatCount(count), path, count),
    mark: count > 0 ? "bad" : "faint",
  };
}

/**
 * Sums over the steps of each target, copies and tables among them; bytes are
 * those of lanes, as a copy has two targets. One target is the run itself.
 */
function targetTable(report: Report): Part {
  const { targets, steps, pipeline = [], table = [] } = report;
  if (targets.length < 2) return null;
  const ofBytes = pipeline.length + table.length === 0
    ? ["written", "read back", "compared"]
    : ["lanes wrote", "lanes read", "lanes compared"];
  return tableMarkup({
    head: [
      ...["<target", "<URL", "operations", "errors", ...ofBytes, "findings"],
    ],
    rows: targets.map(({ name, url }) => {
      const isOwn = ({ target }: { readonly target: string }) =>
        target === name;
      const own = steps.filter(isOwn);
      const copies = pipeline.filter(isOwn);
      const tables = table.filter(isOwn);
      const ops = own.flatMap(({ ops }) => ops);
      const bytes = (
        field: "writtenBytes" | "readBytes" | "comparedBytes",
      ): Cell => ({
        shows: formatBytes(sum(own, ({ coverage }) => coverage[field])),
      });
      const operations = sum(ops, ({ count }) => count) +
        sum(copies, ({ copied }) => copied) +
        sum(tables, ({ appended, isReadBack }) => isReadBack ? 0 : appended);
      const errors = sum(ops, (op) => op.errors) +
        sum(copies, ({ failed }) => failed.length) + sum(tables, tableFailures);
      const findings = sum(own, ({ coverage }) => coverage.badUnits) +
        sum(copies, (one) => one.findings.length) +
        sum(tables, ({ findingsCount }) => findingsCount);
      return [
        ...[name, url, { shows: formatCount(operations) }],
        { shows: formatCount(errors) },
        ...(own.length === 0 ? [NOTHING, NOTHING, NOTHING] : [
          bytes("writtenBytes"),
          bytes("readBytes"),
          bytes("comparedBytes"),
        ]),
        {
          shows: formatCount(findings),
          mark: findings > 0 ? "bad" as const : "faint" as const, // not any text
        },
      ];
    }),
  });
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
