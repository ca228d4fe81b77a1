/**
 * Evidence in words: who asked for what at which endpoint, when, and what came
 * of it. Goes in: rows; comes out: steps with times since the first of them.
 */
import { ABSENT, NEVER } from "../../history/mod.ts";
import type { WitnessStep } from "./consistency_report.ts";
import type { Look, Write } from "./key_log.ts";

/** In the order of their calls. */
export function witnessSteps(
  rows: readonly (Look | Write)[],
): WitnessStep[] {
  const sorted = rows.toSorted((a, b) => a.callNs - b.callNs);
  const startNs = sorted[0]?.callNs ?? 0;
  return sorted.map((row) => {
    const { client, endpoint, operation, value = null, etag = null } = row;
    const { requestId = null } = row;
    return {
      client,
      endpoint,
      operation,
      value: value === ABSENT ? null : value,
      etag,
      requestId,
      callNs: row.callNs - startNs,
      returnNs: row.returnNs === NEVER ? null : row.returnNs - startNs,
      sentence: sentenceOf(row, startNs),
    };
  });
}

function sentenceOf(row: Look | Write, startNs: number): string {
  const { client, endpoint, operation, callNs, returnNs } = row;
  const call = millis(callNs - startNs);
  const times = returnNs === NEVER
    ? `from ${call} ms, without an answer`
    : `from ${call} to ${millis(returnNs - startNs)} ms`;
  const id = row.requestId === undefined ? "" : ` (request ${row.requestId})`;
  return `Client ${client} at ${endpoint}, ${times}: ${operation} ` +
    outcomeOf(row) + id;
}

function outcomeOf(row: Look | Write): string {
  const { etag, value } = row;
  const tag = etag ? ` with etag ${etag}` : "";
  if (row.kind === "delete") return "of the key";
  if (row.kind === "get") {
    if (value === ABSENT || etag === null) return "saw no object";
    return value === undefined
      ? `saw what is no value${tag}`
      : `saw value ${value}${tag}`;
  }
  if (row.basis === undefined) return `of value ${value}${tag}`;
  const replaced = row.basis === ABSENT ? "no object" : `value ${row.basis}`;
  return `of value ${value}${tag} in the place of ${replaced}`;
}

function millis(ns: number): string {
  return (ns / 1e6).toFixed(3);
}
