/**
 * What a case is: a test of a promise, with an id that people type. Some can
 * be run here; of the others it is known what they are waiting for.
 */
import type { Backend, Capability } from "../../backends/mod.ts";
import type { CopyPorts } from "../workloads/pipeline/mod.ts";
import type { ClusterCasePorts } from "./cluster/cluster_case_ports.ts";
import type { LoaderCasePorts } from "./loader/loader_case_ports.ts";
import type { TableCasePorts } from "./table/table_case_ports.ts";

export interface Case {
  /** `object.put.roundtrip`: unique, stable, with its group in front. */
  readonly id: string;
  /** The document or the suite that asks for it. */
  readonly source: string;
  /** What is to be true, in a sentence or a few words. */
  readonly meaning: string;
  readonly way: CaseWay;
  /** How long it may take; that of all others when absent. */
  readonly timeoutNs?: number;
  /** It moves gigabytes, and is skipped unless slow ones are asked for. */
  readonly isSlow?: true;
}

/** How a case is tried, or why it is not. */
export type CaseWay =
  /** By the conformance suite, on any target. */
  | { readonly kind: "conformance" }
  /** By a body of this room, on targets of these schemes. */
  | { readonly kind: "body"; readonly schemes: readonly string[] }
  /** By every power cut on one subject, which may be a bug to be found. */
  | {
    readonly kind: "power-cuts";
    readonly schemes: readonly string[];
    readonly subject: string;
    readonly isBug: boolean;
  }
  /** By what those found together. */
  | {
    readonly kind: "power-cuts-total";
    readonly schemes: readonly string[];
    readonly promises: readonly string[];
    readonly bugs: readonly string[];
  }
  /** Not here; the reason is a sentence that names what is missing. */
  | { readonly kind: "absent"; readonly reason: string };

export type CaseVerdict =
  | "held"
  | "broken"
  | "not claimed"
  | "skipped"
  | "failed";

/** One case, judged: the sample that a run records of it. */
export interface CaseEnded {
  readonly type: "case-ended";
  readonly target: string;
  readonly step: string;
  readonly id: string;
  readonly verdict: CaseVerdict;
  readonly reason: string;
  readonly durationNs: number;
}

/** What became of a case; the reason is a sentence for people. */
export interface CaseOutcome {
  readonly verdict: CaseVerdict;
  readonly reason: string;
}

/** What became of every power cut on one subject. */
export interface PowerCutsEnd {
  /** Distinct ones, each recovered and judged. */
  readonly states: number;
  readonly violations: number;
  readonly elapsedNs: number;
  /** The run was stopped before all of them were tried. */
  readonly isStopped: boolean;
  /** The one with the shortest log; `null` if no promise was broken. */
  readonly shortest: {
    readonly sentence: string;
    /** Entries of the log before the cut. */
    readonly events: number;
    /** The command that shows it again. */
    readonly replay: string;
  } | null;
}

/** What a body is handed. */
export interface CaseEnv {
  readonly backend: Backend;
  /** Of the target under test, without `://`: `file`. */
  readonly scheme: string;
  readonly seed: number;
  /** Ends with a slash; nothing else puts keys below it. */
  readonly prefix: string;
  /** MD5 in hex, by code that the core has no part in. */
  md5(bytes: Uint8Array): string;
  /** SHA-256 in hex, likewise. */
  sha256(bytes: Uint8Array): string;
  /** Streams of the core, for copies. */
  readonly copies: CopyPorts;
  /** For training data. */
  readonly loader: LoaderCasePorts;
  /** For tables. */
  readonly table: TableCasePorts;
  /** Absent where the target is no gateway. */
  readonly cluster?: ClusterCasePorts;
  /** Every way in which the program takes a URL. */
  readonly uriReaders: readonly UriReader[];
  /** Schemes that a refused URL must be told of. */
  readonly schemes: readonly string[];
  /** A store of that scheme behind a network that fails in one way. */
  brokenStore(scheme: string, fault: NetworkFault): Promise<BrokenStore>;
  /** The store of the target, at a bucket that is not there; `null`: no store. */
  missingStore(): Promise<BrokenStore | null>;
}

/**
 * How a network fails: nobody listens; the connection is cut before an answer;
 * no answer comes; a body ends before its length.
 */
export type NetworkFault = "refused" | "reset" | "stalled" | "truncated";

/** A store that cannot be reached in a way of its own; `close` ends both. */
export interface BrokenStore {
  readonly backend: Backend;
  close(): Promise<void>;
}

/** One way in which the program takes a URL. */
export interface UriReader {
  /** `run --target`, for people. */
  readonly name: string;
  /** The URL as it is printed; throws what a command would fail with. */
  read(uri: string): string;
}

/**
 * A case with a body here. The body resolves to what was seen, a sentence, and
 * throws a `CaseBroken` when the promise does not hold.
 */
export interface BodyCase {
  readonly id: string;
  /** Of the targets that it can be tried on. */
  readonly schemes: readonly string[];
  /** Without one of them the case is not claimed. */
  readonly needs: readonly Capability[];
  /** How long it may take, where that is more than of others. */
  readonly timeoutNs?: number;
  /** See `Case`. */
  readonly isSlow?: true;
  readonly body: (env: CaseEnv) => Promise<string>;
}
