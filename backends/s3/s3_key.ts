/**
 * Keys of a target as keys of its bucket: the prefix in front, and none that
 * could lead out of it. Some servers resolve `..` in a path as a file system
 * does, so that `prefix/../x` is another tenant's `x` to them.
 */
import { StorageError } from "../errors.ts";
import { checkKey, KEY_BYTES_MAX, quoteKey } from "../key.ts";

/** The bucket's key; fails with `InvalidKey` for one that cannot be sent. */
export function bucketKey(
  attempt: { readonly operation: string; readonly key: string },
  prefix: string,
): string {
  const { operation, key } = attempt;
  checkKey(key, operation);
  const whole = prefix + key;
  const count = new TextEncoder().encode(key).length;
  const reason = count > keyBytesMax(prefix)
    ? `it has ${count} bytes, and below "${prefix}" a key has at most ` +
      `${keyBytesMax(prefix)}`
    : isClimbing(key)
    ? 'its ".." leads out of the prefix on servers that resolve paths'
    : undefined;
  if (reason === undefined) return whole;
  throw new StorageError(
    `Cannot ${operation} ${quoteKey(key)}: ${reason}`,
    { kind: "InvalidKey", operation, context: [["key", key]] },
  );
}

/** Bytes of the longest key that fits behind the prefix. */
export function keyBytesMax(prefix: string): number {
  return KEY_BYTES_MAX - new TextEncoder().encode(prefix).length;
}

/** Whether a path so written would end outside, or at, where it starts. */
function isClimbing(key: string): boolean {
  let depth = 0;
  const segments = key.split("/");
  for (const segment of segments) {
    if (segment === "..") depth--;
    else if (segment !== "." && segment !== "") depth++;
    if (depth < 0) return true;
  }
  return depth === 0 && segments.some((one) => one === "." || one === "..");
}
