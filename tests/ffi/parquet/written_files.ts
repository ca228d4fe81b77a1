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

/** All types, in three batches; or what another of the files holds. */
export async function goldenBatches(
  core: PageCore,
  name = "pyarrow_v1",
): Promise<RecordBatch[]> {
  const bytes = goldenFiles().get(name);
  if (bytes === undefined) throw new Error(`There is no golden file "${name}"`);
  return await readAll(core, bytes);
}

/** A file of ours with small pages, so that there are many. */
export async function writtenFile(
  core: PageCore,
  options: {
    readonly codec: PageCodec;
    readonly encryption?: WriteEncryption;
    /** The golden file whose rows it holds. */
    readonly rowsOf?: string;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  const { codec, encryption, rowsOf } = options;
  return await fileOf(await goldenBatches(core, rowsOf), {
    core,
    codec: { codec },
    rowGroupRowCountMax: 70,
    pageSizeBytes: 256,
    ...(encryption === undefined ? {} : { encryption }),
  });
}
