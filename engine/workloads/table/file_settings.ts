/** Properties of a table as settings of its data files. */
import type { FileSettings } from "./data_format.ts";
import type { TablePorts } from "./table_ports.ts";
import type { TableProperties } from "./table_properties.ts";

type Codec = NonNullable<FileSettings["codec"]>["codec"];

/** Names of the source design: the LZ4 of Parquet is the raw one. */
const CODECS: Readonly<Record<string, Codec>> = {
  uncompressed: "uncompressed",
  snappy: "snappy",
  gzip: "gzip",
  zstd: "zstd",
  lz4: "lz4_raw",
  brotli: "brotli",
};

/** Throws nothing: the properties were checked when they were parsed. */
export function fileSettings(
  properties: TableProperties,
  { random }: Pick<TablePorts, "random">,
): FileSettings {
  const codec = CODECS[properties.text("writer.compression")] ?? "zstd";
  const level = properties.compressionLevel;
  const isGcm = properties.text("writer.enc.algorithm") === "AES_GCM_V1";
  return {
    codec: level === undefined ? { codec } : { codec, level },
    rowGroupSizeBytes: properties.count("writer.row_group.size"),
    ...(properties.flag("writer.enable_dictionary")
      ? {}
      : { dictionaryLimitBytes: 0 }),
    ...(properties.flag("writer.enc.enable")
      ? {
        encryption: {
          algorithm: isGcm ? "AES_GCM_V1" : "AES_GCM_CTR_V1",
          footer: {
            key: properties.encryptionKey,
            keyMetadata: properties.text("writer.enc.meta"),
          },
          random,
        },
      }
      : {}),
  };
}
