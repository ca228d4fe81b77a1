/**
 * Keys: which are legal, and their order. Order is that of the UTF-8 bytes,
 * which JavaScript's own comparison of UTF-16 units is not.
 */
import { StorageError } from "./errors.ts";

/** Bytes of the longest key; the limit of S3 and Azure Blob. */
export const KEY_BYTES_MAX = 1024;

/** Most keys are; they are the same as text and as bytes. */
const ASCII = /^\p{ASCII}*$/u;

/**
 * A key as a string with one character per UTF-8 byte, so that `<` compares
 * bytes. `keyText` is the way back.
 */
export function keyBytes(key: string): string {
  if (ASCII.test(key)) return key;
  let bytes = "";
  for (const byte of new TextEncoder().encode(key)) {
    bytes += String.fromCharCode(byte);
  }
  return bytes;
}

/** The key of such a string; `undefined` if the bytes are not UTF-8. */
export function keyText(bytes: string): string | undefined {
  if (ASCII.test(bytes)) return bytes;
  const raw = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(raw);
  } catch {
    return undefined;
  }
}

/** Fails with `InvalidKey` unless `key` is 1 to 1024 bytes of sound Unicode. */
export function checkKey(key: string, operation: string): void {
  const reason = keyFault(key);
  if (reason === undefined) return;
  throw new StorageError(
    `Cannot ${operation} ${quoteKey(key)}: ${reason}`,
    { kind: "InvalidKey", operation, context: [["key", key]] },
  );
}

function keyFault(key: string): string | undefined {
  if (key === "") return "a key has at least one byte";
  if (!key.isWellFormed()) return "a key is Unicode, and half a pair is not";
  const count = new TextEncoder().encode(key).length;
  if (count <= KEY_BYTES_MAX) return undefined;
  return `a key has at most ${KEY_BYTES_MAX} bytes, this one has ${count}`;
}

/** A key for an error sentence: quoted, escaped, and cut when it is long. */
export function quoteKey(key: string): string {
  return JSON.stringify(key.length > 80 ? `${key.slice(0, 77)}...` : key);
}
