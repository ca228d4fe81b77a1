/** A browser that shows nothing: what the script of a page asks, it is told. */
import type {
  Browser,
  PageElement,
} from "../../../../../engine/report/html/page/browser.ts";

/** An element that only keeps what is put into it. */
export function fakeElement(text = ""): PageElement {
  return {
    clientWidth: 500,
    dataset: {},
    parentElement: null,
    textContent: text,
    className: "",
    replaceChildren() {},
    append() {},
    addEventListener() {},
  };
}

/** `charts` is the text of the page's list of them. */
export function fakeBrowser(charts: string, isDark = false): Browser {
  const root = fakeElement();
  const list = fakeElement(charts);
  return {
    document: {
      documentElement: root,
      getElementById: (id) => id === "charts" ? list : null,
      querySelectorAll: () => [],
      createElement: () => fakeElement(),
    },
    getComputedStyle: () => ({ getPropertyValue: (name) => ` ${name} ` }),
    matchMedia: () => ({ matches: isDark, addEventListener() {} }),
    addEventListener() {},
    requestAnimationFrame() {},
  };
}
