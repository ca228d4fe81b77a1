/**
 * What the user asks for where clients fight over a few keys of a store, and
 * what they saw is judged. Units resolved, defaults filled in.
 */
import type { Level } from "../history/mod.ts";

/** In the order in which reports list them. */
export const CONSISTENCY_OPS = [
  "put",
  "putIfAbsent",
  "putIfMatch",
  "putDamaged",
  "upload",
  "get",
  "range",
  "head",
  "delete",
  "list",
] as const;

/** `putDamaged` sends a wrong checksum and `upload` puts up in parts. */
export type ConsistencyOp = (typeof CONSISTENCY_OPS)[number];

/** Clients of one store, one operation after another each. */
export interface ConsistencyStep {
  readonly kind: "consistency";
  readonly name: string;
  /** In flight at once; spread over all endpoints of the target. */
  readonly clients: number;
  /** Keys of each group that are fought over at a time. */
  readonly keys: number;
  /** Weights; absent: those of the workload. One that is left out is not done. */
  readonly op?: Readonly<Partial<Record<ConsistencyOp, number>>>;
  readonly valueMinBytes: number;
  readonly valueMaxBytes: number;
  /** Of every part of an upload but the last. */
  readonly partBytes: number;
  /** Attempts of all clients together; at least one of the two is given. */
  readonly ops?: number;
  readonly durationNs?: number;
  /** Absent: what the target promises. */
  readonly expect?: Level;
}
