/**
 * The formats of a data set behind one face: samples become a file in which
 * each has a range, and such a range becomes the sample again. A sample is one
 * tensor; formats of records keep its bytes, and not its shape.
 */
import type { ByteRange } from "./byte_range.ts";
import { readNpy, writeNpy } from "./npy.ts";
import { readNpz, writeNpz } from "./npz.ts";
import { type Crc32, crc32c } from "./reflected_crc.ts";
import { readParquetRow, writeParquetRows } from "./parquet_samples.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";
import type { PageCore } from "../table/mod.ts";
import { SampleFault } from "./sample_fault.ts";
import type { Tensor } from "./tensor.ts";
import { readTfRecords, writeTfRecords } from "./tf_record.ts";
import { readShard, writeShard } from "./web_dataset.ts";

/** A sample to be written. */
export interface KeyedTensor {
  readonly key: string;
  readonly tensor: Tensor;
}

export interface PackedSamples {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each sample, in the order given; each can be read by itself. */
  readonly ranges: readonly ByteRange[];
}

export interface SampleFormat {
  readonly extension: string;
  /** Several samples in one file; else `pack()` takes exactly one. */
  readonly isShard: boolean;
  pack(
    samples: readonly KeyedTensor[],
  ): PackedSamples | Promise<PackedSamples>;
  /**
   * The sample whose range `frame` is; its elements are a view of it. Fails
   * with a `SampleFault`.
   */
  unpack(frame: Uint8Array, key: string): Tensor;
}

/** Names as in profiles. */
export const SAMPLE_FORMAT_NAMES = [
  "raw",
  "npy",
  "npz",
  "safetensors",
  "tfrecord",
  "webdataset",
  "parquet",
] as const;

export type SampleFormatName = typeof SAMPLE_FORMAT_NAMES[number];

/** The array of `.npz` and `.safetensors`: DLIO calls it so too. */
const ARRAY = "x";
/** The part of a sample in a shard. */
const PART = "npy";

/** What formats ask of the core. */
export interface FormatCore {
  /** Ours where it is absent, which is slower. */
  readonly crc32c?: Crc32;
  /** Pages of Parquet, which nothing here could make. */
  readonly pages?: () => PageCore;
}

/** Fails with a `RangeError` for Parquet without pages. */
export function sampleFormat(
  name: SampleFormatName,
  core: FormatCore = {},
): SampleFormat {
  switch (name) {
    case "raw":
      return single("bin", (tensor) => tensor.bytes.slice(), flat);
    case "npy":
      return single("npy", writeNpy, readNpy);
    case "npz":
      return single(
        "npz",
        (tensor) => writeNpz(new Map([[ARRAY, tensor]])),
        (frame) => only(readNpz(frame), ".npz"),
      );
    case "safetensors":
      return single(
        "safetensors",
        (tensor) => writeSafetensors(new Map([[ARRAY, tensor]])),
        (frame) => only(readSafetensors(frame), ".safetensors"),
      );
    case "tfrecord":
      return tfRecords(core.crc32c ?? crc32c);
    case "webdataset":
      return shards();
    case "parquet":
      return rows(core.pages?.());
  }
}

function single(
  extension: string,
  write: (tensor: Tensor) => Uint8Array<ArrayBuffer>,
  read: (frame: Uint8Array) => Tensor,
): SampleFormat {
  return {
    extension,
    isShard: false,
    pack(samples) {
      const [sample] = samples;
      if (sample === undefined || samples.length > 1) {
        throw new RangeError(
          `Cannot write ${samples.length} samples into one .${extension}: ` +
            "it holds exactly one",
        );
      }
      const bytes = write(sample.tensor);
      return { bytes, ranges: [{ offset: 0, sizeBytes: bytes.length }] };
    },
    unpack: read,
  };
}

function tfRecords(sum: Crc32): SampleFormat {
  return {
    extension: "tfrecord",
    isShard: true,
    pack: (samples) =>
      writeTfRecords(samples.map(({ tensor }) => tensor.bytes), sum),
    unpack(frame) {
      const records = readTfRecords(frame, sum);
      const [record] = records;
      if (record !== undefined && records.length === 1) return flat(record);
      throw notOne("TFRecord", records.length);
    },
  };
}

function shards(): SampleFormat {
  return {
    extension: "tar",
    isShard: true,
    pack: (samples) =>
      writeShard(samples.map(({ key, tensor }) => ({
        key,
        parts: new Map([[PART, writeNpy(tensor)]]),
      }))),
    unpack(frame, key) {
      const samples = readShard(frame, true);
      const [sample] = samples;
      const part = sample?.parts.get(PART);
      if (samples.length !== 1 || part === undefined) {
        throw notOne("WebDataset", samples.length);
      }
      if (sample?.key === key) return readNpy(part);
      throw new SampleFault({
        format: "WebDataset",
        kind: "malformed",
        atByte: 0,
        reason: `it holds sample "${sample?.key}" and not "${key}"`,
      });
    },
  };
}

function rows(pages: PageCore | undefined): SampleFormat {
  if (pages === undefined) {
    throw new RangeError("Cannot use Parquet: nothing here makes its pages");
  }
  return {
    extension: "parquet",
    isShard: true,
    pack: (samples) =>
      writeParquetRows(
        pages,
        samples.map(({ key, tensor }) => ({ key, bytes: tensor.bytes })),
      ),
    unpack(frame, key) {
      const row = readParquetRow(pages, frame);
      if (row.key === key) return flat(row.bytes);
      throw new SampleFault({
        format: "Parquet",
        kind: "malformed",
        atByte: 0,
        reason: `it holds sample "${row.key}" and not "${key}"`,
      });
    },
  };
}

function flat(bytes: Uint8Array): Tensor {
  return { element: "uint8", shape: [bytes.length], bytes };
}

function only(tensors: ReadonlyMap<string, Tensor>, format: string): Tensor {
  const tensor = tensors.get(ARRAY);
  if (tensor !== undefined && tensors.size === 1) return tensor;
  throw notOne(format, tensors.size);
}

function notOne(format: string, count: number): SampleFault {
  return new SampleFault({
    format,
    kind: "malformed",
    atByte: 0,
    reason: `it holds ${count} samples where one was written`,
  });
}
