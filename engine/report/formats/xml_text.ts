/** Text as XML 1.0 can hold it: escaped, and without what it forbids. */

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/**
 * For attributes and for content alike. Characters that no XML 1.0 document may
 * hold, not even escaped, become U+FFFD: a key may have any of them.
 */
export function xmlText(text: string): string {
  return text.toWellFormed()
    .replaceAll(
      /[\p{Cc}\ufffe\uffff]/gu,
      (found) => isAllowed(found) ? found : "\ufffd",
    )
    .replaceAll(/[&<>"\n\r\t]/g, (found) => ESCAPES[found] ?? found);
}

/** Of the control characters. https://www.w3.org/TR/xml/#charsets */
function isAllowed(control: string): boolean {
  return "\t\n\r".includes(control) ||
    (control >= "\u007f" && control <= "\u009f");
}

/** ` name="value"` for each; what is `undefined` is left out. */
export function xmlAttributes(
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${xmlText(String(value))}"`]
  ).join("");
}
