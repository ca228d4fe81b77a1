/** What copying is handed, and whom it tells how far it is. */
import type {
  DigestKind,
  Digests,
  ObjectFacts,
  StreamCounters,
  StreamEnds,
  StreamFace,
  StreamOutcome,
  StreamPart,
  StreamSpec,
} from "../../../backends/mod.ts";

/** A stream of the core. */
export interface CopyStream extends StreamEnds {
  expect(digests: Digests): void;
  known(index: number, part: StreamPart): void;
  start(): void;
  counters(): StreamCounters;
  stop(): void;
  join(): Promise<StreamOutcome>;
  part(index: number): StreamPart;
  close(): Promise<void>;
}

/** What copying is handed. */
export interface CopyPorts {
  stream(spec: StreamSpec): CopyStream;
  digestKinds(): ReadonlySet<DigestKind>;
  /** Resolves early once `signal` is aborted. */
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
}

/** An object at one end. */
export interface CopyEnd {
  readonly face: StreamFace;
  readonly key: string;
}

/** What a copy that did not end has left. */
export interface ResumePoint {
  readonly resumeId: string;
  readonly chunkBytes: number;
  readonly sourceEtag: string;
  readonly parts: ReadonlyMap<number, StreamPart>;
}

/** Who wants to know how far a copy is. */
export interface CopyWatch {
  /** The source is open, and its parts will have this size. */
  begun(facts: ObjectFacts, resumeId: string | null, chunkBytes: number): void;
  /** The destination acknowledged one more part. */
  part(index: number, part: StreamPart): void;
  counters(counters: StreamCounters): void;
  /** A step outside of the stream is asked for again. */
  retried?(): void;
  /**
   * Something unfinished stays at the destination under this name, invisible:
   * kept to go on with (`null`), or not to be taken away.
   */
  left?(resumeId: string, failure: unknown): void;
}
