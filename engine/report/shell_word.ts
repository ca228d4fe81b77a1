/** Words of a command as a shell takes them, so that a hint can be typed. */

/** In single quotes, unless every character of it stands for itself. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
