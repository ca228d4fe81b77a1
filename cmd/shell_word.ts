/** One word of a command that is printed to be pasted into a shell. */

/** Quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text)
    ? text
    : `'${text.replaceAll("'", "'\\''")}'`;
}
