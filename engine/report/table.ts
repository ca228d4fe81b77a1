/** Aligned columns and wrapped lines for plain text. */

/**
 * One line per row: the first column to the left, or the first `names` of
 * them, all others to the right, two cells apart, no blanks at the end.
 */
export function alignRows(
  rows: readonly (readonly string[])[],
  names = 1,
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < names ? cell.padEnd(width) : cell.padStart(width);
    }).join("  ").trimEnd()
  );
}

/** The longest line of `lines`. */
export function widthOf(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => line.length));
}

/** How a paragraph starts and how far it may reach. */
export interface WrapOptions {
  /** Before the first line; the others get as many blanks. */
  readonly head: string;
  readonly width: number;
}

/** Not after a bare number: what it counts belongs to it. */
const BREAK = /(?<!(?:^|[ (<])[\d.,]*\d) /;

/** A word longer than the width stands alone and sticks out: it is a path. */
export function wrapText(text: string, options: WrapOptions): string[] {
  const { head, width } = options;
  const indent = " ".repeat(head.length);
  const lines: string[] = [];
  let line = head;
  let isEmpty = true;
  for (const word of text.split(BREAK)) {
    const next = isEmpty ? line + word : `${line} ${word}`;
    if (!isEmpty && next.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = next;
    }
    isEmpty = false;
  }
  return [...lines, line].map((one) => one.trimEnd());
}
