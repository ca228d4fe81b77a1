/**
 * Any part of a report as it stands: names with their values, lists as tables.
 * For parts without a picture of their own, so that a page leaves nothing out.
 */
import { formatBytes, formatCount, formatDuration } from "../../profile/mod.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";

/** Items of a list that are shown; all are in the JSON. */
const ITEMS_MAX = 100;

/** A section named after the part. */
export function recordSection(
  id: string,
  title: string,
  { value, path }: { readonly value: unknown; readonly path: string },
): Markup {
  return markup`<section id="${id}"><h2>${title}</h2>${
    valueMarkup(value, { path, name: "" })
  }</section>\n`;
}

interface Place {
  readonly path: string;
  /** The last word of a name is its unit. */
  readonly name: string;
}

/** Records become lists of names and values, one within the other. */
export function valueMarkup(value: unknown, { path, name }: Place): Part {
  if (Array.isArray(value)) return listMarkup(value, { path, name });
  if (isRecord(value)) {
    const rows = Object.entries(value);
    if (areAlike(rows.map(([, one]) => one))) {
      return likeTable(rows, { path, name });
    }
    return markup`<dl>${
      Object.entries(value).map(([key, one]) =>
        markup`<dt>${key}</dt><dd>${
          valueMarkup(one, { path: `${path}.${key}`, name: key })
        }</dd>`
      )
    }</dl>`;
  }
  if (typeof value === "number") {
    return markup`<span data-path="${path}" data-value="${value}">${
      numberText(value, name)
    }</span>`;
  }
  return value === null || value === undefined ? "-" : String(value);
}

function listMarkup(values: readonly unknown[], place: Place): Part {
  if (values.length === 0) return markup`<span class="faint">none</span>`;
  const isPlain = values.every((one) => typeof one !== "object");
  if (isPlain) return values.slice(0, ITEMS_MAX).map(String).join(", ");
  const shown = values.slice(0, ITEMS_MAX);
  const more = values.length - shown.length;
  return [
    areAlike(shown)
      ? likeTable(shown.map((one, index) => [String(index), one]), place)
      : shown.map((one, index) =>
        markup`<div class="item">${
          valueMarkup(one, { ...place, path: `${place.path}.${index}` })
        }</div>`
      ),
    more === 0
      ? null
      : markup`<p>and ${formatCount(more)} more in the JSON report</p>`,
  ];
}

/** Records of the same plain values, which make rows of a table. */
function areAlike(values: readonly unknown[]): values is Plain[] {
  const [first] = values;
  if (values.length < 2 || !isRecord(first)) return false;
  const names = Object.keys(first).join();
  return values.every((one) =>
    isRecord(one) && Object.keys(one).join() === names &&
    Object.values(one).every((part) => typeof part !== "object")
  );
}

type Plain = Readonly<Record<string, unknown>>;

/** A row for each of them; rows of a list are numbered by their place alone. */
function likeTable(
  rows: readonly (readonly [string, unknown])[],
  { path }: Place,
): Part {
  const [[, first = {}] = []] = rows;
  const names = isRecord(first) ? Object.keys(first) : [];
  return tableMarkup({
    head: ["<", ...names],
    rows: rows.map(([row, values]) => [
      row,
      ...names.map((name): Cell => {
        const value = isRecord(values) ? values[name] : undefined;
        return typeof value === "number"
          ? {
            ...figure(numberText(value, name), `${path}.${row}.${name}`, value),
            ...(value === 0 && { mark: "faint" as const }), // not any text
          }
          : { shows: String(value ?? "-") };
      }),
    ]),
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** By the unit at the end of its name. */
export function numberText(value: number, name: string): string {
  if (/Ns$|Ns(Max|Min)$/.test(name)) return formatDuration(value);
  if (/Bytes$|Bytes(Max|Min)$|^bytes$/.test(name)) return formatBytes(value);
  if (/bytesPerSecond$/i.test(name)) return `${formatBytes(value)}/s`;
  return formatCount(value);
}
