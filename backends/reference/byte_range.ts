/**
 * The `Range` header, one range of bytes. Goes in: its text and a size; comes
 * out: a half-open range, `undefined` for the whole, or "unsatisfiable".
 */

export interface HttpRange {
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
}

/** A header that is not one range of bytes is ignored, as HTTP says. */
export function parseHttpRange(
  text: string | undefined,
  sizeBytes: number,
): HttpRange | "unsatisfiable" | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? "");
  if (found === null) return undefined;
  const [, first = "", last = ""] = found;
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const count = Math.min(Number(last), sizeBytes);
    return count === 0
      ? "unsatisfiable"
      : { start: sizeBytes - count, end: sizeBytes };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= sizeBytes ? "unsatisfiable" : { start, end };
}
