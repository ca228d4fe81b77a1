/**
 * Tables of figures. A cell that shows a figure of the report says which one
 * and its exact value, so that the page can be held against the JSON.
 */
import { type Markup, markup, type Part } from "./markup.ts";

/** One cell: what it shows, and what it stands for. */
export interface Cell {
  readonly shows: Part;
  /** Where the figure is in the report: `steps.0.ops.1.service.p99Ns`. */
  readonly path?: string;
  readonly value?: number;
  readonly mark?: "bad" | "warn" | "good" | "faint";
  /** Texts stand to the left. */
  readonly isText?: boolean;
}

/** A table; a plain string in a row is a text, to the left. */
export interface TableOptions {
  /** Heads of columns; one that starts with `<` stands to the left. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly (Cell | string)[])[];
  readonly caption?: string;
  /** The last column is sentences: where it is narrow they get own lines. */
  readonly isTold?: boolean;
}

/** Nothing for no rows. */
export function tableMarkup(
  { head, rows, caption, isTold }: TableOptions,
): Part {
  if (rows.length === 0) return null;
  return markup`<div class="scroll${isTold === true ? " told" : null}"><table>${
    caption === undefined ? null : markup`<caption>${caption}</caption>`
  }<thead><tr>${head.map(headCell)}</tr></thead><tbody>${
    rows.map((row) => markup`<tr>${row.map(cellMarkup)}</tr>\n`)
  }</tbody></table></div>\n`;
}

function headCell(name: string): Markup {
  return name.startsWith("<")
    ? markup`<th class="t" scope="col">${name.slice(1)}</th>`
    : markup`<th scope="col">${name}</th>`;
}

function cellMarkup(cell: Cell | string): Markup {
  if (typeof cell === "string") return markup`<td class="t">${cell}</td>`;
  const { shows, path, value, mark, isText } = cell;
  const names = [mark, isText === true ? "t" : undefined]
    .filter((name) => name !== undefined).join(" ");
  const figure = path === undefined || value === undefined
    ? null
    : markup` data-path="${path}" data-value="${value}"`;
  return markup`<td${
    names === "" ? null : markup` class="${names}"`
  }${figure}>${shows}</td>`;
}

/** A figure of the report as a cell. */
export function figure(shows: string, path: string, value: number): Cell {
  return { shows, path, value };
}
