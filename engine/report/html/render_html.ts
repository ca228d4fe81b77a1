/**
 * A report as one page that opens anywhere: no network, no other file. Goes in:
 * the report and the bundled script of the page; comes out: the file.
 */
import { faultMark } from "../fault_text.ts";
import type { Report } from "../report.ts";
import { caseSections } from "./case_section.ts";
import { ChartBook } from "./chart_spec.ts";
import { clientSection } from "./client_section.ts";
import { copySection } from "./copy_section.ts";
import { coverageSection } from "./coverage_section.ts";
import { faultSection, findingSection } from "./finding_section.ts";
import { headSection } from "./head_section.ts";
import { loaderSection } from "./loader_section.ts";
import { machineSection, planSection, remarkSections } from "./list_section.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { overviewSection } from "./overview_section.ts";
import { renderPage } from "./page_shell.ts";
import { recordSection } from "./record_section.ts";
import { stepSection } from "./step_section.ts";
import { tableSection } from "./table_section.ts";

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
  "consistency",
  "pipeline",
  "table",
  "loader",
  "coverage",
  "findings",
  "findingsOmitted",
  "objectives",
  "client",
  "doubts",
  "failures",
];

/** Deterministic: the same report and script, the same page. */
export function renderHtml(report: Report, script: string): string {
  const book = new ChartBook();
  const steps = report.steps.map((step, index) => [
    stepSection(step, index, book),
    beside(report, step, book),
  ]);
  const body = markup`${headSection(report)}${navigation(report)}<main>
${findingSection(report)}${overviewSection(report)}${remarkSections(report)}
${steps}${others(report, book)}${coverageSection(report)}${
    faultSection(report)
  }${caseSections(report)}${otherSections(report)}${planSection(report)}${
    machineSection(report)
  }
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

/** What a load of training data has beside its lanes. */
function beside(report: Report, step: OtherStep, book: ChartBook): Part {
  const { loader = [] } = report;
  const index = loader.findIndex((one) =>
    one.step === step.step && one.target === step.target
  );
  const one = loader[index];
  return one === undefined ? null : loaderSection(one, index, book);
}

/** Steps without lanes; training data of which no lane is known. */
function others(report: Report, book: ChartBook): Part {
  const { consistency = [], loader = [], pipeline = [], table = [] } = report;
  const isAlone = (one: OtherStep) =>
    report.steps.every(({ step, target }) =>
      step !== one.step || target !== one.target
    );
  return [
    loader.map((one, index) =>
      isAlone(one) ? loaderSection(one, index, book) : null
    ),
    pipeline.map((one, index) => copySection(one, index, book)),
    table.map((one, index) => tableSection(one, index, book)),
    consistency.map((one, index) => clientSection(one, index)),
  ];
}

/** Parts that later versions of a report have: shown as they stand. */
function otherSections(report: Report): Part {
  const known: readonly string[] = SHOWN;
  return Object.entries(report)
    .filter(([name, value]) => !known.includes(name) && value !== undefined)
    .map(([name, value]) => recordSection(name, name, { value, path: name }));
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
  }${
    otherLinks(report)
  }<a href="#coverage">coverage</a><a href="#plan">plan</a><a
href="#machine">machine</a><button type="button" id="theme">light / dark</button></nav>\n`;
}

function otherLinks(report: Report): Part {
  const { cases, consistency = [], loader = [], pipeline = [] } = report;
  const { findings, table = [] } = report;
  const link = (id: string, name: string, title: string) =>
    markup`<a href="#${id}" title="${title}">${name}</a>`;
  const links = (id: string, steps: readonly OtherStep[]) =>
    steps.map(({ step, target }, index) =>
      link(`${id}-${index}`, step, target)
    );
  return [
    loader.map(({ epochs, step, target }, index) =>
      epochs.length === 0
        ? null
        : link(`loader-${index}`, `${step} epochs`, target)
    ),
    links("copies", pipeline),
    links("table", table),
    links("clients", consistency),
    cases.some(({ id }) => id.startsWith("crash."))
      ? link("crash", "power cuts", "all targets")
      : null,
    cases.some(({ id }) => !id.startsWith("crash."))
      ? link("cases", "cases", "all targets")
      : null,
    findings.length === 0 ? null : link("findings", "findings", "all targets"),
  ];
}

interface OtherStep {
  readonly step: string;
  readonly target: string;
}

function footer(): Markup {
  return markup`<footer>Percentiles are of every operation, from merged
histograms, never averaged. A figure with "?" rests on too few samples, "-" on
next to none. The shaded beginning of a chart is its warm-up; a second in which
something was found wrong has a red edge. <noscript>The charts need scripting;
every figure is in the tables.</noscript></footer>`;
}
