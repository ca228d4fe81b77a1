/**
 * `.npy`, version 1.0: one tensor behind a header in Python's own notation.
 * Goes in: a tensor; comes out: the file, and back. Format: numpy's NEP 1.
 */
import { SampleFault, type SampleFaultKind } from "./sample_fault.ts";
import {
  elementNamed,
  ELEMENTS,
  requireTensor,
  type Tensor,
  tensorSizeBytes,
} from "./tensor.ts";

const FORMAT = ".npy";
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NEP 1 wants the elements aligned, for mapping; numpy itself takes 64. */
const ALIGNMENT_BYTES = 64;
const FIXED_BYTES = 10;
/**
 * Of what numpy writes, in the order of its keys; other writers may differ in
 * spaces and order, and are read too.
 */
const DESCR = /'descr'\s*:\s*'([^']*)'/;
const ORDER = /'fortran_order'\s*:\s*(True|False)/;
const SHAPE = /'shape'\s*:\s*\(([^)]*)\)/;

/** Throws a `RangeError` for bfloat16, and for bytes that do not fit. */
export function writeNpy(tensor: Tensor): Uint8Array<ArrayBuffer> {
  requireTensor(tensor, FORMAT);
  const descr = ELEMENTS[tensor.element].npy;
  if (descr === null) {
    throw new RangeError(
      `Cannot write ${FORMAT} of ${tensor.element}: numpy has no such ` +
        "element, write .safetensors",
    );
  }
  const shape = tensor.shape.length === 1
    ? `${tensor.shape[0]},`
    : tensor.shape.join(", ");
  const text =
    `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const headBytes = Math.ceil(
    (FIXED_BYTES + text.length + 1) / ALIGNMENT_BYTES,
  ) * ALIGNMENT_BYTES;
  const textBytes = headBytes - FIXED_BYTES;
  if (textBytes > 0xffff) {
    throw new RangeError(
      `Cannot write ${FORMAT} of ${tensor.shape.length} dimensions: their ` +
        "list has no room in a header of version 1.0",
    );
  }
  const bytes = new Uint8Array(headBytes + tensor.bytes.length);
  bytes.set([...MAGIC, 1, 0, textBytes & 0xff, textBytes >>> 8]);
  const padded = text.padEnd(textBytes - 1, " ") + "\n";
  bytes.set(new TextEncoder().encode(padded), FIXED_BYTES);
  bytes.set(tensor.bytes, headBytes);
  return bytes;
}

/**
 * Elements are a view of `bytes`. Fails with a `SampleFault` for anything else
 * than one whole tensor in row order, little endian.
 */
export function readNpy(bytes: Uint8Array): Tensor {
  const { text, headBytes } = readHeader(bytes);
  const descr = DESCR.exec(text)?.[1];
  const order = ORDER.exec(text)?.[1];
  const dimensions = SHAPE.exec(text)?.[1];
  if (
    descr === undefined || order === undefined || dimensions === undefined
  ) {
    throw fault("malformed", FIXED_BYTES, "its header lacks a field");
  }
  const element = elementNamed("npy", descr.replace("=", "<"));
  if (element === undefined) {
    throw fault("unsupported", FIXED_BYTES, `its elements are "${descr}"`);
  }
  if (order === "True") {
    throw fault("unsupported", FIXED_BYTES, "its elements lie in column order");
  }
  const shape = dimensions.split(",").map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => /^\d+$/.test(part) ? Number(part) : NaN);
  const sizeBytes = tensorSizeBytes(element, shape);
  if (Number.isNaN(sizeBytes)) {
    throw fault("malformed", FIXED_BYTES, `its shape is "(${dimensions})"`);
  }
  const found = bytes.length - headBytes;
  if (found !== sizeBytes) {
    throw fault(
      found < sizeBytes ? "truncated" : "malformed",
      bytes.length,
      `it holds ${found} bytes of elements, and its shape needs ${sizeBytes}`,
    );
  }
  return { element, shape, bytes: bytes.subarray(headBytes) };
}

function readHeader(bytes: Uint8Array): { text: string; headBytes: number } {
  if (MAGIC.some((byte, at) => at < bytes.length && bytes[at] !== byte)) {
    throw fault("malformed", 0, "it does not start as such a file does");
  }
  if (bytes.length < FIXED_BYTES) {
    throw fault("truncated", bytes.length, "it ends within its header");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  if (version < 1 || version > 3) {
    throw fault("unsupported", 6, `it has version ${version}, not 1 to 3`);
  }
  const start = version === 1 ? FIXED_BYTES : FIXED_BYTES + 2;
  if (bytes.length < start) {
    throw fault("truncated", bytes.length, "it ends within its header");
  }
  const headBytes = start +
    (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < headBytes) {
    throw fault("truncated", bytes.length, "it ends within its header");
  }
  const text = new TextDecoder().decode(bytes.subarray(start, headBytes));
  return { text, headBytes };
}

function fault(kind: SampleFaultKind, atByte: number, reason: string) {
  return new SampleFault({ format: FORMAT, kind, atByte, reason });
}
