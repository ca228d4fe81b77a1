/**
 * The block face: offsets under load. The engine plans with these types; a
 * backend carries them to the C core through `ffi`.
 */
import type {
  IoMethod,
  KeepingLane,
  LaneCounters,
  LaneOp,
  LaneSpec,
  LatencyCounts,
  LatencyKind,
  LogFacts,
  LogOptions,
  LogRecord,
  SpaceFacts,
  SpaceSpec,
  UnitFinding,
} from "../ffi/mod.ts";

/**
 * A lane that exists: waiting, running or done. One that cannot tell its
 * operations one by one has no `keep` and `takeKept`.
 */
export interface Lane extends Partial<KeepingLane> {
  readonly spec: LaneSpec;
  counters(): LaneCounters;
  latency(op: LaneOp, kind: LatencyKind): LatencyCounts;
  /** Findings since the last call. */
  findings(): readonly UnitFinding[];
  stop(): void;
  /** Resolves when the lane ended, with its status (0 or negative). */
  join(): Promise<number>;
  close(): void;
}

/** Starts lanes at one instant. */
export interface Gate {
  open(): void;
  stop(): void;
  close(): void;
}

/** What was begun and what ended, in an order that proves what was durable. */
export interface SpaceLog {
  /** What came since the last call; one caller at a time. */
  read(): readonly LogRecord[];
  facts(): LogFacts;
}

export interface Space {
  readonly spec: SpaceSpec;
  gate(): Gate;
  lane(gate: Gate, spec: LaneSpec): Lane;
  /** Over a store: where lanes of that endpoint send their requests. */
  endpoint?(number: number): string;
  facts(): SpaceFacts;
  /** Before the first lane; it ends with the space. Absent: none is kept. */
  log?(options: LogOptions): Promise<SpaceLog>;
  sync(): Promise<void>;
  /** May wait for the storage, which may hang: never on the event loop. */
  close(): Promise<void> | void;
}

/** What the block face knows about a target before it is touched. */
export interface BlockFacts {
  readonly kind: "directory" | "device" | "memory" | "null" | "store";
  readonly alignBytes: number;
  readonly alignSource: "statx" | "device" | "probed" | "none";
  readonly direct: boolean;
  /** Free bytes of the file system, or the size of the device. */
  readonly freeBytes: number;
  /** The same for two names of one place; absent where names say it all. */
  readonly placeId?: string;
  /** The same for places that share their free bytes; absent if none can. */
  readonly roomId?: string;
  /** Methods that work here, best first. */
  readonly io: readonly IoMethod[];
  /** Why a better method is missing, in a sentence; absent if none is. */
  readonly ioReason?: string;
}

export interface BlockFace {
  facts(): Promise<BlockFacts>;
  /** Opens the files and the oracle; fails with a `StorageError`. */
  open(spec: SpaceSpec): Promise<Space>;
}
