/** A share of something as a percentage. */

/** `1.4 %`, `28 %`; a little is never written as nothing. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.1) return "<0.1 %";
  return percent < 9.95
    ? `${percent.toFixed(1)} %`
    : `${Math.round(percent)} %`;
}
