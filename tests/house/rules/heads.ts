/**
 * Every file starts by saying what is here: a comment whose first paragraph
 * has one to six lines; the reasons for the shape may follow. A test file is
 * let off: its path names its subject, its tests their promises. File in,
 * breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";

const LINES_MAX = 6;
/** With all its paragraphs: what is longer belongs into the README. */
const WHOLE_LINES_MAX = 24;

/** Checks one TypeScript or C file; other files pass. */
export function checkHeads(file: SourceFile): Breach[] {
  if (!/(?<!_test)\.(ts|c|h)$/.test(file.path)) return [];
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
    .join("\n").trim().split("\n");
  if (said.length === 1 && said[0] === "") {
    return breach("starts with an empty comment");
  }
  const first = said.indexOf("");
  const lines = first === -1 ? said.length : first;
  if (lines > LINES_MAX) {
    return breach(
      `says what is here in ${lines} lines, at most ${LINES_MAX}: ` +
        "start a second paragraph for the reasons",
    );
  }
  const isBook = file.path.includes("/include/");
  return said.length > WHOLE_LINES_MAX && !isBook
    ? breach(`has a head of ${said.length} lines, at most ${WHOLE_LINES_MAX}`)
    : [];
}
