/**
 * What compresses samples, where the caller has it: zstd of the core, say. The
 * engine itself has none.
 */
export interface SampleCodec {
  /** As it stands in an index: `zstd`. */
  readonly name: string;
  compress(bytes: Uint8Array): Uint8Array;
  /** Throws for bytes that are not a frame of exactly `plainBytes`. */
  decompress(bytes: Uint8Array, plainBytes: number): Uint8Array;
}
