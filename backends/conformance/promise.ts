/** How a case says that a promise is broken. */
import type { Backend } from "../contract.ts";
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { quoteKey } from "../key.ts";

/** The storage broke a promise; the message says what was and should be. */
export class PromiseBroken extends Error {
  override readonly name = "PromiseBroken";
}

/** The case cannot try the promise here; the message says why. */
export class NotTried extends Error {
  override readonly name = "NotTried";
}

/** Breaks the case with `sentence` unless `condition`. */
export function holds(condition: boolean, sentence: string): void {
  if (!condition) throw new PromiseBroken(sentence);
}

/** Breaks the case unless the two are the same; `what` begins the sentence. */
export function same<T extends string | number>(
  found: T,
  expected: T,
  what: string,
): void {
  holds(found === expected, `${what} is ${found}, and should be ${expected}`);
}

/** Breaks the case unless every byte is as expected; names the first wrong. */
export function sameBytes(
  found: Uint8Array,
  expected: Uint8Array,
  what: string,
): void {
  same(found.length, expected.length, `${what}: the size in bytes`);
  const at = found.findIndex((byte, index) => byte !== expected[index]);
  holds(
    at < 0,
    `${what}: byte ${at} is ${found[at]}, and should be ${expected[at]}`,
  );
}

/** Breaks the case unless both lists hold the same texts in this order. */
export function sameTexts(
  found: readonly string[],
  expected: readonly string[],
  what: string,
): void {
  const show = (texts: readonly string[]) => texts.map(quoteKey).join(" ");
  holds(
    found.length === expected.length &&
      found.every((text, at) => text === expected[at]),
    `${what} is [${show(found)}], and should be [${show(expected)}]`,
  );
}

/** Breaks the case unless `call` fails with `kind`. */
export async function refused(
  kind: StorageErrorKind,
  call: () => Promise<unknown>,
  what: string,
): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    if (error.kind === kind || isWorldKind(error.kind)) {
      if (error.kind === kind) return;
      throw error;
    }
    throw new PromiseBroken(
      `${what} fails with ${error.kind}, and should with ${kind}`,
    );
  }
  throw new PromiseBroken(`${what} succeeds, and should fail with ${kind}`);
}

/** Breaks the case if the key can be read. */
export async function absent(
  backend: Backend,
  key: string,
  what: string,
): Promise<void> {
  await refused("NotFound", () => backend.get(key), what);
}

/** Kinds that say nothing of a promise: the world was in the way. */
export function isWorldKind(kind: StorageErrorKind): boolean {
  return [
    "PermissionDenied",
    "NoSpace",
    "Busy",
    "RateLimited",
    "TimedOut",
    "Unavailable",
    "ReadOnly",
    "Unexpected",
  ].includes(kind);
}
