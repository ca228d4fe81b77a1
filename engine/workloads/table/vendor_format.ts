/**
 * Vortex and Lance as formats of the files of a table, by the libraries of
 * their vendors: a host that has them in, a `DataFormat` out.
 *
 * Design: a file is handed over whole and its rows come back as a stream of
 * Arrow, both by way of files, so that memory holds one batch, and a damaged
 * file ends nobody but the library. Each look costs the start of a Python.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import { loadArrow } from "./arrow_library.ts";
import type { ByteSource, DataFormat } from "./data_format.ts";
import type { JsonValue } from "./manifest.ts";
import { FormatError } from "./parquet/format_error.ts";
import { VendorFileReader, type VendorRows } from "./vendor_file_reader.ts";
import { VendorFileWriter } from "./vendor_file_writer.ts";
import {
  factCount,
  mustBeDone,
  oneFile,
  type VendorAnswer,
  type VendorDone,
  type VendorHost,
  type VendorLibrary,
} from "./vendor_host.ts";

/** Of a file, given to the host at once; halved or doubled, nothing is felt. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** What the script calls them. */
const FILE = "file";
const ROWS = "rows.arrow";

/** Goes into `TablePorts.formats` under its own name. */
export function vendorFormat(
  library: VendorLibrary,
  host: VendorHost,
): DataFormat {
  return {
    name: library,
    create: async ({ schema, sink }) =>
      new VendorFileWriter({
        arrow: await loadArrow(),
        ...{ library, host, schema, sink },
      }),
    open: async ({ source }) => {
      const file = new VendorFile(library, host, source);
      const { rowCount, schema } = await file.describe();
      return new VendorFileReader(file, schema, rowCount);
    },
  };
}

/** One file and who can read it. */
class VendorFile {
  readonly source: ByteSource;
  readonly #library: VendorLibrary;
  readonly #host: VendorHost;

  constructor(library: VendorLibrary, host: VendorHost, source: ByteSource) {
    this.#library = library;
    this.#host = host;
    this.source = source;
  }

  async describe(): Promise<{ schema: Schema; rowCount: number }> {
    const done = await this.#ask("describe", {});
    try {
      const rowCount = factCount(done.facts, "rows");
      return { schema: await schemaOf(done.read(ROWS)), rowCount };
    } finally {
      await done.close();
    }
  }

  async *read(options: VendorRows): AsyncGenerator<RecordBatch> {
    const arrow = await loadArrow();
    const done = await this.#ask("read", { ...options });
    const pieces = done.read(ROWS)[Symbol.asyncIterator]();
    try {
      const reader = await arrow.RecordBatchReader.from({
        [Symbol.asyncIterator]: () => pieces,
      });
      for await (const batch of reader) {
        if (batch.numRows > 0) yield batch;
      }
    } finally {
      // The library of Arrow does not tell whom it reads from that it ends.
      await pieces.return?.();
      await done.close();
    }
  }

  async #ask(
    action: "describe" | "read",
    options: Readonly<Record<string, JsonValue>>,
  ): Promise<VendorDone> {
    return readable(
      await this.#host.run({
        library: this.#library,
        action,
        files: oneFile(FILE, piecesOf(this.source)),
        options,
      }),
    );
  }
}

/** A file that is refused is damaged, and whoever opened it knows its name. */
function readable(answer: VendorAnswer): VendorDone {
  if (answer.state !== "refused") return mustBeDone(answer);
  throw new FormatError({
    part: "file",
    kind: "malformed",
    reason: answer.reason,
  });
}

async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.sizeBytes; at += PIECE_BYTES) {
    const count = Math.min(PIECE_BYTES, source.sizeBytes - at);
    yield await source.read(at, count);
  }
}

/** Of a stream of Arrow without rows, which is read to its end. */
export async function schemaOf(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
): Promise<Schema> {
  const arrow = await loadArrow();
  const parts = await Array.fromAsync(pieces);
  const bytes = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return arrow.tableFromIPC(bytes).schema;
}
