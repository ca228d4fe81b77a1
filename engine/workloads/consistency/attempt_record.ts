/**
 * One attempt as it is kept: who asked for what, when, and what came of it. A
 * history is a list of them, and the judge reads nothing else, so that a saved
 * one can be judged again.
 */
import type { StorageErrorKind } from "../../../backends/mod.ts";

/** What can be asked of a store. A list is one page. */
export const OPERATIONS = [
  "put",
  "put if absent",
  "put if match",
  "put damaged",
  "start upload",
  "put part",
  "complete upload",
  "abort upload",
  "get",
  "get range",
  "head",
  "delete",
  "list",
] as const;
export type OperationName = (typeof OPERATIONS)[number];

const READS: readonly OperationName[] = ["get", "get range", "head", "list"];

/** Whether an operation changes nothing. */
export function isRead(op: OperationName): boolean {
  return READS.includes(op);
}

/**
 * `ok`: answered; also that nothing is there. `fail`: a write that surely did
 * not take effect, or a read that says nothing. `info`: nobody knows.
 */
export const OUTCOMES = ["ok", "fail", "info"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Names of what is wrong with the bytes of a single answer. */
export const WRONG_BODIES = ["foreign", "cross-object", "torn"] as const;

export interface AttemptRecord {
  /** Counts attempts in the order in which they ended, from 1. */
  readonly id: number;
  /** What a client wanted, as a number of its own: parts of one upload share. */
  readonly logicalOp: number;
  /** 1: nothing is tried twice. */
  readonly attempt: number;
  readonly client: number;
  /** Number of the endpoint in the head of the history. */
  readonly endpoint: number;
  readonly op: OperationName;
  /** Of a list the prefix that was asked for. */
  readonly key: string;
  /** Written, or read; 0: nothing was there. */
  readonly valueId?: number;
  /** The value that a condition named; 0: nothing was to be there. */
  readonly basis?: number;
  /** Of no object: `null`. */
  readonly etag?: string | null;
  readonly ifMatch?: string;
  readonly ifNoneMatch?: "*";
  readonly uploadId?: string;
  readonly part?: number;
  /** Since the head of the history, by one monotonic clock. */
  readonly callNs: number;
  readonly returnNs: number;
  readonly outcome: Outcome;
  /** Of the HTTP answer, if there was one. */
  readonly status?: number;
  readonly requestId?: string;
  readonly failure?: {
    readonly kind: StorageErrorKind;
    readonly sentence: string;
    /** Every other attempt will fail in the same way. */
    readonly isHopeless?: true;
  };
  /** Bytes that are no whole value. */
  readonly wrong?: {
    readonly name: (typeof WRONG_BODIES)[number];
    readonly text: string;
  };
  readonly page?: PageRecord;
}

/** What a page of a listing showed. */
export interface PageRecord {
  readonly objects: readonly (readonly [key: string, etag: string])[];
  readonly isLast: boolean;
  /** Where the page before it ended, and when that was asked for. */
  readonly before?: { readonly key: string; readonly callNs: number };
}
