/**
 * Libraries of others that read and write their own formats, on the host: what
 * they are asked, and what became of it. They know files alone, so that bytes
 * come from the target and go to it by whoever asks.
 */
import type { JsonValue } from "./manifest.ts";
import { TableError } from "./table_error.ts";

/** As their formats are named in manifests. */
export type VendorLibrary = "vortex" | "lance";

/**
 * `find` says whether it is here; `describe`, `read` and `write` are about one
 * file; `explore` and `make` about a whole dataset.
 */
export type VendorAction =
  | "find"
  | "describe"
  | "read"
  | "write"
  | "explore"
  | "make";

/** Bytes of a file, in order; read once. */
export interface VendorFile {
  /** In the folder of the request; parts are parted by slashes. */
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

export interface VendorRequest {
  readonly library: VendorLibrary;
  readonly action: VendorAction;
  /** Taken one after another. */
  readonly files?: AsyncIterable<VendorFile>;
  readonly options?: Readonly<Record<string, JsonValue>>;
}

export interface VendorDone {
  readonly state: "done";
  /** `vortex-data 0.40.0 with pyarrow 18.0.0` */
  readonly versions: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Names of the files that it made. */
  readonly files: readonly string[];
  read(name: string): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Once: takes away all that it made; nothing can be read after it. */
  close(): Promise<void>;
}

export type VendorAnswer =
  | VendorDone
  | {
    /**
     * `absent`: this host does not have it. `refused`: it does not take the
     * file for one of its own. `failed`: it could not be asked.
     */
    readonly state: "absent" | "refused" | "failed";
    /** A sentence. */
    readonly reason: string;
  };

/** The host. Fails only as a source or the scratch space of the host does. */
export interface VendorHost {
  run(request: VendorRequest): Promise<VendorAnswer>;
}

/**
 * What was done. Throws `NotSupported` where the library is absent,
 * `CorruptFile` where it refuses, `LibraryFailed` else.
 */
export function mustBeDone(answer: VendorAnswer): VendorDone {
  if (answer.state === "done") return answer;
  const kind = answer.state === "absent"
    ? "NotSupported"
    : answer.state === "refused"
    ? "CorruptFile"
    : "LibraryFailed";
  throw new TableError(kind, answer.reason);
}

/** One file of which all bytes are known, or come. */
export async function* oneFile(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<VendorFile> {
  yield { name, pieces };
}

/** A number among facts; 0 where it is none. */
export function factCount(
  facts: Readonly<Record<string, unknown>>,
  name: string,
): number {
  const value = facts[name];
  return typeof value === "number" ? value : 0;
}
