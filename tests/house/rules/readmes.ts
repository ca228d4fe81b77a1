/**
 * Every room (a folder with a door) explains itself in a README.md: five
 * headings, at most 80 lines. All files in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";

const HEADINGS = [
  "Purpose",
  "Comes in, goes out",
  "May touch",
  "Must never",
  "Decisions",
];
const LINES_MAX = 80;

/** Checks each room of the tree. */
export function checkReadmes(files: readonly SourceFile[]): Breach[] {
  const byPath = new Map(files.map((file) => [file.path, file.text]));
  const rooms = files.map((file) => file.path)
    .filter((path) => path.endsWith("/mod.ts") && !path.startsWith("tests/"))
    .map((path) => path.slice(0, -"mod.ts".length));
  return rooms.flatMap((room) => {
    const path = `${room}README.md`;
    const breach = (reason: string): Breach => ({
      path,
      line: 0,
      rule: "readmes",
      reason,
    });
    const text = byPath.get(path);
    if (text === undefined) return [breach("is missing: each room has one")];
    const headings = text.split("\n")
      .filter((line) => /^#+ /.test(line))
      .map((line) => line.replace(/^#+ /, "").replace(/\.$/, "").trim());
    const missing = HEADINGS.filter((heading) => !headings.includes(heading));
    const lines = text.trimEnd().split("\n").length;
    return [
      ...missing.map((heading) => breach(`lacks the heading "${heading}"`)),
      ...(lines > LINES_MAX
        ? [breach(`has ${lines} lines, the limit is ${LINES_MAX}`)]
        : []),
    ];
  });
}
