/**
 * How a table refuses: a closed list of kinds, each with the number that the
 * source design gives it. What fails is always left as it was before.
 */

/** Kind, and the code of the source design's interface. */
export const TABLE_ERROR_CODES = {
  InvalidArgument: 1,
  Closed: 4,
  LibraryFailed: 5,
  InvalidProperties: 7,
  FaultInjected: 8,
  NotSupported: 9,
  FileMissing: 12,
  TableMissing: 12,
  CorruptManifest: 3,
  NewerManifest: 9,
  CorruptFile: 3,
  SchemaMismatch: 3,
  Misaligned: 4,
  Conflict: 112,
  RetriesExhausted: 111,
  OutcomeUnknown: 108,
  Encrypted: 105,
} as const;

export type TableErrorKind = keyof typeof TABLE_ERROR_CODES;

/**
 * A table cannot do what was asked. `Corrupt...`, `FileMissing` and
 * `Misaligned` on reading are evidence against the storage; tests assert on
 * `kind`.
 */
export class TableError extends Error {
  override readonly name = "TableError";
  readonly kind: TableErrorKind;

  constructor(kind: TableErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
  }

  get code(): number {
    return TABLE_ERROR_CODES[this.kind];
  }
}

/** True for a failure of storage of that kind, however it came here. */
export function isStorageFailure(error: unknown, ...kinds: string[]): boolean {
  if (!(error instanceof Error) || error.name !== "StorageError") return false;
  if (kinds.length === 0) return true;
  return "kind" in error && kinds.some((kind) => kind === error.kind);
}
