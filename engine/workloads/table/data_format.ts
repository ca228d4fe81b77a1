/**
 * What a table needs of a format of data files: it writes and reads them
 * through this alone, so that its own rules can be tried with any format.
 */
import type {
  ByteSink,
  ByteSource,
  CreateOptions,
  DataFileReader,
  DataFileWriter,
  OpenOptions,
} from "./parquet/data_file.ts";

/** How the files of a table are written, beside their schema. */
export type FileSettings = Pick<
  CreateOptions,
  | "codec"
  | "dictionaryLimitBytes"
  | "encryption"
  | "rowGroupRowCountMax"
  | "rowGroupSizeBytes"
>;

/** What a reader knows beforehand. */
export type FileHints = Pick<OpenOptions, "footerSizeBytes" | "retrieveKey">;

export interface DataFormat {
  /** `parquet`; also the end of the names of its files. */
  readonly name: string;
  create(
    options:
      & Pick<CreateOptions, "sink" | "schema">
      & { readonly settings: FileSettings },
  ): Promise<DataFileWriter>;
  /** Fails with a `FormatError` for what is no such file, or not whole. */
  open(
    options: { readonly source: ByteSource; readonly hints?: FileHints },
  ): Promise<DataFileReader>;
}

/** All that are here, by their names. */
export type DataFormats = ReadonlyMap<string, DataFormat>;

export type { ByteSink, ByteSource, DataFileReader, DataFileWriter };
export type {
  ColumnValue,
  DataFileFacts,
  RowGroupFacts,
} from "./parquet/data_file.ts";
