/** `table scan`: rows as lines of tab-separated values, or objects of JSON. */
import type { Table } from "../../engine/mod.ts";
import type { ExitCode } from "../exit_code.ts";
import { keyOf } from "./table_key.ts";
import type { TableView } from "./table_view.ts";

/** `limit` 0: all. Reads no further than it prints, but for one batch. */
export async function scanRows(
  view: TableView,
  table: Table,
  limit: number,
): Promise<ExitCode> {
  const { args, context } = view;
  const columns = args.text("columns")?.split(",").map((name) => name.trim());
  const predicate = args.text("where");
  const reader = await table.reader({
    ...keyOf(args),
    ...(columns === undefined ? {} : { columns }),
    ...(predicate === undefined ? {} : { predicate }),
  });
  const names = reader.schema.fields.map(({ name }) => name);
  const isJson = args.has("json");
  if (!isJson) context.stdout.write(`${names.map(cell).join("\t")}\n`);
  let left = limit === 0 ? Infinity : limit;
  for await (const batch of reader.scan()) {
    const vectors = names.map((_, at) => batch.getChildAt(at));
    const lines: string[] = [];
    for (let row = 0; row < batch.numRows && left > 0; row++, left--) {
      const values = vectors.map((one) => plain(one?.get(row)));
      lines.push(
        isJson
          ? JSON.stringify(Object.fromEntries(
            names.map((name, at) => [name, values[at]]),
          ))
          : values.map((value) => cell(value)).join("\t"),
      );
    }
    if (lines.length > 0) context.stdout.write(`${lines.join("\n")}\n`);
    if (left <= 0) break;
  }
  return 0;
}

/** What JSON has no word for becomes a text: 64 bits, NaN, bytes, times. */
export function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
  }
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : `${value}`;
  }
  if (value instanceof Uint8Array) return `0x${value.toHex()}`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return value;
  const isList = Symbol.iterator in value && "length" in value;
  return isList
    ? Array.from(
      { length: Number(value.length) },
      (_, at) =>
        plain(
          "get" in value && typeof value.get === "function"
            ? value.get(at)
            : Reflect.get(value, at),
        ),
    )
    : Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, plain(one)]),
    );
}

/** A line and its columns stay one, whatever is in a text. */
function cell(value: unknown): string {
  if (value === null) return "null";
  const isOdd = typeof value === "string" &&
    (value === "null" || JSON.stringify(value) !== `"${value}"`);
  return typeof value === "string" && !isOdd ? value : JSON.stringify(value);
}
