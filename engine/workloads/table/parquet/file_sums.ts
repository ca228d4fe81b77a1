/**
 * Sums of ours over what the format sums nowhere: headers of pages and the
 * footer. They stand in key-value metadata, which every other reader passes
 * over. The sum of a footer is made with zeros in its own place.
 */
import type { CodecCore } from "./page_core.ts";

/** In the metadata of each column: CRC-32 of its page headers, in order. */
export const HEADERS_KEY = "stor-verify:headers.crc32";
/** In the metadata of the file: CRC-32 of the footer. */
export const FOOTER_KEY = "stor-verify:footer.crc32";

/** Stands in a footer until its sum is known. */
export const NO_SUM = "00000000";

/** Eight digits, highest first. */
export function headerSumText(sum: number): string {
  return (sum >>> 0).toString(16).padStart(NO_SUM.length, "0");
}

/** Puts the sum of `footer` where `NO_SUM` stands behind its key. */
export function sumFooter(core: CodecCore, footer: Uint8Array): void {
  const at = placeOfSum(footer);
  if (at === undefined) throw new Error("The footer has no place for its sum");
  const text = headerSumText(core.crc32(footer));
  footer.set(new TextEncoder().encode(text), at);
}

/** `none` for a footer that others wrote, which has no sum. */
export function checkFooter(
  core: CodecCore,
  footer: Uint8Array,
): "fits" | "differs" | "none" {
  const at = placeOfSum(footer);
  if (at === undefined) return "none";
  const zeroed = footer.slice();
  const told = new TextDecoder().decode(zeroed.subarray(at, at + 8));
  zeroed.set(new TextEncoder().encode(NO_SUM), at);
  return told === headerSumText(core.crc32(zeroed)) ? "fits" : "differs";
}

/** Behind the key stands the header of the value's field and its length. */
function placeOfSum(footer: Uint8Array): number | undefined {
  const key = new TextEncoder().encode(FOOTER_KEY);
  const last = footer.length - key.length - 2 - NO_SUM.length;
  for (let at = last; at >= 0; at--) {
    if (key.every((byte, index) => footer[at + index] === byte)) {
      return at + key.length + 2;
    }
  }
  return undefined;
}
