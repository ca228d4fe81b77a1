/** Tensors with bytes that count up, and readers held against damage. */
import { assertEquals } from "@std/assert";
import { SampleFault } from "../../../../engine/workloads/loader/sample_fault.ts";
import {
  ELEMENT_TYPES,
  type ElementType,
  type Tensor,
  tensorSizeBytes,
} from "../../../../engine/workloads/loader/tensor.ts";

/** Bytes 1, 2, 3, ... below 251; a bool holds only 0 and 1. */
export function countingTensor(
  element: ElementType = "float32",
  shape: readonly number[] = [2, 3],
): Tensor {
  const sizeBytes = tensorSizeBytes(element, shape);
  const bytes = Uint8Array.from(
    { length: sizeBytes },
    (_, at) => element === "bool" ? at % 2 : (at + 1) % 251,
  );
  return { element, shape, bytes };
}

/** One of each element type that the format has. */
export function tensorsOfAll(
  has: (element: ElementType) => boolean,
): Map<string, Tensor> {
  return new Map(
    ELEMENT_TYPES.filter(has)
      .map((element) => [element, countingTensor(element, [3, 2])]),
  );
}

/** The kind of fault that `read()` throws; fails for anything else. */
export function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof SampleFault) return error.kind;
    throw error;
  }
  return "none";
}

/** Cuts at every byte: each cut must be told, and as one. */
export function assertCutsAreTold(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => unknown,
): void {
  for (let at = 0; at < bytes.length; at++) {
    const kind = faultOf(() => read(bytes.slice(0, at)));
    assertEquals(kind, "truncated", `cut at ${at} of ${bytes.length}`);
  }
}

/** Flips each bit of each byte; gives the bytes at which no flip was told. */
export function silentFlips(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => unknown,
): number[] {
  const silent = new Set<number>();
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const at = bit >> 3;
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
    if (faultOf(() => read(flipped)) === "none") silent.add(at);
  }
  return [...silent];
}
