/**
 * Nulls and lists of column files: bitmaps and offsets of Arrow to levels, one
 * node of a schema after the other, and back. Fits `LevelCore` of the reader
 * and writer of such files; a mistake of the caller is a `CoreError`.
 */
import { ownBytes } from "./_bytes.ts";
import type { Library } from "./_library.ts";
import { type BitCalls, bitCalls } from "./column_bits.ts";
import { LAYOUTS } from "./layout.ts";
import { STATUSES } from "./status.ts";
import { StructView } from "./struct_view.ts";

/** Levels of a leaf so far, and places in the next node; -1: it ended. */
export interface CoreLevelEntries {
  readonly definition: Uint8Array;
  readonly repetition: Uint8Array;
  readonly places: Int32Array;
  readonly count: number;
}

/** A bitmap of Arrow, of which place 0 is bit `bitOffset`. */
export interface CoreBitmap {
  readonly bits: Uint8Array;
  readonly bitOffset: number;
}

/** What a node is to the entries of a leaf below it. */
export interface CoreNodeLevels {
  readonly repetition: number;
  readonly slot: number;
  readonly present: number;
}

export interface LevelCalls extends BitCalls {
  /** Returns how many places go on. */
  markNulls(
    entries: CoreLevelEntries,
    validity: CoreBitmap | undefined,
  ): number;
  /** Entries that `expandLists` makes. */
  expandedCount(entries: CoreLevelEntries, offsets: Int32Array): number;
  /** `to` has the count that `expandedCount` told. */
  expandLists(request: {
    readonly entries: CoreLevelEntries;
    readonly offsets: Int32Array;
    readonly repetition: number;
    readonly to: CoreLevelEntries;
  }): void;
  /** Returns how many places go on; they are in `to`, in order. */
  selectPlaces(entries: CoreLevelEntries, to: Int32Array): number;
  /** Returns slots and nulls. */
  readValidity(request: {
    readonly definition: Uint8Array;
    readonly repetition?: Uint8Array;
    readonly node: CoreNodeLevels;
    readonly to: CoreBitmap;
  }): readonly [slots: number, nulls: number];
  /** Returns slots; negative for levels that cannot be. */
  readOffsets(request: {
    readonly definition?: Uint8Array;
    readonly repetition: Uint8Array;
    readonly node: CoreNodeLevels;
    readonly item: number;
    readonly offsets: Int32Array;
  }): number;
  entriesOfRows(repetition: Uint8Array, rowCount: number): number;
  countRows(repetition: Uint8Array): number;
}

/** The calls, bound to an open library. */
export function levelCalls(library: Library): LevelCalls {
  return {
    ...bitCalls(library),
    ...shredCalls(library),
    ...assembleCalls(library),
  };
}

type ShredNames =
  | "markNulls"
  | "expandedCount"
  | "expandLists"
  | "selectPlaces";

function shredCalls(library: Library): Pick<LevelCalls, ShredNames> {
  const { symbols } = library;
  return {
    markNulls(entries, validity) {
      checkEntries(library, entries);
      return library.must(
        symbols.sv_level_mark_nulls(
          ownBytes(entries.definition),
          ownBytes(entries.places),
          entries.count,
          validity === undefined ? null : ownBytes(validity.bits),
          BigInt(validity?.bits.length ?? 0),
          BigInt(validity?.bitOffset ?? 0),
        ),
        { operation: `mark the nulls of ${entries.count} entries` },
      );
    },
    expandedCount({ places, count }, offsets) {
      checkRoom(library, places.length, count);
      return library.must(
        symbols.sv_level_expanded_count(
          ownBytes(places),
          count,
          ownBytes(offsets),
          offsets.length,
        ),
        { operation: `count the items of ${count} lists` },
      );
    },
    expandLists({ entries, offsets, repetition, to }) {
      checkEntries(library, entries);
      checkEntries(library, to);
      const lists = new StructView(LAYOUTS.sv_level_lists).assign({
        count: entries.count,
        offset_count: offsets.length,
        repetition,
        capacity: to.count,
      });
      library.must(
        symbols.sv_level_expand(
          lists.bytes,
          ownBytes(entries.definition),
          ownBytes(entries.repetition),
          ownBytes(entries.places),
          ownBytes(offsets),
          ownBytes(to.definition),
          ownBytes(to.repetition),
          ownBytes(to.places),
        ),
        { operation: `expand ${entries.count} lists` },
      );
    },
    selectPlaces({ places, count }, to) {
      checkRoom(library, places.length, count);
      return library.must(
        symbols.sv_level_select(
          ownBytes(places),
          count,
          ownBytes(to),
          to.length,
        ),
        { operation: `select places of ${count} entries` },
      );
    },
  };
}

type AssembleNames =
  | "readValidity"
  | "readOffsets"
  | "entriesOfRows"
  | "countRows";

function assembleCalls(library: Library): Pick<LevelCalls, AssembleNames> {
  const { symbols } = library;
  return {
    readValidity({ definition, repetition, node, to }) {
      const counts = new Uint32Array(2);
      const count = definition.length;
      checkRoom(library, repetition?.length ?? count, count);
      library.must(
        symbols.sv_level_validity(
          nodeBytes(node),
          ownBytes(definition),
          repetition === undefined ? null : ownBytes(repetition),
          count,
          ownBytes(to.bits),
          BigInt(to.bits.length),
          BigInt(to.bitOffset),
          counts,
        ),
        { operation: `read the nulls of ${count} entries` },
      );
      return [counts[0] ?? 0, counts[1] ?? 0];
    },
    readOffsets({ definition, repetition, node, item, offsets }) {
      const count = definition?.length ?? repetition.length;
      checkRoom(library, repetition.length, count);
      const status = symbols.sv_level_offsets(
        nodeBytes(node, item),
        definition === undefined ? null : ownBytes(definition),
        ownBytes(repetition),
        count,
        ownBytes(offsets),
        offsets.length,
      );
      if (Number(status) === STATUSES.DECODE[0]) return Number(status);
      const operation = `read the lists of ${count} entries`;
      return library.must(status, { operation });
    },
    entriesOfRows: (repetition, rowCount) =>
      Number(symbols.sv_level_entries_of_rows(
        ownBytes(repetition),
        repetition.length,
        rowCount,
      )),
    countRows: (repetition) =>
      Number(symbols.sv_level_rows(ownBytes(repetition), repetition.length)),
  };
}

function nodeBytes(node: CoreNodeLevels, item = 0): Uint8Array<ArrayBuffer> {
  const { repetition, slot, present } = node;
  return new StructView(LAYOUTS.sv_level_node)
    .assign({ repetition, slot, present, item }).bytes;
}

function checkEntries(library: Library, entries: CoreLevelEntries): void {
  const { definition, repetition, places, count } = entries;
  checkRoom(
    library,
    Math.min(definition.length, repetition.length, places.length),
    count,
  );
}

/** The core is told no length of an array that the count has to fit. */
function checkRoom(library: Library, available: number, needed: number): void {
  if (needed <= available) return;
  throw library.failure(STATUSES.BOUND[0], {
    operation: `take ${needed} levels of ${available}`,
  });
}
