/** Turns patterns of case ids into the ids they mean. */
import { type Mistakes, nearestWord } from "../profile/mod.ts";

export interface CasesPlace {
  /** `steps[3].cases` */
  readonly path: string;
  readonly mistakes: Mistakes;
}

/**
 * The ids that match, each once, in the order of `ids`. `*` stands for any
 * characters, dots included. A pattern that matches nothing is a mistake.
 */
export function selectCases(
  patterns: readonly string[],
  ids: readonly string[],
  { path, mistakes }: CasesPlace,
): string[] {
  const chosen = new Set<string>();
  patterns.forEach((pattern, index) => {
    const matches = ids.filter(matcher(pattern));
    for (const id of matches) chosen.add(id);
    if (matches.length > 0) return;
    const nearest = nearestWord(pattern, candidates(pattern, ids));
    const hint = nearest === null
      ? ": list them with: stor-verify cases list"
      : ` (did you mean "${nearest}"?)`;
    const sentence = `No case matches "${pattern}"${hint}`;
    mistakes.note(`${path}[${index}]`, sentence);
  });
  return ids.filter((id) => chosen.has(id));
}

function matcher(pattern: string): (id: string) => boolean {
  const quoted = pattern.split("*")
    .map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
  const expression = new RegExp(`^${quoted.join(".*")}$`);
  return (id) => expression.test(id);
}

/** For `tabel.*` the groups `table.*`; for a whole id the ids. */
function candidates(pattern: string, ids: readonly string[]): string[] {
  if (!pattern.endsWith(".*")) return [...ids];
  const depth = pattern.split(".").length - 1;
  const groups = ids.map((id) => id.split(".").slice(0, depth).join("."));
  return [...new Set(groups)].map((group) => `${group}.*`);
}
