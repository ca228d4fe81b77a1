/**
 * HTML that cannot be broken by what it shows: every text that is put into a
 * template is escaped, and only what a template made goes in as it is.
 */

/** HTML that is safe as it stands. Made by `markup` alone. */
export class Markup {
  constructor(readonly html: string) {}
}

/** What a template takes: text is escaped, lists are joined, null is nothing. */
export type Part = string | number | Markup | null | readonly Part[];

/**
 * @example Usage
 * ```ts
 * import { markup } from "./markup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const key = "<script>";
 * assertEquals(markup`<b>${key}</b>`.html, "<b>&#60;script&#62;</b>");
 * ```
 */
export function markup(
  texts: TemplateStringsArray,
  ...parts: readonly Part[]
): Markup {
  const html = texts.map((text, index) => text + htmlOf(parts[index] ?? null));
  return new Markup(html.join(""));
}

function htmlOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.html;
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return part.map(htmlOf).join("");
}

/**
 * Also for attributes in double quotes. Controls and marks of direction become
 * their numbers, so that a name with one in it is seen to have it.
 */
export function escapeText(text: string): string {
  return text
    .replace(
      /\p{Cc}|\p{Cf}/gu,
      (control) =>
        isSpace(control)
          ? control
          : `\u2039U+${codeOf(control).toUpperCase()}\u203a`,
    )
    .replace(/[&<>"']/g, (special) => `&#${special.charCodeAt(0)};`);
}

function isSpace(control: string): boolean {
  return control === "\n" || control === "\t";
}

function codeOf(letter: string): string {
  return (letter.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
}

/** JSON for a script element: nothing in it can end the element. */
export function jsonMarkup(value: unknown): Markup {
  const text = JSON.stringify(value)
    .replace(/[<>&\u2028\u2029]/g, (special) => `\\u${codeOf(special)}`);
  return new Markup(text);
}
