/**
 * Whether the bytes of a schema of Arrow may be given to its library, which
 * believes every count in them. In: bytes of a stream that may say anything;
 * out: false for counts without bytes, and for fields that hold themselves.
 */

/** Deeper than any schema that somebody means. */
const DEPTH_MAX = 64;
const SCHEMA_MESSAGE = 1;
/** Places of fields in the tables of Arrow's Message.fbs and Schema.fbs. */
const MESSAGE = { headerType: 1, header: 2 } as const;
const SCHEMA = { fields: 1, metadata: 2 } as const;
const FIELD = { children: 5, metadata: 6 } as const;

/** Of the first message of a stream; the library reads no further. */
export function isSoundSchema(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    // Newer streams have a mark in front of the length.
    const start = view.getUint32(0, true) === 0xffff_ffff ? 8 : 4;
    const length = view.getUint32(start - 4, true);
    return length <= bytes.length - start &&
      new SchemaWalk(bytes.subarray(start, start + length)).isSound();
  } catch (error) {
    // A place outside of the bytes.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Visits what the library would, and counts. */
class SchemaWalk {
  readonly #view: DataView;
  /** Each table takes four bytes at least, if none is met twice. */
  #left: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#left = bytes.length / 4;
  }

  isSound(): boolean {
    const message = this.#view.getUint32(0, true);
    const typePlace = this.#place(message, MESSAGE.headerType);
    const headerPlace = this.#place(message, MESSAGE.header);
    if (typePlace === undefined || headerPlace === undefined) return false;
    if (this.#view.getUint8(typePlace) !== SCHEMA_MESSAGE) return false;
    const schema = headerPlace + this.#view.getUint32(headerPlace, true);
    const fields = this.#tables(schema, SCHEMA.fields);
    const metadata = this.#tables(schema, SCHEMA.metadata);
    return fields !== undefined && metadata !== undefined &&
      fields.every((field) => this.#isSoundField(field, 0));
  }

  #isSoundField(field: number, depth: number): boolean {
    if (depth > DEPTH_MAX) return false;
    const children = this.#tables(field, FIELD.children);
    const metadata = this.#tables(field, FIELD.metadata);
    return children !== undefined && metadata !== undefined &&
      children.every((child) => this.#isSoundField(child, depth + 1));
  }

  /** Where the tables of a list are; undefined for more than can be there. */
  #tables(table: number, field: number): readonly number[] | undefined {
    const place = this.#place(table, field);
    if (place === undefined) return [];
    const start = place + this.#view.getUint32(place, true);
    const count = this.#view.getUint32(start, true);
    this.#left -= count;
    if (this.#left < 0) return undefined;
    return Array.from({ length: count }, (_, index) => {
      const at = start + 4 + 4 * index;
      return at + this.#view.getUint32(at, true);
    });
  }

  /** Undefined for a field that the table leaves out. */
  #place(table: number, field: number): number | undefined {
    const entries = table - this.#view.getInt32(table, true);
    const at = 4 + 2 * field;
    if (at >= this.#view.getUint16(entries, true)) return undefined;
    const offset = this.#view.getUint16(entries + at, true);
    return offset === 0 ? undefined : table + offset;
  }
}
