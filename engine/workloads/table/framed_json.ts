/**
 * JSON in a frame that finds every flipped bit: magic, form, length and a
 * CRC32C of all that follows the sum. Texts in, bytes out, and back. Little
 * endian: magic 4, CRC32C 4, form 2, zero 2, length 4, then the JSON.
 */
import { TableError } from "./table_error.ts";

export interface FrameKind {
  /** Four characters of ASCII. */
  readonly magic: string;
  /** The newest form that is read. */
  readonly formMax: number;
  crc32c(bytes: Uint8Array, seed?: number): number;
}

/** What a frame held. */
export interface Frame {
  readonly form: number;
  readonly value: unknown;
}

const HEADER_BYTES = 16;
const SUMMED_FROM = 8;

/** The same value makes the same bytes. */
export function frameJson(
  kind: FrameKind,
  form: number,
  value: unknown,
): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify(value));
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(kind.magic));
  view.setUint16(8, form, true);
  view.setUint32(12, body.length, true);
  bytes.set(body, HEADER_BYTES);
  view.setUint32(4, kind.crc32c(bytes.subarray(SUMMED_FROM)), true);
  return bytes;
}

/**
 * Throws `CorruptManifest` for what is no such frame or not whole, and
 * `NewerManifest` for a form that a later program wrote.
 */
export function unframeJson(
  kind: FrameKind,
  path: string,
  bytes: Uint8Array,
): Frame {
  const refuse = (reason: string) =>
    new TableError("CorruptManifest", `Cannot read "${path}": ${reason}`);
  if (bytes.length < HEADER_BYTES) {
    throw refuse(`it has ${bytes.length} bytes, and its head alone has 16`);
  }
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic !== kind.magic) {
    throw refuse(
      `it begins with ${JSON.stringify(magic)}, and should with ` +
        `"${kind.magic}"`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lengthBytes = view.getUint32(12, true);
  if (bytes.length !== HEADER_BYTES + lengthBytes) {
    throw refuse(
      `it has ${bytes.length} bytes, and its head says ` +
        `${HEADER_BYTES + lengthBytes}`,
    );
  }
  const sum = kind.crc32c(bytes.subarray(SUMMED_FROM));
  const noted = view.getUint32(4, true);
  if (sum !== noted) {
    throw refuse(
      `its CRC32C is ${sum.toString(16)}, and ${noted.toString(16)} was ` +
        "written",
    );
  }
  const form = view.getUint16(8, true);
  if (form < 1 || view.getUint16(10, true) !== 0) {
    throw refuse(`its form is ${form}, and forms count from 1`);
  }
  if (form > kind.formMax) {
    throw new TableError(
      "NewerManifest",
      `Cannot read "${path}": it has form ${form}, and this program reads ` +
        `forms up to ${kind.formMax}: use the newer program that wrote it`,
    );
  }
  const text = new TextDecoder().decode(bytes.subarray(HEADER_BYTES));
  try {
    return { form, value: JSON.parse(text) };
  } catch (error) {
    throw refuse(`it holds no JSON (${String(error)})`);
  }
}
