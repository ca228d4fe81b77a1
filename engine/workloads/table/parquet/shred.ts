/**
 * From rows of a column of Arrow to the levels of one leaf, and to which of its
 * values they are. In: the path to the leaf, and rows; out: levels, as one
 * number where they are all alike, and the places of values.
 *
 * Design: a walk from the root, one node after the other over all rows, in
 * place. As long as there are neither nulls nor lists nothing is kept for
 * each entry, which is the case of nearly all columns of numbers.
 */
import type { Data } from "apache-arrow";
import type { ColumnPath } from "./column_path.ts";
import type { ColumnTree, ListColumn } from "./column_tree.ts";
import type { Bitmap, LevelEntries } from "./level_core.ts";
import type { PageCore } from "./page_core.ts";

/** Levels of one kind, of all entries of a part of a page. */
export type Levels =
  /** The same for all. */
  | number
  /** 0 for the first of so many, 1 for the others: lists of one length. */
  | { readonly period: number }
  | Uint8Array;

export interface Shredded {
  readonly entryCount: number;
  readonly definition: Levels;
  readonly repetition: Levels;
  /** The array of Arrow that the values are in. */
  readonly leaf: Data;
  /** First place in it, or in `selection`. */
  readonly start: number;
  readonly valueCount: number;
  readonly selection?: Int32Array;
}

interface RowRange {
  readonly start: number;
  readonly count: number;
}

/** Throws `RangeError` for a null where the schema allows none. */
export function shred(
  core: PageCore,
  { leaf, steps }: ColumnPath,
  { column, rows }: { readonly column: Data; readonly rows: RowRange },
): Shredded {
  const walk = new RowWalk(core, rows);
  let at = column;
  for (const { node, child } of steps) {
    // All of it is null, and there is nothing that says so for each.
    if (node.kind === "leaf" && node.conversion === "null") {
      return { ...walk.finish(at), valueCount: 0, start: 0 };
    }
    walk.passNulls(node, at);
    if (node.kind === "leaf") break;
    if (node.kind === "list") walk.passList(node, at);
    const next = at.children[node.kind === "list" ? 0 : child];
    if (next === undefined) {
      throw new RangeError(`Cannot write column "${leaf.name}": it is cut`);
    }
    at = next;
  }
  return walk.finish(at);
}

class RowWalk {
  readonly #core: PageCore;
  #start: number;
  #count: number;
  #definition = 0;
  #period = 0;
  #entries: LevelEntries | undefined;

  constructor(core: PageCore, { start, count }: RowRange) {
    this.#core = core;
    this.#start = start;
    this.#count = count;
  }

  passNulls(node: ColumnTree, data: Data): void {
    const hasNulls = data.nullCount > 0;
    const validity = { bits: data.nullBitmap, bitOffset: data.offset };
    if (!node.isOptional) {
      if (hasNulls) this.#mustBeValid(node, validity);
      return;
    }
    if (!hasNulls && this.#entries === undefined) {
      this.#definition++;
      return;
    }
    this.#core.markNulls(this.#each(), hasNulls ? validity : undefined);
  }

  passList(node: ListColumn, data: Data): void {
    const isFixed = data.valueOffsets === undefined;
    const length = isFixed ? data.stride : 0;
    if (length > 0 && this.#entries === undefined && this.#period === 0) {
      this.#period = length;
      this.#start *= length;
      this.#count *= length;
      this.#definition++;
      return;
    }
    const entries = this.#each();
    const offsets = isFixed ? evenOffsets(data) : narrowOffsets(data);
    const to = entriesOf(this.#core.expandedCount(entries, offsets));
    const repetition = node.repetition + 1;
    this.#core.expandLists({ entries, offsets, repetition, to });
    this.#entries = to;
  }

  finish(leaf: Data): Shredded {
    const entries = this.#entries;
    if (entries === undefined) {
      return {
        entryCount: this.#count,
        definition: this.#definition,
        repetition: this.#period === 0 ? 0 : { period: this.#period },
        leaf,
        start: this.#start,
        valueCount: this.#count,
      };
    }
    const places = new Int32Array(entries.count);
    const valueCount = this.#core.selectPlaces(entries, places);
    const selection = places.subarray(0, valueCount);
    const { definition, repetition, count } = entries;
    const levels = { entryCount: count, definition, repetition, leaf };
    const [first = 0] = selection;
    // Places only grow, so that the first and the last tell whether all
    // between them are there.
    const last = selection[valueCount - 1] ?? -1;
    return last - first + 1 === valueCount
      ? { ...levels, start: first, valueCount }
      : { ...levels, start: 0, valueCount, selection };
  }

  /** Below a null of a node above, a null says nothing. */
  #mustBeValid(node: ColumnTree, validity: Bitmap): void {
    const entries = this.#entries ?? this.#each();
    const places = new Int32Array(entries.count);
    const count = this.#core.selectPlaces(entries, places);
    const bits = new Uint8Array((count + 7) >> 3);
    const selection = places.subarray(0, count);
    this.#core.gatherBits({ from: validity, selection, to: bits });
    const valid = this.#core.countBits({ bits, bitOffset: 0 }, count);
    if (valid === count) return;
    throw new RangeError(
      `Cannot write column "${node.name}": it has ${count - valid} nulls, ` +
        `and may have none`,
    );
  }

  #each(): LevelEntries {
    if (this.#entries !== undefined) return this.#entries;
    const entries = entriesOf(this.#count);
    entries.definition.fill(this.#definition);
    const { period } = { period: this.#period };
    for (let index = 0; index < this.#count; index++) {
      entries.places[index] = this.#start + index;
      if (period > 0 && index % period !== 0) entries.repetition[index] = 1;
    }
    this.#entries = entries;
    return entries;
  }
}

function entriesOf(count: number): LevelEntries {
  return {
    definition: new Uint8Array(count),
    repetition: new Uint8Array(count),
    places: new Int32Array(count),
    count,
  };
}

function evenOffsets({ length, stride }: Data): Int32Array {
  return Int32Array.from({ length: length + 1 }, (_, index) => index * stride);
}

/** Lists of Arrow may have offsets of 8 bytes; so long they are not here. */
function narrowOffsets({ valueOffsets }: Data): Int32Array {
  // The library says Int32Array of lists that have offsets of 8 bytes too.
  const offsets: unknown = valueOffsets;
  if (offsets instanceof BigInt64Array) return Int32Array.from(offsets, Number);
  return valueOffsets;
}
