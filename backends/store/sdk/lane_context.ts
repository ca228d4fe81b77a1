/** What the parts of a script lane share: its place, its memory, its means. */
import type {
  CoreStamp,
  ObjectLaneSpec,
  ObjectOp,
  ObjectSpaceSpec,
  StatusName,
  UnitFinding,
} from "../../../ffi/mod.ts";
import { attempt } from "./attempts.ts";
import type { FirstEnd } from "./first_end.ts";
import type { KeyStates } from "./key_states.ts";
import type { LaneMemory } from "./lane_memory.ts";
import type { KeptMemory } from "./kept_memory.ts";
import type { OperationChoice } from "./operation_choice.ts";
import type { OperationTrace } from "./operation_trace.ts";
import { ClientFailure, type StoreClient } from "./store_client.ts";

/** Names and sizes of keys, as the core decides them. */
export interface KeyShape {
  /** Below the prefix of the target. */
  key(index: number): string;
  sizeBytes(index: number, generation: number): number;
}

/** Time, as the core tells it. */
export interface LaneClock {
  nowNs(): number;
  /** CPU time of the lane's thread so far. */
  cpuNs(): number;
  /** Of a latency; `null` above the range of a histogram. */
  bucket(ns: number): number | null;
  wait(ms: number): Promise<void>;
}

/** Kinds of checksums that stores state. */
export type SumKind = "md5" | "crc32c" | "crc64nvme";

/** Of bytes in order; ended by its result, or by dropping it. */
export interface RunningSum extends Disposable {
  update(bytes: Uint8Array): void;
  /** Base64, highest byte first. */
  base64(): string;
}

/** Everything of one lane; made by the worker, or by a test. */
export interface LaneContext {
  readonly spec: ObjectLaneSpec;
  readonly space: ObjectSpaceSpec;
  /** Of the target: starts every key. */
  readonly prefix: string;
  readonly client: StoreClient;
  readonly memory: LaneMemory;
  readonly states: KeyStates;
  readonly shape: KeyShape;
  readonly stamp: CoreStamp;
  /** Sums bytes as the core does; `null` for a kind that this host lacks. */
  readonly sum: (kind: SumKind) => RunningSum | null;
  readonly clock: LaneClock;
  readonly choice: OperationChoice;
  /** Of the lanes at its gate. */
  readonly firstEnd: FirstEnd;
  /** Keys with a put or delete in flight. */
  readonly busy: Set<number>;
  /** Asked between operations. */
  readonly isStopped: () => boolean;
  readonly onFindings: (findings: readonly UnitFinding[]) => void;
  /** Where operations are kept one by one; absent: nobody asks for them. */
  readonly kept?: KeptMemory;
  /** Of the operation that the context is handed to, where they are kept. */
  readonly trace?: OperationTrace;
}

/** What an operation moved. */
export interface Moved {
  readonly bytes: number;
  /** When the answer's first byte came; absent where the SDK does not tell. */
  readonly firstByteNs?: number;
}

/** Name of a key in its bucket. */
export function nameOf(context: LaneContext, index: number): string {
  return context.prefix + context.shape.key(index);
}

/** Sends with the attempts of the plan. */
export function sendOf<T>(
  context: LaneContext,
  send: () => Promise<T>,
): Promise<T> {
  return attempt(attemptsOf(context), send);
}

/** As `sendOf`; failures among `answers` are answers: their status. */
export async function sendOrStatus<T extends object>(
  context: LaneContext,
  answers: readonly StatusName[],
  send: () => Promise<T>,
): Promise<T | StatusName> {
  const isAnswer = (status: StatusName) => answers.includes(status);
  try {
    return await attempt({ ...attemptsOf(context), isAnswer }, send);
  } catch (failure) {
    if (failure instanceof ClientFailure && isAnswer(failure.status)) {
      return failure.status;
    }
    throw failure;
  }
}

function attemptsOf({ memory, spec, choice, clock, trace }: LaneContext) {
  return {
    memory,
    attemptsMax: spec.attemptsMax,
    fraction: () => choice.fraction(),
    wait: clock.wait,
    ...(trace && { onAttempt: () => void trace.attempts++ }),
  };
}

/** A finding about an object as a whole, with no bytes to show. */
export interface WholeFinding {
  readonly class: string;
  readonly op: ObjectOp;
  readonly index: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
  readonly offsetBytes?: number;
  readonly badBytes?: number;
  /** Of a key that has no number: stands where bytes stand otherwise. */
  readonly name?: Uint8Array;
  /** Of a wrong checksum: the right one, and what was told. */
  readonly texts?: { readonly expected: string; readonly found: string };
}

const SAMPLE_BYTES = 64;

/** Counts it as one bad unit and passes it on. */
export function tellWhole(context: LaneContext, whole: WholeFinding): void {
  const { memory, spec, space, clock } = context;
  const offsetBytes = whole.offsetBytes ?? 0;
  const { name } = whole;
  const foundSample = new Uint8Array(SAMPLE_BYTES);
  const sampleByte = Math.max(0, (name?.length ?? 0) - SAMPLE_BYTES);
  if (name !== undefined) foundSample.set(name.subarray(sampleByte));
  const expectedSample = new Uint8Array(SAMPLE_BYTES);
  const { expected = "", found = "" } = whole.texts ?? {};
  new TextEncoder().encodeInto(expected, expectedSample);
  new TextEncoder().encodeInto(found, foundSample);
  memory.add("units_bad");
  context.onFindings([{
    class: whole.class,
    timeNs: clock.nowNs(),
    op: whole.op,
    file: whole.index,
    lane: spec.lane,
    offsetBytes,
    unit: Math.floor(offsetBytes / space.unitBytes),
    expectedLow: whole.expectedLow,
    expectedHigh: whole.expectedHigh,
    found: null,
    firstBadByte: offsetBytes % space.unitBytes,
    badBytes: name?.length ?? whole.badBytes ?? 0,
    badBits: 0,
    shiftBytes: 0,
    sampleByte,
    expectedSample,
    foundSample,
  }]);
}
