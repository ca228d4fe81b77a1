/**
 * What compresses samples, where the caller has it: zstd of the core, say. The
 * engine itself has none.
 */
export interface SampleCodec {
  /** As it stands in an index: `zstd`. */
  readonly name: string;
  compress(bytes: Uint8Array): Uint8Array;
  /**
   * Throws for bytes that are not a frame of exactly `plainBytes`. A codec may
   * fill and give back `room`, which has that length, or memory of its own.
   */
  decompress(
    bytes: Uint8Array,
    plainBytes: number,
    room?: Uint8Array<ArrayBuffer>,
  ): Uint8Array;
}
