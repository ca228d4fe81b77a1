/** Conditions on rows, and whether rows between bounds may fulfil one. */
import type { ColumnValue } from "./data_file.ts";

/**
 * A comparison with a null is never true, and its negation neither: rows are
 * chosen as SQL does it.
 */
export type Predicate =
  | {
    readonly is: "=" | "!=" | "<" | "<=" | ">" | ">=";
    readonly column: string;
    readonly value: ColumnValue;
  }
  | {
    readonly is: "in";
    readonly column: string;
    readonly values: readonly ColumnValue[];
  }
  | { readonly is: "null" | "not null"; readonly column: string }
  | { readonly is: "and" | "or"; readonly all: readonly Predicate[] }
  | { readonly is: "not"; readonly one: Predicate };
