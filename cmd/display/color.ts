/** The two marks that color text, and how to take them out again. */

const RED = "\x1b[31m";
const PLAIN = "\x1b[0m";

/** Red on a terminal: for findings, which nobody may overlook. */
export function red(text: string): string {
  return `${RED}${text}${PLAIN}`;
}

/** What of a line takes cells of the terminal. */
export function withoutColors(line: string): string {
  return line.replaceAll(RED, "").replaceAll(PLAIN, "");
}
