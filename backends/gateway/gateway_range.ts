/**
 * Ranges as they are asked for, and whether an answer is the one asked for.
 * Goes in: half-open ranges; comes out: a header, and bytes that must follow.
 */
import type { ByteRange } from "../contract.ts";
import type { HttpResponse } from "../http/http_message.ts";
import { oddAnswer } from "./gateway_facts.ts";
import type { GatewayAttempt } from "./gateway_failure.ts";

/** `bytes=first-last`; the end of the object for an end without bound. */
export function rangeHeader({ start, end }: ByteRange): string {
  return `bytes=${start}-${end === Infinity ? "" : end - 1}`;
}

/** Bytes that must come; fails with `Unexpected` for another range. */
export function answeredRange(
  attempt: GatewayAttempt,
  { start, end }: ByteRange,
  { status, headers }: HttpResponse,
): number {
  const told = headers["content-range"] ?? "";
  const found = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(told);
  const [first, last, whole] = (found ?? []).slice(1).map(Number);
  if (
    status === 206 && first === start && last !== undefined &&
    whole !== undefined && last + 1 === Math.min(end, whole)
  ) return last + 1 - first;
  throw oddAnswer(attempt, `"${told}" with HTTP ${status}, not the range`);
}
