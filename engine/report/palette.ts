/** Marks for a terminal, handed to the renderers instead of asked for there. */

/** Wraps text in marks that take no cell. */
export interface Palette {
  /** What is wrong. */
  bad(text: string): string;
  /** What passed. */
  good(text: string): string;
  /** What is in between. */
  warn(text: string): string;
}

/** With `color` false every mark is the text itself. */
export function paletteOf(color: boolean): Palette {
  const mark = (code: number) => (text: string) =>
    color ? `\x1b[${code}m${text}\x1b[0m` : text;
  return { bad: mark(31), good: mark(32), warn: mark(33) };
}
