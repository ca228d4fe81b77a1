/** The door of the table workload: versioned tables on any target. */
export {
  checkTable,
  type CheckTableOptions,
  type TableCheck,
  type TableFinding,
} from "./check_table.ts";
export { type ArrowLibrary, loadArrow } from "./arrow_library.ts";
export { batchSizeBytes } from "./arrow_size.ts";
export { batchOf } from "./gather.ts";
export { batchOfVectors } from "./batch_of_vectors.ts";
export {
  type Chunk,
  ChunkReader,
  type ChunkReaderOptions,
  openChunkReader,
} from "./chunk_reader.ts";
export { type CommitProtocol, CREATE_ONLY } from "./commit_protocol.ts";
export { fieldDefault } from "./constant_column.ts";
export type { DataFormat, DataFormats, FileSettings } from "./data_format.ts";
export {
  describeFile,
  exploreFiles,
  type ExternalFile,
  importFiles,
} from "./external_files.ts";
export { fieldOfArrow, fieldsOfArrow, typeText } from "./field_type.ts";
export { KnownRows, type WrongValue } from "./known_rows.ts";
export { fieldsOf, type Manifest, type TableField } from "./manifest.ts";
export { decodeManifest, encodeManifest } from "./manifest_codec.ts";
export {
  exploreDataset,
  importFragments,
  type LanceDataset,
  type LanceFragment,
} from "./lance_dataset.ts";
export { loneRow } from "./parquet/lone_row.ts";
export type { PageCore } from "./parquet/page_core.ts";
export { parquetFormat } from "./parquet/parquet_format.ts";
export { removeOrphans, surveyFiles, type TableFiles } from "./orphans.ts";
export type { PlannedTableStep } from "./planned_table.ts";
export type { ResolverName } from "./resolver.ts";
export { openTable, type OpenTableOptions, Table } from "./table.ts";
export {
  isStorageFailure,
  TableError,
  type TableErrorKind,
} from "./table_error.ts";
export { manifestPath, tableRoot } from "./table_path.ts";
export type { TablePorts } from "./table_ports.ts";
export { parseProperties, TableProperties } from "./table_properties.ts";
export { type Damage, TableReader } from "./table_reader.ts";
export type { TableReport } from "./table_report.ts";
export { readBackTable } from "./read_back_table.ts";
export type { EndedTableOperation } from "./ended_operation.ts";
export { runTables } from "./run_tables.ts";
export type { TableJournal } from "./table_journal.ts";
export { TableStore } from "./table_store.ts";
export { TABLE_WORKLOAD, type TableRoom } from "./table_workload.ts";
export type { NewFile, NewGroup, WrittenRows } from "./table_update.ts";
export { TableWriter } from "./table_writer.ts";
export { type Committed, Transaction } from "./transaction.ts";
export { vendorFormat } from "./vendor_format.ts";
export type {
  VendorAction,
  VendorAnswer,
  VendorDone,
  VendorFile,
  VendorHost,
  VendorLibrary,
  VendorRequest,
} from "./vendor_host.ts";
export {
  listVersions,
  openLatest,
  readManifest,
  type Snapshot,
} from "./versions.ts";
