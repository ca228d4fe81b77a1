/**
 * One piece of object work, and a local store to do it on. Every contender of
 * a row is asked for the same work; what it measures is as for blocks.
 */
import type { Measured } from "./work.ts";

/** A store that is running, with a key that may do everything. */
export interface StoreUnderTest {
  /** `127.0.0.1:7070`; without TLS. */
  readonly host: string;
  readonly bucket: string;
  /** Both absent: requests are not signed. */
  readonly accessKey?: string;
  readonly secretKey?: string;
}

export interface ObjectWork {
  readonly store: StoreUnderTest;
  /** Scratch files of the contender. */
  readonly folder: string;
  readonly op: "get" | "put";
  readonly sizeBytes: number;
  /** Objects that are read, or written again and again. */
  readonly objects: number;
  readonly inFlight: number;
  readonly durationS: number;
}

export interface ObjectTool {
  readonly name: string;
  measure(work: ObjectWork): Promise<Measured>;
}
