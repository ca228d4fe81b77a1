/** What a stream of the core is told, and what it tells. */
import type { DigestKind, Digests } from "./digest.ts";
import type { CoreStore } from "./store.ts";

/** One object from one end to another. */
export interface StreamSpec {
  readonly sizeBytes: number;
  /** Of the ring: the most that is held at any time, in whole chunks. */
  readonly memoryBytes: number;
  /** Of a read, a write, a part; a multiple of 4096. */
  readonly chunkBytes: number;
  readonly digests: readonly DigestKind[];
  /** Of the waits between attempts. */
  readonly seed: bigint;
  /** Nothing is written before all digests are those expected. */
  readonly holds: boolean;
  /** Tells of each chunk what the sink has; always of a store. */
  readonly tellsParts: boolean;
}

/** A file as an end. */
export interface StreamFile {
  readonly path: string;
  readonly direct: boolean;
  /** Transfers in flight; 1 unless `direct`. */
  readonly depth: number;
  /** Of a sink: the file is there, and is written over; else it is made. */
  readonly over: boolean;
}

/** An object of a store as an end. */
export interface StreamObject {
  readonly store: CoreStore;
  /** Below the store's prefix. */
  readonly key: string;
  /** Source: etag that it must have, or "". Sink: id of the upload, or "". */
  readonly version: string;
  readonly depth: number;
  readonly endpoint: number;
  readonly attemptsMax: number;
  /** Of a sink that is one put: only if the key is not there. */
  readonly isNew?: boolean;
  /**
   * Of a sink that is one put of any size: the last chunk follows once all
   * digests are right. Sent once, with a depth of 1.
   */
  readonly flows?: boolean;
}

/** A chunk as the sink has it. */
export interface StreamPart {
  readonly crc64nvme: string;
  readonly sizeBytes: number;
  /** The sink acknowledged it. */
  readonly isThere: boolean;
  /** Of a store; "" of a file. */
  readonly etag: string;
}

export type StreamState = "idle" | "runs" | "done" | "failed";

/** Bytes and times so far, read while it runs. */
export interface StreamCounters {
  readonly state: StreamState;
  readonly readBytes: number;
  /** Through the slowest digest. */
  readonly digestedBytes: number;
  readonly writtenBytes: number;
  /** That the sink had already. */
  readonly passedBytes: number;
  readonly memoryBytes: number;
  readonly memoryPeakBytes: number;
  readonly retries: number;
  /** CLOCK_MONOTONIC; `endedNs` 0 while it runs. */
  readonly startedNs: number;
  readonly endedNs: number;
}

/** The first failure of a stream. */
export interface StreamFailure {
  readonly status: number;
  /** `ENOSPC`, `HTTP_DENIED`. */
  readonly statusName: string;
  readonly end: "source" | "sink";
  /** Where the chunk starts that failed. */
  readonly offsetBytes: number;
  /** 0 where nothing was answered. */
  readonly httpStatus: number;
  /** The store's word, "" if none. */
  readonly code: string;
  readonly requestId: string;
  /** The digest that differs, where the status is DIGEST. */
  readonly digest: DigestKind | null;
}

/** How a stream ended. */
export type StreamOutcome =
  | { readonly ok: true; readonly digests: Digests }
  | {
    readonly ok: false;
    /** Of all bytes, if they came; else none. */
    readonly digests: Digests;
    readonly failure: StreamFailure;
  };
