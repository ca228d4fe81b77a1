/**
 * Whether a sample that came out is the one that was written: its element type,
 * its shape, and each of its bytes. Breaks the case with a sentence that names
 * the sample and the element.
 */
import {
  ELEMENTS,
  type SampleFormatName,
  type Tensor,
} from "../../workloads/loader/mod.ts";
import { holds } from "../case_broken.ts";
import type { BenchSet } from "./sample_bench.ts";

/** Formats of records keep bytes, and no shape. */
const FLAT: readonly SampleFormatName[] = ["raw", "tfrecord", "parquet"];

/** Breaks the case unless a sample came out as it was written. */
export function judgeSample(
  { index, samples }: Pick<BenchSet, "index" | "samples">,
  number: number,
  found: Tensor | null,
): void {
  const sample = samples[number];
  if (sample === undefined) throw new TypeError(`No sample ${number} was made`);
  const { key, tensor } = sample;
  const name = `Sample "${key}" of ${index.format}`;
  if (found === null) {
    holds(false, `${name} was passed over, and should have come`);
    return;
  }
  const flat = FLAT.includes(index.format);
  const expected = flat
    ? `uint8 [${tensor.bytes.length}]`
    : `${tensor.element} [${tensor.shape.join(", ")}]`;
  const shown = `${found.element} [${found.shape.join(", ")}]`;
  holds(shown === expected, `${name} is ${shown}, and should be ${expected}`);
  judgeBytes(name, found, tensor.bytes);
}

/** Breaks the case at the first element that is another one. */
export function judgeBytes(
  name: string,
  found: Pick<Tensor, "bytes" | "element">,
  expected: Uint8Array,
): void {
  const { bytes, element } = found;
  holds(
    bytes.length === expected.length,
    `${name} has ${bytes.length} bytes, and should have ${expected.length}`,
  );
  if (areSameWords(bytes, expected)) return;
  for (let at = 0; at < expected.length; at++) {
    if (bytes[at] === expected[at]) continue;
    const place = Math.floor(at / ELEMENTS[element].bytes);
    holds(
      false,
      `Byte ${at} of ${name}, in element ${place}, is ${bytes[at]}, and ` +
        `should be ${expected[at]}`,
    );
  }
}

/**
 * Whether all bytes are the same, four at a time: a comparison byte by byte of
 * 256 KiB takes as long as reading them. `false` where memory is not aligned.
 */
function areSameWords(found: Uint8Array, expected: Uint8Array): boolean {
  const isAligned = [found, expected].every(({ byteOffset, length }) =>
    byteOffset % 4 === 0 && length % 4 === 0
  );
  if (!isAligned) return false;
  const [left, right] = [found, expected].map((one) =>
    new Uint32Array(one.buffer, one.byteOffset, one.length / 4)
  );
  if (left === undefined || right === undefined) return false;
  for (let at = 0; at < right.length; at++) {
    if (left[at] !== right[at]) return false;
  }
  return true;
}
