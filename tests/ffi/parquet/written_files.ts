/** Files of ours that hold what the golden files hold, to be read by others. */
import type { RecordBatch } from "apache-arrow";
import type { WriteEncryption } from "../../../engine/workloads/table/parquet/data_file.ts";
import type {
  PageCodec,
  PageCore,
} from "../../../engine/workloads/table/parquet/page_core.ts";
import { fileOf } from "../../engine/workloads/table/parquet/parquet_fixture.ts";
import { goldenFiles, readAll } from "./golden_files.ts";

export const CODECS: readonly PageCodec[] = [
  "uncompressed",
  "snappy",
  "gzip",
  "zstd",
  "lz4_raw",
  "brotli",
];

/** All types, in three batches. */
export async function goldenBatches(core: PageCore): Promise<RecordBatch[]> {
  const bytes = goldenFiles().get("pyarrow_v1");
  if (bytes === undefined) throw new Error("The golden file is not there");
  return await readAll(core, bytes);
}

/** A file of ours with small pages, so that there are many. */
export async function writtenFile(
  core: PageCore,
  options: {
    readonly codec: PageCodec;
    readonly encryption?: WriteEncryption;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  const { codec, encryption } = options;
  return await fileOf(await goldenBatches(core), {
    core,
    codec: { codec },
    rowGroupRowCountMax: 70,
    pageSizeBytes: 256,
    ...(encryption === undefined ? {} : { encryption }),
  });
}
