/**
 * A tensor as the formats carry it: element type, shape, and the elements in
 * row order, little endian. Goes in and comes out of `npy`, `npz` and
 * `safetensors`; bytes are never reordered.
 */

interface ElementNames {
  readonly bytes: number;
  /** As in the header of `.npy`; `null`: it has no name there. */
  readonly npy: string | null;
  /** As in the header of `.safetensors`; `null`: it has no name there. */
  readonly safetensors: string | null;
}

/** What an element may be. bf16 has no name in numpy, complex none beside it. */
export const ELEMENTS = {
  bool: { bytes: 1, npy: "|b1", safetensors: "BOOL" },
  int8: { bytes: 1, npy: "|i1", safetensors: "I8" },
  uint8: { bytes: 1, npy: "|u1", safetensors: "U8" },
  int16: { bytes: 2, npy: "<i2", safetensors: "I16" },
  uint16: { bytes: 2, npy: "<u2", safetensors: "U16" },
  int32: { bytes: 4, npy: "<i4", safetensors: "I32" },
  uint32: { bytes: 4, npy: "<u4", safetensors: "U32" },
  int64: { bytes: 8, npy: "<i8", safetensors: "I64" },
  uint64: { bytes: 8, npy: "<u8", safetensors: "U64" },
  float16: { bytes: 2, npy: "<f2", safetensors: "F16" },
  bfloat16: { bytes: 2, npy: null, safetensors: "BF16" },
  float32: { bytes: 4, npy: "<f4", safetensors: "F32" },
  float64: { bytes: 8, npy: "<f8", safetensors: "F64" },
} as const satisfies Readonly<Record<string, ElementNames>>;

/** Names as in numpy and torch. */
export type ElementType = keyof typeof ELEMENTS;

export interface Tensor {
  readonly element: ElementType;
  /** Empty: one element without a dimension. */
  readonly shape: readonly number[];
  /** Borrowed by writers; a view of what was given, from readers. */
  readonly bytes: Uint8Array;
}

/** How many bytes the elements take; `NaN` for a dimension that is none. */
export function tensorSizeBytes(
  element: ElementType,
  shape: readonly number[],
): number {
  let count = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) return NaN;
    count *= length;
  }
  const sizeBytes = count * ELEMENTS[element].bytes;
  return Number.isSafeInteger(sizeBytes) ? sizeBytes : NaN;
}

/** Throws a `RangeError` for a tensor whose bytes do not fit its shape. */
export function requireTensor(tensor: Tensor, format: string): void {
  const { element, shape, bytes } = tensor;
  const sizeBytes = tensorSizeBytes(element, shape);
  if (bytes.length === sizeBytes) return;
  throw new RangeError(
    `Cannot write ${format} of ${element} [${shape.join(", ")}]: it has ` +
      `${bytes.length} bytes, and the shape needs ${sizeBytes}`,
  );
}

/** The element type that has this name in a format. */
export function elementNamed(
  format: "npy" | "safetensors",
  name: string,
): ElementType | undefined {
  return ELEMENT_TYPES.find((element) => ELEMENTS[element][format] === name);
}

/** Every element type, once. */
export const ELEMENT_TYPES: readonly ElementType[] = Object.keys(ELEMENTS)
  .filter((name): name is ElementType => name in ELEMENTS);
