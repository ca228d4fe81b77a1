/**
 * The wire format of protocol buffers, as far as our messages need it: numbers,
 * texts, bytes. Goes in: fields; comes out: bytes, and back. Fields that are not
 * known are passed over, as the format asks.
 */

/** A field that was read: numbers as they are, the rest as a view. */
export type WireValue = number | Uint8Array<ArrayBuffer>;

/** Collects one message. */
export class ProtoWriter {
  readonly #bytes: number[] = [];

  /** `uint64`, `uint32` or `bool`; 0 is not written, being what is missing. */
  number(field: number, value: number): this {
    if (value !== 0) {
      this.#varint(field * 8);
      this.#varint(value);
    }
    return this;
  }

  text(field: number, value: string): this {
    return value === ""
      ? this
      : this.bytes(field, new TextEncoder().encode(value));
  }

  /** `fixed32`; written also when it is 0. */
  fixed32(field: number, value: number): this {
    this.#varint(field * 8 + 5);
    for (let at = 0; at < 4; at++) this.#bytes.push((value >>> (8 * at)) & 255);
    return this;
  }

  /** Bytes or a message; small ones: each byte is copied. */
  bytes(field: number, value: Uint8Array): this {
    this.announce(field, value.length);
    for (const byte of value) this.#bytes.push(byte);
    return this;
  }

  /** The head of a field whose bytes are sent by somebody else. */
  announce(field: number, length: number): this {
    this.#varint(field * 8 + 2);
    this.#varint(length);
    return this;
  }

  done(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      this.#bytes.push(rest % 128 + 128);
    }
    this.#bytes.push(rest);
  }
}

/** The fields of a message; of one that came twice the last. */
export class ProtoFields {
  readonly #fields: ReadonlyMap<number, WireValue>;

  /** Fails with a `RangeError` for bytes that are no message. */
  constructor(message: Uint8Array<ArrayBuffer>) {
    this.#fields = readFields(message);
  }

  has(field: number): boolean {
    return this.#fields.has(field);
  }

  /** 0 where it is missing. */
  number(field: number): number {
    const value = this.#fields.get(field) ?? 0;
    if (typeof value === "number") return value;
    throw new RangeError(`Field ${field} is no number`);
  }

  /** Empty where it is missing. */
  bytes(field: number): Uint8Array<ArrayBuffer> {
    const value = this.#fields.get(field) ?? new Uint8Array();
    if (typeof value !== "number") return value;
    throw new RangeError(`Field ${field} is a number`);
  }

  text(field: number): string {
    try {
      return new TextDecoder("utf-8", { fatal: true })
        .decode(this.bytes(field));
    } catch (cause) {
      throw new RangeError(`Field ${field} is no text`, { cause });
    }
  }
}

function readFields(
  message: Uint8Array<ArrayBuffer>,
): Map<number, WireValue> {
  const fields = new Map<number, WireValue>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; scale < 2 ** 64; scale *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError("The message ends early");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError("A number is too long");
  };
  const take = (length: number) => {
    const view = message.subarray(at, at + length);
    if (view.length < length) throw new RangeError("The message ends early");
    at += length;
    return view;
  };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (field === 0) throw new RangeError("A field has the number 0");
    switch (tag % 8) {
      case 0:
        fields.set(field, varint());
        break;
      case 1:
        take(8); // None of ours has that form.
        break;
      case 2:
        fields.set(field, take(varint()));
        break;
      case 5: {
        const view = take(4);
        const bits = new DataView(view.buffer, view.byteOffset, 4);
        fields.set(field, bits.getUint32(0, true));
        break;
      }
      default:
        throw new RangeError(`Field ${field} has a form that nobody writes`);
    }
  }
  return fields;
}
