/** What planning decides for clients that fight over keys. Plain JSON. */
import type { ConsistencyPromise } from "../../../backends/mod.ts";
import type { ConsistencyStep } from "../../profile/mod.ts";

export interface PlannedConsistencyStep {
  readonly kind: "consistency";
  readonly name: string;
  readonly clients: number;
  readonly keys: number;
  /** Below the target's own prefix; ends with a slash. */
  readonly keyPrefix: string;
  /** 32 bits; repeats every choice, but not how clients interleave. */
  readonly seed: number;
  /** Weights of operations; absent: those of the workload. */
  readonly op?: NonNullable<ConsistencyStep["op"]>;
  readonly valueMinBytes: number;
  readonly valueMaxBytes: number;
  readonly partBytes: number;
  /** Attempts of all clients together; `null` when time alone ends it. */
  readonly ops: number | null;
  readonly durationNs: number | null;
  /** What must hold, and who says so. */
  readonly promise: ConsistencyPromise;
  /** Ways into the store that clients are spread over. */
  readonly endpoints: number;
}
