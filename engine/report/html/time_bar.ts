/** One attempt of several as a bar on the line of time that they share. */
import { type Markup, markup } from "./markup.ts";

/** Pixels of the whole line. */
const WIDTH = 160;
/** An answer may come at once: its bar must still be seen. */
const WIDTH_MIN = 2;

/** When it was asked and answered; `null`: nobody knows whether, or when. */
export interface Attempt {
  readonly callNs: number;
  readonly returnNs: number | null;
}

/** `spanNs` from the first call to the last return, more than 0. */
export function timeBar({ callNs, returnNs }: Attempt, spanNs: number): Markup {
  const at = (ns: number) => Math.max(0, Math.min(WIDTH, WIDTH * ns / spanNs));
  const from = Math.min(at(callNs), WIDTH - WIDTH_MIN);
  const width = Math.max(WIDTH_MIN, at(returnNs ?? spanNs) - from);
  return markup`<svg class="attempt${
    returnNs === null ? " open" : ""
  }" viewBox="0 0 ${WIDTH} 12" role="img"><line x1="0" y1="6" x2="${WIDTH}" y2="6"/><rect x="${
    from.toFixed(1)
  }" y="2" width="${width.toFixed(1)}" height="8"/></svg>`;
}
