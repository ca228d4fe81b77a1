/**
 * What cases of training data are handed beside the target: a clock, a codec,
 * the memory of this process, and a Python with its frameworks.
 */
import type { PageCore } from "../../workloads/table/mod.ts";
import type {
  SampleCodec,
  SampleFormatName,
  Tensor,
} from "../../workloads/loader/mod.ts";

export interface LoaderCasePorts {
  nowNs(): number;
  /** Never rejects; resolves at once when `signal` aborts. */
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
  /** zstd at level 3. */
  readonly codec: SampleCodec;
  /** What this process holds, once what nobody needs was collected. */
  heldBytes(): Promise<number>;
  readonly python: PythonHost;
  /** Pages of Parquet; without them no case writes any. */
  readonly pages?: () => PageCore;
}

/** The Python of this host, if it has one. */
export interface PythonHost {
  /** Has a framework read files, and compares each element. */
  read(request: FrameworkRequest): Promise<FrameworkAnswer>;
}

/** As they stand in ids of cases. */
export type FrameworkName = "pytorch" | "jax" | "tensorflow";

export interface FrameworkRequest {
  readonly framework: FrameworkName;
  readonly files: readonly FrameworkFile[];
}

/** A file as it came from the target, and what must be in it. */
export interface FrameworkFile {
  /** Below a folder of its own: `npy/000.npy`. */
  readonly name: string;
  readonly format: SampleFormatName;
  readonly bytes: Uint8Array;
  /** In the order of the file. */
  readonly arrays: readonly FrameworkArray[];
}

export interface FrameworkArray {
  readonly key: string;
  readonly tensor: Tensor;
}

/** What became of it. */
export type FrameworkAnswer =
  /** It is not here; the reason is a sentence. */
  | { readonly state: "absent"; readonly reason: string }
  /** It is here, and could not be asked. */
  | { readonly state: "failed"; readonly reason: string }
  | {
    readonly state: "read";
    /** `torch 2.4.0`, and what else had a part in it. */
    readonly versions: string;
    readonly arraysCount: number;
    readonly elementsCount: number;
    /** Formats that nothing here reads for it, each with the reason. */
    readonly passedOver: readonly string[];
    /** Sentences, the first ones. */
    readonly differences: readonly string[];
  };
