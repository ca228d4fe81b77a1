/** Where something lies in a file. */
export interface ByteRange {
  readonly offset: number;
  readonly sizeBytes: number;
}
