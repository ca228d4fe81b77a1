/**
 * Properties of tables under the names of the source design: of which kind each
 * is, what it is when nobody says, and what it may be.
 */

/** One property; sizes are bytes. */
export type PropertyRule =
  | {
    readonly kind: "count";
    readonly standard: number;
    readonly min: number;
    readonly max: number;
  }
  | { readonly kind: "flag"; readonly standard: boolean }
  | { readonly kind: "text"; readonly standard: string }
  | { readonly kind: "list"; readonly standard: readonly string[] }
  | {
    readonly kind: "word";
    readonly standard: string;
    readonly words: readonly string[];
  };

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
const INT32_MAX = 2 ** 31 - 1;
const HUGE = Number.MAX_SAFE_INTEGER;

const text = { kind: "text", standard: "" } as const;
const count = (standard: number, min: number, max: number) =>
  ({ kind: "count", standard, min, max }) as const;
const word = <W extends string>(standard: W, words: readonly W[]) =>
  ({ kind: "word", standard, words }) as const;

/** The whole list; a name that begins with `extfs.` is free besides. */
export const PROPERTY_RULES = {
  format: word("parquet", ["parquet", "vortex"]),
  "writer.policy": word("single", ["single", "schema_based", "size_based"]),
  "writer.split.schema_based.patterns": { kind: "list", standard: [] },
  "writer.split.schema_based.formats": { kind: "list", standard: [] },
  "writer.split.size_based.max_avg_column_size": count(16 * KiB, 1, HUGE),
  "writer.split.size_based.max_columns_in_group": count(400, 1, INT32_MAX),
  "writer.buffer_size": count(32 * MiB, 1, INT32_MAX),
  "writer.file_rolling.size": count(2 * GiB, 1, HUGE),
  "writer.row_group.size": count(MiB, 1, INT32_MAX),
  "writer.compression": word("zstd", [
    "uncompressed",
    "snappy",
    "gzip",
    "lz4",
    "zstd",
    "brotli",
  ]),
  "writer.compression_level": count(-1, -1, 22),
  "writer.enable_dictionary": { kind: "flag", standard: true },
  "writer.enc.enable": { kind: "flag", standard: false },
  "writer.enc.key": text,
  "writer.enc.meta": text,
  "writer.enc.algorithm": word("AES_GCM_V1", ["AES_GCM_V1", "AES_GCM_CTR_V1"]),
  "reader.record_batch_max_rows": count(8192, 1, INT32_MAX),
  "reader.record_batch_max_size": count(32 * MiB, 1, INT32_MAX),
  "reader.logical_chunk_rows": count(8192, 1, INT32_MAX),
  "transaction.commit.num-retries": count(1, 0, 10),
  "fs.storage_type": word("local", ["local", "remote"]),
  "fs.cloud_provider": word("aws", [
    "aws",
    "gcp",
    "azure",
    "aliyun",
    "tencent",
    "huawei",
  ]),
  "fs.root_path": text,
  "fs.address": text,
  "fs.bucket_name": text,
  "fs.access_key_id": text,
  "fs.access_key_value": text,
  "fs.region": text,
  "fs.use_ssl": { kind: "flag", standard: false },
  "fs.use_iam": { kind: "flag", standard: false },
  "fs.use_virtual_host": { kind: "flag", standard: false },
  "fs.request_timeout_ms": count(10_000, 1, INT32_MAX),
  "fs.max_connections": count(100, 1, 65_536),
  "fs.multi_part_upload_size": count(10 * MiB, 10 * MiB, 5 * GiB),
  "fs.tls_min_version": word("1.2", ["1.0", "1.1", "1.2", "1.3"]),
  "fs.background_writes": { kind: "flag", standard: true },
  "fs.use_crc32c_checksum": { kind: "flag", standard: false },
} as const satisfies Readonly<Record<string, PropertyRule>>;

export type PropertyName = keyof typeof PROPERTY_RULES;

/** Names of properties of that kind. */
export type PropertyOf<K extends PropertyRule["kind"]> = {
  [N in PropertyName]: (typeof PROPERTY_RULES)[N]["kind"] extends K ? N : never;
}[PropertyName];

/** Names that had another one before; they still count. */
export const RENAMED_PROPERTIES: Readonly<Record<string, PropertyName>> = {
  "writer.file_rolling_size": "writer.file_rolling.size",
  "writer.compression.codec": "writer.compression",
};

/** Whether that name is in the list. */
export function isPropertyName(name: string): name is PropertyName {
  return Object.hasOwn(PROPERTY_RULES, name);
}
