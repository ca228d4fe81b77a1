/**
 * Words that have no place here: promises without an issue number, who or
 * what wrote a line, and paths of one machine. File in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { lineAt } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

interface Banned {
  readonly pattern: RegExp;
  readonly reason: string;
}

const IN_COMMENTS: readonly Banned[] = [
  {
    pattern: /\b(TODO|FIXME|XXX|HACK)\b(?!\s*\(?#\d+)/,
    reason: "a promise needs an issue number, as in TODO(#12)",
  },
  {
    pattern: /\b(?<!aws |s3 )sessions?\b(?! (token|cookie))/i,
    reason: "a comment tells about the code, not about who wrote it when",
  },
  {
    pattern: /\bhelpers?\b/i,
    reason: `"helper" is not our word: say what it is`,
  },
  {
    pattern: /\bused to (be|have|do)\b|\bno longer\b|\bpreviously\b/i,
    reason: "a comment tells what is, not what was: history is in the log",
  },
];

/** In any text file: nobody else has these folders. */
const ANYWHERE: readonly Banned[] = [
  {
    pattern: /(?<![\w.)}~])\/(root|work\/(main|shared))\/?\b/,
    reason: "a path of one machine",
  },
];

/** Checks comments of TypeScript and C, and every text for paths. */
export function checkWords(file: SourceFile): Breach[] {
  const breaches = ANYWHERE.flatMap((banned) => search(file, 0, banned));
  for (const { start, text } of commentsOf(file)) {
    for (const banned of IN_COMMENTS) {
      breaches.push(...search({ path: file.path, text }, start, banned));
    }
  }
  return breaches.map((breach) => ({
    ...breach,
    line: lineAt(file.text, breach.line),
  }));
}

/** Breaches whose `line` is still the offset in the file. */
function search(
  file: SourceFile,
  start: number,
  { pattern, reason }: Banned,
): Breach[] {
  return [...file.text.matchAll(new RegExp(pattern, `${pattern.flags}g`))]
    .map((match) => ({
      path: file.path,
      line: start + match.index,
      rule: "words",
      reason: `"${match[0]}": ${reason}`,
    }));
}

interface Comment {
  readonly start: number;
  readonly text: string;
}

function commentsOf(file: SourceFile): Comment[] {
  if (/\.[ch]$/.test(file.path)) {
    const parts = /"(?:\\.|[^"\\\n])*"|(\/\*[\s\S]*?\*\/|\/\/[^\n]*)/g;
    return [...file.text.matchAll(parts)]
      .filter((match) => match[1] !== undefined)
      .map((match) => ({ start: match.index, text: match[0] }));
  }
  if (!file.path.endsWith(".ts")) return [];
  const comments: Comment[] = [];
  breachesBySyntax(file, {
    rule: "words",
    watch: (_report, source) => ({
      Program() {
        for (const { range } of source.getAllComments()) {
          comments.push({ start: range[0], text: file.text.slice(...range) });
        }
      },
    }),
  });
  return comments;
}
