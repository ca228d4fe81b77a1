/**
 * A report as one page that opens anywhere: no network, no other file. Goes in:
 * the report and the bundled script of the page; comes out: the file.
 */
import { faultMark } from "../fault_text.ts";
import type { Report } from "../report.ts";
import { caseSections } from "./case_section.ts";
import { ChartBook } from "./chart_spec.ts";
import { coverageSection } from "./coverage_section.ts";
import { faultSection, findingSection } from "./finding_section.ts";
import { headSection, overviewSection } from "./head_section.ts";
import { machineSection, planSection, remarkSections } from "./list_section.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { renderPage } from "./page_shell.ts";
import { recordSection } from "./record_section.ts";
import { stepSection } from "./step_section.ts";

/** Parts of a report that have a place of their own on the page. */
const SHOWN: readonly (keyof Report)[] = [
  "version",
  "tool",
  "profile",
  "runId",
  "seed",
  "startedAt",
  "durationNs",
  "machine",
  "targets",
  "planText",
  "faultsArmed",
  "faultPoints",
  "verdict",
  "steps",
  "notRun",
  "cases",
  "coverage",
  "findings",
  "findingsOmitted",
  "objectives",
  "client",
  "doubts",
  "failures",
];

const TITLES: Readonly<Record<string, string>> = {
  consistency: "Clients on keys: what was promised, what held",
  pipeline: "Copies",
  table: "Tables",
};

/** Deterministic: the same report and script, the same page. */
export function renderHtml(report: Report, script: string): string {
  const book = new ChartBook();
  const steps = report.steps.map((step, index) =>
    stepSection(step, index, book)
  );
  const body = markup`${headSection(report)}${navigation(report)}<main>
${findingSection(report)}${overviewSection(report)}${remarkSections(report)}
${steps}${coverageSection(report)}${faultSection(report)}${
    caseSections(report)
  }${otherSections(report)}${planSection(report)}${machineSection(report)}
</main>${footer()}`;
  return renderPage({
    title: `${report.verdict.outcome.toUpperCase()} ${report.profile} ` +
      `${report.runId}`,
    mark: faultMark(report),
    body,
    charts: book.charts,
    script,
  });
}

/** Parts that later versions of a report have: shown as they stand. */
function otherSections(report: Report): Part {
  const known: readonly string[] = SHOWN;
  return Object.entries(report)
    .filter(([name, value]) => !known.includes(name) && value !== undefined)
    .map(([name, value]) =>
      recordSection(name, TITLES[name] ?? name, { value, path: name })
    );
}

function navigation(report: Report): Markup {
  const { steps, targets } = report;
  return markup`<nav>${
    steps.map(({ step, target }, index) => {
      const isFirst = targets.length > 1 && steps[index - 1]?.target !== target;
      return [
        isFirst ? markup`<span class="faint">${target}</span>` : null,
        markup`<a href="#step-${index}" title="${target}">${step}</a>`,
      ];
    })
  }<a href="#coverage">coverage</a><a href="#plan">plan</a><a
href="#machine">machine</a><button type="button" id="theme">light / dark</button></nav>\n`;
}

function footer(): Markup {
  return markup`<footer>Percentiles are of every operation, from merged
histograms, never averaged. A figure with "?" rests on too few samples, "-" on
next to none. The shaded beginning of a chart is its warm-up; a second in which
something was found wrong has a red edge. <noscript>The charts need scripting;
every figure is in the tables.</noscript></footer>`;
}
