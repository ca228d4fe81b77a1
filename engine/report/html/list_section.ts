/**
 * What is to be known beside the numbers: objectives, doubts, failures, steps
 * that were not run; and last the plan and the machine.
 */
import { formatBytes, formatCount } from "../../profile/mod.ts";
import type { Report } from "../report.ts";
import { clientText } from "../step_text.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { tableMarkup } from "./table_markup.ts";

/** Reasons not to trust a number stand close to the top. */
export function remarkSections(report: Report): Part {
  const { doubts, failures, notRun } = report;
  return [
    sentences("failures", "Failures", { mark: "bad", texts: failures }),
    objectiveSection(report),
    sentences("doubts", "Doubts", { mark: "warn", texts: doubts }),
    sentences("not-run", "Not run", {
      mark: "warn",
      texts: notRun.map(({ target, step, reason }) =>
        `${step} on ${target}: ${reason}`
      ),
    }),
  ];
}

interface Sentences {
  readonly mark: "bad" | "warn";
  readonly texts: readonly string[];
}

function sentences(
  id: string,
  title: string,
  { mark, texts }: Sentences,
): Part {
  if (texts.length === 0) return null;
  return markup`<section id="${id}" class="${mark}"><h2>${title} <span
class="count">${texts.length}</span></h2><ul>${
    texts.map((text) => markup`<li>${text}</li>`)
  }</ul></section>\n`;
}

function objectiveSection({ objectives }: Report): Part {
  if (objectives.length === 0) return null;
  const marks = { met: "good", missed: "bad", undecided: "warn" } as const;
  return markup`<section id="objectives"><h2>Objectives</h2>${
    tableMarkup({
      head: ["<outcome", "<objective", "<target", "<measured"],
      isTold: true,
      rows: objectives.map(({ outcome, text, target, sentence }) => [
        { shows: outcome, isText: true, mark: marks[outcome] },
        text,
        target,
        sentence,
      ]),
    })
  }</section>\n`;
}

/** What was decided beforehand, and what decided it. */
export function planSection({ planText, profile, seed }: Report): Part {
  return markup`<section id="plan"><h2>Plan</h2>
<p>Profile ${profile}, seed <code>${seed}</code></p>${
    planText === undefined
      ? markup`<p class="hint">A report of an earlier version: it does not hold
its plan.</p>`
      : markup`<pre>${planText.join("\n")}</pre>`
  }</section>\n`;
}

/** The host that drove the load, and what of it was used. */
export function machineSection({ machine, client, tool }: Report): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ["tool", tool],
    ["host", machine.host],
    ["kernel", machine.kernel],
    ["CPU", `${formatCount(machine.cpuCount)} × ${machine.cpu}`],
    ["memory", formatBytes(machine.memoryBytes)],
    ["clock", machine.clockSource],
    ["stamp", machine.stampKernel],
    // Cases measure nothing, and zeros would say that they cost nothing.
    ...(client.residentBytesMax === 0
      ? []
      : [["client", clientText(client)] as const]), // a pair
  ];
  return markup`<section id="machine"><h2>Machine and client</h2><dl>${
    facts.map(([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>`)
  }</dl></section>\n`;
}
