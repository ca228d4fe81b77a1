/** What `doctor` finds out, as values, and how they are printed. */

/** One thing of this host. */
export interface Check {
  readonly name: string;
  /** `limited`: a run works, but slower or with more doubt. */
  readonly state: "works" | "limited" | "missing";
  /** What is, in a phrase. */
  readonly text: string;
  /** What to do about it; absent when there is nothing to do. */
  readonly remedy?: string;
  /** Without it no run is possible. */
  readonly essential?: boolean;
}

/** The text of a small file, or `undefined` when it cannot be read. */
export type ReadText = (path: string) => string | undefined;

/** Reads below `/proc` and `/sys`; what a host hides is `undefined`. */
export function readHostText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path).trim();
  } catch {
    // Absent, forbidden or not of this kernel: all mean "not known here".
    return undefined;
  }
}

const MARKS: Readonly<Record<Check["state"], string>> = {
  works: "ok   ",
  limited: "note ",
  missing: "FAIL ",
};

/** An aligned list; remedies stand below what they remedy. */
export function renderChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap((check) => {
    const indent = " ".repeat(5 + width + 2);
    const head = MARKS[check.state] + check.name.padEnd(width) + "  ";
    const text = fold(check.text, 80 - indent.length);
    const remedy = check.remedy === undefined
      ? []
      : fold(`-> ${check.remedy}`, 80 - indent.length);
    return [...text, ...remedy].map((line, index) =>
      (index === 0 ? head : indent) + line
    );
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** Breaks between words; a word longer than the width stays whole. */
function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > width && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
