/**
 * What backends need of the C core, as an interface: the real core is handed
 * in by whoever opens a backend, and tests hand in a small one of their own.
 */
import type {
  BelowRead,
  CoreAlignment,
  CorePathFacts,
  FileBelow,
  HttpProbe,
  ObjectSpaceSpec,
  RelayFacts,
  RelayFaultCount,
  RelayRequest,
  SpaceRequest,
  StoreSettings,
  StoreSpaceRequest,
} from "../ffi/mod.ts";
import type { Space } from "./block.ts";
import type { FaultGate } from "./fault_gate.ts";
import type { ObjectSpace } from "./store.ts";

/** One file opened for reading, or created for appending. */
export interface CoreFilePort {
  sizeBytes(): number;
  /** Fewer bytes than asked for only at the end of the file. */
  read(buffer: Uint8Array, offset: number): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  /** Returns once the file's bytes and length survive a loss of power. */
  sync(): Promise<void>;
  close(): void;
}

export interface CorePort extends StorePort {
  /** Absent in cores of tests that have none. */
  readonly faults?: FaultGate;
  /** Of the library: workers open it once more. */
  readonly path: string;
  /** CRC-32C; of what came before when `seed` is given. Absent likewise. */
  crc32c?(bytes: Uint8Array<ArrayBuffer>, seed?: number): number;
  openObjects(
    store: CoreStorePort,
    spec: ObjectSpaceSpec,
  ): Promise<CoreObjectSpace>;
  openSpace(request: SpaceRequest): Promise<Space>;
  /** `create` fails when the file exists. */
  openFile(
    path: string,
    options: { readonly create: boolean; readonly direct: boolean },
  ): Promise<CoreFilePort>;
  /**
   * A file below a folder, in one call and behind no link: opened, read as
   * `read` does, closed. Absent likewise.
   */
  readBelow?(
    at: FileBelow,
    into: Uint8Array<ArrayBuffer>,
  ): Promise<BelowRead>;
  probeAlignment(path: string): Promise<CoreAlignment>;
  probePath(path: string): Promise<CorePathFacts>;
  /** 0 if a ring can be made, else a negative status. */
  probeUring(): number;
  pathSync(path: string): Promise<void>;
  /** Entries of a folder that no listing of the script names. */
  foreignNames(path: string): Promise<number>;
  /** Fails when `to` exists, and never replaces it. */
  renameNew(from: string, to: string): Promise<void>;
}

/** A store that the core can reach: its settings and secrets. */
export interface CoreStorePort {
  /** Wipes the secrets. Spaces over the store are closed before it. */
  close(): void;
}

/** Keys as the core lays them out, with what lanes elsewhere must know. */
export interface CoreObjectSpace extends ObjectSpace {
  /** Bytes of key `index` once it was put `generation` times. */
  sizeBytes(index: number, generation: number): number;
}

/** Keys under load, with the sizes that they must have. */
export interface CoreObjectsPort extends ObjectSpace {
  /** Generations count from 1. */
  sizeBytes(index: number, generation: number): number;
}

/** What the faces of stores need of the core. */
export interface StorePort {
  /** Of its library; workers of the script open it once more. */
  readonly path: string;
  /** `null`: there is no libcurl here that can be used. */
  httpProbe(): HttpProbe | null;
  /** Sends nothing. `settings` may be dropped once it returns. */
  openStore(settings: StoreSettings): CoreStorePort;
  openStoreSpace(
    store: CoreStorePort,
    request: StoreSpaceRequest,
  ): Promise<Space>;
  openObjects(
    store: CoreStorePort,
    spec: ObjectSpaceSpec,
  ): Promise<CoreObjectsPort>;
}

/** What ways that fail on purpose need of the core. */
export interface RelayPort {
  openRelay(request: RelayRequest): Promise<{
    readonly ports: readonly number[];
    arm(isArmed: boolean): void;
    counts(): readonly RelayFaultCount[];
    facts(): RelayFacts;
    close(): void;
  }>;
}

/** What a failed call of the core tells. */
export interface CoreFailure {
  readonly status: number;
  readonly statusName: string;
  readonly message: string;
}

/** Whether `cause` came from the core: by its shape, so that a test can make one. */
export function isCoreFailure(cause: unknown): cause is CoreFailure {
  return cause instanceof Error && "status" in cause &&
    typeof cause.status === "number" && "statusName" in cause &&
    typeof cause.statusName === "string";
}
