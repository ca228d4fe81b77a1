/** A report as JSON text and back. */
import { firstMismatch } from "../recorder/mod.ts";
import type { Report } from "./report.ts";
import { reportSchema } from "./report_schema.ts";

/**
 * Indented: people open it too. Ends with a line break. With faults armed its
 * first line says so: whoever looks at the head of the file must see it.
 */
export function saveReport(report: Report): string {
  const { faultsArmed, ...rest } = report;
  if (faultsArmed.length === 0) return `${JSON.stringify(report, null, 2)}\n`;
  const behind = JSON.stringify(rest, null, 2).slice(1);
  return `{ "faultsArmed": ${JSON.stringify(faultsArmed)},${behind}\n`;
}

/**
 * Throws an `Error` with one sentence when the text is no report, is damaged,
 * or is of another version.
 */
export function loadReport(text: string): Report {
  const value = parseJson(text);
  if (!isReport(value)) {
    throw new Error(
      `Cannot read report: ${firstMismatch(value, reportSchema())}`,
    );
  }
  return value;
}

function isReport(value: unknown): value is Report {
  return firstMismatch(value, reportSchema()) === null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error("Cannot read report: it is not JSON", { cause });
  }
}
