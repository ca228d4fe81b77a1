/**
 * The stream face: whole objects that the core reads and writes without a byte
 * passing through the script. A backend gives a stream its ends, names what
 * went wrong at them, and makes what was written visible once it is whole.
 */
import type {
  DigestKind,
  Digests,
  StreamFailure,
  StreamFile,
  StreamObject,
  StreamPart,
} from "../ffi/mod.ts";
import type { ObjectFacts } from "./contract.ts";
import type { CoreStorePort } from "./core_port.ts";
import type { StorageError } from "./errors.ts";

/** What a stream of the core takes as its ends. */
export interface StreamEnds {
  fromFile(file: StreamFile): Promise<void>;
  toFile(file: StreamFile): Promise<void>;
  fromStore(object: StreamStoreObject): void;
  toStore(object: StreamStoreObject): void;
}

/** `StreamObject` over a store as backends hold it. */
export interface StreamStoreObject extends Omit<StreamObject, "store"> {
  readonly store: CoreStorePort;
}

/** How an end is to be used. */
export interface StreamUse {
  /** Requests or transfers in flight, where the end can have several. */
  readonly depth: number;
  /** Of a request; 1 means no retry. */
  readonly attemptsMax: number;
  /** Number of the endpoint, of a store with several. */
  readonly endpoint: number;
}

/** An object that is being read. */
export interface StreamSource {
  readonly facts: ObjectFacts;
  /** What the storage itself says its bytes are. */
  readonly stated: Digests;
  /** Fails with a `StorageError`. */
  attach(ends: StreamEnds, use: StreamUse): Promise<void>;
  failure(failure: StreamFailure): StorageError;
  /** Fails with `PreconditionFailed` if it is another object by now. */
  settle(): Promise<void>;
  close(): void;
}

/** What is to be written. */
export interface SinkPlan {
  readonly key: string;
  readonly sizeBytes: number;
  /** Of every part but the last. */
  readonly chunkBytes: number;
  /** Fails with `AlreadyExists` instead of replacing an object. */
  readonly isNew: boolean;
  /** `resumeId` of a sink that a process left behind. */
  readonly resumeId?: string;
}

/** What became of the bytes, for the last step. */
export interface SinkOutcome {
  readonly digests: Digests;
  /** One for each chunk, where they must be told. */
  readonly parts: readonly StreamPart[];
}

/** An object that is being written, and is not visible yet. */
export interface StreamSink {
  /** Its stream must hold all back until the digests are right. */
  readonly holds: boolean;
  /**
   * Whether its stream must tell a part for each chunk, because the last step
   * needs them, or can, for another process to go on with.
   */
  readonly parts: "never" | "can" | "must";
  /** What the storage will state of the bytes: made, so as to be compared. */
  readonly states?: readonly DigestKind[];
  /** What another process needs to go on; `null` where it cannot. */
  readonly resumeId: string | null;
  attach(ends: StreamEnds, use: StreamUse): Promise<void>;
  failure(failure: StreamFailure): StorageError;
  /**
   * Makes it visible and durable, and compares what the storage states of it:
   * `ChecksumMismatch` if that is something else.
   */
  publish(outcome: SinkOutcome): Promise<ObjectFacts>;
  /**
   * True where `publish` may be asked for again after a failure that passes.
   * The second one may be refused because the first was carried out.
   */
  readonly isRepeatable?: boolean;
  /** Takes away what was written. */
  abandon(): Promise<void>;
  /** Leaves what was written for another process. */
  close(): void;
}

/** Objects as ends of streams; every method fails with a `StorageError`. */
export interface StreamFace {
  /** Looks at the object. */
  openSource(key: string): Promise<StreamSource>;
  /** Makes room for it; with `resumeId`, looks whether it is still there. */
  openSink(plan: SinkPlan): Promise<StreamSink>;
  /** Bytes that a part must have at least, the last one aside; 1 if any. */
  readonly partBytesMin: number;
  /** Parts that one object can have. */
  readonly partsMax: number;
  /** The most transfers in flight that one object can use. */
  readonly depthMax: number;
  /** Bytes that each of them holds beside the ring of the stream. */
  readonly bufferBytes: number;
}
