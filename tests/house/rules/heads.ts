/**
 * Every file starts by saying what is here: a comment of one to six lines of
 * text (a stage's main file may add its design). File in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";

const LINES_MAX = 6;
/** A head that goes on with the reason for the shape may be longer. */
const LONGER = /^\W*(Design|Method)\b/m;

/** Checks one TypeScript or C file; other files pass. */
export function checkHeads(file: SourceFile): Breach[] {
  if (!/\.(ts|c|h)$/.test(file.path)) return [];
  const breach = (reason: string): Breach[] => [
    { path: file.path, line: 1, rule: "heads", reason },
  ];
  const text = file.text.replace(/^#![^\n]*\n/, "");
  const isTypeScript = file.path.endsWith(".ts");
  const head = (isTypeScript ? /^\/\*\*[\s\S]*?\*\// : /^\/\*[\s\S]*?\*\//)
    .exec(text)?.[0];
  if (head === undefined) {
    return breach(
      `does not start with a ${isTypeScript ? "/** ... */" : "/* ... */"}` +
        " comment that says what is here",
    );
  }
  const said = head.split("\n")
    .map((line) => line.replace(/^\s*\/?\*+\/?|\*\/$/g, "").trim())
    .filter((line) => line !== "");
  if (said.length === 0) return breach("starts with an empty comment");
  const isBook = file.path.includes("/include/");
  if (said.length > LINES_MAX && !isBook && !LONGER.test(head)) {
    return breach(
      `has a head of ${said.length} lines, at most ${LINES_MAX}: ` +
        `move reasons under a line that starts with "Design" or "Method"`,
    );
  }
  return [];
}
