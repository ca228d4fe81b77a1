/**
 * `.safetensors`: named tensors behind a header in JSON. Goes in: tensors by
 * name; comes out: the file, and back. Checks all that the format forbids:
 * holes, overlaps, offsets beyond the end, names given twice.
 */
import { SampleFault, type SampleFaultKind } from "./sample_fault.ts";
import {
  elementNamed,
  ELEMENTS,
  requireTensor,
  type Tensor,
  tensorSizeBytes,
} from "./tensor.ts";

const FORMAT = ".safetensors";
const LENGTH_BYTES = 8;
/** The limit of the format's own library, against headers that lie. */
const HEADER_BYTES_MAX = 100_000_000;
const METADATA = "__metadata__";

interface Extent {
  readonly name: string;
  readonly tensor: Omit<Tensor, "bytes">;
  readonly begin: number;
  readonly end: number;
}

/** In the order of the map. A `RangeError` for a tensor that does not fit. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const [name, tensor] of tensors) {
    if (name === METADATA) {
      throw new RangeError(
        `Cannot write ${FORMAT}: the name "${METADATA}" is the format's own`,
      );
    }
    requireTensor(tensor, FORMAT);
    const begin = end;
    end += tensor.bytes.length;
    header[name] = {
      dtype: ELEMENTS[tensor.element].safetensors,
      shape: tensor.shape,
      data_offsets: [begin, end],
    };
  }
  const text = JSON.stringify(header);
  const encoded = new TextEncoder().encode(text);
  // Elements of eight bytes lie aligned, as the library's writer has them.
  const headerBytes = Math.ceil(encoded.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(encoded, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const tensor of tensors.values()) {
    bytes.set(tensor.bytes, at);
    at += tensor.bytes.length;
  }
  return bytes;
}

/** Elements are views of `bytes`. Fails with a `SampleFault`. */
export function readSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  const { header, start } = readHeader(bytes);
  const extents = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, stated]) => readExtent(name, stated));
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const extent of extents.toSorted((a, b) => a.begin - b.begin)) {
    if (extent.begin !== end) {
      throw fault(
        "malformed",
        start + extent.begin,
        `tensor "${extent.name}" starts at ${extent.begin} of the elements, ` +
          `and the one before it ends at ${end}`,
      );
    }
    end = extent.end;
  }
  const found = bytes.length - start;
  if (found !== end) {
    throw fault(
      found < end ? "truncated" : "malformed",
      bytes.length,
      `it holds ${found} bytes of elements, and its header tells of ${end}`,
    );
  }
  for (const { name, tensor, begin, end } of extents) {
    const elements = bytes.subarray(start + begin, start + end);
    tensors.set(name, { ...tensor, bytes: elements });
  }
  return tensors;
}

function readHeader(bytes: Uint8Array) {
  if (bytes.length < LENGTH_BYTES) {
    throw fault("truncated", bytes.length, "it ends within its first length");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > HEADER_BYTES_MAX) {
    throw fault("malformed", 0, `its header would have ${headerBytes} bytes`);
  }
  const start = LENGTH_BYTES + Number(headerBytes);
  if (bytes.length < start) {
    throw fault("truncated", bytes.length, "it ends within its header");
  }
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, start));
  return { header, start };
}

function parseHeader(encoded: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(encoded);
    header = JSON.parse(text);
    requireNamesOnce(text, header);
  } catch (error) {
    if (error instanceof SampleFault) throw error;
    throw fault("malformed", LENGTH_BYTES, "its header is not JSON");
  }
  if (isRecord(header)) return header;
  throw fault("malformed", LENGTH_BYTES, "its header is not an object");
}

/** JSON.parse() keeps the last of two equal names, and says nothing. */
function requireNamesOnce(text: string, header: unknown): void {
  const stated = text.match(/"data_offsets"\s*:/g)?.length ?? 0;
  const kept = isRecord(header)
    ? JSON.stringify(header).match(/"data_offsets":/g)?.length ?? 0
    : 0;
  // A name that is written with escapes is kept and not found: no fault.
  if (stated <= kept) return;
  throw fault("malformed", LENGTH_BYTES, "its header gives a name twice");
}

function readExtent(name: string, stated: unknown): Extent {
  const refuse = (kind: SampleFaultKind, reason: string) =>
    fault(kind, LENGTH_BYTES, `tensor "${name}" ${reason}`);
  if (!isRecord(stated)) throw refuse("malformed", "is not an object");
  const { dtype, shape, data_offsets: offsets } = stated;
  if (typeof dtype !== "string" || !isCounts(shape) || !isCounts(offsets)) {
    throw refuse("malformed", "lacks dtype, shape or data_offsets");
  }
  const element = elementNamed("safetensors", dtype);
  if (element === undefined) {
    throw refuse("unsupported", `has elements of "${dtype}"`);
  }
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length !== 2) {
    throw refuse("malformed", "has data_offsets that are not a pair");
  }
  const sizeBytes = tensorSizeBytes(element, shape);
  if (end - begin !== sizeBytes) {
    throw refuse(
      "malformed",
      `takes ${end - begin} bytes, and its shape needs ${sizeBytes}`,
    );
  }
  return { name, tensor: { element, shape }, begin, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fault(kind: SampleFaultKind, atByte: number, reason: string) {
  return new SampleFault({ format: FORMAT, kind, atByte, reason });
}
