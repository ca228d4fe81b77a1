/**
 * Thrift's compact protocol, its smallest parts: numbers, lengths and bytes,
 * and how what is not known is skipped. In: bytes that may say anything; a
 * `FormatError` for those that are cut or lie about a length.
 */
import { FormatError, type FormatErrorKind } from "./format_error.ts";

/** Types on the wire, as they stand in the low half of a field's header. */
export const WIRE = {
  stop: 0,
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
} as const;

/** What a file of ours needs is 7 deep; more can only mean harm. */
const DEPTH_MAX = 24;
const VARINT_BYTES_MAX = 10;
const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads forward through bytes; `part` names them in sentences. */
export class ThriftReader {
  readonly bytes: Uint8Array;
  readonly part: string;
  at: number;
  #depth = 0;

  constructor(bytes: Uint8Array, part: string) {
    this.bytes = bytes;
    this.part = part;
    this.at = 0;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value !== undefined) return value;
    throw this.fault("truncated", "it ends in the middle of a field");
  }

  /** Unsigned; exact up to 2^53, and refused from 2^54 on. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < VARINT_BYTES_MAX; count++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value <= 2 * Number.MAX_SAFE_INTEGER) return value;
        throw this.fault("malformed", "a number in it is too large");
      }
      scale *= 128;
    }
    throw this.fault("malformed", "a number in it has no end");
  }

  /** Zigzag, as all integers of more than one byte. */
  integer(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A view of the bytes, not a copy. */
  binary(): Uint8Array {
    const length = this.varint();
    if (length > this.left) {
      throw this.fault("malformed", `it promises ${length} bytes it has not`);
    }
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text(): string {
    const bytes = this.binary();
    try {
      return TEXT.decode(bytes);
    } catch {
      throw this.fault("malformed", "a name in it is not UTF-8");
    }
  }

  /** Type and count; no more items than bytes are left, for each takes one. */
  listHeader(): { readonly wire: number; readonly count: number } {
    const header = this.byte();
    const count = header >> 4 === 15 ? this.varint() : header >> 4;
    if (count <= this.left) return { wire: header & 15, count };
    throw this.fault("malformed", `it promises ${count} items it has not`);
  }

  /** Id and type of the next field, or `undefined` at the end of a struct. */
  fieldHeader(
    before: number,
  ): { readonly id: number; readonly wire: number } | undefined {
    const header = this.byte();
    if (header === WIRE.stop) return undefined;
    const delta = header >> 4;
    const id = delta === 0 ? this.integer() : before + delta;
    return { id, wire: header & 15 };
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.#depth > DEPTH_MAX) {
      throw this.fault("malformed", `it nests deeper than ${DEPTH_MAX}`);
    }
    const value = read();
    this.#depth--;
    return value;
  }

  /** Passes over a value of that type, whatever is in it. */
  skip(wire: number): void {
    switch (wire) {
      case WIRE.true:
      case WIRE.false:
        return;
      case WIRE.byte:
        this.byte();
        return;
      case WIRE.i16:
      case WIRE.i32:
      case WIRE.i64:
        this.#skipVarint();
        return;
      case WIRE.double:
        for (let count = 0; count < 8; count++) this.byte();
        return;
      case WIRE.binary:
        this.binary();
        return;
      case WIRE.list:
      case WIRE.set:
        return this.nested(() => this.#skipList());
      case WIRE.map:
        return this.nested(() => this.#skipMap());
      case WIRE.struct:
        return this.nested(() => this.#skipStruct());
    }
    throw this.fault("malformed", `it has a field of type ${wire}`);
  }

  fault(kind: FormatErrorKind, reason: string): FormatError {
    return new FormatError({ part: this.part, kind, reason });
  }

  #skipVarint(): void {
    for (let count = 0; count < VARINT_BYTES_MAX; count++) {
      if (this.byte() < 0x80) return;
    }
    throw this.fault("malformed", "a number in it has no end");
  }

  #skipList(): void {
    const { wire, count } = this.listHeader();
    for (let index = 0; index < count; index++) this.#skipItem(wire);
  }

  #skipMap(): void {
    const count = this.varint();
    if (count === 0) return;
    const types = this.byte();
    if (count > this.left) {
      throw this.fault("malformed", `it promises ${count} items it has not`);
    }
    for (let index = 0; index < count; index++) {
      this.#skipItem(types >> 4);
      this.#skipItem(types & 15);
    }
  }

  #skipStruct(): void {
    for (let id = 0;;) {
      const header = this.fieldHeader(id);
      if (header === undefined) return;
      id = header.id;
      this.skip(header.wire);
    }
  }

  /** A boolean in a list takes a byte, which one in a struct does not. */
  #skipItem(wire: number): void {
    if (wire === WIRE.true || wire === WIRE.false) this.byte();
    else this.skip(wire);
  }
}

/** Collects bytes; grows as needed. */
export class ThriftWriter {
  #bytes = new Uint8Array(256);
  #count = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#count++] = value;
  }

  /** Unsigned. Throws `RangeError` for what no number holds exactly. */
  varint(value: number): void {
    if (!(value >= 0 && value <= 2 * Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`Cannot write ${value}: it is no count`);
    }
    let left = value;
    for (; left >= 128; left = Math.floor(left / 128)) {
      this.byte((left % 128) | 0x80);
    }
    this.byte(left);
  }

  integer(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  binary(value: Uint8Array): void {
    this.varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#count);
    this.#count += value.length;
  }

  text(value: string): void {
    this.binary(new TextEncoder().encode(value));
  }

  listHeader(wire: number, count: number): void {
    this.byte((Math.min(count, 15) << 4) | wire);
    if (count >= 15) this.varint(count);
  }

  fieldHeader(
    { id, before, wire }: {
      readonly id: number;
      readonly before: number;
      readonly wire: number;
    },
  ): void {
    const delta = id - before;
    const isNear = delta > 0 && delta < 16;
    this.byte((isNear ? delta << 4 : 0) | wire);
    if (!isNear) this.integer(id);
  }

  /** A copy of all bytes so far. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#count);
  }

  #reserve(count: number): void {
    const needed = this.#count + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
