/**
 * Values of Arrow's arrays as they go into pages, and their extremes; fits
 * `ValueCore` of the reader and writer of column files.
 */
import { ownBytes } from "./_bytes.ts";
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { STATUSES } from "./status.ts";

/** Values of `widthBytes`; `selection` holds places of the whole array. */
export interface FixedColumn {
  readonly kind: "fixed";
  readonly bytes: Uint8Array;
  readonly widthBytes: number;
  /** A place in the selection, if there is one, else in the array. */
  readonly start: number;
  readonly count: number;
  readonly selection?: Int32Array;
}

/** Byte arrays; value i is from `offsets[i]` to `offsets[i + 1]`. */
export interface BytesColumn {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  readonly start: number;
  readonly count: number;
  readonly selection?: Int32Array;
}

/** In the order of `enum sv_order`. */
const ORDERS = [
  ...["int8", "int16", "int32", "int64"] as const,
  ...["uint8", "uint16", "uint32", "uint64"] as const,
  ...["float16", "float32", "float64", "bytes", "decimal"] as const,
] as const;
export type ColumnOrder = typeof ORDERS[number];

export interface ValueCalls {
  /** Returns bytes written; fails with BOUND when `to` has no room. */
  encodeFixed(values: FixedColumn, to: Uint8Array): number;
  /** PLAIN. Returns bytes written; fails as `encodeFixed`. */
  encodeBytes(values: BytesColumn, to: Uint8Array): number;
  plainSizeBytes(values: BytesColumn): number;
  /** Places, counted as `start`; -1 when there is no value but NaN. */
  extremes(
    values: FixedColumn | BytesColumn,
    order: ColumnOrder,
  ): readonly [number, number];
  openDictionary(options: { readonly limitBytes: number }): CoreDictionary;
}

/** The calls, bound to an open library. */
export function valueCalls(library: Library): ValueCalls {
  const { symbols } = library;
  return {
    encodeFixed(values, to) {
      const { bytes, widthBytes, start, count, selection } = values;
      if (selection === undefined) {
        const end = (start + count) * widthBytes;
        if (end > bytes.length || count * widthBytes > to.length) {
          throw library.failure(STATUSES.BOUND[0], {
            operation: `encode ${count} values`,
          });
        }
        to.set(bytes.subarray(start * widthBytes, end));
        return count * widthBytes;
      }
      return library.must(
        symbols.sv_page_gather_fixed(
          ownBytes(bytes),
          BigInt(bytes.length),
          widthBytes,
          ownBytes(selection.subarray(start, start + count)),
          chosen(selection, start, count),
          ownBytes(to),
          BigInt(to.length),
        ),
        { operation: `encode ${count} values` },
      );
    },
    encodeBytes(values, to) {
      const { bytes, count } = values;
      const { offsets, selection } = partOf(values);
      return library.must(
        symbols.sv_page_plain_bytes(
          ownBytes(bytes),
          BigInt(bytes.length),
          ownBytes(offsets),
          offsets.length,
          selection,
          count,
          ownBytes(to),
          BigInt(to.length),
        ),
        { operation: `encode ${count} byte arrays` },
      );
    },
    plainSizeBytes(values) {
      const { offsets, selection } = partOf(values);
      const size = symbols.sv_page_bytes_size(
        ownBytes(offsets),
        offsets.length,
        selection,
        values.count,
      );
      const operation = `measure ${values.count} byte arrays`;
      return library.must(size, { operation }) + 4 * values.count;
    },
    ...extremeCalls(library),
    openDictionary: (options) => new CoreDictionary(library, options),
  };
}

function extremeCalls(library: Library): Pick<ValueCalls, "extremes"> {
  return {
    extremes(values, order) {
      const places = new BigInt64Array(2);
      const { bytes, width, offsets, selection } = columnPart(values);
      library.must(
        library.symbols.sv_page_extremes(
          ORDERS.indexOf(order),
          bytes,
          BigInt(bytes.length),
          width,
          offsets,
          selection,
          values.count,
          places,
        ),
        { operation: `find the extremes of ${values.count} values` },
      );
      const [least = -1, most = -1] = Array.from(places, Number);
      return [
        least < 0 ? -1 : values.start + least,
        most < 0 ? -1 : values.start + most,
      ];
    },
  };
}

function chosen(selection: Int32Array, start: number, count: number): number {
  if (start < 0 || start + count > selection.length) {
    throw new RangeError(
      `Cannot take ${count} places from ${start} on: there are ` +
        `${selection.length}`,
    );
  }
  return count;
}

/** Offsets from the first value on, or all of them with a selection. */
function partOf({ offsets, start, count, selection }: BytesColumn) {
  if (selection === undefined) {
    return { offsets: ownBytes(offsets.subarray(start)), selection: null };
  }
  chosen(selection, start, count);
  return {
    offsets: ownBytes(offsets),
    selection: ownBytes(selection.subarray(start, start + count)),
  };
}

/** A column as `sv_page_extremes` and `sv_dictionary_add` take it. */
function columnPart(values: FixedColumn | BytesColumn) {
  const bytes = ownBytes(values.bytes);
  if (values.kind === "bytes") {
    const part = partOf(values);
    return { ...part, bytes, width: part.offsets.length };
  }
  const { widthBytes: width, start, count, selection } = values;
  if (selection === undefined) {
    const from = ownBytes(bytes.subarray(start * width));
    return { bytes: from, width, offsets: null, selection: null };
  }
  chosen(selection, start, count);
  const places = ownBytes(selection.subarray(start, start + count));
  return { bytes, width, offsets: null, selection: places };
}

/** Numbers equal values; holds memory of the core until it is disposed. */
export class CoreDictionary implements Disposable {
  readonly #library: Library;
  #handle: Deno.PointerObject | null;
  #count = 0;

  /** `limitBytes` of PLAIN values at most. */
  constructor(library: Library, options: { readonly limitBytes: number }) {
    this.#library = library;
    const slot = handleSlot();
    library.must(library.symbols.sv_dictionary_open(options.limitBytes, slot), {
      operation: "open dictionary",
    });
    this.#handle = handleIn(slot);
  }

  /** Values that differ. */
  get count(): number {
    return this.#count;
  }

  /** What `encode` writes. */
  get sizeBytes(): number {
    return Number(this.#library.symbols.sv_dictionary_size(this.#open()));
  }

  /** False, with all as before, when the limit would be passed. */
  add(values: FixedColumn | BytesColumn, indices: Uint32Array): boolean {
    const { bytes, width, offsets, selection } = columnPart(values);
    const operation = `number ${values.count} values`;
    checkPlaces(this.#library, values, indices);
    const count = this.#library.symbols.sv_dictionary_add(
      this.#open(),
      bytes,
      BigInt(bytes.length),
      width,
      offsets,
      selection,
      values.count,
      ownBytes(indices),
    );
    if (Number(count) === STATUSES.BOUND[0]) return false;
    this.#count = this.#library.must(count, { operation });
    return true;
  }

  /** All values, PLAIN; returns bytes written. */
  encode(to: Uint8Array): number {
    return this.#library.must(
      this.#library.symbols.sv_dictionary_encode(
        this.#open(),
        ownBytes(to),
        BigInt(to.length),
      ),
      { operation: "encode dictionary" },
    );
  }

  [Symbol.dispose](): void {
    if (this.#handle === null) return;
    this.#library.symbols.sv_dictionary_close(this.#handle);
    this.#handle = null;
  }

  #open(): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse("use dictionary", "it is closed");
  }
}

/** A limit that is passed must not be told from places that are not there. */
function checkPlaces(
  library: Library,
  values: FixedColumn | BytesColumn,
  indices: Uint32Array,
): void {
  const { start, count, selection } = values;
  const available = values.kind === "bytes"
    ? values.offsets.length - 1
    : Math.floor(values.bytes.length / values.widthBytes);
  const isShort = selection === undefined && start + count > available;
  if (!isShort && count <= indices.length) return;
  throw library.failure(STATUSES.BOUND[0], {
    operation: `number ${count} values`,
  });
}
