/**
 * A report as workflow commands of GitHub Actions, one line each: they show as
 * annotations of the run. Nothing for a clean pass.
 */
import { faultMark } from "../fault_text.ts";
import type { Report } from "../report.ts";

/** GitHub shows ten of a kind for a step; the last one counts the others. */
const SHOWN_MAX = 10;

/** Findings, broken cases and missed objectives are errors, doubts warnings. */
export function renderAnnotations(report: Report): string {
  const mark = faultMark(report);
  const errors = [
    ...report.findings.map(({ class: name, sentence }) => ({
      title: `stor-verify: ${name}`,
      text: sentence,
    })),
    ...report.cases.filter(({ verdict }) =>
      verdict === "broken" || verdict === "failed"
    ).map(({ id, reason }) => ({ title: id, text: reason })),
    ...report.objectives.filter(({ isMet }) => !isMet)
      .map(({ text, sentence }) => ({ title: text, text: sentence })),
    ...report.failures.map((text) => ({ title: "failure", text })),
  ];
  const warnings = report.doubts.map((text) => ({ title: "doubt", text }));
  const marks = mark === null ? [] : [{ title: "stor-verify", text: mark }];
  return [
    ...lines("notice", marks),
    ...lines("error", errors),
    ...lines("warning", warnings),
  ].map((line) => `${line}\n`).join("");
}

interface Annotation {
  readonly title: string;
  readonly text: string;
}

function lines(kind: string, all: readonly Annotation[]): string[] {
  const told = all.length > SHOWN_MAX ? all.slice(0, SHOWN_MAX - 1) : all;
  const left = all.length - told.length;
  const more = left > 0
    ? [{ title: "stor-verify", text: `and ${left} more, see the report` }]
    : [];
  return [...told, ...more].map(({ title, text }) =>
    `::${kind} title=${property(title)}::${message(text)}`
  );
}

function message(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

function property(text: string): string {
  return message(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
