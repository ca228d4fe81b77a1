/**
 * What a house rule takes and what it gives: files of the tree as text in,
 * breaches with a place and a reason out. Rules never touch the disk, so that
 * each can be shown a planted breach.
 */

/** Path from the checkout's top folder, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** `line` counts from 1; 0 means the file as a whole. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
}

/** Line of a UTF-16 offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset;) {
    line += 1;
    at = text.indexOf("\n", at + 1);
  }
  return line;
}

/** One line a breach, sorted by place, as editors and CI logs link them. */
export function formatBreaches(breaches: readonly Breach[]): string {
  return breaches
    .toSorted((a, b) => a.path.localeCompare(b.path) || a.line - b.line)
    .map(({ path, line, rule, reason }) =>
      `${path}${line > 0 ? `:${line}` : ""} ${rule}: ${reason}`
    )
    .join("\n");
}
