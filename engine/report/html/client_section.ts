/**
 * Clients that fought over keys: what was promised and what held, how attempts
 * ended, and for each finding the attempts that contradict each other, on a
 * line of time.
 */
import { formatCount } from "../../profile/mod.ts";
import { breaks, type ConsistencyJudgement } from "../consistency_judgement.ts";
import { clientHeadline, consistencyFacts } from "../consistency_text.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { NOTHING } from "./step_tables.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";
import { timeBar } from "./time_bar.ts";

type Finding = ConsistencyJudgement["report"]["findings"][number];

/** Findings that are open from the beginning. */
const OPEN_MAX = 3;

const MARKS = {
  kept: "good",
  broken: "bad",
  undecided: "warn",
  unseen: "warn",
} as const;

/** `index` is the place of the step in the report. */
export function clientSection(
  judged: ConsistencyJudgement,
  index: number,
): Markup {
  const { promise, report, verdict } = judged;
  const path = `consistency.${index}`;
  return markup`<section id="clients-${index}" class="step ${
    MARKS[verdict]
  }"><h2>${judged.step} <small>${judged.target}</small></h2>
<p class="facts">${clientHeadline(judged)}</p><dl class="lines">${
    consistencyFacts(judged).map(([name, text]) =>
      markup`<dt>${name}</dt><dd>${text}</dd>`
    )
  }</dl>${operationTable(judged, path)}${
    report.findings.map((finding, at) =>
      findingMarkup(finding, {
        isOpen: at < OPEN_MAX,
        isAllowed: !breaks(finding.held ?? "none", promise.level),
      })
    )
  }${more(judged)}</section>\n`;
}

function more({ allowed, broken, report }: ConsistencyJudgement): Part {
  const rest = allowed + broken - report.findings.length;
  return rest <= 0
    ? null
    : markup`<p class="hint">and ${
      formatCount(rest)
    } more that were counted</p>`;
}

function operationTable(
  { report }: ConsistencyJudgement,
  path: string,
): Part {
  const names = ["asked", "answered", "refused", "unknown", "failed"] as const;
  return tableMarkup({
    head: ["<operation", ...names],
    rows: Object.entries(report.operations)
      .filter(([, { asked }]) => asked > 0)
      .map(([operation, counts]) => [
        operation,
        ...names.map((name): Cell => ({
          ...figure(
            formatCount(counts[name]),
            `${path}.report.operations.${operation}.${name}`,
            counts[name],
          ),
          ...(counts[name] === 0 && { mark: "faint" as const }), // not any text
        })),
      ]),
  });
}

interface FindingLook {
  readonly isOpen: boolean;
  readonly isAllowed: boolean;
}

function findingMarkup(
  finding: Finding,
  { isOpen, isAllowed }: FindingLook,
): Markup {
  const { key, name, sentence, witness } = finding;
  const spanNs = Math.max(
    1,
    ...witness.map(({ callNs, returnNs }) => returnNs ?? callNs),
  );
  return markup`<details${isOpen ? markup` open` : null}><summary><span
class="class">${name}</span>${
    isAllowed ? " (within what is promised) " : " "
  }<code>${key}</code> ${sentence}</summary><div class="finding">${
    tableMarkup({
      head: [
        ...["<time", "<client", "<endpoint", "<operation", "value", "<etag"],
        ...["from ms", "to ms", "<request"],
      ],
      rows: witness.map((step) => [
        { shows: timeBar(step, spanNs), isText: true },
        String(step.client),
        step.endpoint,
        step.operation,
        step.value === null ? NOTHING : { shows: String(step.value) },
        step.etag ?? "",
        { shows: millis(step.callNs) },
        step.returnNs === null
          ? { shows: "no answer", mark: "warn" as const } // not any text
          : { shows: millis(step.returnNs) },
        step.requestId ?? "",
      ]),
    })
  }</div></details>\n`;
}

function millis(ns: number): string {
  return (ns / 1e6).toFixed(3);
}
