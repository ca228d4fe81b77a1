/** AES by the runtime, which has no GCM for keys of 24 bytes. */
import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv } from "node:crypto";
import type { CipherCore } from "../../../../../engine/workloads/table/parquet/page_core.ts";

const TAG_BYTES = 16;

function gcmOf({ length }: Uint8Array): "aes-128-gcm" | "aes-256-gcm" {
  if (length === 16) return "aes-128-gcm";
  if (length === 32) return "aes-256-gcm";
  throw new Error(`There is no GCM for keys of ${length} bytes`);
}

/** What the core does with a libcrypto. */
export const SCRIPT_CIPHERS: CipherCore = {
  gcmSeal({ aad, from, key, nonce, to }) {
    const cipher = createCipheriv(gcmOf(key), key, nonce);
    cipher.setAAD(Buffer.from(aad));
    to.set(cipher.update(from));
    cipher.final();
    to.set(cipher.getAuthTag(), from.length);
  },
  gcmOpen({ aad, from, key, nonce, to }) {
    const cipher = createDecipheriv(gcmOf(key), key, nonce);
    cipher.setAAD(Buffer.from(aad));
    cipher.setAuthTag(Buffer.from(from.subarray(-TAG_BYTES)));
    to.set(cipher.update(from.subarray(0, -TAG_BYTES)));
    try {
      cipher.final();
      return true;
    } catch {
      return false;
    }
  },
  ctr({ counter, from, key, to }) {
    const bits = key.length * 8;
    const cipher = createCipheriv(`aes-${bits}-ctr`, key, counter);
    to.set(cipher.update(from));
    cipher.final();
  },
};
