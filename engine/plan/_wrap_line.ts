/** Breaks a line at spaces so that it fits 80 columns. */

const WIDTH = 80;
/** Spaces, but not the one between a number and its unit. */
const GAP = /\s+(?!(?:[KMGT]i)?B\b)/;

export interface Indents {
  /** Before the first line. */
  readonly indent: string;
  /** Before the others. */
  readonly hang: string;
}

/** No lines for an empty text; a word that is too long stays whole. */
export function wrapLine(text: string, { indent, hang }: Indents): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(GAP).filter((part) => part !== "")) {
    const start = lines.length === 0 ? indent : hang;
    if (line !== "" && start.length + line.length + 1 + word.length > WIDTH) {
      lines.push(start + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push((lines.length === 0 ? indent : hang) + line);
  return lines;
}
