/**
 * Digests of bytes by the core: several at once, of one pass. Goes in: bytes in
 * order; comes out: each digest in hexadecimal, as tools print them.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { LAYOUTS } from "./layout.ts";
import { StructView } from "./struct_view.ts";

/** In the order of their bits in `SV_DIGEST_*`. */
export const DIGEST_KINDS = ["md5", "sha256", "crc32c", "crc64nvme"] as const;
export type DigestKind = (typeof DIGEST_KINDS)[number];

/** Lower-case hexadecimal, highest byte first; only kinds that were made. */
export type Digests = Readonly<Partial<Record<DigestKind, string>>>;

const HEX_LENGTHS: Readonly<Record<DigestKind, number>> = {
  md5: 32,
  sha256: 64,
  crc32c: 8,
  crc64nvme: 16,
};

/** The bits of `SV_DIGEST_*`. */
export function digestBits(kinds: Iterable<DigestKind>): number {
  let bits = 0;
  for (const kind of kinds) bits |= 1 << DIGEST_KINDS.indexOf(kind);
  return bits;
}

/** True for the hexadecimal of a digest of that kind. */
export function isDigestText(kind: DigestKind, text: string): boolean {
  return text.length === HEX_LENGTHS[kind] && /^[0-9a-f]*$/.test(text);
}

/** `sv_digests` as texts. */
export function digestsIn(bytes: Uint8Array<ArrayBuffer>): Digests {
  const view = new StructView(LAYOUTS.sv_digests, bytes);
  const bits = view.number("kinds");
  const texts: Record<DigestKind, () => string> = {
    md5: () => hex(view.slice("md5", 16)),
    sha256: () => hex(view.slice("sha256", 32)),
    crc32c: () => padded(view.big("crc32c"), 8),
    crc64nvme: () => padded(view.big("crc64nvme"), 16),
  };
  const made = DIGEST_KINDS.filter((_, bit) => (bits & (1 << bit)) !== 0);
  return Object.fromEntries(made.map((kind) => [kind, texts[kind]()]));
}

/** `sv_digests` of texts; throws `RangeError` for one that is no digest. */
export function digestBytes(digests: Digests): Uint8Array<ArrayBuffer> {
  const view = new StructView(LAYOUTS.sv_digests);
  const kinds = DIGEST_KINDS.filter((kind) => digests[kind] !== undefined);
  view.set("kinds", digestBits(kinds));
  for (const kind of kinds) {
    const text = digests[kind] ?? "";
    if (!isDigestText(kind, text)) {
      throw new RangeError(`Cannot pass "${text}" as ${kind}`);
    }
    if (kind === "crc32c" || kind === "crc64nvme") {
      view.set(kind, BigInt(`0x${text}`));
    } else {
      view.bytes.set(unhex(text), LAYOUTS.sv_digests.fields[kind][0]);
    }
  }
  return view.bytes;
}

/** Those that this host can make: MD5 and SHA-256 need its libcrypto. */
export function digestKinds(library: Library): ReadonlySet<DigestKind> {
  const bits = library.symbols.sv_digest_kinds();
  return new Set(DIGEST_KINDS.filter((_, bit) => (bits & (1 << bit)) !== 0));
}

/** CRC-64/NVME of two pieces from that of each, and the second one's length. */
export function joinCrc64nvme(
  library: Library,
  first: string,
  second: { readonly crc64nvme: string; readonly lengthBytes: number },
): string {
  const whole = library.symbols.sv_crc64nvme_join(
    BigInt(`0x${first}`),
    BigInt(`0x${second.crc64nvme}`),
    BigInt(second.lengthBytes),
  );
  return padded(BigInt(whole), 16);
}

/** Digests in the making, of bytes that are at hand. */
export class CoreDigest implements Disposable {
  readonly #library: Library;
  #handle: Deno.PointerObject | null;

  /** Fails with NO_CRYPTO for a kind that `digestKinds` does not name. */
  constructor(library: Library, kinds: Iterable<DigestKind>) {
    this.#library = library;
    const slot = handleSlot();
    const status = library.symbols.sv_digest_open(digestBits(kinds), slot);
    library.must(status, { operation: "open digests" });
    this.#handle = handleIn(slot);
  }

  update(bytes: Uint8Array<ArrayBuffer>): void {
    this.#library.symbols.sv_digest_update(
      this.#open(),
      bytes,
      BigInt(bytes.byteLength),
    );
  }

  /** Of all bytes so far; the next update starts anew. */
  finish(): Digests {
    const view = new StructView(LAYOUTS.sv_digests);
    this.#library.symbols.sv_digest_finish(this.#open(), view.bytes);
    return digestsIn(view.bytes);
  }

  close(): void {
    if (this.#handle === null) return;
    this.#library.symbols.sv_digest_close(this.#handle);
    this.#handle = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse("make digests", "they are closed");
  }
}

function padded(value: bigint, length: number): string {
  return value.toString(16).padStart(length, "0");
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => padded(BigInt(byte), 2)).join("");
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(
    { length: text.length / 2 },
    (_, index) => Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  );
}
