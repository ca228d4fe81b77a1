/**
 * Brings findings together that a person wants to know once: those of one
 * place, and those of one kind on one key. Their number stays whole.
 */
import { formatCount } from "../profile/mod.ts";
import type { FindingReport } from "./report.ts";

/** The first of some findings that belong together. */
export interface FindingPlace {
  readonly finding: FindingReport;
  /** How many they are. */
  readonly count: number;
  /** How many different ones are among them. */
  readonly kinds: number;
}

/** In the order of the first of each. */
export function findingPlaces(
  findings: readonly FindingReport[],
): FindingPlace[] {
  const places = new Map<string, FindingReport[]>();
  for (const finding of findings) {
    const { target, sentence, key, file } = finding;
    const place = key === undefined
      ? [target, sentence]
      : [target, file, finding.class];
    const name = JSON.stringify(place);
    const some = places.get(name) ?? [];
    some.push(finding);
    places.set(name, some);
  }
  return [...places.values()].flatMap((some) => {
    const [finding] = some;
    if (finding === undefined) return [];
    const kinds = new Set(some.map(({ sentence }) => sentence)).size;
    return [{ finding, count: countFindings(some), kinds }];
  });
}

/** Each as often as it was made. */
export function countFindings(
  findings: readonly Pick<FindingReport, "times">[],
): number {
  return findings.reduce((sum, { times = 1 }) => sum + times, 0);
}

/** What is to be said of the others, behind the sentence of the first. */
export function othersText({ count, kinds }: FindingPlace): string {
  if (count === 1) return "";
  if (kinds === 1) return ` (seen ${formatCount(count)} times)`;
  return count === 2
    ? " (and 1 more finding of this kind on the key)"
    : ` (and ${formatCount(count - 1)} more findings of this kind on the key)`;
}
