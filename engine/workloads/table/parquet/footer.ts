/** The footer of a file: found at its end, checked, and made sense of. */
import type { Schema } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import type { OpenOptions } from "./data_file.ts";
import {
  FILE_CRYPTO_METADATA,
  FILE_METADATA,
  type FileMetadata,
} from "./file_metadata.ts";
import { FileOpener, SIGNATURE_BYTES } from "./file_opener.ts";
import { checkFooter, FOOTER_KEY } from "./file_sums.ts";
import { FormatError, type FormatErrorKind } from "./format_error.ts";
import { isSoundSchema } from "./sound_schema.ts";
import { readStruct } from "./thrift_struct.ts";

/** Of files whose footer is readable. */
export const PLAIN_MAGIC = "PAR1";
/** Of files whose footer is encrypted. */
export const SEALED_MAGIC = "PARE";
/** Length of the footer, and the magic. */
const TAIL_BYTES = 8;
const FIRST_READ_BYTES = 64 * 1024;
/** Of the schema that only Arrow knows. */
export const ARROW_KEY = "ARROW:schema";

/** Of a row group: an array of Arrow counts no further. */
const ROWS_MAX = 2 ** 31 - 1;

/** Begins what our files say of who made them. */
export const OUR_NAME = "stor-verify ";

/** Keys that describe the file itself, and are nobody's else. */
export const HIDDEN_KEYS: ReadonlySet<string> = new Set([
  ARROW_KEY,
  FOOTER_KEY,
]);

/** What a footer says, and how the rest of its file is opened. */
export interface OpenedFooter {
  readonly metadata: FileMetadata;
  /** Undefined for a file without encryption. */
  readonly opener: FileOpener | undefined;
}

/** Fails with a `FormatError`; sums and signatures are checked. */
export async function readFooter(options: OpenOptions): Promise<OpenedFooter> {
  const { bytes, isSealed } = await lastBytes(options);
  const opened = isSealed
    ? await openSealed(options, bytes)
    : await openPlain(options, bytes);
  checkRows(opened.metadata);
  return opened;
}

/** What is between the last row group and the length of the footer. */
async function lastBytes({ footerSizeBytes = 0, source }: OpenOptions) {
  const { sizeBytes } = source;
  const magicBytes = PLAIN_MAGIC.length;
  if (sizeBytes < magicBytes + TAIL_BYTES) {
    throw fault("truncated", `a file of ${sizeBytes} bytes has none`);
  }
  const head = textOf(await source.read(0, magicBytes));
  const guess = Math.max(footerSizeBytes, FIRST_READ_BYTES);
  const first = Math.min(sizeBytes, guess);
  const end = await source.read(sizeBytes - first, first);
  const magic = textOf(end.subarray(-magicBytes));
  const isSealed = magic === SEALED_MAGIC;
  if (head !== magic || !isSealed && magic !== PLAIN_MAGIC) {
    throw fault(
      "malformed",
      `the file does not begin and end with "${PLAIN_MAGIC}"`,
    );
  }
  const view = new DataView(end.buffer, end.byteOffset, end.length);
  const length = view.getUint32(end.length - TAIL_BYTES, true);
  if (length > sizeBytes - TAIL_BYTES - magicBytes) {
    throw fault("malformed", `it promises ${length} bytes the file has not`);
  }
  const bytes = length + TAIL_BYTES <= end.length
    ? end.subarray(end.length - TAIL_BYTES - length, end.length - TAIL_BYTES)
    : await source.read(sizeBytes - TAIL_BYTES - length, length);
  return { bytes, isSealed };
}

async function openSealed(
  options: OpenOptions,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<OpenedFooter> {
  if (options.retrieveKey === undefined) {
    throw fault("key", "the file is encrypted, and no key was given");
  }
  const { endBytes, value } = readStruct(FILE_CRYPTO_METADATA, bytes, "footer");
  const { encryptionAlgorithm, keyMetadata } = value;
  const opener = new FileOpener(options, encryptionAlgorithm);
  const plain = await opener.footer(bytes.subarray(endBytes), keyMetadata);
  const { value: metadata } = readStruct(FILE_METADATA, plain, "footer");
  mustFitSum(options, plain, metadata);
  const rowGroups = await opener.reveal(metadata.rowGroups, keyMetadata);
  return { metadata: { ...metadata, rowGroups }, opener };
}

async function openPlain(
  options: OpenOptions,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<OpenedFooter> {
  // Whether it is signed stands inside of what is signed.
  const { endBytes, value: metadata } = readStruct(
    FILE_METADATA,
    bytes,
    "footer",
  );
  const plain = bytes.subarray(0, endBytes);
  mustFitSum(options, plain, metadata);
  const { encryptionAlgorithm, footerSigningKeyMetadata: named } = metadata;
  if (encryptionAlgorithm === undefined) return { metadata, opener: undefined };
  const signature = bytes.subarray(endBytes);
  if (signature.length !== SIGNATURE_BYTES) {
    throw fault("malformed", `its signature has ${signature.length} bytes`);
  }
  const opener = new FileOpener(options, encryptionAlgorithm);
  await opener.verify(plain, signature, named);
  const rowGroups = await opener.reveal(metadata.rowGroups, named);
  return { metadata: { ...metadata, rowGroups }, opener };
}

/** In our own files there is a sum, or its name is what is damaged. */
function mustFitSum(
  { core }: OpenOptions,
  bytes: Uint8Array,
  { createdBy = "" }: FileMetadata,
): void {
  const sum = checkFooter(core, bytes);
  if (sum === "fits" || sum === "none" && !createdBy.startsWith(OUR_NAME)) {
    return;
  }
  const reason = sum === "none" ? "is missing" : "does not fit";
  throw fault("checksum", `its CRC-32 ${reason}`);
}

/** The schema that the writer had, if it left one that can be read. */
export function writtenSchema(
  arrow: ArrowLibrary,
  { keyValueMetadata }: FileMetadata,
): Schema | undefined {
  const text = keyValueMetadata?.find(({ key }) => key === ARROW_KEY)?.value;
  if (text === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(
      atob(text),
      (character) => character.charCodeAt(0),
    );
    if (!isSoundSchema(bytes)) return undefined;
    return arrow.RecordBatchReader.from(bytes).open().schema;
  } catch {
    // It only refines what the file's own schema says.
    return undefined;
  }
}

function checkRows({ numRows, rowGroups }: FileMetadata): void {
  const rows = rowGroups.reduce((sum, group) => sum + group.numRows, 0);
  for (const [index, { numRows: count }] of rowGroups.entries()) {
    if (count >= 0 && count <= ROWS_MAX) continue;
    throw fault(
      "malformed",
      `its row group ${index} has ${count} rows, and may have ${ROWS_MAX}`,
    );
  }
  if (rows === numRows) return;
  throw fault(
    "malformed",
    `its row groups have ${rows} rows, and it says ${numRows}`,
  );
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function fault(kind: FormatErrorKind, reason: string): FormatError {
  return new FormatError({ part: "footer", kind, reason });
}
