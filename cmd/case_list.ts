/** The list of cases as text and as JSON: which can run, and what stops others. */
import type { Case } from "../engine/mod.ts";
import { textTable } from "./text_table.ts";

/** One line a case, and a last one that counts. */
export function renderCases(cases: readonly Case[]): string {
  const rows = cases.map((each) => {
    const { reason, status, targets } = statusOf(each);
    return [each.id, status, reason ?? `on ${targets}`];
  });
  const { runnable, skipped } = countCases(cases);
  return `${textTable(rows)}\n${cases.length} cases: ${runnable} runnable, ` +
    `${skipped} skipped; a skip is never a pass\n`;
}

/** Versioned; the same facts as the text, with source and meaning. */
export function casesJson(cases: readonly Case[]): string {
  const value = {
    version: 1,
    counts: countCases(cases),
    cases: cases.map((each) => ({
      id: each.id,
      source: each.source,
      meaning: each.meaning,
      ...statusOf(each),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

interface CaseStatus {
  readonly status: "runnable" | "skipped";
  /** Where it can run; absent when nowhere. */
  readonly targets?: string;
  readonly reason?: string;
}

function statusOf({ isSlow, way }: Case): CaseStatus {
  switch (way.kind) {
    case "conformance":
      return { status: "runnable", targets: "any target" };
    case "body":
    case "power-cuts":
    case "power-cuts-total":
      return {
        status: "runnable",
        targets:
          `${way.schemes.map((one) => `${one}:`).join(" and ")} targets` +
          (isSlow ? ", with --include slow" : ""),
      };
    case "absent":
      return { status: "skipped", reason: way.reason };
  }
}

function countCases(cases: readonly Case[]) {
  const runnable = cases.filter((each) => statusOf(each).status === "runnable");
  return {
    runnable: runnable.length,
    skipped: cases.length - runnable.length,
  };
}
