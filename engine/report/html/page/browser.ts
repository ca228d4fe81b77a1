/**
 * The part of a browser that the script of a page uses. Written out, because
 * the types of a whole browser would put its names into every file of the
 * program; and so that a test can be one.
 */
import type { Chart } from "../chart_spec.ts";

/** An element of the page. */
export interface PageElement {
  readonly clientWidth: number;
  readonly dataset: Record<string, string | undefined>;
  readonly parentElement: PageElement | null;
  textContent: string | null;
  className: string;
  replaceChildren(...children: readonly PageElement[]): void;
  append(...children: readonly PageElement[]): void;
  addEventListener(event: string, listener: () => void): void;
}

/** What a canvas is drawn with. */
export interface Pen {
  fillStyle: string;
  save(): void;
  restore(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
}

/** The window that shows the page. */
export interface Browser {
  readonly document: {
    readonly documentElement: PageElement;
    getElementById(id: string): PageElement | null;
    querySelectorAll(selector: string): Iterable<PageElement>;
    createElement(name: string): PageElement;
  };
  getComputedStyle(
    element: PageElement,
  ): { getPropertyValue(name: string): string };
  matchMedia(query: string): {
    readonly matches: boolean;
    addEventListener(event: "change", listener: () => void): void;
  };
  addEventListener(event: string, listener: () => void): void;
  requestAnimationFrame(draw: () => void): void;
}

/** The charts that the page holds; none where it holds no list of them. */
export function chartsOf({ document }: Browser): Chart[] {
  return JSON.parse(document.getElementById("charts")?.textContent ?? "[]");
}
