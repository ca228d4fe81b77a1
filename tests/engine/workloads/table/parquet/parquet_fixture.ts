/** A core in plain TypeScript, files in memory, and the rows of a batch. */
import { Buffer } from "node:buffer";
import { crc32, gunzipSync, gzipSync } from "node:zlib";
import type {
  ByteSink,
  ByteSource,
  CreateOptions,
} from "../../../../../engine/workloads/table/parquet/data_file.ts";
import { createDataFile } from "../../../../../engine/workloads/table/parquet/data_file_writer.ts";
import type { PageCore } from "../../../../../engine/workloads/table/parquet/page_core.ts";
import { SCRIPT_CIPHERS } from "./script_ciphers.ts";
import { SCRIPT_LEVELS } from "./script_levels.ts";
import { SCRIPT_VALUES } from "./script_values.ts";
import type { RecordBatch } from "apache-arrow";

/** Codecs: none, and gzip. Keys of 16 and 32 bytes. */
export const CORE: PageCore = {
  ...SCRIPT_VALUES,
  ...SCRIPT_LEVELS,
  ...SCRIPT_CIPHERS,
  room: (size) => new Uint8Array(size),
  crc32: (bytes, before = 0) => crc32(Buffer.from(bytes), before),
  compressBoundBytes: (_, size) => size + 1024 + (size >> 3),
  compress: ({ from, to }) => {
    const packed = gzipSync(from);
    to.set(packed);
    return packed.length;
  },
  decompress: ({ from, to }) => {
    try {
      const plain = gunzipSync(from, { maxOutputLength: to.length + 1 });
      if (plain.length !== to.length) return false;
      to.set(plain);
      return true;
    } catch {
      return false;
    }
  },
};

/** Collects what is written. */
export class MemorySink implements ByteSink {
  readonly parts: Uint8Array[] = [];
  state = "open";

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.parts.push(bytes.slice());
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.state = "closed";
    return Promise.resolve();
  }

  abort(): Promise<void> {
    this.state = "aborted";
    return Promise.resolve();
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(Buffer.concat(this.parts));
  }
}

/** Counts the bytes that were asked for. */
export class MemorySource implements ByteSource {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readSizeBytes = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  get sizeBytes(): number {
    return this.bytes.length;
  }

  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset < 0 || length < 0 || offset + length > this.bytes.length) {
      throw new Error(`Read of ${length} bytes at ${offset} leaves the file`);
    }
    this.readSizeBytes += length;
    return Promise.resolve(this.bytes.slice(offset, offset + length));
  }
}

/** Fills memory that is used again, as a folder can. */
export class FillingSource extends MemorySource {
  readInto(offset: number, to: Uint8Array<ArrayBuffer>): Promise<number> {
    const bytes = this.bytes.subarray(offset, offset + to.length);
    to.set(bytes);
    return Promise.resolve(bytes.length);
  }
}

/** A file of these batches, as bytes. */
export async function fileOf(
  batches: readonly RecordBatch[],
  options: Partial<CreateOptions> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = batches;
  if (first === undefined) throw new Error("A file needs a batch");
  const sink = new MemorySink();
  const writer = await createDataFile({
    core: CORE,
    sink,
    schema: first.schema,
    codec: { codec: "uncompressed" },
    ...options,
  });
  for (const batch of batches) await writer.write(batch);
  await writer.close();
  return sink.bytes;
}

/** Each row as a text of its own, so that rows compare. */
export function rowsOf(batch: RecordBatch): string[] {
  return Array.from({ length: batch.numRows }, (_, row) =>
    JSON.stringify(
      batch.schema.fields.map((_, column) =>
        batch.getChildAt(column)?.get(row)
      ),
      (_, value) => typeof value === "bigint" ? `${value}n` : value,
    ));
}
