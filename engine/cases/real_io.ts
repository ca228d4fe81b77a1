/**
 * Real writes and reads through the object face, judged three ways that share
 * no code: byte for byte, by MD5, and as arrays of numbers.
 *
 * Design: every object is put before any is read, so that a target that only
 * remembers its last put is caught, and each size has its own content.
 */
import type { Backend } from "../../backends/mod.ts";
import type { CaseEnv } from "./case.ts";
import { holds } from "./case_broken.ts";
import { seededBytes } from "./seeded_bytes.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

/** One byte to 64 MiB, and both sides of sectors, pages and stripes. */
export const REAL_IO_SIZES: readonly number[] = [
  1,
  511,
  512,
  513,
  4 * KiB - 1,
  4 * KiB,
  4 * KiB + 1,
  64 * KiB,
  MiB - 1,
  MiB,
  MiB + 1,
  8 * MiB,
  64 * MiB,
];

/** Resolves to what was compared; the keys are taken away either way. */
export async function realIo(env: CaseEnv): Promise<string> {
  const { backend } = env;
  const keys: string[] = [];
  try {
    const digests = await putAll(env, keys);
    for (const [salt, sizeBytes] of REAL_IO_SIZES.entries()) {
      const key = keys[salt] ?? "";
      const sum = digests[salt] ?? "";
      await judgeBytes(env, { key, salt, sizeBytes, sum });
    }
    await judgeNumbers(env, keys);
  } finally {
    for (const key of keys) await deleteIfPossible(backend, key);
  }
  return `${REAL_IO_SIZES.length} objects of 1 byte to 64 MiB and 2 arrays ` +
    "read back the same, byte for byte and by MD5";
}

/** MD5 of each size, made before the storage sees the bytes. */
async function putAll(env: CaseEnv, keys: string[]): Promise<string[]> {
  const digests: string[] = [];
  for (const [salt, sizeBytes] of REAL_IO_SIZES.entries()) {
    const bytes = seededBytes({ sizeBytes, seed: env.seed, salt });
    digests.push(env.md5(bytes));
    const key = `${env.prefix}${sizeBytes}`;
    keys.push(key);
    const facts = await env.backend.put(key, bytes);
    holds(
      facts.sizeBytes === sizeBytes,
      `Put of "${key}" says ${facts.sizeBytes} bytes, and should ${sizeBytes}`,
    );
  }
  return digests;
}

interface Kept {
  readonly key: string;
  readonly salt: number;
  readonly sizeBytes: number;
  /** MD5 of what was put. */
  readonly sum: string;
}

async function judgeBytes(env: CaseEnv, kept: Kept): Promise<void> {
  const { key, salt, sizeBytes, sum } = kept;
  const found = await env.backend.get(key);
  holds(
    found.length === sizeBytes,
    `"${key}" has ${found.length} bytes, and should have ${sizeBytes}`,
  );
  const expected = seededBytes({ sizeBytes, seed: env.seed, salt });
  const at = firstDifference(found, expected);
  holds(
    at < 0,
    `Byte ${at} of "${key}" is ${found[at]}, and should be ${expected[at]}`,
  );
  const foundSum = env.md5(found);
  holds(
    foundSum === sum,
    `The MD5 of "${key}" is ${foundSum}, and should be ${sum}`,
  );
}

/** A loop, because `findIndex` takes five times as long over 64 MiB. */
function firstDifference(found: Uint8Array, expected: Uint8Array): number {
  for (let at = 0; at < expected.length; at++) {
    if (found[at] !== expected[at]) return at;
  }
  return -1;
}

const NUMBERS = 100_000;

/** Arrays of numbers, as a training set holds them: also NaN and -0. */
async function judgeNumbers(env: CaseEnv, keys: string[]): Promise<void> {
  const doubles = Float64Array.from(
    { length: NUMBERS },
    (_, index) => (index - NUMBERS / 2) / 3,
  );
  doubles.set([NaN, -0, Infinity, Number.MIN_VALUE]);
  const floats = Float32Array.from(doubles);
  for (const array of [doubles, floats]) {
    const key = `${env.prefix}array-${array.BYTES_PER_ELEMENT * 8}`;
    keys.push(key);
    await env.backend.put(key, new Uint8Array(array.buffer));
    const bytes = await env.backend.get(key);
    holds(
      bytes.length === array.byteLength,
      `Array "${key}" has ${bytes.length} bytes, and should have ` +
        `${array.byteLength}`,
    );
    // A copy: the bytes may lie anywhere in their buffer, numbers may not.
    const buffer = new Uint8Array(bytes).buffer;
    const found = array instanceof Float64Array
      ? new Float64Array(buffer)
      : new Float32Array(buffer);
    const at = array.findIndex((value, i) => !Object.is(value, found[i]));
    holds(
      at < 0,
      `Element ${at} of array "${key}" is ${found[at]}, and should be ` +
        `${array[at]}`,
    );
  }
}

async function deleteIfPossible(backend: Backend, key: string): Promise<void> {
  if (!backend.capabilities.has("delete")) return;
  // The verdict is about reading back: what stays is seen at the release.
  await backend.delete(key).catch(() => {});
}
