/** What came out: plain values that can be written as JSON and read again. */
import type { Level } from "../../history/mod.ts";
import type { ConsistencyOp } from "../../profile/mod.ts";
import type { OperationName } from "./attempt_record.ts";

/** How often something was asked, and how it ended. */
export interface OperationCount {
  readonly asked: number;
  readonly answered: number;
  /** Writes that surely did not take effect: conditions that failed, mostly. */
  readonly refused: number;
  /** Writes of which nobody knows. */
  readonly unknown: number;
  /** Reads without an answer: they say nothing. */
  readonly failed: number;
}

/** One operation of the evidence, in the order of their calls. */
export interface WitnessStep {
  readonly client: number;
  /** Its name in `endpoints`. */
  readonly endpoint: string;
  readonly operation: OperationName;
  /** Number of the value; `null` for no object. */
  readonly value: number | null;
  readonly etag: string | null;
  /** As the store calls its answer; `null` where it did not tell. */
  readonly requestId: string | null;
  /** Since the first call of the evidence. */
  readonly callNs: number;
  /** `null` for a write that got no answer. */
  readonly returnNs: number | null;
  readonly sentence: string;
}

/** What is wrong, named after what an application would suffer. */
export type ConsistencyFindingName =
  | "stale read"
  | "lost write"
  | "lost update"
  | "two winners"
  | "resurrected delete"
  | "impossible read"
  | "list is stale"
  | "list misses key"
  | "list shows deleted key"
  | "list shows foreign key"
  | "list out of order"
  | "foreign"
  | "cross-object"
  | "torn"
  | "refused write seen"
  | "checksum ignored"
  | "etag reused";

export interface ConsistencyFinding {
  readonly name: ConsistencyFindingName;
  readonly key: string;
  /** What held for the key all the same; `null`: it breaks every promise. */
  readonly held: Level | null;
  /** What cannot be, in one sentence. */
  readonly sentence: string;
  readonly witness: readonly WitnessStep[];
}

/** What a way of looking (bodies and heads, or lists) held over all keys. */
export interface FaceVerdict {
  /** The weakest over all keys; `null` when nothing was seen. */
  readonly level: Level | null;
  readonly stalenessNs: number;
  readonly staleLooks: number;
  /** Looks that were judged. */
  readonly looks: number;
  /** Looks whose etag belongs to no value that we know. */
  readonly ambiguous: number;
  readonly keys: number;
  /** Keys that are linearizable or only regular: the search gave up. */
  readonly undecidedKeys: number;
  /** Keys of which less than `linearizable` held, undecided ones left out. */
  readonly violatedKeys: number;
}

export interface ConsistencyReport {
  readonly seed: number;
  readonly clients: number;
  /** From the first call to the last return. */
  readonly durationNs: number;
  readonly endpoints: readonly string[];
  readonly operations: Readonly<Record<OperationName, OperationCount>>;
  /** Operations that the store does not claim, and so nobody asked for. */
  readonly notAsked: readonly ConsistencyOp[];
  /** Kinds of failures of storage, and how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** Weakest of both faces; `null` when nothing was seen. */
  readonly level: Level | null;
  readonly reads: FaceVerdict;
  readonly lists: FaceVerdict;
  /** The first few of each name, those with the least evidence first. */
  readonly findings: readonly ConsistencyFinding[];
  /** All of them, also those that are not among `findings`. */
  readonly findingCounts: Readonly<
    Partial<Record<ConsistencyFindingName, number>>
  >;
  /** The same by what held all the same; `none`: no promise allows them. */
  readonly heldCounts: Readonly<Partial<Record<Level | "none", number>>>;
  readonly stoppedBy: "limit" | "signal" | "failure";
  /** One sentence; why it stopped before its limit. */
  readonly failure: string | null;
  /** Uploads that may be open still. */
  readonly openUploads: number;
}
