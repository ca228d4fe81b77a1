/** Reads and writes the fields of one C struct in a buffer, by their names. */
import type { FieldKind, StructLayout } from "./layout.ts";

const LIMIT: Readonly<Record<Exclude<FieldKind, "bytes">, bigint>> = {
  u8: 1n << 8n,
  u16: 1n << 16n,
  u32: 1n << 32n,
  u64: 1n << 64n,
};

/** A window of `layout.sizeBytes` bytes; new and zeroed unless one is given. */
export class StructView<Field extends string> {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #layout: StructLayout<Field>;
  readonly #view: DataView<ArrayBuffer>;

  constructor(
    layout: StructLayout<Field>,
    bytes: Uint8Array<ArrayBuffer> = new Uint8Array(layout.sizeBytes),
  ) {
    this.bytes = bytes;
    this.#layout = layout;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Throws `RangeError` where C would cut the value off in silence. */
  set(field: Field, value: number | bigint): this {
    const [offset, kind] = this.#layout.fields[field];
    if (kind === "bytes") throw new TypeError(`"${field}" is not a number`);
    const whole = typeof value === "bigint" || Number.isSafeInteger(value);
    if (!whole || value < 0 || BigInt(value) >= LIMIT[kind]) {
      throw new RangeError(
        `Cannot pass ${value} as "${field}": the core takes ${kind}`,
      );
    }
    const view = this.#view;
    if (kind === "u64") view.setBigUint64(offset, BigInt(value), true);
    else if (kind === "u32") view.setUint32(offset, Number(value), true);
    else if (kind === "u16") view.setUint16(offset, Number(value), true);
    else view.setUint8(offset, Number(value));
    return this;
  }

  /** Several fields at once, in any order. */
  assign(values: Readonly<Partial<Record<Field, number | bigint>>>): this {
    for (const field in values) {
      const value = values[field];
      if (value !== undefined) this.set(field, value);
    }
    return this;
  }

  big(field: Field): bigint {
    const [offset, kind] = this.#layout.fields[field];
    if (kind === "u64") return this.#view.getBigUint64(offset, true);
    return BigInt(this.number(field));
  }

  /** Exact up to 2^53; use `big` for names, keys and seeds. */
  number(field: Field): number {
    const [offset, kind] = this.#layout.fields[field];
    if (kind === "u64") return Number(this.#view.getBigUint64(offset, true));
    if (kind === "u32") return this.#view.getUint32(offset, true);
    if (kind === "u16") return this.#view.getUint16(offset, true);
    if (kind === "u8") return this.#view.getUint8(offset);
    throw new TypeError(`"${field}" is not a number`);
  }

  /** A copy, so that it outlives the next call that fills the buffer. */
  slice(field: Field, lengthBytes: number): Uint8Array {
    const [offset] = this.#layout.fields[field];
    return this.bytes.slice(offset, offset + lengthBytes);
  }
}
