/**
 * A report as Markdown for a CI system's page: the verdict, one table of
 * operations, findings, objectives and doubts.
 */
import { formatCount, formatDuration } from "../../profile/mod.ts";
import { faultMark } from "../fault_text.ts";
import type {
  ObjectiveReport,
  OpReport,
  Percentiles,
  Report,
  StepReport,
} from "../report.ts";

/** Findings beyond these are counted: a page should stay readable. */
const FINDINGS_TOLD_MAX = 10;

/** One second of latency and less is told in ms, all with three digits. */
export function renderSummary(report: Report): string {
  const mark = faultMark(report);
  const { outcome, sentence } = report.verdict;
  const blocks = [
    ...(mark === null ? [] : [`> **${md(mark)}**`]),
    `## ${outcome === "pass" ? "✅" : "❌"} stor-verify: ${md(outcome)}`,
    md(sentence),
    factsLine(report),
    opTable(report),
    caseLine(report),
    findingBlock(report),
    listBlock(
      "Objectives",
      report.objectives.map(objectiveItem),
    ),
    listBlock("Failures", report.failures.map(md)),
    listBlock("Doubts", report.doubts.map(md)),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function factsLine(report: Report): string {
  const { profile, runId, seed, machine, durationNs } = report;
  const targets = report.targets.map(({ url }) => code(url)).join(", ");
  return `Profile ${code(profile)} on ${targets}, run ${code(runId)}, seed ` +
    `${code(seed)}, ${formatDuration(durationNs)} on ${md(machine.host)} ` +
    `(${md(machine.cpu)}, ${machine.cpuCount} processors, ` +
    `${md(machine.kernel)}).`;
}

const HEAD = [
  ...["target", "step", "operation", "count", "errors", "MB/s", "ops/s"],
  ...["p50 ms", "p99 ms", "p99.9 ms", "max ms", "compared MB"],
];

function opTable({ steps }: Report): string {
  const rows = steps.flatMap((step) =>
    step.ops.map((op) => row(opCells(step, op)))
  );
  if (rows.length === 0) return "";
  const line = HEAD.map((_, index) => index < 3 ? "---" : "---:");
  return [row(HEAD), row(line), ...rows].join("\n");
}

/** Open loop: what a caller waits for, which is the response. */
function opCells(step: StepReport, op: OpReport): string[] {
  const latency = op.response ?? op.service;
  return [
    ...[md(step.target), md(step.step), op.op],
    ...[formatCount(op.count), formatCount(op.errors)],
    (op.whole.bytesPerSecond / 1e6).toFixed(1),
    formatCount(Math.round(op.whole.opsPerSecond)),
    ...latencyCells(latency),
    (step.coverage.comparedBytes / 1e6).toFixed(0),
  ];
}

function latencyCells(latency: Percentiles | null): string[] {
  if (latency === null) return ["-", "-", "-", "-"];
  const uncertain = new Set<string>(latency.uncertain);
  const cell = (name: string, ns: number) =>
    (ns / 1e6).toFixed(3) + (uncertain.has(name) ? "?" : "");
  return [
    cell("p50", latency.p50Ns),
    cell("p99", latency.p99Ns),
    cell("p99.9", latency.p999Ns),
    cell("max", latency.maxNs),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function caseLine({ cases }: Report): string {
  if (cases.length === 0) return "";
  const counts = [...Map.groupBy(cases, ({ verdict }) => verdict)]
    .map(([verdict, ended]) => `${formatCount(ended.length)} ${verdict}`);
  const bad = cases.filter(({ verdict }) =>
    verdict === "broken" || verdict === "failed"
  );
  return [
    `**Cases**: ${counts.join(", ")}`,
    ...bad.map(({ id, target, reason }) =>
      `- ${code(id)} on ${md(target)}: ${md(reason)}`
    ),
  ].join("\n");
}

function findingBlock(
  { findings, findingsOmitted, pipeline = [] }: Report,
): string {
  const all = [
    ...findings,
    ...pipeline.flatMap(({ again = "", findings }) =>
      findings.map(({ sentence }) => ({ sentence, again }))
    ),
  ];
  const told = all.slice(0, FINDINGS_TOLD_MAX);
  const left = all.length - told.length + findingsOmitted;
  const more = left > 0 ? [`and ${formatCount(left)} more`] : [];
  return listBlock("Findings", [
    ...told.map(({ sentence, again }) =>
      `${md(sentence)}; again: ${code(again)}`
    ),
    ...more,
  ]);
}

function listBlock(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return [`**${title}**`, "", ...items.map((item) => `- ${item}`)].join("\n");
}

function objectiveItem(objective: ObjectiveReport): string {
  const { outcome, sentence, target, text } = objective;
  return `${outcome === "met" ? "✅" : "❌"} ${code(text)} on ` +
    `${md(target)}: ${md(sentence)}`;
}

/** As it reads, whatever a key or a path has in it. */
function md(text: string): string {
  return text.replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_{}[\]<>#|~&]/g, (found) => `\\${found}`);
}

/** The longest run of backticks inside decides the fence. */
function code(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  const runs = flat.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = runs.length > 0 ? " " : "";
  return `${fence}${pad}${flat}${pad}${fence}`;
}
