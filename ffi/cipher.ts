/**
 * AES of column files, by the host's libcrypto inside the core, or by
 * `node:crypto` where there is none. Keys of 16, 24 or 32 bytes; others fail
 * with LAYOUT.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { ownBytes } from "./_bytes.ts";
import type { Library } from "./_library.ts";
import { LAYOUTS } from "./layout.ts";
import { STATUSES } from "./status.ts";
import { StructView } from "./struct_view.ts";

const TAG_BYTES = 16;

interface Passage {
  readonly key: Uint8Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

export interface GcmRequest extends Passage {
  /** 12 bytes; never the same twice for one key. */
  readonly nonce: Uint8Array;
  /** Authenticated, but not hidden. */
  readonly aad: Uint8Array;
}

export interface CtrRequest extends Passage {
  /** The first block of 16 bytes, big endian. */
  readonly counter: Uint8Array;
}

export interface CipherCalls {
  /** Writes what was hidden and a tag of 16 bytes. */
  gcmSeal(request: GcmRequest): void;
  /** False when key, bytes, tag or `aad` do not belong together. */
  gcmOpen(request: GcmRequest): boolean;
  /** Both ways. */
  ctr(request: CtrRequest): void;
}

/** By the core if the host has a libcrypto, else by `nodeCipherCalls`. */
export function cipherCalls(library: Library): CipherCalls {
  if (library.symbols.sv_cipher_is_there() === 0) {
    return nodeCipherCalls(library);
  }
  const { symbols } = library;
  const gcm = ({ key, nonce, aad, from, to }: GcmRequest) =>
    [
      keyBytes(library, key, { nonce, lengthBytes: 12 }),
      ownBytes(aad),
      aad.length,
      ownBytes(from),
      from.length,
      ownBytes(to),
      BigInt(to.length),
    ] as const;
  return {
    gcmSeal(request) {
      const status = symbols.sv_gcm_seal(...gcm(request));
      library.must(status, { operation: "encrypt" });
    },
    gcmOpen(request) {
      const status = Number(symbols.sv_gcm_open(...gcm(request)));
      if (status === STATUSES.TAG[0]) return false;
      library.must(status, { operation: "decrypt" });
      return true;
    },
    ctr({ key, counter, from, to }) {
      const status = symbols.sv_ctr(
        keyBytes(library, key, { nonce: counter, lengthBytes: 16 }),
        ownBytes(from),
        from.length,
        ownBytes(to),
        BigInt(to.length),
      );
      library.must(status, { operation: "encrypt" });
    },
  };
}

/** The same by `node:crypto`, for hosts without a libcrypto. */
export function nodeCipherCalls(library: Library): CipherCalls {
  const check = (passage: Passage, nonce: Uint8Array, lengthBytes: number) =>
    void keyBytes(library, passage.key, { nonce, lengthBytes });
  const put = (to: Uint8Array, parts: readonly Uint8Array[]) => {
    const sizeBytes = parts.reduce((sum, part) => sum + part.length, 0);
    if (sizeBytes > to.length) {
      throw library.failure(STATUSES.BOUND[0], { operation: "encrypt" });
    }
    let at = 0;
    for (const part of parts) {
      to.set(part, at);
      at += part.length;
    }
  };
  return {
    gcmSeal(request) {
      const { key, nonce, aad, from, to } = request;
      check(request, nonce, 12);
      const cipher = createCipheriv(gcmName(key), key, nonce);
      cipher.setAAD(aad);
      put(to, [cipher.update(from), cipher.final(), cipher.getAuthTag()]);
    },
    gcmOpen(request) {
      const { key, nonce, aad, from, to } = request;
      check(request, nonce, 12);
      if (from.length < TAG_BYTES) return false;
      const cipher = createDecipheriv(gcmName(key), key, nonce);
      cipher.setAAD(aad);
      cipher.setAuthTag(from.slice(-TAG_BYTES));
      const plain = cipher.update(from.subarray(0, -TAG_BYTES));
      try {
        put(to, [plain, cipher.final()]);
        return true;
      } catch {
        // The only failure of `final` that is left is a tag that differs.
        return false;
      }
    },
    ctr(request) {
      const { key, counter, from, to } = request;
      check(request, counter, 16);
      const name = `aes-${key.length * 8}-ctr`;
      const cipher = createCipheriv(name, key, counter);
      put(to, [cipher.update(from), cipher.final()]);
    },
  };
}

function gcmName(key: Uint8Array) {
  if (key.length === 16) return "aes-128-gcm";
  return key.length === 24 ? "aes-192-gcm" : "aes-256-gcm";
}

function keyBytes(
  library: Library,
  key: Uint8Array,
  { nonce, lengthBytes }: {
    readonly nonce: Uint8Array;
    readonly lengthBytes: number;
  },
): Uint8Array<ArrayBuffer> {
  const isKey = key.length === 16 || key.length === 24 || key.length === 32;
  if (!isKey || nonce.length !== lengthBytes) {
    throw library.failure(STATUSES.LAYOUT[0], {
      operation: `use a key of ${key.length} bytes with a nonce of ` +
        `${nonce.length}`,
    });
  }
  const view = new StructView(LAYOUTS.sv_cipher_key);
  view.set("key_bytes", key.length);
  view.bytes.set(key, LAYOUTS.sv_cipher_key.fields.bytes[0]);
  view.bytes.set(nonce, LAYOUTS.sv_cipher_key.fields.nonce[0]);
  return view.bytes;
}
