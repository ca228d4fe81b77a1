/**
 * The end of a file that is written: what its readers look at first. In: the
 * schema, row groups and keys; out: the bytes with their length and the magic.
 */
import type { Schema } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import { schemaText } from "./file_facts.ts";
import {
  FILE_METADATA,
  type RowGroup,
  type SchemaElement,
} from "./file_metadata.ts";
import type { FileSealer } from "./file_sealer.ts";
import { FOOTER_KEY, NO_SUM, sumFooter } from "./file_sums.ts";
import { ARROW_KEY, OUR_NAME, PLAIN_MAGIC, SEALED_MAGIC } from "./footer.ts";
import type { CodecCore } from "./page_core.ts";
import { writeStruct } from "./thrift_struct.ts";

const CREATED_BY = `${OUR_NAME}version 0.1.0`;
const FORMAT_VERSION = 2;

export interface WrittenFooter {
  readonly arrow: ArrowLibrary;
  readonly core: CodecCore;
  readonly schema: Schema;
  readonly elements: readonly SchemaElement[];
  readonly leafCount: number;
  readonly rowCount: number;
  readonly rowGroups: readonly RowGroup[];
  readonly keyValues: ReadonlyMap<string, string> | undefined;
  /** Without one the footer is plain. */
  readonly sealer: FileSealer | undefined;
}

/** At both ends of a file. */
export function magicOf(
  sealer: FileSealer | undefined,
): Uint8Array<ArrayBuffer> {
  const isSealed = sealer !== undefined && !sealer.isFooterPlain;
  return new TextEncoder().encode(isSealed ? SEALED_MAGIC : PLAIN_MAGIC);
}

/** All that is behind the last row group. */
export function footerBytes(footer: WrittenFooter): Uint8Array<ArrayBuffer> {
  const { arrow, core, schema, sealer } = footer;
  const keyValues = [...footer.keyValues ?? []]
    .map(([key, value]) => ({ key, value }));
  const plain = writeStruct(FILE_METADATA, {
    version: FORMAT_VERSION,
    schema: footer.elements,
    numRows: footer.rowCount,
    rowGroups: footer.rowGroups,
    keyValueMetadata: [
      ...keyValues,
      { key: ARROW_KEY, value: schemaText(arrow, schema) },
      { key: FOOTER_KEY, value: NO_SUM },
    ],
    createdBy: CREATED_BY,
    columnOrders: Array.from(
      { length: footer.leafCount },
      () => ({ typeOrder: {} }),
    ),
    ...sealer?.footerFields,
  });
  sumFooter(core, plain);
  const parts = sealer?.footer(plain) ?? [plain];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const tail = new Uint8Array(4);
  new DataView(tail.buffer).setUint32(0, length, true);
  const all = [...parts, tail, magicOf(sealer)];
  const bytes = new Uint8Array(length + 8);
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
