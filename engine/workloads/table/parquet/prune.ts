/** Whether rows between the bounds of statistics may fulfil a condition. */
import type { ColumnStatistics, ColumnValue } from "./data_file.ts";
import { compareValues } from "./plain_value.ts";
import type { Predicate } from "./predicate.ts";

/** What is known of some rows. */
export interface KnownRows {
  readonly rowCount: number;
  readonly statistics: ReadonlyMap<string, ColumnStatistics>;
}

/** False only when no row can: what is not known, may be. */
export function mayMatch(predicate: Predicate, rows: KnownRows): boolean {
  switch (predicate.is) {
    case "and":
      return predicate.all.every((one) => mayMatch(one, rows));
    case "or":
      return predicate.all.some((one) => mayMatch(one, rows));
    case "not":
      // Bounds say nothing of what is not there.
      return true;
    case "null":
      return rows.statistics.get(predicate.column)?.nullCount !== 0;
    case "not null":
      return !isAllNull(predicate.column, rows);
    case "in":
      return predicate.values.some((value) =>
        mayCompare({ is: "=", column: predicate.column, value }, rows)
      );
    default:
      return mayCompare(predicate, rows);
  }
}

type Comparison = Extract<Predicate, { readonly value: ColumnValue }>;

function isAllNull(column: string, { rowCount, statistics }: KnownRows) {
  return statistics.get(column)?.nullCount === rowCount;
}

function mayCompare({ column, is, value }: Comparison, rows: KnownRows) {
  if (isAllNull(column, rows)) return false;
  const { max, min } = rows.statistics.get(column) ?? {};
  if (min === undefined || max === undefined) return true;
  // NaN, for values of another kind, is neither: such rows are kept.
  const [low, high] = [compareValues(value, min), compareValues(value, max)];
  switch (is) {
    case "=":
      return !(low < 0 || high > 0);
    case "<":
      return !(low <= 0);
    case "<=":
      return !(low < 0);
    case ">":
      return !(high >= 0);
    case ">=":
      return !(high > 0);
    case "!=":
      // Bounds may be cut, or NaN be among the values.
      return true;
  }
}
