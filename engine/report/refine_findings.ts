/**
 * Refines classes that one unit alone cannot prove. A misdirected unit says
 * where in its object its bytes belong; only the set says whether they were
 * moved, swapped or copied.
 */
import type { FindingRecording } from "../recorder/mod.ts";

/** What the set of findings of one target needs to know. */
export interface RefineOptions {
  /** 16 hex digits of the object that a file is. */
  objectOf(finding: FindingRecording): string;
  /**
   * Steps that compared every written unit once: a place without a finding
   * is known to be good there.
   */
  readonly wholeSteps: ReadonlySet<string>;
}

/**
 * Misdirected units that lead round in a ring have changed places: reordered.
 * Content found in two places, or in a wrong one while the right one is known
 * to be good, is duplicated. Everything else stays what it was.
 */
export function refineFindings(
  findings: readonly FindingRecording[],
  options: RefineOptions,
): FindingRecording[] {
  const wrong = new Map<string, string>();
  const places = new Map<string, Set<string>>();
  const bad = new Set<string>();
  const ends = new Map<string, number>();
  for (const finding of findings) {
    const place = placeOf(finding, options);
    bad.add(place);
    if (finding.class === "truncated") noteEnd(ends, finding, options);
    if (!isMoved(finding) || finding.found === null) continue;
    wrong.set(place, sourceOf(finding.found));
    const content = contentOf(finding.found);
    places.set(content, (places.get(content) ?? new Set()).add(place));
  }
  return findings.map((finding) => {
    if (!isMoved(finding) || finding.found === null) return finding;
    const place = placeOf(finding, options);
    if (isInRing(place, wrong)) return { ...finding, class: "reordered" };
    const copies = places.get(contentOf(finding.found))?.size ?? 0;
    const isSourceGood = options.wholeSteps.has(finding.step) &&
      !bad.has(sourceOf(finding.found)) &&
      finding.found.unit < (ends.get(finding.found.object) ?? Infinity);
    return copies > 1 || isSourceGood
      ? { ...finding, class: "duplicated" }
      : finding;
  });
}

type Found = NonNullable<FindingRecording["found"]>;

/** Of another object it is called so: that it is a copy as well says less. */
function isMoved(finding: FindingRecording): boolean {
  return finding.class === "misdirected";
}

function placeOf(finding: FindingRecording, options: RefineOptions): string {
  return `${options.objectOf(finding)} ${finding.unit}`;
}

function sourceOf(found: Found): string {
  return `${found.object} ${found.unit}`;
}

function contentOf(found: Found): string {
  return `${sourceOf(found)} ${found.generation}`;
}

/** What lies behind the end of an object is not there to be good. */
function noteEnd(
  ends: Map<string, number>,
  finding: FindingRecording,
  { objectOf }: RefineOptions,
): void {
  const object = objectOf(finding);
  const end = ends.get(object) ?? Infinity;
  ends.set(object, Math.min(end, finding.unit));
}

/** Follows where the bytes belong until it ends or comes back. */
function isInRing(place: string, wrong: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  let next = wrong.get(place);
  while (next !== undefined && next !== place && !seen.has(next)) {
    seen.add(next);
    next = wrong.get(next);
  }
  return next === place;
}
