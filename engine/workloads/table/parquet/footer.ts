/** The footer of a file: found at its end, checked, and made sense of. */
import type { Schema } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import type { OpenOptions } from "./data_file.ts";
import { FILE_METADATA, type FileMetadata } from "./file_metadata.ts";
import { checkFooter, FOOTER_KEY } from "./file_sums.ts";
import { FormatError, type FormatErrorKind } from "./format_error.ts";
import { readStruct } from "./thrift_struct.ts";

const MAGIC = "PAR1";
const SEALED_MAGIC = "PARE";
/** Length of the footer, and the magic. */
const TAIL_BYTES = 8;
const FIRST_READ_BYTES = 64 * 1024;
const ARROW_KEY = "ARROW:schema";

/** Keys that describe the file itself, and are nobody's else. */
export const HIDDEN_KEYS: ReadonlySet<string> = new Set([
  ARROW_KEY,
  FOOTER_KEY,
]);

/** Fails with a `FormatError`; the sum is checked where there is one. */
export async function readFooter(
  { core, footerSizeBytes = 0, source }: OpenOptions,
): Promise<FileMetadata> {
  const { sizeBytes } = source;
  if (sizeBytes < MAGIC.length + TAIL_BYTES) {
    throw fault("truncated", `a file of ${sizeBytes} bytes has none`);
  }
  const head = await source.read(0, MAGIC.length);
  const guess = Math.max(footerSizeBytes, FIRST_READ_BYTES);
  const first = Math.min(sizeBytes, guess);
  const end = await source.read(sizeBytes - first, first);
  const magic = textOf(end.subarray(-MAGIC.length));
  if (magic === SEALED_MAGIC) {
    throw fault("key", "the file is encrypted, and no key was given");
  }
  if (magic !== MAGIC || textOf(head) !== MAGIC) {
    throw fault("malformed", `the file does not begin and end with "${MAGIC}"`);
  }
  const view = new DataView(end.buffer, end.byteOffset, end.length);
  const length = view.getUint32(end.length - TAIL_BYTES, true);
  if (length > sizeBytes - TAIL_BYTES - MAGIC.length) {
    throw fault("malformed", `it promises ${length} bytes the file has not`);
  }
  const bytes = length + TAIL_BYTES <= end.length
    ? end.subarray(end.length - TAIL_BYTES - length, end.length - TAIL_BYTES)
    : await source.read(sizeBytes - TAIL_BYTES - length, length);
  if (checkFooter(core, bytes) === "differs") {
    throw fault("checksum", "its CRC-32 does not fit");
  }
  const { value } = readStruct(FILE_METADATA, bytes, "footer");
  checkRows(value);
  return value;
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
    return arrow.RecordBatchReader.from(bytes).open().schema;
  } catch {
    // It only refines what the file's own schema says.
    return undefined;
  }
}

function checkRows({ numRows, rowGroups }: FileMetadata): void {
  const rows = rowGroups.reduce((sum, group) => sum + group.numRows, 0);
  const isWrong = rowGroups.some((group) => group.numRows < 0);
  if (rows === numRows && !isWrong) return;
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
