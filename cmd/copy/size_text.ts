/** Bytes for people, in the units that rates have: 1 MB is 1,000,000 bytes. */

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Three digits at most before the point, one behind it from kB on. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 999.95 && at < UNITS.length - 1) {
    value /= 1000;
    at++;
  }
  return `${at === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[at]}`;
}
