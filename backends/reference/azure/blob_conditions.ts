/**
 * Conditional headers, as Azure reads them: what a write or a read must find.
 * Goes in: headers and the blob as it is; comes out: nothing, or a refusal.
 */
import type { HeaderMap } from "../http/request_head.ts";
import { BlobError } from "./blob_error.ts";
import type { BlobVersion } from "./blob_state.ts";

/** The conditions of a request; times have whole seconds. */
export interface BlobConditions {
  readonly match?: string;
  readonly noneMatch?: string;
  readonly modifiedSinceMs?: number;
  readonly unmodifiedSinceMs?: number;
}

/** Those of the request; with the prefix "x-ms-source-" those of a source. */
export function readConditions(
  headers: HeaderMap,
  prefix = "",
): BlobConditions {
  const match = headers.get(`${prefix}if-match`);
  const noneMatch = headers.get(`${prefix}if-none-match`);
  const modifiedSinceMs = readTime(headers.get(`${prefix}if-modified-since`));
  const unmodifiedSinceMs = readTime(
    headers.get(`${prefix}if-unmodified-since`),
  );
  return {
    ...(match === undefined ? {} : { match }),
    ...(noneMatch === undefined ? {} : { noneMatch }),
    ...(modifiedSinceMs === undefined ? {} : { modifiedSinceMs }),
    ...(unmodifiedSinceMs === undefined ? {} : { unmodifiedSinceMs }),
  };
}

/** Why the conditions do not hold; `undefined` if they do. */
export function unmetCondition(
  conditions: BlobConditions,
  found: BlobVersion | undefined,
): "absent" | "present" | "changed" | "unchanged" | undefined {
  const { match, noneMatch } = conditions;
  if (match !== undefined) {
    if (found === undefined) return "absent";
    if (match !== "*" && !isNamed(match, found.etag)) return "changed";
  }
  if (noneMatch !== undefined && found !== undefined) {
    if (noneMatch === "*") return "present";
    if (isNamed(noneMatch, found.etag)) return "unchanged";
  }
  if (found === undefined) return undefined;
  const modified = Math.floor(found.modifiedMs / 1000) * 1000;
  const { modifiedSinceMs, unmodifiedSinceMs } = conditions;
  if (modifiedSinceMs !== undefined && modified <= modifiedSinceMs) {
    return "unchanged";
  }
  const isChanged = unmodifiedSinceMs !== undefined &&
    modified > unmodifiedSinceMs;
  return isChanged ? "changed" : undefined;
}

/** Fails with what a write gets whose conditions do not hold. */
export function refuseWrite(
  unmet: ReturnType<typeof unmetCondition>,
): void {
  if (unmet === undefined) return;
  throw new BlobError(
    unmet === "present" ? "BlobAlreadyExists" : "ConditionNotMet",
  );
}

/** Fails with what a read gets; one that knows the blob already gets 304. */
export function refuseRead(unmet: ReturnType<typeof unmetCondition>): void {
  if (unmet === undefined) return;
  const isKnown = unmet === "unchanged" || unmet === "present";
  throw new BlobError("ConditionNotMet", isKnown ? { status: 304 } : {});
}

function isNamed(list: string, etag: string): boolean {
  return list.split(",").some((one) =>
    one.trim().replaceAll('"', "") === etag.replaceAll('"', "")
  );
}

function readTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new BlobError("InvalidHeaderValue");
  return ms;
}
