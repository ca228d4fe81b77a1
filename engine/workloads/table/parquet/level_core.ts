/**
 * What the hot loops of levels and nulls do, as an interface: from the arrays
 * of Arrow to definition and repetition levels, one node of the schema after
 * the other, and back. Bitmaps are Arrow's: bit i of byte i / 8, 1 is a value.
 */

/**
 * Where each entry of a leaf stands while its path is walked from the root:
 * its levels so far, and its place in the array of the node that is next, or
 * -1 once a null or an empty list ended it. All three have room for `count`.
 */
export interface LevelEntries {
  readonly definition: Uint8Array;
  readonly repetition: Uint8Array;
  readonly places: Int32Array;
  readonly count: number;
}

/** A bitmap of Arrow, of which place 0 is bit `bitOffset`. */
export interface Bitmap {
  readonly bits: Uint8Array;
  readonly bitOffset: number;
}

/** What a node is to the entries of one leaf below it. */
export interface NodeLevels {
  /** Repetition level of the nearest list at or above the node; 0 for none. */
  readonly repetition: number;
  /** Entries below it have no slot here: definition level of that list's items. */
  readonly slot: number;
  /** From here on the node itself is not null. */
  readonly present: number;
}

export interface LevelCore {
  /**
   * An optional node: a place that is valid goes one definition level up, one
   * that is null ends. Without a bitmap every place is valid. In place.
   * Returns how many places are still alive.
   */
  markNulls(entries: LevelEntries, validity: Bitmap | undefined): number;
  /** Entries that `expandLists` will make, at least one of each. */
  expandedCount(entries: LevelEntries, offsets: Int32Array): number;
  /**
   * A repeated node: an entry becomes one for each item of its list, with
   * `repetition` for all but the first, and one level up; an empty list ends.
   * `to` has the count that `expandedCount` told.
   */
  expandLists(
    options: {
      readonly entries: LevelEntries;
      readonly offsets: Int32Array;
      readonly repetition: number;
      readonly to: LevelEntries;
    },
  ): void;
  /** Places that are alive, in order; returns how many. */
  selectPlaces(entries: LevelEntries, to: Int32Array): number;

  /**
   * Validity of a node from the levels of a leaf below: one bit for each
   * entry with at most its repetition and at least its slot level, from
   * `bitOffset` on. Returns [slots, nulls].
   */
  readValidity(
    options: {
      readonly definition: Uint8Array;
      /** Without lists above there is none. */
      readonly repetition?: Uint8Array;
      readonly node: NodeLevels;
      readonly to: Bitmap;
    },
  ): readonly [slots: number, nulls: number];
  /**
   * Offsets of a list: `node` is the list, its items have the repetition
   * level `node.repetition + 1` and are there from `item` on. Continues from
   * `offsets[0]`; returns slots, of which each wrote one offset, or a negative
   * number for items that belong to no list.
   */
  readOffsets(
    options: {
      /** Without it every entry is there. */
      readonly definition?: Uint8Array;
      readonly repetition: Uint8Array;
      readonly node: NodeLevels;
      readonly item: number;
      readonly offsets: Int32Array;
    },
  ): number;
  /**
   * Entries of the first `rowCount` rows, of levels that start a row; all of
   * them when there are fewer rows.
   */
  entriesOfRows(repetition: Uint8Array, rowCount: number): number;
  /** Rows that start in these levels: zeros. */
  countRows(repetition: Uint8Array): number;

  /** Values that are 1 in `count` bits. */
  countBits(bitmap: Bitmap, count: number): number;
  /** Bits to bits; those of `to` before and behind are kept. */
  copyBits(
    options: {
      readonly from: Bitmap;
      readonly to: Bitmap;
      readonly count: number;
    },
  ): void;
  /** Bits at those places, densely from bit 0 of `to`. */
  gatherBits(
    options: {
      readonly from: Bitmap;
      readonly selection: Int32Array;
      readonly to: Uint8Array;
    },
  ): void;
  /** One bit a byte of 0 or 1. */
  packBits(values: Uint8Array, to: Bitmap): void;
  /**
   * Dense values at the start of `values` to the slots that are valid, in
   * place, from the last one; null slots become zero.
   */
  spreadFixed(
    options: {
      readonly values: Uint8Array;
      readonly widthBytes: number;
      readonly validity: Bitmap;
      readonly count: number;
    },
  ): void;
  /** The same of bits; dense from bit 0 of `values` on. */
  spreadBits(
    options: {
      readonly values: Uint8Array;
      readonly validity: Bitmap;
      readonly count: number;
    },
  ): void;
  /** The same of offsets: a null slot has no bytes. `count + 1` offsets. */
  spreadOffsets(
    options: {
      readonly offsets: Int32Array;
      readonly validity: Bitmap;
      readonly count: number;
    },
  ): void;
}
