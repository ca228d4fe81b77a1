/**
 * A report as JUnit XML, in the shape that CI systems read: a suite for the
 * steps of each target, one for its cases and one for the objectives.
 */
import type { CaseEnded } from "../../workers/mod.ts";
import { faultMark } from "../fault_text.ts";
import type { FindingReport, Report, StepReport } from "../report.ts";
import { xmlAttributes, xmlText } from "./xml_text.ts";

/** What kept a test from passing, and whose fault that is. */
interface Trouble {
  /** `failure`: the storage is wrong; `error`: it could not be told. */
  readonly element: "failure" | "error" | "skipped";
  readonly message: string;
  readonly body?: string;
}

interface Test {
  readonly name: string;
  readonly durationNs?: number;
  readonly trouble?: Trouble;
}

/** Findings of one step beyond these are only counted: CI cuts long texts. */
const FINDINGS_TOLD_MAX = 20;

/**
 * A case that is skipped or not claimed is `skipped` with its reason, never a
 * pass; an objective without enough samples is an `error`.
 */
export function renderJunit(report: Report): string {
  const suites = [
    ...report.targets.flatMap(({ name }) => [
      suite(report, `${name}: steps`, stepTests(report, name)),
      suite(report, `${name}: cases`, caseTests(report, name)),
    ]),
    suite(report, "objectives", objectiveTests(report)),
    suite(report, "run", [runTest(report)]),
  ];
  const mark = faultMark(report);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${
      xmlAttributes({
        name: `${
          mark === null ? "" : `${mark}: `
        }stor-verify ${report.profile}`,
        time: seconds(report.durationNs),
      })
    }>`,
    ...suites.flat(),
    "</testsuites>",
    "",
  ].join("\n");
}

/** Nothing for a suite without tests. */
function suite(
  report: Report,
  name: string,
  tests: readonly Test[],
): string[] {
  if (tests.length === 0) return [];
  const count = (element: Trouble["element"]) =>
    tests.filter(({ trouble }) => trouble?.element === element).length;
  const attributes = xmlAttributes({
    name,
    tests: tests.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds(sum(tests.map(({ durationNs = 0 }) => durationNs))),
    timestamp: report.startedAt,
    hostname: report.machine.host,
  });
  return [
    `  <testsuite${attributes}>`,
    "    <properties>",
    ...propertiesOf(report).map((one) =>
      `      <property${xmlAttributes(one)}/>`
    ),
    "    </properties>",
    ...tests.flatMap((test) => testLines(name, test)),
    "  </testsuite>",
  ];
}

function propertiesOf(report: Report) {
  const { runId, seed, tool, profile, faultsArmed } = report;
  return [
    { name: "run", value: runId },
    { name: "seed", value: seed },
    { name: "tool", value: tool },
    { name: "profile", value: profile },
    ...faultsArmed.map((value) => ({ name: "fault armed", value })),
    ...report.targets.map(({ name, url }) => ({
      name: `target ${name}`,
      value: url,
    })),
  ];
}

function testLines(suiteName: string, test: Test): string[] {
  const { name, durationNs = 0, trouble } = test;
  const attributes = xmlAttributes({
    classname: `stor-verify.${suiteName}`,
    name,
    time: seconds(durationNs),
  });
  if (trouble === undefined) return [`    <testcase${attributes}/>`];
  const { element, message, body = "" } = trouble;
  const told = xmlAttributes({ message });
  return [
    `    <testcase${attributes}>`,
    body === ""
      ? `      <${element}${told}/>`
      : `      <${element}${told}>${xmlText(body)}</${element}>`,
    "    </testcase>",
  ];
}

function stepTests(report: Report, target: string): Test[] {
  const ran = report.steps.filter((step) => step.target === target);
  const notRun = report.notRun.filter((step) => step.target === target);
  return [
    ...ran.map((step) => stepTest(report, step)),
    ...copyTests(report, target),
    ...notRun.map(({ step, reason }): Test => ({
      name: step,
      trouble: { element: "error", message: `Not run: ${reason}` },
    })),
  ];
}

function stepTest(report: Report, step: StepReport): Test {
  const { durationNs, outcome } = step;
  const found = report.findings.filter((one) =>
    one.target === step.target && one.step === step.step
  );
  const named = { name: step.step, durationNs };
  if (found.length > 0) return { ...named, trouble: foundTrouble(found) };
  if (outcome === "done") return named;
  const failure = report.failures.filter((text) => text.includes(step.step));
  return {
    ...named,
    trouble: {
      element: "error",
      message: outcome === "stopped" ? "Stopped before its end" : "Failed",
      body: failure.join("\n"),
    },
  };
}

/** A step of copies each; its command shows all of its findings again. */
function copyTests({ pipeline = [] }: Report, target: string): Test[] {
  return pipeline.filter((copies) => copies.target === target)
    .map(({ again = "", durationNs, failed, findings, step, verdict }) => {
      const named = { name: step, durationNs };
      const found = findings.map(({ sentence }) => ({ sentence, again }));
      if (found.length > 0) return { ...named, trouble: foundTrouble(found) };
      if (verdict === "held") return named;
      const body = failed.map(({ sentence }) => sentence).join("\n");
      const message = `Copies ${verdict}`;
      return { ...named, trouble: { element: "error", message, body } };
    });
}

type Told = Pick<FindingReport, "sentence" | "again">;

function foundTrouble(found: readonly Told[]): Trouble {
  const [first] = found;
  const told = found.slice(0, FINDINGS_TOLD_MAX);
  const left = found.length - told.length;
  return {
    element: "failure",
    message: `${found.length} findings, first: ${first?.sentence ?? ""}`,
    body: [
      ...told.map(({ sentence, again }) => `${sentence}\n  ${again}`),
      ...(left > 0 ? [`and ${left} more`] : []),
    ].join("\n"),
  };
}

const CASE_ELEMENTS = {
  "held": null,
  "broken": "failure",
  "failed": "error",
  "not claimed": "skipped",
  "skipped": "skipped",
} as const;

function caseTests(report: Report, target: string): Test[] {
  return report.cases.filter((one) => one.target === target).map(caseTest);
}

function caseTest({ id, verdict, reason, durationNs }: CaseEnded): Test {
  const element = CASE_ELEMENTS[verdict];
  if (element === null) return { name: id, durationNs };
  const message = element === "skipped" ? `${verdict}: ${reason}` : reason;
  return { name: id, durationNs, trouble: { element, message } };
}

function objectiveTests({ objectives }: Report): Test[] {
  const many = new Set(objectives.map(({ target }) => target)).size > 1;
  return objectives.map(({ text, target, outcome, sentence }) => {
    const name = many ? `${text} on ${target}` : text;
    if (outcome === "met") return { name };
    const element = outcome === "missed" ? "failure" : "error";
    return { name, trouble: { element, message: sentence } };
  });
}

/** A run may be inconclusive or fail with every step and case in order. */
function runTest({ verdict, durationNs, failures }: Report): Test {
  const named = { name: "verdict", durationNs };
  if (verdict.outcome === "pass") return named;
  const isStorage = verdict.outcome === "wrong" ||
    verdict.outcome === "objective missed";
  return {
    ...named,
    trouble: {
      element: isStorage ? "failure" : "error",
      message: verdict.sentence,
      body: failures.join("\n"),
    },
  };
}

function seconds(ns: number): string {
  return (ns / 1e9).toFixed(3);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
