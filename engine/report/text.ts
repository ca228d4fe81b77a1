/**
 * A report as text for people: at most 80 columns, one unit per table, the
 * summary and the verdict last, because that is what stays on the screen.
 */
import { formatBytes, formatCount } from "../profile/mod.ts";
import { caseLines } from "./case_text.ts";
import { consistencyLines } from "./consistency_text.ts";
import { faultCountTexts, faultMark } from "./fault_text.ts";
import { countFindings, findingPlaces, othersText } from "./finding_places.ts";
import { type Palette, paletteOf } from "./palette.ts";
import type { Report, Verdict } from "./report.ts";
import { clientText, coverageText, stepLines } from "./step_text.ts";
import { summaryLines } from "./summary_text.ts";
import { loaderLines } from "./loader_text.ts";
import { pipelineLines } from "./pipeline_text.ts";
import { tableLines } from "./table_text.ts";
import { wrapText } from "./table.ts";

/** How wide the text may be, and whether marks for a terminal are wanted. */
export interface TextOptions {
  readonly width: number;
  readonly color: boolean;
}

/** Findings that are written out; all are in the JSON. */
const FINDINGS_SHOWN = 10;
const WIDTH_MAX = 80;

/** Ends with a line break. Deterministic: the same report, the same text. */
export function renderText(report: Report, options: TextOptions): string {
  const width = Math.min(options.width, WIDTH_MAX);
  const palette = paletteOf(options.color);
  const parts = [
    headLines(report, width, palette),
    ...stepParts(report, width),
    ...consistencyParts(report, { width, color: options.color }),
    ...(report.pipeline ?? []).map((judged) => [
      ...wrapText(judged.target, { head: "", width }),
      ...pipelineLines(judged, width),
    ]),
    ...(report.table ?? []).map((judged) => [
      ...wrapText(judged.target, { head: "", width }),
      ...tableLines(judged, width),
    ]),
    ...(report.loader ?? []).map((judged) => [
      ...wrapText(judged.target, { head: "", width }),
      ...loaderLines(judged, width),
    ]),
    totalLines(report, width),
    listLines(
      "not run",
      report.notRun.map((one) => `${one.target} ${one.step}: ${one.reason}`),
      width,
    ),
    caseLines(report.cases, width),
    listLines("fault points", faultCountTexts(report), width),
    listLines("doubts", report.doubts, width),
    objectiveLines(report, width),
    listLines("failures", report.failures, width),
    findingLines(report, width, palette),
    [
      ...summaryLines(report.steps, width, palette),
      ...verdictLines(report.verdict, width, palette),
    ],
  ];
  return parts.filter((part) => part.length > 0)
    .map((part) => part.map((line) => `${line}\n`).join("")).join("\n");
}

function headLines(report: Report, width: number, palette: Palette) {
  const { machine } = report;
  const mark = faultMark(report);
  const armed = mark === null
    ? []
    : wrapText(mark, { head: "", width }).map(palette.warn);
  return [
    ...armed,
    ...wrapText(
      `${report.tool}, profile ${report.profile}`,
      { head: "", width },
    ),
    `run ${report.runId}, seed ${report.seed}`,
    ...wrapText(
      `${machine.host}: ${machine.cpuCount} x ${machine.cpu}, ` +
        `${formatBytes(machine.memoryBytes)}, kernel ${machine.kernel}, ` +
        `clock ${machine.clockSource}, stamp ${machine.stampKernel}`,
      { head: "", width },
    ),
  ];
}

function stepParts(report: Report, width: number): string[][] {
  return report.targets.flatMap(({ name, url }) => {
    const own = report.steps.filter((step) => step.target === name);
    const title = name === url ? url : `${name}  ${url}`;
    const head = wrapText(title, { head: "", width });
    return own.map((step, index) => [
      ...(index === 0 ? head : []),
      ...stepLines(step, width),
    ]);
  });
}

/** Below their target, where no load of it was told of before. */
function consistencyParts(
  { consistency = [], steps, targets }: Report,
  options: TextOptions,
): string[][] {
  const { width } = options;
  return targets.flatMap(({ name, url }) => {
    const own = consistency.filter(({ target }) => target === name);
    const isTold = steps.some(({ target }) => target === name);
    const title = name === url ? url : `${name}  ${url}`;
    return own.map((judged, index) => [
      ...(index === 0 && !isTold ? wrapText(title, { head: "", width }) : []),
      ...consistencyLines(judged, options),
    ]);
  });
}

/** With a single step its own lines have said all of that. */
function totalLines({ steps, coverage, client }: Report, width: number) {
  if (steps.length < 2) return [];
  return [
    ...wrapText(coverageText(coverage), { head: "verified  ", width }),
    ...wrapText(clientText(client), { head: "client    ", width }),
  ];
}

function listLines(
  name: string,
  sentences: readonly string[],
  width: number,
): string[] {
  if (sentences.length === 0) return [];
  return [
    name,
    ...sentences.flatMap((one) => wrapText(one, { head: "  - ", width })),
  ];
}

function objectiveLines({ objectives }: Report, width: number): string[] {
  if (objectives.length === 0) return [];
  return [
    "objectives",
    ...objectives.flatMap((one) =>
      wrapText(`${one.text} on ${one.target}: ${one.sentence}`, {
        head: `  ${one.outcome.padEnd(9)}  `,
        width,
      })
    ),
  ];
}

function findingLines(
  { findings, findingsOmitted }: Report,
  width: number,
  palette: Palette,
): string[] {
  const count = countFindings(findings) + findingsOmitted;
  if (count === 0) return [];
  const places = findingPlaces(findings);
  const shown = places.slice(0, FINDINGS_SHOWN);
  const lines = [palette.bad(`findings  ${formatCount(count)}`)];
  for (const place of shown) {
    const { sentence, again, known } = place.finding;
    lines.push(
      ...wrapText(sentence + othersText(place), { head: "  - ", width }),
      ...(known === undefined
        ? []
        : wrapText(`known of ${known}`, { head: "    ", width })),
      // Never wrapped: it is there to be copied.
      `    ${again}`,
    );
  }
  const more = places.length - shown.length;
  if (more > 0) {
    lines.push(`  and ${formatCount(more)} more in the JSON report`);
  }
  if (findingsOmitted > 0) {
    lines.push(`  and ${formatCount(findingsOmitted)} counted but not kept`);
  }
  return lines;
}

const WORDS: Readonly<Record<Verdict["outcome"], string>> = {
  "pass": "PASS",
  "wrong": "WRONG",
  "failed": "FAILED",
  "inconclusive": "INCONCLUSIVE",
  "objective missed": "OBJECTIVE MISSED",
  "interrupted": "INTERRUPTED",
};

function verdictLines(verdict: Verdict, width: number, palette: Palette) {
  const word = WORDS[verdict.outcome];
  const lines = wrapText(verdict.sentence, { head: `${word}  `, width });
  const mark = verdict.exit === 0
    ? palette.good
    : verdict.exit === 1 || verdict.exit === 3
    ? palette.bad
    : palette.warn;
  return lines.map((line, index) =>
    index === 0 ? mark(word) + line.slice(word.length) : line
  );
}
