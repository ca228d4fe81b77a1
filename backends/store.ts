/**
 * The store face: keys under load. The engine plans with these types; a backend
 * carries them to lanes of the C core, or to lanes over its own SDK.
 */
import type {
  ObjectLaneSpec,
  ObjectSpaceFacts,
  ObjectSpaceSpec,
  SizeClassCounts,
  StoreChecksum,
} from "../ffi/mod.ts";
import type { Gate, Lane } from "./block.ts";

/** What is known of a store before it is touched. */
export interface StoreFacts {
  readonly client: "libcurl" | "sdk";
  /** As the client names itself: `libcurl/7.88.1`. */
  readonly clientVersion: string;
  /** How many; lanes are spread over them. */
  readonly endpoints: number;
  /** TLS certificates are not checked. */
  readonly isInsecure: boolean;
  /** True when an endpoint is http: and another host than this one. */
  readonly isPlain?: boolean;
  readonly checksum: StoreChecksum;
  /** Objects come whole, of any size: it knows no uploads in parts. */
  readonly takesParts?: false;
}

/** A lane over keys: as a block lane, and rows by the size of objects. */
export interface ObjectLane extends Omit<Lane, "spec"> {
  readonly spec: ObjectLaneSpec;
  /** `index` counts `SIZE_CLASS_BYTES`; uploads in parts count as puts. */
  sizeClass(op: "get" | "put", index: number): SizeClassCounts;
}

/** Keys of one run, and the oracle that knows what each must hold. */
export interface ObjectSpace {
  readonly spec: ObjectSpaceSpec;
  gate(): Gate;
  /** Makes the lane; it waits at the gate. */
  lane(gate: Gate, spec: ObjectLaneSpec): ObjectLane;
  /** Name of key `index`, below the target's prefix. */
  key(index: number): string;
  /** Where lanes of that endpoint send their requests, without a secret. */
  endpoint?(number: number): string;
  /** Asks the oracle about every key: not for hot loops. */
  facts(): ObjectSpaceFacts;
  /** Lanes and gates are closed before it. */
  close(): void;
}

/** Keys under load; every method fails with a `StorageError`. */
export interface StoreFace {
  facts(): Promise<StoreFacts>;
  /** Opens the oracle; writes nothing to the store. */
  open(spec: ObjectSpaceSpec): Promise<ObjectSpace>;
}
