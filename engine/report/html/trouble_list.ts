/** Objects, rows or appends that did not go as they should, each with why. */
import { formatCount } from "../../profile/mod.ts";
import { type Markup, markup, type Part } from "./markup.ts";

/** Something by its name, and a sentence about it. */
export interface Trouble {
  readonly key: string;
  readonly sentence: string;
}

/** Of what, where it is in the report, and how many there were in all. */
export interface TroubleLook {
  readonly title: string;
  readonly mark: "bad" | "warn";
  /** All of them; absent: those that are listed. */
  readonly count?: number;
}

/** Those that are shown; the JSON has those that were kept. */
const SHOWN_MAX = 200;

/** Nothing for none. */
export function troubleList(
  troubles: readonly Trouble[],
  { title, mark, count = troubles.length }: TroubleLook,
): Part {
  if (count === 0) return null;
  const shown = troubles.slice(0, SHOWN_MAX);
  const more = count - shown.length;
  return markup`<h3 class="${mark}">${title} <span class="count">${
    formatCount(count)
  }</span></h3><ul class="troubles">${shown.map(item)}</ul>${
    more === 0
      ? null
      : markup`<p class="hint">and ${formatCount(more)} more</p>`
  }`;
}

function item({ key, sentence }: Trouble): Markup {
  // Most sentences name their object.
  return sentence.includes(key)
    ? markup`<li>${sentence}</li>`
    : markup`<li><code>${key}</code> ${sentence}</li>`;
}
