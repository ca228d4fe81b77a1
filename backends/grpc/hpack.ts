/**
 * Header blocks of HTTP/2 (RFC 7541). Goes in: headers; comes out: a block, and
 * back. What is read may use all of HPACK; what is written uses only literals,
 * which every reader understands and no table has to be kept for.
 */
import { decodeHuffman } from "./huffman.ts";

/** In order; names in small letters, pseudo-headers first. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Names and values of the static table, from index 1, parted by `=`. */
const STATIC = (":authority :method=GET :method=POST :path=/ " +
  ":path=/index.html :scheme=http :scheme=https :status=200 :status=204 " +
  ":status=206 :status=304 :status=400 :status=404 :status=500 " +
  "accept-charset accept-encoding=gzip,~deflate accept-language " +
  "accept-ranges accept access-control-allow-origin age allow " +
  "authorization cache-control content-disposition content-encoding " +
  "content-language content-length content-location content-range " +
  "content-type cookie date etag expect expires from host if-match " +
  "if-modified-since if-none-match if-range if-unmodified-since " +
  "last-modified link location max-forwards proxy-authenticate " +
  "proxy-authorization range referer refresh retry-after server set-cookie " +
  "strict-transport-security transfer-encoding user-agent vary via " +
  "www-authenticate").split(" ").map((entry) => {
    const at = entry.indexOf("=");
    return at < 0
      ? [entry, ""] as const
      : [entry.slice(0, at), entry.slice(at + 1).replace("~", " ")] as const;
  });

/** Bytes that the table may have until settings say otherwise. */
const TABLE_BYTES = 4096;
/** What an entry costs beside its texts. */
const ENTRY_BYTES = 32;

/** Reads the blocks of one connection, in the order in which they came. */
export class HpackReader {
  readonly #dynamic: (readonly [string, string])[] = [];
  #sizeBytes = 0;
  #limitBytes = TABLE_BYTES;

  /** Fails with a `RangeError` for a block that is damaged. */
  read(block: Uint8Array): HeaderList {
    const cursor = new Cursor(block);
    const headers: (readonly [string, string])[] = [];
    while (!cursor.isAtEnd) {
      const first = cursor.peek();
      if (first & 0x80) headers.push(this.#entry(cursor.integer(7)));
      else if (first & 0x40) {
        const header = this.#literal(cursor, 6);
        this.#add(header);
        headers.push(header);
      } else if (first & 0x20) this.#resize(cursor.integer(5));
      else headers.push(this.#literal(cursor, 4));
    }
    return headers;
  }

  #literal(cursor: Cursor, bits: number): readonly [string, string] {
    const index = cursor.integer(bits);
    const name = index === 0 ? cursor.text() : this.#entry(index)[0];
    return [name, cursor.text()];
  }

  #entry(index: number): readonly [string, string] {
    const entry = index <= STATIC.length
      ? STATIC[index - 1]
      : this.#dynamic[index - STATIC.length - 1];
    if (entry === undefined) throw new RangeError(`No header ${index} is kept`);
    return entry;
  }

  #add(header: readonly [string, string]): void {
    this.#dynamic.unshift(header);
    this.#sizeBytes += sizeOf(header);
    this.#shrink();
  }

  #resize(limitBytes: number): void {
    if (limitBytes > TABLE_BYTES) {
      throw new RangeError(`The table has ${TABLE_BYTES} bytes at most`);
    }
    this.#limitBytes = limitBytes;
    this.#shrink();
  }

  #shrink(): void {
    while (this.#sizeBytes > this.#limitBytes) {
      const last = this.#dynamic.pop();
      if (last === undefined) return;
      this.#sizeBytes -= sizeOf(last);
    }
  }
}

function sizeOf([name, value]: readonly [string, string]): number {
  return name.length + value.length + ENTRY_BYTES;
}

/** Walks through one block. */
class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  peek(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new RangeError("The block ends early");
    return byte;
  }

  integer(bits: number): number {
    const most = 2 ** bits - 1;
    let value = this.peek() & most;
    this.#at += 1;
    if (value < most) return value;
    for (let shift = 1;; shift *= 128) {
      const byte = this.peek();
      this.#at += 1;
      value += (byte & 0x7f) * shift;
      if (value > 2 ** 31) throw new RangeError("A number is too large");
      if ((byte & 0x80) === 0) return value;
    }
  }

  text(): string {
    const isCoded = (this.peek() & 0x80) !== 0;
    const length = this.integer(7);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new RangeError("The block ends early");
    this.#at += length;
    if (isCoded) return decodeHuffman(bytes);
    return String.fromCharCode(...bytes);
  }
}

/** A block of literals that nobody has to remember. */
export function writeHeaders(headers: HeaderList): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const [name, value] of headers) {
    bytes.push(0);
    writeText(bytes, name);
    writeText(bytes, value);
  }
  return Uint8Array.from(bytes);
}

function writeText(bytes: number[], text: string): void {
  let { length } = text;
  if (length < 127) bytes.push(length);
  else {
    bytes.push(127);
    for (length -= 127; length >= 128; length = Math.floor(length / 128)) {
      bytes.push(length % 128 + 128);
    }
    bytes.push(length);
  }
  for (let at = 0; at < text.length; at++) bytes.push(text.charCodeAt(at));
}
