/**
 * The structs of a Parquet file's footer, as tables of their fields. Names are
 * the format's own, so that its specification can be read beside them; what
 * nobody here asks for has no row and is skipped.
 */
import {
  BINARY,
  BOOL,
  EMPTY,
  I16,
  I32,
  I64,
  I8,
  listOf,
  may,
  needs,
  structOf,
  TEXT,
  type ThriftType,
} from "./thrift_struct.ts";

type Of<T> = T extends ThriftType<infer V> ? V : never;

const TIME_UNIT = structOf("the unit of a time", {
  millis: may(1, EMPTY),
  micros: may(2, EMPTY),
  nanos: may(3, EMPTY),
});
const TIME = structOf("the type of a time", {
  isAdjustedToUtc: needs(1, BOOL),
  unit: needs(2, TIME_UNIT),
});
const DECIMAL = structOf("the type of a decimal", {
  scale: needs(1, I32),
  precision: needs(2, I32),
});
const INTEGER = structOf("the type of an integer", {
  bitWidth: needs(1, I8),
  isSigned: needs(2, BOOL),
});
const LOGICAL_TYPE = structOf("a logical type", {
  string: may(1, EMPTY),
  map: may(2, EMPTY),
  list: may(3, EMPTY),
  enum: may(4, EMPTY),
  decimal: may(5, DECIMAL),
  date: may(6, EMPTY),
  time: may(7, TIME),
  timestamp: may(8, TIME),
  integer: may(10, INTEGER),
  unknown: may(11, EMPTY),
  json: may(12, EMPTY),
  bson: may(13, EMPTY),
  uuid: may(14, EMPTY),
  float16: may(15, EMPTY),
});
const SCHEMA_ELEMENT = structOf("an element of the schema", {
  type: may(1, I32),
  typeLength: may(2, I32),
  repetitionType: may(3, I32),
  name: needs(4, TEXT),
  numChildren: may(5, I32),
  convertedType: may(6, I32),
  scale: may(7, I32),
  precision: may(8, I32),
  fieldId: may(9, I32),
  logicalType: may(10, LOGICAL_TYPE),
});
/** Of a chunk, and of a page. */
export const STATISTICS = structOf("a statistic", {
  max: may(1, BINARY),
  min: may(2, BINARY),
  nullCount: may(3, I64),
  maxValue: may(5, BINARY),
  minValue: may(6, BINARY),
  isMaxValueExact: may(7, BOOL),
  isMinValueExact: may(8, BOOL),
});
const KEY_VALUE = structOf("a key with its value", {
  key: needs(1, TEXT),
  value: may(2, TEXT),
});
/** Apart, for it may be a module of its own when columns have own keys. */
export const COLUMN_METADATA = structOf("the metadata of a column", {
  type: needs(1, I32),
  encodings: needs(2, listOf(I32)),
  pathInSchema: needs(3, listOf(TEXT)),
  codec: needs(4, I32),
  numValues: needs(5, I64),
  totalUncompressedSize: needs(6, I64),
  totalCompressedSize: needs(7, I64),
  keyValueMetadata: may(8, listOf(KEY_VALUE)),
  dataPageOffset: needs(9, I64),
  dictionaryPageOffset: may(11, I64),
  statistics: may(12, STATISTICS),
});
const COLUMN_KEY = structOf("the key of a column", {
  pathInSchema: needs(1, listOf(TEXT)),
  keyMetadata: may(2, BINARY),
});
const COLUMN_CRYPTO = structOf("the encryption of a column", {
  footerKey: may(1, EMPTY),
  columnKey: may(2, COLUMN_KEY),
});
const COLUMN_CHUNK = structOf("a column", {
  filePath: may(1, TEXT),
  fileOffset: needs(2, I64),
  metaData: may(3, COLUMN_METADATA),
  cryptoMetadata: may(8, COLUMN_CRYPTO),
  encryptedColumnMetadata: may(9, BINARY),
});
const ROW_GROUP = structOf("a row group", {
  columns: needs(1, listOf(COLUMN_CHUNK)),
  totalByteSize: needs(2, I64),
  numRows: needs(3, I64),
  fileOffset: may(5, I64),
  totalCompressedSize: may(6, I64),
  ordinal: may(7, I16),
});
const AES = structOf("an algorithm", {
  aadPrefix: may(1, BINARY),
  aadFileUnique: may(2, BINARY),
  supplyAadPrefix: may(3, BOOL),
});
const ALGORITHM = structOf("an algorithm", {
  gcm: may(1, AES),
  gcmCtr: may(2, AES),
});
const COLUMN_ORDER = structOf("an order", { typeOrder: may(1, EMPTY) });
/** At the end of the file, or inside a module of an encrypted one. */
export const FILE_METADATA = structOf("the footer", {
  version: needs(1, I32),
  schema: needs(2, listOf(SCHEMA_ELEMENT)),
  numRows: needs(3, I64),
  rowGroups: needs(4, listOf(ROW_GROUP)),
  keyValueMetadata: may(5, listOf(KEY_VALUE)),
  createdBy: may(6, TEXT),
  columnOrders: may(7, listOf(COLUMN_ORDER)),
  encryptionAlgorithm: may(8, ALGORITHM),
  footerSigningKeyMetadata: may(9, BINARY),
});
/** Stands before an encrypted footer, readable. */
export const FILE_CRYPTO_METADATA = structOf("the encryption", {
  encryptionAlgorithm: needs(1, ALGORITHM),
  keyMetadata: may(2, BINARY),
});

const DATA_PAGE = structOf("the header of a data page", {
  numValues: needs(1, I32),
  encoding: needs(2, I32),
  definitionLevelEncoding: needs(3, I32),
  repetitionLevelEncoding: needs(4, I32),
});
const DICTIONARY_PAGE = structOf("the header of a dictionary", {
  numValues: needs(1, I32),
  encoding: needs(2, I32),
});
const DATA_PAGE_V2 = structOf("the header of a data page", {
  numValues: needs(1, I32),
  numNulls: needs(2, I32),
  numRows: needs(3, I32),
  encoding: needs(4, I32),
  definitionLevelsByteLength: needs(5, I32),
  repetitionLevelsByteLength: needs(6, I32),
  isCompressed: may(7, BOOL),
});
/** Stands before each page. */
export const PAGE_HEADER = structOf("a page header", {
  type: needs(1, I32),
  uncompressedPageSize: needs(2, I32),
  compressedPageSize: needs(3, I32),
  crc: may(4, I32),
  dataPageHeader: may(5, DATA_PAGE),
  dictionaryPageHeader: may(7, DICTIONARY_PAGE),
  dataPageHeaderV2: may(8, DATA_PAGE_V2),
});

export type LogicalType = Of<typeof LOGICAL_TYPE>;
export type SchemaElement = Of<typeof SCHEMA_ELEMENT>;
export type PageStatistics = Of<typeof STATISTICS>;
export type KeyValue = Of<typeof KEY_VALUE>;
export type ColumnMetadata = Of<typeof COLUMN_METADATA>;
export type ColumnChunk = Of<typeof COLUMN_CHUNK>;
export type RowGroup = Of<typeof ROW_GROUP>;
export type Algorithm = Of<typeof ALGORITHM>;
export type FileMetadata = Of<typeof FILE_METADATA>;
export type FileCryptoMetadata = Of<typeof FILE_CRYPTO_METADATA>;
export type PageHeader = Of<typeof PAGE_HEADER>;
