/**
 * What clients did to one key, in columns: a row per attempt, times by one
 * monotonic clock. Goes in: rows in any order; comes out: what the checkers
 * read. A million rows are 37 MB.
 */

/** What an attempt was, and what is known of how it ended. */
export const ROW_KINDS = ["put", "get", "delete"] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** The value of a key that is not there. */
export const ABSENT = 0;

/** The return time of a write of which nobody knows whether it took effect. */
export const NEVER = Number.POSITIVE_INFINITY;

export interface HistoryRow {
  readonly kind: RowKind;
  readonly client: number;
  /**
   * Of a put: what it wrote, from 1, and no other put has. Of a get: what it
   * returned, `ABSENT` for not found. Of a delete: `ABSENT`.
   */
  readonly value: number;
  readonly callNs: number;
  /** `NEVER` for a write whose answer was lost. */
  readonly returnNs: number;
  /**
   * Of a conditional put that succeeded: the value it asked to replace,
   * `ABSENT` for one that asked for no object to be there.
   */
  readonly basis?: number;
}

const FIRST_ROOM = 64;

/** Rows of one key. Attempts that surely failed are not added. */
export class KeyHistory {
  #count = 0;
  #kind = new Uint8Array(FIRST_ROOM);
  #client = new Uint32Array(FIRST_ROOM);
  #value = new Uint32Array(FIRST_ROOM);
  #callNs = new Float64Array(FIRST_ROOM);
  #returnNs = new Float64Array(FIRST_ROOM);
  readonly #bases = new Map<number, number>();

  get count(): number {
    return this.#count;
  }

  /** Fails with a `RangeError` for a row that cannot have happened. */
  add(row: HistoryRow): void {
    const { kind, value, callNs, returnNs, basis } = row;
    if (!(returnNs >= callNs)) {
      throw new RangeError(
        `A ${kind} returned at ${returnNs} before ${callNs}`,
      );
    }
    if ((kind === "put") === (value === ABSENT) && kind !== "get") {
      throw new RangeError(`A ${kind} cannot have the value ${value}`);
    }
    if (kind === "get" && returnNs === NEVER) {
      throw new RangeError("A get without an answer says nothing");
    }
    if (basis !== undefined) {
      if (kind !== "put" || returnNs === NEVER) {
        throw new RangeError("Only a put that succeeded has a basis");
      }
      this.#bases.set(this.#count, basis);
    }
    if (this.#count === this.#kind.length) this.#grow();
    const at = this.#count++;
    this.#kind[at] = ROW_KINDS.indexOf(kind);
    this.#client[at] = row.client;
    this.#value[at] = value;
    this.#callNs[at] = callNs;
    this.#returnNs[at] = returnNs;
  }

  /** With the same rows, and no conditions. */
  copy(): KeyHistory {
    const copy = new KeyHistory();
    copy.#count = this.#count;
    copy.#kind = this.#kind.slice();
    copy.#client = this.#client.slice();
    copy.#value = this.#value.slice();
    copy.#callNs = this.#callNs.slice();
    copy.#returnNs = this.#returnNs.slice();
    return copy;
  }

  /** Conditional puts by row, with the value each asked to replace. */
  get bases(): ReadonlyMap<number, number> {
    return this.#bases;
  }

  row(index: number): HistoryRow {
    if (!(index >= 0 && index < this.#count)) {
      throw new RangeError(`There is no row ${index} of ${this.#count}`);
    }
    const basis = this.#bases.get(index);
    return {
      kind: this.kind(index),
      client: this.#client[index] ?? 0,
      value: this.value(index),
      callNs: this.callNs(index),
      returnNs: this.returnNs(index),
      ...(basis === undefined ? {} : { basis }),
    };
  }

  kind(index: number): RowKind {
    return ROW_KINDS[this.#kind[index] ?? 0] ?? "put";
  }

  isPut(index: number): boolean {
    return this.#kind[index] === 0;
  }

  isGet(index: number): boolean {
    return this.#kind[index] === 1;
  }

  client(index: number): number {
    return this.#client[index] ?? 0;
  }

  value(index: number): number {
    return this.#value[index] ?? ABSENT;
  }

  callNs(index: number): number {
    return this.#callNs[index] ?? NaN;
  }

  returnNs(index: number): number {
    return this.#returnNs[index] ?? NaN;
  }

  #grow(): void {
    const room = this.#count * 2;
    const wider = <A extends Uint8Array | Uint32Array | Float64Array>(
      old: A,
      made: A,
    ): A => {
      made.set(old);
      return made;
    };
    this.#kind = wider(this.#kind, new Uint8Array(room));
    this.#client = wider(this.#client, new Uint32Array(room));
    this.#value = wider(this.#value, new Uint32Array(room));
    this.#callNs = wider(this.#callNs, new Float64Array(room));
    this.#returnNs = wider(this.#returnNs, new Float64Array(room));
  }
}
