/** The colors of a page as they are now, for what is drawn on a canvas. */
import type { Browser } from "./browser.ts";

/** Reads a color by its name in the sheet: `c0`, `text`. */
export type Theme = (name: string) => string;

/** Read once for a whole drawing: each reading costs the page a layout. */
export function themeOf({ document, getComputedStyle }: Browser): Theme {
  const style = getComputedStyle(document.documentElement);
  const known = new Map<string, string>();
  return (name) => {
    const color = known.get(name) ??
      style.getPropertyValue(`--${name}`).trim();
    known.set(name, color);
    return color;
  };
}

/** From what the system says to the other one, and back. */
export function switchTheme({ document, matchMedia }: Browser): void {
  const { dataset } = document.documentElement;
  const isDark = dataset["theme"] === undefined
    ? matchMedia("(prefers-color-scheme: dark)").matches
    : dataset["theme"] === "dark";
  dataset["theme"] = isDark ? "light" : "dark";
}
