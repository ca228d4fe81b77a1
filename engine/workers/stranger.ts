/**
 * Keys that a listing shows and that no run of ours can have put. They have no
 * number; their name is the evidence, and comes where bytes come otherwise.
 */
import type { UnitFinding } from "../../backends/mod.ts";

/** Stands for the number of a key that has none. */
export const STRANGER_KEY = 0xffff_ffff;

/**
 * The listed name below the target's prefix, its beginning cut off with "..."
 * where the core had no room for it; `null` for findings on keys of the run.
 */
export function strangerName(finding: UnitFinding): string | null {
  if (finding.op !== "list" || finding.file !== STRANGER_KEY) return null;
  const { sampleByte, badBytes, foundSample } = finding;
  const shown = foundSample.subarray(0, badBytes - sampleByte);
  const name = new TextDecoder().decode(shown);
  // A cut name may begin amid a character.
  return sampleByte > 0 ? `...${name.replace(/^\uFFFD+/, "")}` : name;
}
